"""Files of parts: how they are called and written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

HALF: Final = ".half"
"""The ending of a file while it is written."""


def part_name(number: int, ending: str) -> str:
    """The name of a part's file.

    Example:
        >>> part_name(7, ".parquet")
        'part-00007.parquet'
    """
    return f"part-{number:05}{ending}"


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file so that it is there whole or not at all, even where the power fails.

    Raises:
        OSError: it cannot be written; nothing of it is left.
    """
    half = path.with_name(path.name + HALF)
    try:
        with half.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        half.replace(path)
    except OSError:
        half.unlink(missing_ok=True)
        raise
