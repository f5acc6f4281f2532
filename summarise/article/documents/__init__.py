"""Documents that are no text files: HTML, Word, OpenDocument, RTF, PDF, and feeds of several articles.

Such a file may come from anyone, and its parsers are large. So each is parsed in a child process that can neither take
more memory and time than it is given nor write a file, and what comes back is a `Draft`: paragraphs of plain text.
"""

from summarise.article.documents.process import FEEDS, SUFFIXES, articles, document

__all__ = ["FEEDS", "SUFFIXES", "articles", "document"]
