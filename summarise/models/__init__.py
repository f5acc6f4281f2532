"""Model backends: the only code that leaves the process."""

from summarise.models.base import SETTINGS, Message, Model, Reply, Request, Rung, Strategy
from summarise.models.choose import MODELS, open_model
from summarise.models.strict import strict
from summarise.models.window import window_of

__all__ = [
    "MODELS",
    "SETTINGS",
    "Message",
    "Model",
    "Reply",
    "Request",
    "Rung",
    "Strategy",
    "open_model",
    "strict",
    "window_of",
]
