"""What a sink is, and which one an output's name asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from eligibility.convert.sinks import duckdb_file, folder, jsonl
from eligibility.convert.structured import Structured
from eligibility.errors import EligibilityError

_NOT_KNOWN = frozenset({".json", ".csv", ".tsv", ".parquet", ".gz", ".zst", ".zip", ".xml", ".txt", ".db", ".sqlite"})
"""Endings that a folder does not have: who writes one of these means a file."""


class Sink(Protocol):
    """What a kind of output has.

    Attributes:
        beside: whether errors and summary stand beside the output, since it is a file; else they are in it.
    """

    beside: bool

    def encode(self, found: Structured) -> dict[str, bytes]:
        """The files of a part: the content of each by the name of the folder that it goes to. Runs in the workers."""

    def assemble(self, parts: Path, number: int, target: Path) -> None:
        """Makes the output of the files of all parts.

        Args:
            parts: the folder that holds the folders that `encode` names; it may be taken apart.
            number: how many parts there are; see `part_name`.
            target: what to make, in a place of its own; there may be a half of it from a run that was interrupted.
        """

    def ending(self) -> str:
        """The ending of the files of a part."""


def sink_for(output: Path) -> Sink:
    """The sink that an output's name asks for.

    Raises:
        EligibilityError: the name ends like a kind of file that cannot be written.
    """
    name = output.name.lower()
    for ending in jsonl.ENDINGS:
        if name.endswith(ending):
            return jsonl.Jsonl(ending)
    if name.endswith(duckdb_file.ENDING):
        return duckdb_file.DuckDB()
    if output.suffix.lower() in _NOT_KNOWN:
        known = ", ".join((*jsonl.ENDINGS, duckdb_file.ENDING))
        message = f"cannot write a file of this kind: name a folder, or a file that ends in {known}"
        raise EligibilityError("output-kind", message, place=str(output))
    return folder.Folder()
