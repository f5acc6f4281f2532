"""What a capable model would say, made from the request itself: so every reply fits its schema and its article."""

from __future__ import annotations

import json
import re
import sys
import threading
from typing import TYPE_CHECKING, Any

from server import FakeOpenAI, answer

if TYPE_CHECKING:
    from pathlib import Path

LINE = re.compile(r"^(s\d+) (?!\[)(.+)$", re.MULTILINE)
NAMES = "Arlo Brand,Mina Okoro,Tess Halvard,Ivo Lenz,Rua Tamsin,Odd Verrin,Pia Norrbom,Sten Akira".split(",")
PLACES = "Tolmere,Brackholm,Wexley,Dornholt,Karsund,Ostrey,Vellin,Marrowgate".split(",")
PARTS = (
    "{place} council voted on Tuesday to spend {sum} crowns on its harbour wall.",
    '"We have waited {years} years for this," said {name}, who chairs the committee.',
    "The wall protects {homes} homes and a school from winter floods.",
    "Work may begin in March {year} if the county agrees to a share of the cost.",
    "An engineer's report in {before} found cracks in the foundations.",
    "Opponents warned that the fish market would lose a quarter of its berths.",
    "{name} denied that the vote had been rushed.",
    "The mayor of {place} said that she did not expect new taxes.",
    "Insurers had asked for the repair since the storm of {before}.",
    "A second vote on the market's future is planned for the autumn.",
)


def article(number: int) -> str:
    """Return a small article about an invented place; every number gives another text."""
    facts = {
        "place": PLACES[number % 8],
        "name": NAMES[number // 8 % 8],
        "sum": f"{10_000 + 37 * number:,}",
        "years": 3 + number % 17,
        "homes": 100 + number,
        "year": 2030 + number % 9,
        "before": 2010 + number % 11,
    }
    first, *rest = (part.format(**facts) for part in PARTS)
    return f"{facts['place']} to mend its harbour wall\n\n{first}\n\n" + "\n\n".join(
        " ".join(rest[at : at + 3]) for at in range(0, 9, 3)
    )


def feed(path: Path, count: int, start: int = 0) -> Path:
    """Write a JSONL file of articles."""
    path.write_text(
        "".join(json.dumps({"id": f"a{n}", "text": article(n)}) + "\n" for n in range(start, start + count))
    )
    return path


def lines(path: Path) -> list[dict[str, Any]]:
    """Return what a JSONL file holds; a torn line is an error."""
    text = path.read_text(encoding="utf-8")
    assert not text or text.endswith("\n")
    return [json.loads(line) for line in text.splitlines()]


def output(task: str, lines: list[tuple[str, str]]) -> dict[str, Any]:
    """Return an output for a task from an article's own sentences, by id and text."""
    texts = [{"text": text, "evidence": [name]} for name, text in lines]
    if task == "summary":
        empty = {k: [] for k in ("people", "organisations", "dates", "figures", "quotes", "missing_context")}
        return {
            "headlines": [{**texts[0], "text": texts[0]["text"][:90]}],
            "standfirst": {**texts[0], "text": texts[0]["text"][:200]},
            "sentences": texts[:3],
            "key_points": texts[:3],
            **empty,
        }
    if task == "claims":
        rest = {
            "kind": "event",
            "speaker": None,
            "check_worthiness": "high",
            "why": "Specific.",
            "how_to_check": "Ask.",
        }
        return {"claims": [{"claim": text, "evidence": [name], **rest} for name, text in lines[:4]]}
    return {"groups": [], "conflicts": []}


def task_of(body: dict[str, Any]) -> str:
    """Return the task that a chat request is about."""
    return str(body["response_format"]["json_schema"]["name"]).removesuffix("_v1")


def desk(body: dict[str, Any], **how: Any) -> Any:
    """Answer a chat request well."""
    told = "\n".join(m["content"] for m in body["messages"] if m["role"] == "user")
    lines = LINE.findall(told)
    size = len(json.dumps(body["messages"])) // 4
    usage = {"prompt_tokens": size, "completion_tokens": 200, "total_tokens": size + 200}
    return answer(output(task_of(body), lines), **{"usage": usage, **how})


def main() -> None:
    """Serve until killed, for measurements from another process."""
    with FakeOpenAI(port=int(sys.argv[1]), delay=float(sys.argv[2])) as server:
        server.default = desk
        print(server.url, flush=True)  # noqa: T201  a program of its own
        threading.Event().wait()


if __name__ == "__main__":
    main()
