"""OpenAI's Batch API: a file of requests goes up, files of answers come down within a day.

Source: the API reference, Files and Batches. The requests of a batch are paid at half price; results come in any order
and are joined by ``custom_id`` (64 characters at most); what failed may all be in the error file while there is no
output file; a batch that was cancelled or has expired still gives what was answered before.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from summarise.errors import BadEndpoint
from summarise.models import faults
from summarise.models.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_REQUESTS = 50_000
MOST_BYTES = 200_000_000
TARGET = "/v1/chat/completions"
ENDED = frozenset({"completed", "failed", "expired", "cancelled"})
_MARK = "summarise"
_TIMEOUT_S = 1800.0  # for a file of MOST_BYTES
_PAGES = 20  # of 100 batches, newest first: one that was begun before a kill is among the first


@dataclass(frozen=True, slots=True)
class Job:
    """A batch at the endpoint; ``files`` are those of answers and of errors, ``problem`` says why it failed."""

    id: str
    status: str
    input: str
    files: tuple[str, ...]
    done: int
    total: int
    problem: str = ""
    mark: str = ""

    @property
    def ended(self) -> bool:
        """Whether no more answers will come."""
        return self.status in ENDED


class Batches:
    """The Batch API of an endpoint. Every method raises a ModelError when the endpoint does."""

    def __init__(self, place: faults.Place, key: str) -> None:
        self._place = place
        self._wire = Wire(place.base_url, key, timeout=_TIMEOUT_S, retries=4, largest=20 * MOST_BYTES)

    def upload(self, file: BinaryIO) -> str:
        """Upload a JSONL file of requests and return its id."""
        with self._mapped():
            return self._wire.client.files.create(file=("batch.jsonl", file), purpose="batch").id

    def create(self, file: str, mark: str) -> Job:
        """Begin a batch of an uploaded file; ``mark`` is what `find` knows it by."""
        with self._mapped():
            body = {"input_file_id": file, "endpoint": TARGET, "completion_window": "24h", "metadata": {_MARK: mark}}
            return _job(self._json("/batches", body))

    def find(self, mark: str) -> Job | None:
        """Return the batch with this mark, or None."""
        after = ""
        for _ in range(_PAGES):
            with self._mapped():
                page = self._json(f"/batches?limit=100{after}")
            jobs = [_job(each) for each in page.get("data") or ()]
            found = next((job for job in jobs if job.mark == mark), None)
            if found or not page.get("has_more") or not jobs:
                return found
            after = f"&after={jobs[-1].id}"
        return None

    def look(self, batch: str) -> Job:
        """Return how a batch stands."""
        with self._mapped():
            return _job(self._json(f"/batches/{batch}"))

    def cancel(self, batch: str) -> Job:
        """Ask for a batch to be cancelled; its status changes some minutes later."""
        with self._mapped():
            return _job(self._json(f"/batches/{batch}/cancel", {}))

    def lines(self, file: str) -> Iterator[dict[str, Any]]:
        """Yield the lines of a file of results, one at a time."""
        with self._mapped(), self._wire.client.files.with_streaming_response.content(file) as response:
            for line in response.iter_lines():
                if line.strip():
                    yield json.loads(line)

    def delete(self, file: str) -> None:
        """Delete a file: an embargoed draft must not stay on a server. One that is gone already is no error."""
        import openai  # noqa: PLC0415  loaded by now

        with self._mapped(), contextlib.suppress(openai.NotFoundError):
            self._wire.client.files.delete(file)

    def close(self) -> None:
        """Close the connections."""
        self._wire.stop()

    def _json(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        import httpx2  # noqa: PLC0415  loaded by now

        client = self._wire.client
        raw = (
            client.get(path, cast_to=httpx2.Response)
            if body is None
            else client.post(path, body=body, cast_to=httpx2.Response)
        )
        data = json.loads(raw.content)
        if not isinstance(data, dict):
            raise TypeError("no JSON object")
        return data

    @contextlib.contextmanager
    def _mapped(self) -> Iterator[None]:
        import openai  # noqa: PLC0415  loaded by now

        try:
            yield
        except openai.OpenAIError as error:
            raise faults.from_exception(error, self._place) from error
        except (ValueError, KeyError, TypeError) as error:
            raise BadEndpoint(f"{self._place.host} does not speak the Batch API: {self._place.quote(error)}") from error


def _job(data: dict[str, Any]) -> Job:
    counts = data.get("request_counts") or {}
    errors = (data.get("errors") or {}).get("data") or ()
    return Job(
        id=str(data["id"]),
        status=str(data["status"]),
        input=str(data["input_file_id"]),
        files=tuple(str(data[name]) for name in ("output_file_id", "error_file_id") if data.get(name)),
        done=int(counts.get("completed") or 0) + int(counts.get("failed") or 0),
        total=int(counts.get("total") or 0),
        problem="; ".join(f"{each.get('code')}: {each.get('message')}" for each in errors),
        mark=str((data.get("metadata") or {}).get(_MARK) or ""),
    )
