"""A folder: `trials/`, `criteria/` and `atoms/` of Parquet parts."""

from __future__ import annotations

from pathlib import Path

from eligibility.convert.sinks.parquet import ParquetParts
from eligibility.convert.tables import TABLES


class Folder(ParquetParts):
    """Parts as they are: each is a file of each table."""

    beside = False

    def assemble(self, parts: Path, number: int, target: Path) -> None:
        """Moves the folders of the parts to their place."""
        target.mkdir(exist_ok=True)
        for table in TABLES:
            if (parts / table.name).exists():
                (parts / table.name).rename(target / table.name)
