"""Articles: reading, sentences, furniture."""

from summarise.article.types import Article, Kind, Sentence

__all__ = ["Article", "Kind", "Sentence"]
