"""What is said of patients here and there in a source, brought together by patient: on disk where it is much."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple, Self


class Piece(NamedTuple):
    """Something that a source says of a patient.

    Attributes:
        patient: the patient.
        kind: what it is: a type of resource, a kind of row.
        place: where it stands, as errors name it.
        content: what is said, as JSON.
        name: what it is called; of two of one patient with one name the later version counts. Empty for no name.
        version: what is greater in a later version.
    """

    patient: str
    kind: str
    place: str
    content: bytes
    name: str = ""
    version: str = ""


class Gathering:
    """Pieces by patient, in a database without a name: in memory while it is small, then on disk until it is closed."""

    def __init__(self) -> None:
        self._disk = sqlite3.connect("", isolation_level=None)
        self._disk.executescript(
            """
            CREATE TABLE piece (patient TEXT, kind TEXT, place TEXT, content BLOB, name TEXT, version TEXT);
            CREATE TABLE alias (other TEXT PRIMARY KEY, patient TEXT) WITHOUT ROWID;
            CREATE TABLE shared (name TEXT PRIMARY KEY, content BLOB) WITHOUT ROWID;
            BEGIN;
            """
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._disk.close()

    def put(self, piece: Piece) -> None:
        """Adds a piece."""
        self._disk.execute("INSERT INTO piece VALUES (?, ?, ?, ?, ?, ?)", piece)

    def also_known_as(self, other: str, patient: str) -> None:
        """Says under which other name pieces may speak of a patient; the first patient of a name has it."""
        self._disk.execute("INSERT OR IGNORE INTO alias VALUES (?, ?)", (other, patient))

    def share(self, name: str, content: bytes) -> None:
        """Adds what pieces of any patient refer to."""
        self._disk.execute("INSERT OR REPLACE INTO shared VALUES (?, ?)", (name, content))

    def shared(self, name: str) -> bytes | None:
        """What pieces refer to by a name; None where it is not in the source."""
        found = self._disk.execute("SELECT content FROM shared WHERE name = ?", (name,)).fetchone()
        return None if found is None else found[0]

    def patients(self) -> Iterator[tuple[str, list[Piece]]]:
        """The patients sorted by name, each with its pieces in the order in which they came."""
        self._disk.execute(
            "UPDATE piece SET patient = (SELECT patient FROM alias WHERE other = piece.patient) "
            "WHERE patient IN (SELECT other FROM alias)"
        )
        self._disk.execute("CREATE INDEX by_patient ON piece (patient)")
        rows = self._disk.execute(
            "SELECT patient, kind, place, content, name, version FROM piece ORDER BY patient, rowid"
        )
        for patient, pieces in groupby(map(Piece._make, rows), key=lambda piece: piece.patient):
            yield patient, _latest(pieces)


def _latest(pieces: Iterator[Piece]) -> list[Piece]:
    """Pieces without those of which a later version is there."""
    kept: dict[object, Piece] = {}
    for number, piece in enumerate(pieces):
        key = piece.name or number
        before = kept.get(key)
        if before is None or piece.version >= before.version:
            kept[key] = piece
    return list(kept.values())
