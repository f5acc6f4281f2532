"""`--dry-run`: what would be sent, and where to, while nothing is."""

import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from summarise.cli.options import ModelOptions
from summarise.cli.progress import money
from summarise.errors import InputError

if TYPE_CHECKING:
    from summarise.batching.money import Estimate, Estimating
    from summarise.batching.tally import Tally
    from summarise.models import Model, Request

DryRun = Annotated[bool, typer.Option("--dry-run", help="Send nothing; print what would be sent, and where to.")]


@dataclass(slots=True)
class Sending:
    """What would be sent: ``model`` answers from the cache alone, ``kept`` says where its replies would be kept."""

    model: "Model"
    kept: str
    _below: "Estimating"
    _tally: "Tally"
    requests: "list[Request]" = field(default_factory=list)

    def estimate(self, articles: int, unusable: int = 0) -> "Estimate":
        """Return what has been noted so far."""
        from summarise.batching.money import Estimate, price_of  # noqa: PLC0415  start-up: not needed for help
        from summarise.models.addresses import destination  # noqa: PLC0415  as above

        below = self._below
        name, to, price = below.name, destination(below.inner), price_of(below.inner)
        return Estimate(name, to, articles, 0, unusable, self._tally.cache_hits, below.lines, price)


def names_its_model(asking: ModelOptions) -> None:
    """Raise InputError when a server would have to be asked for the name of its model."""
    address = asking.base_url or os.environ.get("OPENAI_BASE_URL")
    official = address and (urlsplit(address).hostname or "").endswith("api.openai.com")
    if address and not official and asking.model in (None, "openai"):
        raise InputError("--dry-run asks no server, not even which model it offers: name it, as in --model openai:NAME")


@contextmanager
def sending(asking: ModelOptions) -> Iterator[Sending]:
    """Give a model that is asked nothing. Raises InputError when it cannot be opened so."""
    from summarise.batching.asking import Counted  # noqa: PLC0415  start-up: not needed for help
    from summarise.batching.money import Estimating  # noqa: PLC0415  as above
    from summarise.batching.tally import Tally  # noqa: PLC0415  as above
    from summarise.models import open_model  # noqa: PLC0415  as above
    from summarise.models.stores import default_path  # noqa: PLC0415  as above

    names_its_model(asking)
    inner: list[Estimating] = []
    requests: list[Request] = []

    def within(model: "Model") -> Estimating:
        inner.append(Estimating(model, requests.append))
        return inner[0]

    with closing(open_model(**asking.opening(), within=within)) as opened:
        places = [str(default_path())] if opened is not inner[0] and asking.opening()["cache"] else []
        places += [str(asking.record)] if asking.record else []
        tally = Tally()
        yield Sending(Counted(opened, tally), " and ".join(places), inner[0], tally, requests)


def told(sent: Sending, found: "Estimate", about: Mapping[str, str], *, verbose: bool) -> str:
    """Return a plan for people.

    ``about`` says by name what requests depend on, options that begin with a dash aside; ``verbose`` shows each
    request.
    """
    requests = sum(line.requests for line in found.lines.values())
    rows = {
        "to": found.to if requests else "nowhere: nothing leaves this machine",
        "kept here": sent.kept or "nothing",
        **{name: what for name, what in about.items() if what and not name.startswith("-")},
    }
    lines = ["nothing was sent; this is what would be", *(f"{name:<24}{what}" for name, what in rows.items())]
    lines.append(table(found))
    if verbose:
        lines += [part for request in sent.requests for part in _shown(request)]
    return "\n".join(lines)


def _shown(request: "Request") -> Iterator[str]:
    from summarise.formats.gates import printable  # noqa: PLC0415  start-up: not needed for help

    for message in request.messages:
        yield f"\n--- {request.schema_name or 'a text'}, {message.role} turn"
        yield from (printable(line) for line in message.content.splitlines())


def table(found: "Estimate") -> str:
    """Return an estimate for people."""
    aside = f"{found.done} done before, " * bool(found.done) + f"{found.unusable} unusable, " * bool(found.unusable)
    rows = [("task", "requests", "bytes", "tokens in", "tokens out", "cost low – likely – high")]
    rows += [
        (
            task,
            f"{line.requests:,}",
            f"{line.sent:,}",
            _span(line.given),
            _span(line.answer),
            _dollars(line.costs(found.price)),
        )
        for task, line in found.lines.items()
    ]
    all_lines = found.lines.values()
    requests, sent = sum(line.requests for line in all_lines), sum(line.sent for line in all_lines)
    rows.append(("all", f"{requests:,}", f"{sent:,}", "", "", _dollars(found.total())))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    shown = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    head = f"{found.articles} articles left ({aside}{found.cache_hits} replies at hand), model {found.model}"
    return "\n".join((head, *shown))


def _span(counts: list[int]) -> str:
    return " – ".join(f"{count:,}" for count in counts)


def _dollars(costs: list[float | None]) -> str:
    return "unknown" if None in costs else " – ".join(money(cost) for cost in costs or [0.0])


@contextmanager
def unanswered() -> Iterator[None]:
    """Pass over the answers that a plan has not got."""
    from summarise.batching.journal import Pending  # noqa: PLC0415  start-up: not needed for help

    with suppress(Pending):
        yield
