"""What a batch comes to: counted while it runs, told when it ends."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from summarise.errors import EXIT_DONE

if TYPE_CHECKING:
    from summarise.models import Reply


@dataclass(frozen=True, slots=True)
class Summary:
    """The end of a batch, as schemas/batch-summary.v1.json describes it.

    ``outcome`` is done, waiting (for the Batch API), or why it stopped before: failed, budget, interrupted; ``reason``
    is the line that says so. ``written`` counts the reports of this run, ``failed`` the articles with a line in the
    errors file (of this run), ``kept`` those that an earlier run had done, ``anew`` those that it had done from another
    article, prompt or model. Tokens, cost, requests and retries are this run's; ``cost_usd`` is None when no price is
    known, and ``unpriced`` counts the replies without one. ``seconds`` is wall time. ``exit_code`` is the command's.
    """

    outcome: str
    reason: str
    output: str
    errors: str
    written: int = 0
    failed: int = 0
    kept: int = 0
    anew: int = 0
    findings: dict[str, int] = field(default_factory=dict)
    tokens_in: int = 0
    tokens_out: int = 0
    tokens_cached: int = 0
    cost_usd: float | None = None
    unpriced: int = 0
    requests: int = 0
    retries: int = 0
    cache_hits: int = 0
    seconds: float = 0.0
    exit_code: int = EXIT_DONE

    def to_dict(self) -> dict[str, Any]:
        """Return the summary ready for ``json.dumps``."""
        from summarise import __version__  # noqa: PLC0415  the package imports names from here lazily

        return {
            "schema": "batch-summary.v1",
            "version": __version__,
            **{f.name: getattr(self, f.name) for f in fields(self)},
            "findings": [{"code": code, "count": count} for code, count in self.findings.items()],
        }


@dataclass(slots=True)
class Tally:
    """The counts of a batch under way. Safe to share between threads."""

    total: int | None = None
    written: int = 0
    failed: int = 0
    kept: int = 0
    anew: int = 0
    findings: Counter[str] = field(default_factory=Counter)
    tokens_in: int = 0
    tokens_out: int = 0
    tokens_cached: int = 0
    cost: float = 0.0
    priced: int = 0
    unpriced: int = 0
    requests: int = 0
    retries: int = 0
    replies: int = 0
    cache_hits: int = 0
    code: int = EXIT_DONE
    began: float = field(default_factory=time.monotonic)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def cost_usd(self) -> float | None:
        """What this run has paid, or None when it has paid and no price is known."""
        return None if self.unpriced and not self.priced else self.cost

    @property
    def seconds(self) -> float:
        """How long this run has taken."""
        return time.monotonic() - self.began

    @property
    def done(self) -> int:
        """How many articles are through, those of earlier runs among them."""
        return self.written + self.failed + self.kept

    def asked(self, attempts: int, *, again: bool) -> None:
        """Count the HTTP requests of one try."""
        with self._lock:
            self.requests += attempts
            self.retries += attempts - (not again)

    def paid(self, reply: Reply) -> None:
        """Count what a reply from the server took."""
        with self._lock:
            self.tokens_in += reply.tokens_in
            self.tokens_out += reply.tokens_out
            self.tokens_cached += reply.tokens_cached
            if reply.cost_usd is None:
                self.unpriced += 1
            else:
                self.priced += 1
                self.cost += reply.cost_usd

    def hit(self) -> None:
        """Count a reply that was at hand."""
        with self._lock:
            self.cache_hits += 1

    def note(self, code: int) -> None:
        """Remember the worst exit code so far."""
        self.code = max(self.code, code)

    def summary(self, outcome: str, reason: str, output: str, errors: str, code: int) -> Summary:
        """Return what it has come to."""
        return Summary(
            outcome,
            reason,
            output,
            errors,
            written=self.written,
            failed=self.failed,
            kept=self.kept,
            anew=self.anew,
            findings=dict(sorted(self.findings.items())),
            tokens_in=self.tokens_in,
            tokens_out=self.tokens_out,
            tokens_cached=self.tokens_cached,
            cost_usd=self.cost_usd if self.cost_usd is None else round(self.cost_usd, 6),
            unpriced=self.unpriced,
            requests=self.requests,
            retries=self.retries,
            cache_hits=self.cache_hits,
            seconds=round(self.seconds, 3),
            exit_code=code,
        )
