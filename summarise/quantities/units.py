"""What a number counts: per cent, money, a duration, a length, a weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarise.quantities import tables as t

if TYPE_CHECKING:
    from summarise.quantities.scan import Scan
    from summarise.quantities.types import Kind, Quantity

DASHES = frozenset("-–—‑−")


def unit(scan: Scan, base: Quantity, stop: int) -> tuple[Quantity, int]:
    """Return a number with the unit that stands at token ``stop``, if one does, and the token after it all."""
    step = stop + (scan.low(stop) in DASHES and scan.glued(stop) and scan.glued(stop + 1))
    word = scan.low(step)
    single = word[:-1] if word.endswith("s") and len(word) > 2 else word  # noqa: PLR2004
    if base.kind == "money":
        return extend(scan, base, step + 1 if single in t.CURRENCIES else stop, "money", base.value)
    if word in {"%", "percent", "pc", "pct", "percentage", "prozent", "procent"} or (
        word == "per" and scan.low(step + 1) == "cent"
    ):
        return _percent(scan, base, step + 1 + (word == "per"))
    if word == "basis" and scan.low(step + 1) in {"points", "point"}:
        return extend(scan, base, step + 2, "points", base.value / 100)
    if word in {"times", "fold"}:
        return extend(scan, base, step + 1, "times", base.value)
    if single in t.CENTS or single in t.CURRENCIES or (word in t.NATIONS and scan.low(step + 1)[:-1] in t.CURRENCIES):
        return _money(scan, base, step, single)
    if word in t.DURATION_WORDS and not (word == "second" and base.value == 1):
        name = t.DURATION_WORDS[word]
        quantity, stop = extend(scan, base, step + 1, "duration", base.value)
        return in_unit(quantity, t.DURATIONS[name], name, base.value), stop
    return _measure(scan, base, step) or (base, stop)


def _percent(scan: Scan, base: Quantity, stop: int) -> tuple[Quantity, int]:
    if scan.low(stop) in {"point", "points"}:
        return extend(scan, base, stop + 1, "points", base.value)
    return extend(scan, base, stop, "percent", base.value)


def _money(scan: Scan, base: Quantity, step: int, single: str) -> tuple[Quantity, int]:
    if single in t.CENTS:
        quantity, stop = extend(scan, base, step + 1, "money", base.value / 100)
        return quantity._replace(unit=t.CENTS[single], grain=base.grain / 100), stop
    nation = t.NATIONS.get(scan.low(step)) if single not in t.CURRENCIES else None
    quantity, stop = extend(scan, base, step + 1 + bool(nation), "money", base.value)
    return quantity._replace(unit=nation or t.CURRENCIES[single]), stop


def _measure(scan: Scan, base: Quantity, step: int) -> tuple[Quantity, int] | None:
    word = scan.low(step)
    if word == "°":
        hot = scan.low(step + 1) == "f"
        value = (base.value - 32) / 1.8 if hot else base.value
        end = step + 1 + (scan.low(step + 1) in {"c", "f"})
        return extend(scan, base, end, "measure", value)[0]._replace(unit="°C", given="°F" if hot else "°C"), end
    square = word in t.SQUARES
    step += square
    word = scan.low(step)
    single = word if word in t.MEASURES else word.removesuffix("s")
    if single not in t.MEASURES or (len(single) < 3 and not single.endswith("m") and not scan.glued(step)):  # noqa: PLR2004
        return None
    if len(single) == 1 and scan.tokens[step].text != single:
        return None
    name, factor = t.MEASURES[single]
    if square or scan.low(step + 1) == "²":
        name, factor, single = "square metre", factor**2, f"square {single}"
    quantity, end = extend(scan, base, step + 1, "measure", base.value)
    return in_unit(quantity, (name, factor), single, base.value), end


def in_unit(quantity: Quantity, unit: tuple[str, float], given: str, value: float) -> Quantity:
    """Return a quantity in its base unit, ``unit`` (name and factor), with the unit and value as they are given."""
    return quantity._replace(
        unit=unit[0], given=given, written=value, value=value * unit[1], grain=quantity.grain * unit[1]
    )


def extend(scan: Scan, base: Quantity, stop: int, kind: Kind, value: float) -> tuple[Quantity, int]:
    """Return a quantity that reaches up to token ``stop``, with its kind and value, and that token."""
    end = scan.tokens[stop - 1].end
    return base._replace(kind=kind, value=value, end=end, text=scan.text[base.start : end]), stop
