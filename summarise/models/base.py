"""What every model backend takes and gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

Role = Literal["system", "user", "assistant"]
Strategy = Literal["direct", "guided", "extract"]
Rung = Literal["strict", "schema", "json_object", "prompt", ""]

SETTINGS = frozenset({"temperature", "max_tokens", "seed", "logprobs", "reasoning_effort"})


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Request:
    """One call: the turns, the schema that the answer must fit (None: plain text), and the sampling settings.

    ``settings`` may hold the keys of SETTINGS: temperature, max_tokens, seed, reasoning_effort and logprobs (how many
    alternatives of the first token to report); another key is a ValueError. ``repeat`` tells apart calls that are
    meant to be answered anew although all else is equal.
    """

    messages: tuple[Message, ...]
    schema_name: str = ""
    schema: Mapping[str, Any] | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    repeat: int = 0

    def __post_init__(self) -> None:
        unknown = sorted(set(self.settings) - SETTINGS)
        if unknown:
            raise ValueError(f"unknown setting: {', '.join(unknown)} (known: {', '.join(sorted(SETTINGS))})")


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer and what it took.

    ``rung`` says how the schema was asked for; ``cost_usd`` is None when the price is unknown; ``seconds`` is wall time
    of the call; ``attempts`` counts the HTTP requests; ``logprobs`` maps alternatives of the first token to log
    probabilities, when asked for; ``left_out`` names settings that this model does not take. A reply from the cache
    keeps its token counts and has taken no attempt, no time and no money.
    """

    text: str
    model: str
    rung: Rung = ""
    tokens_in: int = 0
    tokens_out: int = 0
    tokens_cached: int = 0
    cost_usd: float | None = None
    seconds: float = 0.0
    attempts: int = 1
    from_cache: bool = False
    logprobs: Mapping[str, float] | None = None
    left_out: tuple[str, ...] = ()


class Model(Protocol):
    """A backend. ``name`` is what reports show, ``identity`` what replies depend on (name and address)."""

    name: str
    identity: str
    strategy: Strategy

    def complete(self, request: Request) -> Reply:
        """Answer one request. Raises a ModelError when there is no usable answer."""
        ...

    def close(self) -> None:
        """Release what the backend holds; may be called twice."""
        ...
