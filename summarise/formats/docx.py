"""The draft as a Word document, with a comment at each sentence that an editor should look at."""

from __future__ import annotations

from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

from summarise.errors import InputError
from summarise.formats import view
from summarise.formats.gates import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summarise.article import Sentence
    from summarise.formats.base import Page
    from summarise.report import Finding, Report

_STYLES = {"title": "Title", "heading": "Heading 1", "date": "Subtitle", "caption": "Caption"}
_AUTHOR = "summarise"
_WORTH = ("high", "medium")
_MOST = 500  # comments: python-docx takes a time for each that grows with their number


def docx(reports: Iterable[Report], _page: Page) -> Iterator[bytes]:
    """Return one Word document with each article on pages of its own; nothing when there is no report.

    Raises InputError where python-docx is not installed.
    """
    from io import BytesIO  # noqa: PLC0415  start-up

    try:
        from docx import Document  # noqa: PLC0415  an extra
    except ImportError:
        raise InputError("Word documents need an extra: pip install 'summarise[documents]'") from None
    document = Document()
    document.core_properties.author = _AUTHOR
    number = 0
    for number, report in enumerate(reports, 1):
        if number == 1:
            document.core_properties.title = printable(report.article.title or view.name(report))
        else:
            document.add_page_break()
        _write(document, report)
    if number:
        data = BytesIO()
        document.save(data)
        yield data.getvalue()


def _write(document: Any, report: Report) -> None:
    """Write an article sentence by sentence and comment on those concerned."""
    remarks = _remarks(report)
    allowed, left = _MOST, sum(map(len, remarks.values()))
    for (_, kind), group in groupby(report.article.sentences, key=lambda s: (s.paragraph, s.kind)):
        paragraph = document.add_paragraph(style=_STYLES.get(kind))
        for number, sentence in enumerate(group):
            if number:
                paragraph.add_run(" ")
            run = paragraph.add_run(printable(sentence.text))
            run.italic = True if kind == "furniture" else None
            for remark in remarks.get(sentence.id, ())[:allowed]:
                allowed, left = allowed - 1, left - 1
                more = f" ({left} more comments do not fit: see the text report)" if not allowed and left else ""
                document.add_comment(run, text=printable(remark) + more, author=_AUTHOR, initials="s")


def _remarks(report: Report) -> dict[str, list[str]]:
    """Return what to say of each sentence: its twins, what it contradicts, findings, what is worth checking."""
    found: dict[str, list[str]] = {}
    for sentence_id, remark in chain(_twins(report), _findings(report), _claims(report)):
        found.setdefault(sentence_id, []).append(remark)
    return found


def _twins(report: Report) -> Iterator[tuple[str, str]]:
    def told(sentences: Iterable[Sentence]) -> str:
        return "; ".join(f"{report.article.place(s)}: “{s.text}”" for s in sentences)

    for repeat in view.repeats(report):
        kept = f" Keep {told([repeat.keep])}" if repeat.keep else ""
        if repeat.keep:
            yield repeat.keep.id, f"Said again ({repeat.kind}); keep this one. {told(repeat.cut)}"
        for sentence in repeat.cut:
            yield sentence.id, f"Repeat ({repeat.kind}); this can go.{kept}"
    for conflict in view.conflicts(report):
        for sentence in conflict.sentences:
            others = told(s for s in conflict.sentences if s is not sentence)
            yield sentence.id, f"Conflict ({conflict.differs}); check which is right: {conflict.detail}. {others}"


def _findings(report: Report) -> Iterator[tuple[str, str]]:
    """Yield the findings; one about no sentence stands at the first."""
    for finding in view.findings(report):
        at = report.place(finding) or next(iter(report.article.sentences), None)
        if at:
            yield at.id, _finding(report, finding)


def _claims(report: Report) -> Iterator[tuple[str, str]]:
    for claim in view.claims(report):
        said = view.sentences(report, claim["evidence"])
        if said and claim["check_worthiness"] in _WORTH:
            own = view.said_by_evidence(report, claim, claim["claim"])  # it is at its own words that the comment stands
            words = "." if own else f": {claim['claim']}"
            yield said[0].id, f"To check ({claim['check_worthiness']}){words} {view.grounds(claim)}"


def _finding(report: Report, finding: Finding) -> str:
    """Return a finding in words, with the words of the brief that it is about."""
    where = view.where(finding.path)
    words = _words(report, finding.path)
    about = f" In the {where}" + (f": “{words}”" if words else "") if where else ""
    return f"{finding.level.capitalize()} {finding.code}: {finding.message.rstrip('.')}.{about}"


def _words(report: Report, path: str) -> str:
    """Return the text that a path into the report leads to, "" when it leads to none."""
    node: Any = report.outputs
    for part in path.strip("/").split("/"):
        if isinstance(node, dict):
            node = node.get(part)
        elif isinstance(node, list) and part.isdecimal() and len(part) < 9 and int(part) < len(node):  # noqa: PLR2004
            node = node[int(part)]
        else:
            return ""
    if isinstance(node, dict):
        node = next((node[key] for key in ("text", "claim", "words", "name", "value", "date") if key in node), "")
    return node if isinstance(node, str) else ""
