"""Evals: a fixed set of articles with labels, runs of several arms over it, and verdicts with intervals."""
