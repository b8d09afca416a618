"""Files kept in the user's cache folder: what takes long to work out, named by all that it is made of.

Each is sealed with a digest and written whole or not at all, so that none is ever stale or half there. What is asked of
them is never needed: where the folder cannot be read or written, all is worked out anew.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from eligibility._version import __version__

_DIGEST = 32


def cache_folder() -> Path:
    """The user's cache folder, by the platform's convention.

    Raises:
        RuntimeError: the user has no home folder.
    """
    if given := os.environ.get("XDG_CACHE_HOME"):
        return Path(given) / "eligibility"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "eligibility" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "eligibility"
    return Path.home() / ".cache" / "eligibility"


def cached_name(stem: str, *made_of: bytes) -> str:
    """What a file is called: a stem and a digest of all that it is made of, this version of the library included."""
    digest = hashlib.sha256(b"\0".join((__version__.encode(), *made_of))).hexdigest()[:32]
    return f"{stem}-{digest}"


def read_cached(file: str, *shipped: Path) -> bytes | None:
    """The content of a file that was kept, or None if there is none that is whole.

    Args:
        file: its name.
        shipped: folders of the installation in which it is looked for first.
    """
    with suppress(RuntimeError):
        for place in (*shipped, cache_folder()):
            content = _read(place / file)
            if content is not None:
                return content
    return None


def keep_cached(file: str, content: bytes) -> None:
    """Keeps a file for next time, and removes old ones of its stem; where that cannot be, nothing is kept."""
    with suppress(OSError, RuntimeError):
        place = cache_folder()
        place.mkdir(parents=True, exist_ok=True)
        for old in place.glob(f"{file.rpartition('-')[0]}-*"):
            _discard_if_old(old)
        write_sealed(place / file, content)


def write_sealed(target: Path, content: bytes) -> None:
    """Writes a sealed file so that no reader ever sees half of it.

    Raises:
        OSError: it cannot be written.
    """
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f"{target.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(hashlib.sha256(content).digest() + content)
        Path(temporary).replace(target)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def _read(file: Path) -> bytes | None:
    try:
        stored = file.read_bytes()
    except OSError:
        return None
    content = stored[_DIGEST:]
    return content if hashlib.sha256(content).digest() == stored[:_DIGEST] else None


def _discard_if_old(file: Path, days: int = 30) -> None:
    """Removes what was written long ago; what is still in use is made anew."""
    with suppress(OSError):  # another process was here first
        if file.stat().st_mtime < time.time() - days * 86_400:
            file.unlink(missing_ok=True)
