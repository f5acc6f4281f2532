"""What a run ends with: findings, runs and the report that carries them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from summarise.rules import LEVELS, RULES, Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from summarise.article import Article, Sentence

TASKS = ("summary", "claims", "redundancy")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing an editor should look at.

    ``path`` is a JSON pointer into the report (``/summary/sentences/2``), or "" when the finding is about the
    article itself; ``sentences`` are the ids of the article's sentences concerned, the most telling one first.
    """

    code: str
    level: Level
    message: str
    path: str = ""
    sentences: tuple[str, ...] = ()

    def reaches(self, level: str) -> bool:
        """Whether it is at or above a level; none reaches "never"."""
        return level != "never" and LEVELS.index(self.level) >= LEVELS.index(level)


def finding(
    code: str, message: str, *, path: str = "", sentences: Iterable[str] = (), level: Level | None = None
) -> Finding:
    """Make a finding at its rule's usual level unless another is given. An unknown code is a KeyError."""
    return Finding(code, level or RULES[code].level, message, path, tuple(sentences))


@dataclass(frozen=True, slots=True)
class Run:
    """What made one output: the prompt, the model and what it took.

    ``rung`` says how the schema was enforced (strict, schema, json_object, prompt, or "" for plain text and for no
    model); ``cost_usd`` is None when the price is not known; ``seconds`` is wall time.
    """

    task: str
    prompt: str
    digest: str
    schema: str
    strategy: str
    model: str
    rung: str = ""
    attempts: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    tokens_cached: int = 0
    cost_usd: float | None = None
    seconds: float = 0.0
    from_cache: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """An article, what was written about it, what the checks say of that, and what made it.

    ``outputs`` maps each task that was asked for to its output (the shape of ``schemas/<task>.v1.json`` with ``by`` on
    each text), or to None when the model gave none.
    """

    article: Article
    outputs: dict[str, dict[str, Any] | None]
    findings: tuple[Finding, ...] = ()
    runs: tuple[Run, ...] = field(default=())

    @property
    def failed(self) -> tuple[str, ...]:
        """The tasks that were asked for and have no output."""
        return tuple(task for task, output in self.outputs.items() if output is None)

    def reaches(self, level: str) -> bool:
        """Whether a finding is at or above a level ("never": none is)."""
        return any(found.reaches(level) for found in self.findings)

    def place(self, found: Finding) -> Sentence | None:
        """Return the first sentence of the article that a finding concerns, or None."""
        return next((s for i in found.sentences if (s := self.article.sentence(i))), None)

    def at_least(self, level: Level) -> Report:
        """Return this report with only the findings at or above a level."""
        return replace(self, findings=tuple(found for found in self.findings if found.reaches(level)))

    def to_dict(self) -> dict[str, Any]:
        """Return the report as schemas/report.v1.json describes it, ready for ``json.dumps``."""
        from summarise import __version__  # noqa: PLC0415  the package imports this module's names lazily

        return {
            "schema": "report.v1",
            "version": __version__,
            "article": {
                "source": self.article.source,
                "sha256": self.article.sha256,
                "title": self.article.title,
                "language": self.article.language,
                "words": self.article.words,
                "places": self.article.places,
                "sentences": [
                    {
                        "id": s.id,
                        "kind": s.kind,
                        "text": s.text,
                        "start": s.start,
                        "end": s.end,
                        "line": s.line,
                        "column": s.column,
                    }
                    for s in self.article.sentences
                ],
            },
            **{task: self.outputs.get(task) for task in TASKS},
            "findings": [
                {
                    "code": found.code,
                    "level": found.level,
                    "message": found.message,
                    "path": found.path,
                    "sentences": list(found.sentences),
                    "line": at.line if (at := self.place(found)) else None,
                    "column": at.column if at else None,
                }
                for found in self.findings
            ],
            "runs": [asdict(run) for run in self.runs],
        }
