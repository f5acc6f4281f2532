"""`summarise redundancy --diff`: reports become patches of the articles' files."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from summarise.cli.output import complain
from summarise.errors import InputError
from summarise.formats import Page
from summarise.report import Report

if TYPE_CHECKING:
    from summarise.article import Article


def patches(reports: Iterable[Report], _page: Page) -> Iterator[str]:
    """Yield a patch for each article's file, and say on standard error what could not be cut."""
    from summarise.article import parse  # noqa: PLC0415  start-up: not needed for help
    from summarise.article.decode import decode  # noqa: PLC0415  as above
    from summarise.formats.diff import diff  # noqa: PLC0415  as above

    for report in reports:
        source, language = report.article.source, report.article.language
        if source == "-":
            raise InputError("no patch for standard input: give the article's file")
        path = Path(source)
        if report.article.places != "line" or not path.is_file():
            raise InputError(f"{source}: no patch for what is no text file: cut by hand, or save it as text")

        def read(data: bytes, path: Path = path, language: str = language) -> "Article":
            return parse(decode(data, str(path)), source=str(path), suffix=path.suffix.lower(), language=language)

        made = diff(report, path.read_bytes(), read)
        for sentence in made.left:
            complain(f"{source}:{sentence.line}: not cut, its markup holds it together with other text: cut it by hand")
        yield made.text
