"""Going on: what of a batch is done, what has changed since, and what has to be written anew."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarise.batching.settings import differences
from summarise.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from summarise.batching.inputs import Item
    from summarise.batching.journal import Journal, Row
    from summarise.batching.output import Files
    from summarise.batching.settings import Keys


@dataclass(frozen=True, slots=True)
class Found:
    """What a journal says of a batch's inputs; ``cut`` is where the output has to be written anew from, if at all."""

    total: int
    kept: int
    anew: int
    cut: int | None


@dataclass(frozen=True, slots=True)
class Resume:
    """How a batch goes on; ``retry`` does what failed again, ``ordered`` keeps the order of the inputs."""

    keys: Keys
    retry: bool
    ordered: bool

    def done(self, item: Item, row: Row) -> bool:
        """Whether an article needs nothing more."""
        return not (self.retry and row.failure) and self.same(item, row)

    def same(self, item: Item, row: Row) -> bool:
        """Whether nothing that an article's line depends on has changed."""
        return row.key == self.keys.of(item)

    def begin(self, files: Files, items: Callable[[], Iterator[Item]], tell: Callable[[str], None]) -> Found | None:
        """Say what has changed since the last run, and cut from the output what is to be written anew.

        None: there was no run before. Raises InputError when the cut would lose reports of articles that are not among
        the inputs.
        """
        before = files.journal.note("settings")
        files.journal.take_note("settings", json.dumps(self.keys.parts))
        if before is None:
            return None
        found = self.compare(files.journal, items())
        for change in differences(json.loads(before), self.keys.parts) if found.anew else []:
            tell(f"changed since the last run: {change}")
        again = 0
        if found.cut is not None:
            rows = (files.journal.row(item.id) for item in items())
            again = sum(1 for row in rows if row and row.stop > max(row.start, found.cut))
            others = files.journal.after(found.cut) - again
            if others:
                raise InputError(
                    f"{files.path} also holds {others} reports of articles that are not among these inputs, which "
                    "would be lost by writing it anew: give the same inputs as before, or another -o"
                )
            files.cut(found.cut)
        if self.retry:
            files.journal.forget_failures()
            files.cut(files.journal.end())
        tell(
            f"going on: {found.kept} of {found.total} articles are done, {found.anew} are done anew"
            + (f"; {again} lines are written again, from replies at hand where nothing changed" if again else "")
        )
        return found

    def compare(self, journal: Journal, items: Iterator[Item]) -> Found:
        """Compare the inputs with what the journal says of them.

        In order, a line that follows an article that is not done must go too, for that one to come before it.
        """
        total = kept = anew = end = 0
        cut: int | None = None
        missing = False
        for total, item in enumerate(items, 1):  # noqa: B007  the count is kept
            row = journal.row(item.id)
            done = row is not None and self.done(item, row)
            kept += done
            anew += row is not None and not self.same(item, row)
            missing = missing or not done
            if row is None or row.stop == row.start:
                continue
            if not done or (self.ordered and (missing or row.start < end)):
                cut = row.start if cut is None else min(cut, row.start)
            end = row.stop
        return Found(total, kept, anew, cut)
