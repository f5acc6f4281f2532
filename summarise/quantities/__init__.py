"""Figures, dates, units and currencies of a text: found, read and compared."""

from summarise.quantities.compare import Verdict, compare, same, stands_for
from summarise.quantities.dates import days
from summarise.quantities.figures import find
from summarise.quantities.types import Approx, Kind, Quantity

__all__ = ["Approx", "Kind", "Quantity", "Verdict", "compare", "days", "find", "same", "stands_for"]
