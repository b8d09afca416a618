"""JSON Lines: a `StructuredTrial` a line, as `eligibility parse --format jsonl` prints it; plain, gzip or Zstandard."""

from __future__ import annotations

import gzip
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from json import dumps
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from eligibility.convert.sinks.parts import part_name
from eligibility.convert.structured import Structured
from eligibility.tree import SCHEMA_VERSION, AgeLimits, Registry

_LINES = "lines"


def _zstd(content: bytes) -> bytes:
    out = pa.BufferOutputStream()
    with pa.CompressedOutputStream(out, "zstd") as stream:
        stream.write(content)
    written: bytes = out.getvalue().to_pybytes()
    return written


ENDINGS: Final[dict[str, Callable[[bytes], bytes]]] = {
    ".jsonl": lambda content: content,
    ".jsonl.gz": lambda content: gzip.compress(content, compresslevel=6, mtime=0),
    ".jsonl.zst": _zstd,
}
"""The compression of a file by the ending of its name. Files of any of them may be put one behind the other."""


class Jsonl:
    """One file of lines.

    Args:
        ending: a key of `ENDINGS`.
    """

    beside = True

    def __init__(self, ending: str) -> None:
        self._ending = ending

    def encode(self, found: Structured) -> dict[str, bytes]:
        """The lines of the trials, compressed."""
        text = "".join(f"{line}\n" for line in lines(found))
        return {_LINES: ENDINGS[self._ending](text.encode()) if text else b""}

    def ending(self) -> str:
        """Of the output."""
        return self._ending

    def assemble(self, parts: Path, number: int, target: Path) -> None:
        """Puts the parts one behind the other."""
        with target.open("wb") as out:
            for at in range(number):
                with (parts / _LINES / part_name(at, self._ending)).open("rb") as part:
                    shutil.copyfileobj(part, out)


def lines(found: Structured) -> Iterator[str]:
    """The JSON of each trial, put together of the pieces that the tables hold."""
    criteria: defaultdict[int | None, list[str]] = defaultdict(list)
    for row in found.criteria.to_pylist():
        criteria[row["record"]].append(_criterion(row))
    for row in found.trials.to_pylist():
        yield (
            f'{{"schema_version":"{SCHEMA_VERSION}","trial_id":{_text(row["trial_id"])},"registry":{_registry(row)},'
            f'"sections":{row["sections"]},"criteria":[{",".join(criteria[row["record"]])}],'
            f'"diagnostics":{row["diagnostics"]}}}'
        )


def _criterion(row: dict[str, Any]) -> str:
    start, end = row["marker_start"], row["marker_end"]
    marker = "null" if start is None else f'{{"text":{_text(row["marker"])},"span":[{start},{end}]}}'
    section = "null" if row["section"] is None else row["section"]
    pointing = "" if row["cross_references"] == "[]" else f',"cross_references":{row["cross_references"]}'
    return (
        f'{{"id":"{row["criterion"]}","kind":"{row["kind"]}","text":{_text(row["text"])},'
        f'"span":[{row["span_start"]},{row["span_end"]}],"marker":{marker},"section":{section},"depth":{row["depth"]},'
        f'"constraint":{row["tree"]},"checkable":"{row["checkable"]}","coverage":{row["coverage"]},'
        f'"diagnostics":{row["diagnostics"]}{pointing}}}'
    )


def _registry(row: dict[str, Any]) -> str:
    ages = AgeLimits(lower=row["age_lower"], upper=row["age_upper"]) if row["has_ages"] else None
    return Registry(age=ages, sex=row["sex"], healthy_volunteers=row["healthy_volunteers"]).model_dump_json()


def _text(text: str | None) -> str:
    return dumps(text, ensure_ascii=False)
