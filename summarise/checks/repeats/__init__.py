"""Repeats: what an article says more than once, and where it contradicts itself.

sentences ──lines──▶ words ──likeness──▶ pairs worth a look ──differences──▶ the same, or a conflict
└─stand-out─▶ other words for the same ──groups──▶ Repeats ──tell──▶ findings
"""

from __future__ import annotations

from summarise.checks.repeats.search import find
from summarise.checks.repeats.tell import findings
from summarise.checks.repeats.types import Conflict, Group, Repeats

__all__ = ["Conflict", "Group", "Repeats", "find", "findings"]
