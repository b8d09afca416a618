"""Compiled packs on disk: one small file a pack, named by what the pack says, so that it can never be stale.

They are looked for in two folders: the one that a wheel brings with it, then the user's cache folder, where they are
also kept.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import msgspec

from eligibility._version import __version__
from eligibility.rules.model import Pack

_FORMAT = b"3"
"""Counts up when a compiled pack of the same source would differ."""

_DIGEST = 32
SHIPPED = Path(__file__).parents[1] / "packs" / "compiled"
"""Where a wheel has the compiled built-in packs; a checkout has none."""

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Pack)


def folder() -> Path:
    """Where compiled packs are kept: the user's cache folder, by the platform's convention."""
    if given := os.environ.get("XDG_CACHE_HOME"):
        return Path(given) / "eligibility"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "eligibility" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "eligibility"
    return Path.home() / ".cache" / "eligibility"


def recall(content: bytes, name: str) -> Pack | None:
    """The compiled pack of this source, or None if there is none that is whole; `name` is the source's file name."""
    file = file_name(content, name)
    with suppress(RuntimeError):  # no home folder
        for place in (SHIPPED, folder()):
            pack = _read(place / file)
            if pack is not None:
                return pack
    return None


def remember(content: bytes, name: str, pack: Pack) -> None:
    """Keeps a compiled pack for next time; where the folder cannot be written, nothing is kept."""
    with suppress(OSError, RuntimeError):
        place = folder()
        place.mkdir(parents=True, exist_ok=True)
        file = file_name(content, name)
        for old in place.glob(f"{file.partition('-')[0]}-*"):
            _discard_if_old(old)
        write(place / file, pack)


def write(target: Path, pack: Pack) -> None:
    """Writes a compiled pack so that no reader ever sees half of it.

    Raises:
        OSError: it cannot be written.
    """
    payload = _encoder.encode(pack)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f"{target.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(hashlib.sha256(payload).digest() + payload)
        Path(temporary).replace(target)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def file_name(content: bytes, name: str) -> str:
    """What the compiled pack of this source is called: the pack's own name and a digest of all that made it."""
    digest = hashlib.sha256(b"\0".join((__version__.encode(), _FORMAT, content))).hexdigest()[:32]
    stem = "".join(c for c in Path(name).name.partition(".")[0] if c.isalnum() or c == "_") or "pack"
    return f"{stem}-{digest}"


def _read(file: Path) -> Pack | None:
    try:
        stored = file.read_bytes()
    except OSError:
        return None
    payload = stored[_DIGEST:]
    if hashlib.sha256(payload).digest() != stored[:_DIGEST]:
        return None
    try:
        return _decoder.decode(payload)
    except msgspec.DecodeError:
        return None


def _discard_if_old(file: Path, days: int = 30) -> None:
    """Removes a compiled pack that was written long ago; what is still in use is compiled anew."""
    with suppress(OSError):  # another process was here first
        if file.stat().st_mtime < time.time() - days * 86_400:
            file.unlink(missing_ok=True)
