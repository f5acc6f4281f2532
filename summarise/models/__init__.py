"""Model backends: the only code that leaves the process."""

from summarise.models.base import Message, Model, Reply, Request, Rung, Strategy

__all__ = ["Message", "Model", "Reply", "Request", "Rung", "Strategy"]
