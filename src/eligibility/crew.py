"""A crew: processes of this machine that work on one item after another, in order, with few of them under way."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, count, islice
from multiprocessing import connection, get_context
from multiprocessing.context import SpawnContext
from typing import Any, NamedTuple, TypeVar

from eligibility.errors import EligibilityError

Item = TypeVar("Item")
Done = TypeVar("Done")

_UNDER_WAY = 4
"""Items for each worker that may be under way or done before their turn: what bounds memory."""


def cores() -> int:
    """How many workers this process may keep busy."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(
    worker: Callable[[], Callable[[Item], Done]], items: Iterator[Item], workers: int, *, advice: str
) -> Generator[Done, None, None]:
    """What a worker makes of items, in the order of the items.

    Args:
        worker: makes, in each process, what works on an item; it, items and results are pickled.
        items: read as they are needed.
        workers: how many; with one, or for one item, the work is done in this process.
        advice: what to do where a worker was short of memory.

    Raises:
        EligibilityError: a worker ended before its work was done.

    Example:
        >>> list(in_order(lambda: str.upper, iter(["a", "b"]), 1, advice="run it again"))
        ['A', 'B']
    """
    first = list(islice(items, 2))
    items = chain(first, items)
    if workers == 1 or len(first) < 2:
        yield from map(worker(), items)
        return
    context = get_context("spawn")
    crew: list[_Worker] = []
    try:
        with _uninterrupted():
            crew.extend(_Worker(context, advice) for _ in range(workers))
        for one in crew:
            one.ready(worker)
        yield from _by_crew(crew, items)
    finally:
        for one in crew:
            one.terminate()
        for one in crew:
            one.close()


def _by_crew(crew: Sequence[_Worker], items: Iterator[Any]) -> Iterator[Any]:
    numbers = count()
    ahead: deque[Any] = deque()
    order: deque[int] = deque()
    done: dict[int, Any] = {}
    while True:
        for worker in crew:  # before anything else, so that none has to wait while a result is used
            if worker.number is None and len(order) < _UNDER_WAY * len(crew):
                item = ahead.popleft() if ahead else next(items, _NOTHING)
                if item is not _NOTHING:
                    order.append(next(numbers))
                    worker.give(order[-1], item)
        if order and order[0] in done:
            yield done.pop(order.popleft())
            continue
        busy = [worker for worker in crew if worker.number is not None]
        if not busy:
            return  # nothing is under way, all that was is yielded, and there was room for more
        if len(ahead) < len(crew) and (item := next(items, _NOTHING)) is not _NOTHING:
            ahead.append(item)  # while the workers are busy
        ready = connection.wait([worker.pipe for worker in busy])
        for worker in busy:
            if worker.pipe in ready:
                number, result = worker.take()
                done[number] = result


_NOTHING = object()


class _Failed(NamedTuple):
    """What a worker sends in place of a result, and ends."""

    fault: str


class _Worker:
    """A process that works on one item after another.

    It ends by itself when this process does, however that ends, since its pipe is closed then.

    Attributes:
        pipe: where its results come from.
        number: the number of the item that it works on; None while it waits for one.
    """

    def __init__(self, context: SpawnContext, advice: str) -> None:
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self._advice = advice
        self.number: int | None = None

    def ready(self, worker: Callable[[], Callable[[Any], Any]]) -> None:
        """Hands over what makes it work; that may be large, so it waits until the process has begun to read."""
        self._send(worker)

    def give(self, number: int, item: object) -> None:
        """Hands over an item; the worker must be waiting for one."""
        self._send(item)
        self.number = number

    def _send(self, what: object) -> None:
        try:
            self.pipe.send(what)
        except OSError:
            raise self._ended() from None

    def take(self) -> tuple[int, Any]:
        """The number of an item, and what the worker has made of it."""
        try:
            result = self.pipe.recv()
        except (EOFError, OSError):
            raise self._ended() from None
        if isinstance(result, _Failed):
            raise EligibilityError("worker-failed", f"a worker failed: {result.fault}")
        assert self.number is not None
        number, self.number = self.number, None
        return number, result

    def terminate(self) -> None:
        """Ends the process, whatever it is doing."""
        self._process.terminate()

    def close(self) -> None:
        """Waits for the end of the process; not for long."""
        self._process.join(0.5)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self.pipe.close()

    def _ended(self) -> EligibilityError:
        self._process.join(1)
        code = self._process.exitcode
        message = f"a worker ended with exit code {code}; it may have been short of memory: {self._advice}"
        return EligibilityError("worker-ended", message)


def _work(pipe: connection.Connection) -> None:
    """What a process does: takes what makes it work, then items, and sends results until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends the workers
    with suppress(EOFError, OSError):
        try:
            made = pipe.recv()()
            while True:
                pipe.send(made(pipe.recv()))
        except (EOFError, OSError):
            raise
        except Exception as fault:  # the parent says it
            pipe.send(_Failed(f"{type(fault).__name__}: {fault}"))


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Lets processes start that ignore Ctrl-C from their first moment, before they can say so themselves."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
