"""Whether a text that copies a sentence of the article has changed a fact on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import LCSseq

from summarise.article import Sentence
from summarise.checks.figures import counts_years
from summarise.checks.repeats.differences import compare
from summarise.checks.repeats.lines import lay
from summarise.checks.signs import hedge
from summarise.report import Finding, finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarise.checks.index import Line
    from summarise.checks.repeats.differences import Difference
    from summarise.checks.said import Said
    from summarise.words import Token

_COPIED = 0.8  # share of the words of text and passage that are the same, in order
_TRIED = 2  # lines, those that say most of the text first
_FEWEST = 3  # words
_END = 2  # words
_CODES = {"figure": "S102", "date": "S104", "name": "S112", "negation": "S132", "opposite": "S131"}


class _Beside(NamedTuple):
    """The words of a text that copy a passage of a line, the passage, and the share of both that is the same.

    ``inner`` are the parts of the two from the first word to the last that they have in common.
    """

    line: Line
    told: Sequence[Token]
    passage: Sequence[Token]
    same: float
    inner: tuple[slice, slice]


def copies(said: Said) -> Iterator[Finding]:
    """Yield S102, S104, S112, S131, S132 and S141 for what was changed in words that are otherwise copied.

    The text and the passage of the article that it copies are laid side by side by the rules that tell a conflict
    between two near repeats of an article.
    """
    beside = max((b for n in said.evidence[:_TRIED] if (b := _beside(said, n))), key=lambda b: b.same, default=None)
    if beside is None or beside.same < _COPIED:
        return
    source = beside.line.sentence
    for found in _differences(said, beside):
        yield finding(_CODES[found.differs], _message(found), sentences=(source.id,))
    if dropped := hedge(beside.told, beside.passage):
        yield finding(
            "S141", f"the article says '{dropped}', the text leaves it out", sentences=(source.id,), level="error"
        )


def _differences(said: Said, beside: _Beside) -> Iterator[Difference]:
    """Yield what differs; a negation only between words that are the same: at an end it may deny another thing."""

    def laid(told: slice, passage: slice) -> tuple[Difference, ...]:
        text = Sentence("", "body", said.text, 0, len(said.text), 1, 1)
        return compare(
            lay(text, beside.told[told]), lay(beside.line.sentence, beside.passage[passage]), said.index.names
        ).differences

    whole = slice(None)
    inner = None
    counted = [figure.text.split()[0] for _, figure in said.figures if counts_years(said, figure)]
    for found in laid(whole, whole):
        if found.one in counted:
            continue
        if found.differs == "negation":
            inner = laid(*beside.inner) if inner is None else inner
        if found.differs != "negation" or any(d.differs == "negation" for d in inner or ()):
            yield found


def _beside(said: Said, number: int) -> _Beside | None:
    """Lay the text beside the part of a line that it copies; up to two strange words at an end are still part of it."""
    line = said.index.lines[number]
    theirs = said.index.tokens[line.first : line.last]
    mine = [t.stem for t in said.tokens]
    blocks = [op for op in LCSseq.opcodes(mine, [t.stem for t in theirs]) if op.tag == "equal"]
    if len(mine) < _FEWEST or not blocks:
        return None
    first, last = blocks[0], blocks[-1]
    head, tail = first.src_start, len(mine) - last.src_end
    head, tail = head if head <= _END else 0, tail if tail <= _END else 0
    before = min(head, first.dest_start)
    passage = theirs[first.dest_start - before : last.dest_end + tail]
    same = 2 * sum(op.src_end - op.src_start for op in blocks) / (len(mine) + len(passage))
    inner = (
        slice(head, head + last.src_end - first.src_start),
        slice(before, before + last.dest_end - first.dest_start),
    )
    return _Beside(line, said.tokens[first.src_start - head : last.src_end + tail], passage, same, inner)


def _message(found: Difference) -> str:
    if found.differs == "negation":
        return f"'{found.one or found.other}' stands in the {'text' if found.one else 'article'} only"
    return f"'{found.one}': the article has '{found.other}' here"
