"""Compiled packs on disk: one small file a pack, named by what the pack says, so that it can never be stale.

They are looked for in two folders: the one that a wheel brings with it, then the user's cache folder, where they are
also kept.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from eligibility.rules.model import Pack
from eligibility.user_cache import cached_name, keep_cached, read_cached, write_sealed

_FORMAT = b"3"
"""Counts up when a compiled pack of the same source would differ."""

SHIPPED = Path(__file__).parents[1] / "packs" / "compiled"
"""Where a wheel has the compiled built-in packs; a checkout has none."""

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Pack)


def recall(content: bytes, name: str) -> Pack | None:
    """The compiled pack of this source, or None if there is none that is whole; `name` is the source's file name."""
    stored = read_cached(file_name(content, name), SHIPPED)
    try:
        return None if stored is None else _decoder.decode(stored)
    except msgspec.DecodeError:
        return None


def remember(content: bytes, name: str, pack: Pack) -> None:
    """Keeps a compiled pack for next time; where the folder cannot be written, nothing is kept."""
    keep_cached(file_name(content, name), _encoder.encode(pack))


def write(target: Path, pack: Pack) -> None:
    """Writes a compiled pack.

    Raises:
        OSError: it cannot be written.
    """
    write_sealed(target, _encoder.encode(pack))


def file_name(content: bytes, name: str) -> str:
    """What the compiled pack of this source is called: the pack's own name and a digest of all that made it."""
    stem = "".join(c for c in Path(name).name.partition(".")[0] if c.isalnum() or c == "_") or "pack"
    return cached_name(stem, _FORMAT, content)
