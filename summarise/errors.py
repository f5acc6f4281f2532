"""Every error that a person can meet, and the exit code that each one ends with.

    SummariseError
    ├── InputError        2  a file, an option or a value that was given is not usable
    ├── AssetError        3  a prompt, a schema or the configuration is broken
    ├── ModelError        4  the model failed
    │   ├── AnswerError      4  it answered, and the answer is not usable (this article's own trouble)
    │   │   ├── Refused         it declined to answer
    │   │   ├── Cut             the answer ends before it is finished
    │   │   ├── Filtered        a content filter removed the answer
    │   │   ├── NotJson         an answer that had to be JSON is not
    │   │   └── TooLong         the prompt does not fit the model's window
    │   ├── Unreachable      4  no connection, a time-out, or a server fault after all retries
    │   ├── RateLimited      4  the endpoint asks for fewer requests
    │   ├── QuotaExhausted   4  the account has no money left; no retry mends it
    │   ├── KeyRejected      4  401 or 403
    │   ├── UnknownModel     4  404: no such model or no such address
    │   ├── OutOfMemory      4  this machine has too little memory for a local model
    │   └── BadEndpoint      4  what answers is not an OpenAI-compatible server
    └── BudgetError       5  the next call would cross --max-cost

Exit code 1 is no error: it says that a finding reached the level of ``--fail-on``.
130 is an interrupt. The message of each is one line: what happened, where, what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable

EXIT_DONE = 0
EXIT_FINDINGS = 1
EXIT_INPUT = 2
EXIT_ASSET = 3
EXIT_MODEL = 4
EXIT_BUDGET = 5
EXIT_INTERRUPTED = 130


class SummariseError(Exception):
    """The root of all errors this package raises; ``str(error)`` is one line for a person."""

    exit_code: ClassVar[int] = EXIT_INPUT


class InputError(SummariseError):
    """A file, an option or a value that was given cannot be used."""


class AssetError(SummariseError):
    """A prompt, a schema or the configuration is broken."""

    exit_code = EXIT_ASSET


class ModelError(SummariseError):
    """The model failed. ``retry`` says whether the same call may succeed later."""

    exit_code = EXIT_MODEL
    retry: ClassVar[bool] = False


class AnswerError(ModelError):
    """The model answered, and the answer is not usable. It concerns this article alone.

    ``reply`` is what the answer took (a `models.Reply` without text), when that is known: it was paid for all the same.
    """

    code: ClassVar[str]
    reply: Any = None


class Refused(AnswerError):
    """The model declined to answer."""

    code = "M101"


class Cut(AnswerError):
    """The answer ends before it is finished; what there is of it is never repaired."""

    code = "M102"


class Filtered(AnswerError):
    """A content filter removed the answer."""

    code = "M103"


class NotJson(AnswerError):
    """An answer that had to be JSON is not."""

    code = "M104"


class TooLong(AnswerError):
    """The prompt does not fit the model's window: no answer was written."""

    code = "M107"


class Unreachable(ModelError):
    """No connection, a time-out, or a server fault that outlasted the retries.

    ``down`` says that the server as a whole seems to be away (no connection, 502 to 504), not that it failed at this
    request; ``late`` that it did not answer in time, so that it may have worked and be paid all the same; ``after`` is
    its wish in seconds, when it gave one.
    """

    retry = True

    def __init__(self, message: str, after: float | None = None, *, down: bool = False, late: bool = False) -> None:
        super().__init__(message)
        self.after = after
        self.down = down
        self.late = late


class RateLimited(ModelError):
    """The endpoint asks for fewer requests; ``after`` is its wish in seconds, when it gave one."""

    retry = True

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


class QuotaExhausted(ModelError):
    """The account has no money left; no retry mends it."""


class KeyRejected(ModelError):
    """The endpoint does not accept the key (401, 403)."""


class UnknownModel(ModelError):
    """The endpoint knows no such model, or the address has no such path (404)."""


class OutOfMemory(ModelError):
    """This machine has too little memory for a local model."""


class BadEndpoint(ModelError):
    """What answers at this address is not an OpenAI-compatible server."""


class BudgetError(SummariseError):
    """The next call would cross the limit set by ``--max-cost``."""

    exit_code = EXIT_BUDGET


def nearest(word: str, known: Iterable[str], otherwise: str | None = None) -> str:
    """Return what to say of a word that is not known: "did you mean 'brief'?", when it is near to one that is.

    When it is near to none: ``otherwise``, or all that is known.
    """
    from difflib import get_close_matches  # noqa: PLC0415  only once something is wrong

    words = {each.lower(): each for each in known}
    near = get_close_matches(word.lower(), words, n=1, cutoff=0.5)
    if near:
        return f"did you mean '{words[near[0]]}'?"
    return f"known are {', '.join(sorted(words.values()))}" if otherwise is None else otherwise
