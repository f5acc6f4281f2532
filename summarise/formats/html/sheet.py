"""What both sides of the page share: ids, marks of evidence, and which finding is already shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from summarise.formats import view
from summarise.formats.html.markup import Html, Part, el, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from summarise.article import Sentence
    from summarise.report import Finding, Report


MOST = 8
"""Links in a row: an article that says one thing a thousand times must not become a million links."""


@dataclass(slots=True)
class Sheet:
    """One report on its way to the page; ``prefix`` keeps its ids apart from those of others.

    ``numbered`` gathers the sentences that something leads to: their numbers stand in the article.
    """

    report: Report
    prefix: str
    numbered: set[str] = field(default_factory=set)
    marked: bool = field(init=False)
    _left: list[Finding] = field(init=False)

    def __post_init__(self) -> None:
        self._left = view.findings(self.report)
        self.marked = view.written_by(self.report) > {"model"}

    @property
    def title(self) -> str:
        """The first headline, the article's own title, or the name of its file."""
        headlines = (self.report.outputs.get("summary") or {}).get("headlines") or [{"text": ""}]
        return headlines[0]["text"] or self.report.article.title or view.name(self.report)

    def id(self, name: str) -> str:
        """Return the id on the page of a sentence or of a path into the report."""
        return f"{self.prefix}-{name.strip('/').replace('/', '-')}"

    def link(self, sentence: Sentence) -> Html:
        """Return a link to a sentence that names its place in the file and its number on the page."""
        self.numbered.add(sentence.id)
        number = el("sup", sentence.id[1:], class_="n")
        link = el("a", self.report.article.place(sentence), href=f"#{self.id(sentence.id)}")
        return el("span", number, link, class_="place")

    def links(self, sentences: Sequence[Sentence]) -> Html:
        """Return links to the first sentences, with commas, and how many more there are."""
        more = len(sentences) - MOST
        links = (together(", " if number else None, self.link(s)) for number, s in enumerate(sentences[:MOST]))
        return together(*links, f" and {more} more" if more > 0 else None)

    def item(self, name: str, words: Part, item: dict[str, Any], path: str, **attributes: str) -> Html:
        """Return an element for one item of an output, with its marks, which lights up with its evidence."""
        found = view.sentences(self.report, item["evidence"])
        self.numbered.update(s.id for s in found)
        return el(
            name,
            words,
            self.marks(found, item),
            class_=f"item {attributes.pop('class_', '')}".strip(),
            id=self.id(path),
            data_evidence=" ".join(s.id for s in found),
            **attributes,
        )

    def marks(self, found: Iterable[Sentence], item: dict[str, Any]) -> Html:
        """Return the numbers of the sentences that say it, as links, and a pen where a model worded it."""
        links = [
            together(
                " ",
                el(
                    "a",
                    s.id[1:],
                    href=f"#{self.id(s.id)}",
                    aria_label=f"{s.id[1:]}, evidence on {self.report.article.place(s)}",
                ),
            )
            for s in found
        ]
        pen = el("span", "✎", class_="pen", title="worded by the model", role="img", aria_label="worded by the model")
        wrote = self.marked and item.get("by") == "model"
        return together(el("sup", *links, class_="marks") if links else None, together(" ", pen) if wrote else None)

    def take(self, path: str = "") -> list[Finding]:
        """Return the findings at this path, or those about the article alone; each is given out once."""
        taken: list[Finding] = []
        left: list[Finding] = []
        for finding in self._left:
            own = finding.path == path or finding.path.startswith(f"{path}/") if path else self.about_article(finding)
            (taken if own else left).append(finding)
        self._left = left
        return taken

    def rest(self) -> list[Finding]:
        """Return the findings that have no place of their own: about the brief as a whole, or about nothing on it."""
        rest = [f for f in self._left if not self.about_article(f)]
        self._left = [f for f in self._left if self.about_article(f)]
        return rest

    def about_article(self, finding: Finding) -> bool:
        """Whether a finding belongs into the article's margin."""
        return not finding.path and bool(view.sentences(self.report, finding.sentences))

    def notes(self, found: Iterable[Finding], *, name: str = "div") -> Html:
        """Return findings as notes."""
        return together(*(self.note(f, name) for f in found))

    def note(self, finding: Finding, name: str) -> Html:
        """Return one finding as a note."""
        concerned = view.sentences(self.report, finding.sentences)
        return el(
            name,
            el("b", finding.level, class_=finding.level),
            " ",
            el("span", finding.code, class_="code"),
            " ",
            self.links(concerned),
            f": {finding.message}",
            class_=f"note {finding.level}-note",
            data_evidence=" ".join(s.id for s in concerned),
        )
