"""Checked summaries, key claims and redundancy warnings for news articles."""

__version__ = "0.1.0"
