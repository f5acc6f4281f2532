"""Articles: reading, sentences, furniture."""

from summarise.article.reading import MAX_BYTES, READERS, parse, read
from summarise.article.types import Article, Kind, Sentence

__all__ = ["MAX_BYTES", "READERS", "Article", "Kind", "Sentence", "parse", "read"]
