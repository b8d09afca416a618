"""The local engine: chunks to parts in processes of this machine, in order, with few of them under way."""

from __future__ import annotations

import signal
import threading
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, islice
from multiprocessing import connection, get_context
from multiprocessing.context import SpawnContext

from eligibility.convert.chunks import Chunk
from eligibility.convert.part import Converter, Part
from eligibility.convert.plan import Plan
from eligibility.errors import EligibilityError

_UNDER_WAY = 4
"""Chunks for each worker that may be under way or done before their turn: what bounds memory."""


def run(chunks: Iterator[Chunk], plan: Plan) -> Generator[Part, None, None]:
    """The parts of chunks, in the order of the chunks.

    Args:
        chunks: read as they are needed.
        plan: says how many workers there are; with one, or for one chunk, the work is done in this process.

    Raises:
        EligibilityError: a worker ended before its work was done.
    """
    first = list(islice(chunks, 2))
    chunks = chain(first, chunks)
    if plan.processes == 1 or len(first) < 2:
        yield from map(Converter(plan).part, chunks)
        return
    context = get_context("spawn")
    crew: list[_Worker] = []
    try:
        with _uninterrupted():
            crew.extend(_Worker(context, plan) for _ in range(plan.processes))
        yield from _in_order(crew, chunks)
    finally:
        for worker in crew:
            worker.terminate()
        for worker in crew:
            worker.close()


def _in_order(crew: Sequence[_Worker], chunks: Iterator[Chunk]) -> Iterator[Part]:
    ahead: deque[Chunk] = deque()
    order: deque[int] = deque()
    done: dict[int, Part] = {}
    while True:
        for worker in crew:  # before anything else, so that none has to wait while a part is written
            if not worker.busy and len(order) < _UNDER_WAY * len(crew):
                chunk = ahead.popleft() if ahead else next(chunks, None)
                if chunk is not None:
                    worker.give(chunk)
                    order.append(chunk.number)
        if order and order[0] in done:
            yield done.pop(order.popleft())
            continue
        busy = [worker for worker in crew if worker.busy]
        if not busy:
            return  # nothing is under way, all that was is yielded, and there was room for more
        if len(ahead) < len(crew) and (chunk := next(chunks, None)) is not None:
            ahead.append(chunk)  # while the workers are busy
        ready = connection.wait([worker.pipe for worker in busy])
        for worker in busy:
            if worker.pipe in ready:
                part = worker.take()
                done[part.number] = part


class _Worker:
    """A process that converts one chunk after another.

    It ends by itself when this process does, however that ends, since its pipe is closed then.
    """

    def __init__(self, context: SpawnContext, plan: Plan) -> None:
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, plan), daemon=True)
        self._process.start()
        theirs.close()
        self.busy = False

    def give(self, chunk: Chunk) -> None:
        """Hands over a chunk; the worker must be waiting for one."""
        try:
            self.pipe.send(chunk)
        except OSError:
            raise self._ended() from None
        self.busy = True

    def take(self) -> Part:
        """The part that the worker has sent."""
        try:
            part = self.pipe.recv()
        except (EOFError, OSError):
            raise self._ended() from None
        self.busy = False
        if not isinstance(part, Part):
            raise EligibilityError("worker-failed", f"a worker failed: {part}")
        return part

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
        advice = "it may have been short of memory: run again with fewer workers and --resume"
        return EligibilityError("worker-ended", f"a worker ended with exit code {code}; {advice}")


def _work(pipe: connection.Connection, plan: Plan) -> None:
    """What a worker does: takes chunks and sends parts until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends the workers
    with suppress(EOFError, OSError):
        try:
            converter = Converter(plan)
            while True:
                pipe.send(converter.part(pipe.recv()))
        except (EOFError, OSError):
            raise
        except Exception as fault:  # the parent says it
            pipe.send(f"{type(fault).__name__}: {fault}")


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
