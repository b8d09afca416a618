"""The compiled packs on disk: one small file a pack, named by what the pack says, so that it can never be stale."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import msgspec

from eligibility._version import __version__
from eligibility.rules.model import Pack

_FORMAT = b"1"
"""Counts up when a compiled pack of the same source would differ."""

_DIGEST = 32
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
    """The compiled pack of this source, or None if there is none that is whole."""
    try:
        stored = _file(content, name).read_bytes()
    except (OSError, RuntimeError):
        return None
    payload = stored[_DIGEST:]
    if hashlib.sha256(payload).digest() != stored[:_DIGEST]:
        return None
    try:
        return _decoder.decode(payload)
    except msgspec.DecodeError:
        return None


def remember(content: bytes, name: str, pack: Pack) -> None:
    """Keeps a compiled pack for next time; where the folder cannot be written, nothing is kept."""
    payload = _encoder.encode(pack)
    with suppress(OSError, RuntimeError):
        target = _file(content, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        for old in target.parent.glob(f"{target.name.partition('-')[0]}-*"):
            _discard_if_old(old)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f"{target.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(hashlib.sha256(payload).digest() + payload)
            Path(temporary).replace(target)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise


def _file(content: bytes, name: str) -> Path:
    key = hashlib.sha256(b"\0".join((__version__.encode(), _FORMAT, name.encode("utf-8", "replace"), content)))
    stem = "".join(c for c in Path(name).name.partition(".")[0] if c.isalnum() or c == "_") or "pack"
    return folder() / f"{stem}-{key.hexdigest()[:32]}"


def _discard_if_old(file: Path, days: int = 30) -> None:
    """Removes a compiled pack that was written long ago; what is still in use is compiled anew."""
    import time  # noqa: PLC0415

    if file.stat().st_mtime < time.time() - days * 86_400:
        file.unlink(missing_ok=True)
