"""How columns of tables of facts and the words in them may be called: `table.yaml`, loaded once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import msgspec

from eligibility.errors import PatientError
from eligibility.patients.data import load
from eligibility.registries import plain_name


class Names(msgspec.Struct, frozen=True):
    """The sections of `table.yaml`; what each is for stands there."""

    columns: dict[str, tuple[str, ...]]
    coded: dict[str, str]
    kinds: dict[str, frozenset[str]]
    sexes: dict[str, str]
    flags: dict[str, bool]

    def kind(self, written: str) -> str | None:
        """The list of `Patient` that a word stands for."""
        word = plain_name(written)
        return next((kind for kind, words in self.kinds.items() if word in words), None)


@cache
def names() -> Names:
    """The names, loaded once in a process."""
    return load("table.yaml", Names)


def chosen(header: Sequence[str], mapping: Mapping[str, str] | None, place: str) -> dict[str, str]:
    """The column of each field, as `plain_name` gives it: those that the user named, and those that are called so.

    Args:
        header: the names of the columns.
        mapping: the column of each field that the user named.
        place: the table, as errors name it.

    Raises:
        PatientError: there is no such field or no such column, or no column holds the patient.
    """
    there = set(map(plain_name, header))
    listed = ", ".join(header)[:1000]
    found = {
        field: name
        for field, called in names().columns.items()
        if (name := next((plain for one in called if (plain := plain_name(one)) in there), None)) is not None
    }
    for field, column in (mapping or {}).items():
        if field not in names().columns:
            raise _error(
                "unknown-field", f"no field {field!r} to map: it is one of {', '.join(names().columns)}", place
            )
        if plain_name(column) not in there:
            message = f"there is no column {column!r} to take {field} from; the columns are: {listed}"
            raise _error("unknown-column", message, place)
        found[field] = plain_name(column)
    if "patient_id" not in found:
        advice = "say which it is with a mapping such as {'patient_id': 'COLUMN'}"
        raise _error("unknown-columns", f"no column holds the patient's id; there are {listed}: {advice}", place)
    return found


def _error(code: str, message: str, place: str) -> PatientError:
    return PatientError(code, message, place=place)
