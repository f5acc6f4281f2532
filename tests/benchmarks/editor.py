"""How long an editor waits for the language server: python tests/benchmarks/editor.py ARTICLE [WORDS].

The article is repeated with small changes until it has the words asked for (1,500), then opened, changed, hovered over
and asked for cuts through the protocol, over standard input and output. Printed is the median and the worst of 20; and,
for a machine that has other things to do, the processor time of the same work without the protocol.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parents[1])]

from summarise.cli.drafts import Draft, Span  # noqa: E402  the path comes first
from summarise.config import Config  # noqa: E402  as above
from tests.flow.test_lsp import Client, at, client  # noqa: E402  as above


def grown(text: str, words: int) -> str:
    """Return a text with so many words, of which the last paragraph says again what the second does."""
    paragraphs = [p for p in text.split("\n\n") if len(p.split()) > 8]
    made: list[str] = []
    for number in range(words):
        paragraph = paragraphs[number % len(paragraphs)]
        if sum(len(p.split()) for p in made) + len(paragraph.split()) > words:
            break
        turn = number // len(paragraphs)
        made.append(" ".join(f"{w}{turn}" if turn and w.isalpha() and len(w) > 5 else w for w in paragraph.split()))
    return "\n\n".join([*made, made[1]]) + "\n"


async def measured(editor: Client, text: str) -> None:
    """Print the times of everything that an editor asks for."""
    times: dict[str, list[float]] = {}

    async def clocked(name: str, awaited) -> None:
        start = time.perf_counter()
        await awaited
        times.setdefault(name, []).append(time.perf_counter() - start)

    await clocked("open", editor.open(text))
    last = text.rstrip().count("\n")
    end = len(text.rstrip().rpartition("\n")[2])
    for number in range(20):
        editor.change(text + "x" * (number + 1))
        await clocked("hover right after a key", editor.hover(2, 5))
        await editor.diagnostics()
        editor.change(text + "w" * (number + 1))
        await clocked("code action right after a key", editor.actions(at((2, 5), (2, 5))))
        await editor.diagnostics()
        editor.change(text.rstrip() + "v" * (number + 1))
        await clocked("hover right after a key, where it was typed (checks anew)", editor.hover(last, end))
        await clocked("hover", editor.hover(last, 5))
        await clocked("code action", editor.actions(at((last, 5), (last, 5))))
        await editor.diagnostics()
    for number in range(20):
        editor.change(text + "y" * (number + 1))
        await clocked("diagnostics after the last key, the pause of 150 ms included", editor.diagnostics())
    found = await editor.actions(at((last, 5), (last, 5)))
    print(f"{len(text.split()):,} words, {len(found)} cut on offer")
    worked(text, last, times)
    for name, taken in times.items():
        print(f"{statistics.median(taken) * 1000:6.0f} ms  worst {max(taken) * 1000:6.0f} ms  {name}")


def worked(text: str, line: int, times: dict[str, list[float]]) -> None:
    """Add the processor time of checking a text and of cutting in it."""
    for number in range(20):
        draft = Draft(text + "z" * number, "draft.txt", ".txt", Config())
        start = time.process_time()
        assert draft.marks
        checked = time.process_time()
        list(draft.cuts(Span(line, 5, line, 5)))
        cut = time.process_time()
        later = Draft(f"{draft.text}!", "draft.txt", ".txt", Config(), draft.report)
        later.hover(2, 5)
        times.setdefault("processor: check", []).append(checked - start)
        times.setdefault("processor: code action", []).append(cut - checked)
        times.setdefault("processor: hover right after a key", []).append(time.process_time() - cut)


async def main(text: str) -> None:
    """Measure one article."""
    with tempfile.TemporaryDirectory() as folder:
        async with client(Path(folder)) as editor:
            await measured(editor, text)


if __name__ == "__main__":
    asyncio.run(main(grown(Path(sys.argv[1]).read_text(encoding="utf-8"), int([*sys.argv, "1500"][2]))))
