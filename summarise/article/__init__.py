"""Articles: reading, sentences, furniture."""

from summarise.article.comments import silenced
from summarise.article.reading import MAX_BYTES, READERS, parse, read
from summarise.article.types import Article, Comment, Kind, Places, Sentence

__all__ = ["MAX_BYTES", "READERS", "Article", "Comment", "Kind", "Places", "Sentence", "parse", "read", "silenced"]
