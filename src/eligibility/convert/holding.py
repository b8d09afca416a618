"""Holding: a working folder belongs to one conversion at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from eligibility.errors import EligibilityError

try:
    import fcntl
except ImportError:  # where there are no such locks, nobody is kept out
    fcntl = None  # type: ignore[assignment]  # not on Windows


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keeps a folder, made if need be, from other processes that ask for it; an empty one is removed at the end.

    The lock ends with the process, however that ends.

    Raises:
        EligibilityError: another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with _locked(folder):
            yield
    finally:
        with suppress(OSError):  # what is in it is kept
            folder.rmdir()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        message = "another conversion is at work here: wait for it, or name another output"
        raise EligibilityError("output-busy", message, place=str(folder)) from None
    finally:
        os.close(handle)
