"""How many records to expect, for those who wait: counted where that is cheap, estimated, or not known."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

_SAMPLE: Final = 1 << 20
_LINES: Final = frozenset({".jsonl", ".ndjson"})


def expected_records(inputs: Sequence[str]) -> int | None:
    """About how many records some inputs hold; None where one of them cannot be told without reading it.

    A zip has a record a file in it, or is not known if there are few; lines are counted in the first megabyte.
    """
    counts = [_expected(Path(one)) for one in inputs]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


def _expected(path: Path) -> int | None:
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive:
                members = sum(not one.is_dir() for one in archive.infolist())
            return members if members > 9 else None
        if path.suffix.lower() in _LINES:
            with path.open("rb") as stream:
                head = stream.read(_SAMPLE)
            return round(path.stat().st_size / len(head) * head.count(b"\n")) if head else None
    except (OSError, zipfile.BadZipFile):
        return None
    return None
