"""Threads that take work from a stream and give back results, with a bounded number of both in memory."""

from __future__ import annotations

import threading
from queue import Empty, Queue, SimpleQueue
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_In = TypeVar("_In")
_Out = TypeVar("_Out")
TICK_S = 0.5
_PER_JOB = 4  # results that may wait for an earlier one, for each thread


class Bench:
    """Seats for threads that compute: beyond a few they only contend for the interpreter's lock (a quarter more CPU).

    A thread sits down with ``with bench:`` and gets up for as long as it waits for others with ``with bench.away:``.
    """

    def __init__(self, seats: int = 2) -> None:
        self._free: SimpleQueue[None] = SimpleQueue()  # a tenth of a semaphore's cost
        for _ in range(seats):
            self._free.put(None)
        self.away = _Away(self)

    def __enter__(self) -> None:
        """Wait for a seat."""
        self._free.get()

    def __exit__(self, *_: object) -> None:
        """Leave the seat."""
        self._free.put(None)


class _Away:
    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def __enter__(self) -> None:
        self._bench.__exit__()

    def __exit__(self, *_: object) -> None:
        self._bench.__enter__()


class Pool(Generic[_In, _Out]):
    """``jobs`` threads that call ``work`` on each of ``todo``, which is read in a thread of its own.

    What ``todo`` itself raises comes to ``work`` as the exception. ``work`` must not raise. The threads are daemons: a
    process that has had enough need not wait for them.
    """

    def __init__(self, todo: Iterator[_In], work: Callable[[_In | Exception], _Out], jobs: int) -> None:
        self._todo: Queue[tuple[int, _In | Exception] | None] = Queue(jobs)
        self._results: SimpleQueue[tuple[int, _Out] | None] = SimpleQueue()
        self._room = threading.Semaphore(_PER_JOB * jobs)
        self._stopped = threading.Event()
        self._jobs = jobs
        threading.Thread(target=self._feed, args=(todo,), daemon=True).start()
        for _ in range(jobs):
            threading.Thread(target=self._work, args=(work,), daemon=True).start()

    def stop(self) -> None:
        """Start nothing new; what is under way comes to its end."""
        if not self._stopped.is_set():
            self._stopped.set()
            threading.Thread(target=self._todo.put, args=(None,), daemon=True).start()

    def results(self, *, ordered: bool) -> Iterator[_Out | None]:
        """Yield each result, in the order of the work or as it comes; None when TICK_S seconds brought none.

        Ordered, what follows on work that was never done is left out.
        """
        waiting: dict[int, _Out] = {}
        turn, alive = 0, self._jobs
        while alive:
            try:
                came = self._results.get(timeout=TICK_S)
            except Empty:
                yield None
                continue
            if came is None:
                alive -= 1
                continue
            number, result = came
            if not ordered:
                self._room.release()
                yield result
                continue
            waiting[number] = result
            while turn in waiting:
                self._room.release()
                yield waiting.pop(turn)
                turn += 1

    def _feed(self, todo: Iterator[_In]) -> None:
        number = 0
        try:
            for item in todo:
                while not self._room.acquire(timeout=TICK_S):
                    if self._stopped.is_set():
                        return
                if self._stopped.is_set():
                    return
                self._todo.put((number, item))
                number += 1
        except Exception as error:  # noqa: BLE001  it belongs to whoever reads the results
            self._todo.put((number, error))
        self._todo.put(None)

    def _work(self, work: Callable[[_In | Exception], _Out]) -> None:
        while (job := self._todo.get()) is not None:
            if not self._stopped.is_set():
                number, item = job
                self._results.put((number, work(item)))
        self._todo.put(None)  # for the next thread
        self._results.put(None)
