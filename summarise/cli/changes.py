"""What one brief says that the one before did not."""

import json
from dataclasses import dataclass, replace
from typing import Any

from summarise.report import Report


@dataclass(frozen=True, slots=True)
class Changes:
    """How many items of a brief are new, how many of the one before are gone, and the brief with the new ones alone."""

    new: int
    gone: int
    report: Report


def changes(before: Report, after: Report) -> Changes:
    """Compare two briefs of an article by what their items say; an item that only moved has not changed."""
    old, new = _items(before), _items(after)
    said, told = set(old.values()), set(new.values())
    fresh = {path for path, item in new.items() if item not in said}
    return Changes(len(fresh), sum(item not in told for item in old.values()), _only(after, fresh))


def _items(report: Report) -> dict[str, str]:
    """Return what a brief says by path; evidence counts by its words, as the ids move when the article grows."""

    def told(item: dict[str, Any]) -> dict[str, Any]:
        said = [s.text if (s := report.article.sentence(i)) else i for i in item.get("evidence", ())]
        return {**item, "evidence": said}

    found: dict[str, str] = {}
    for task, output in report.outputs.items():
        if output is None:
            found[f"/{task}"] = task
        for name, value in (output or {}).items():
            items = enumerate(value) if isinstance(value, list) else ()
            at = {f"/{task}/{name}/{number}": item for number, item in items}
            for path, item in (at or ({f"/{task}/{name}": value} if value else {})).items():
                found[path] = f"{task} {name} {json.dumps(told(item), sort_keys=True)}"
    return found


def _only(report: Report, paths: set[str]) -> Report:
    """Return a report with no more than the items at some paths, and the findings about them."""

    def kept(task: str, output: dict[str, Any]) -> dict[str, Any]:
        return {
            name: [item for number, item in enumerate(value) if f"/{task}/{name}/{number}" in paths]
            if isinstance(value, list)
            else (value if f"/{task}/{name}" in paths else None)
            for name, value in output.items()
        }

    about = {path.split("/")[1] for path in paths}
    outputs = {task: output and kept(task, output) for task, output in report.outputs.items() if task in about}
    findings = tuple(f for f in report.findings if "/".join(f.path.split("/")[:4]) in paths or f.path[1:] in about)
    return replace(report, outputs=outputs, findings=findings)
