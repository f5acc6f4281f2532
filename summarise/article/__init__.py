"""Articles: reading, sentences, furniture."""

from summarise.article.comments import silenced
from summarise.article.reading import (
    MAX_BYTES,
    READERS,
    beside,
    copied,
    is_address,
    is_feed,
    parse,
    read,
    read_all,
    room,
)
from summarise.article.types import Article, Comment, Kind, Places, Sentence

__all__ = [
    "MAX_BYTES",
    "READERS",
    "Article",
    "Comment",
    "Kind",
    "Places",
    "Sentence",
    "beside",
    "copied",
    "is_address",
    "is_feed",
    "parse",
    "read",
    "read_all",
    "room",
    "silenced",
]
