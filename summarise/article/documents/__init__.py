"""Documents that are no text files: HTML, Word, OpenDocument, RTF and PDF.

Such a file may come from anyone, and its parsers are large. So each is parsed in a child process that can neither take
more memory and time than it is given nor write a file, and what comes back is a `Draft`: paragraphs of plain text.
"""

from summarise.article.documents.process import SUFFIXES, document

__all__ = ["SUFFIXES", "document"]
