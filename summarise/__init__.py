"""Checked summaries, key claims and redundancy warnings for news articles."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summarise.api import batch, brief

__all__ = ["__version__", "batch", "brief"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Import what scripts use when they use it, so that the command line starts without it."""
    if name in {"batch", "brief"}:
        from summarise import api  # noqa: PLC0415

        return getattr(api, name)
    raise AttributeError(f"module 'summarise' has no attribute '{name}'")
