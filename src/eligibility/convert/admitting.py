"""Admitting: which trials of a converted dump leave room for a value, as an example of what the tables are for.

It reads `atoms` and nothing of the trees, so it can tell what rules a trial out, never that a trial lets someone in.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from eligibility.errors import EligibilityError
from eligibility.tree import Age, BaseLeaf, Measurement, Node

if TYPE_CHECKING:
    import duckdb

_HOLDS = """(
    (lower IS NULL OR $value > lower OR ($value = lower AND lower_inclusive)) AND
    (upper IS NULL OR $value < upper OR ($value = upper AND upper_inclusive))
)"""

_PLAIN = """(
    decisive AND cohort IS NULL AND (lower IS NOT NULL OR upper IS NOT NULL)
    AND relative_to IS NULL AND qualifiers IS NULL AND unit IS NOT DISTINCT FROM $unit
    AND (window_direction IS NULL
         OR (window_direction IN ('before', 'around') AND coalesce(window_to, 0) >= 0))
)"""
"""What an atom must be to rule a trial out by itself: the trial turns on it, it is for all, it is a number in the same
unit, no multiple of a limit that differs between laboratories, narrowed by nothing, and true of a value of today."""

_RULED_OUT = f"coalesce(bool_or({_PLAIN} AND ((polarity = 'required') <> {_HOLDS})), false)"

_FIND = """
WITH said AS (
    SELECT atoms.*, trials.* EXCLUDE (record, trial_id)
    FROM atoms JOIN trials ON atoms.record = trials.record
    WHERE coalesce(concept, type) = $concept
)
SELECT record, any_value(trial_id), any_value(title),
    list(polarity || ': ' || text ORDER BY span_start, path),
    {ruled_out}
FROM said GROUP BY record HAVING bool_or({where}) ORDER BY record
"""


_SHUT: Final[dict[str, str | bool | int | float | list[str]]] = {"enable_external_access": "false"}
"""So that a condition reads the dump, and no other file, and fetches nothing."""


class Asked(NamedTuple):
    """A value of a concept.

    Attributes:
        concept: its name in the vocabulary, or `age`.
        value: the value; None where only the concept is asked for.
        unit: the concept's canonical unit, a UCUM code.
    """

    concept: str
    value: float | None = None
    unit: str | None = None


class Found(NamedTuple):
    """A trial that speaks of a concept.

    Attributes:
        record: its number in the dump.
        trial_id: its identifier.
        title: its title.
        limits: what it says of the concept, "required: " or "excluded: " and its words, in reading order.
        ruled_out: whether one of these alone rules the value out.
    """

    record: int
    trial_id: str | None
    title: str | None
    limits: tuple[str, ...]
    ruled_out: bool


def asked(text: str) -> Asked:
    """A value as people write one: "HbA1c = 9 %", "ALT 80 U/L", "age 70 years".

    Raises:
        EligibilityError: it is not read as one value of one concept.

    Example:
        >>> asked("platelets 50,000/mm3")
        Asked(concept='platelet count', value=50.0, unit='10*9/L')
    """
    node = _read(text)
    range = node.range if isinstance(node, Age | Measurement) else None
    plain = not (isinstance(node, Measurement) and node.relative_to is not None)
    name = _name(node)
    if name is None or range is None or range.lower is None or range.lower != range.upper or not plain:
        message = f"{text!r} is not read as one value of one concept: write it like 'HbA1c = 9 %'"
        raise EligibilityError("not-a-value", message)
    return Asked(name, range.lower, range.unit)


def concept(text: str) -> Asked:
    """A concept as people call it: "HbA1c"; what is in no vocabulary is taken as it is written.

    Raises:
        EligibilityError: there is nothing but space.

    Example:
        >>> concept("HbA1c").concept
        'hemoglobin A1c'
    """
    if not text.strip():
        raise EligibilityError("not-a-concept", "no concept is named: name one, such as HbA1c")
    return Asked(_name(_read(text)) or text)


def find(dump: Path, wanted: Asked, where: str | None = None) -> list[Found]:
    """The trials of a converted dump that speak of a concept.

    Args:
        dump: what `convert` wrote: a folder, or a .duckdb file.
        wanted: the concept, and the value that may be ruled out.
        where: a condition in SQL over the columns of `atoms` and `trials`; a trial counts if it holds of one of the
            atoms that speak of the concept.

    Returns:
        The trials, in the order of the dump.

    Raises:
        EligibilityError: there is no converted dump, or the condition is not understood.
    """
    import duckdb  # noqa: PLC0415 - only who asks needs it

    with _opened(dump) as database:
        values: dict[str, Any] = {"concept": wanted.concept}
        ruled_out = "false"
        if wanted.value is not None:
            ruled_out = _RULED_OUT
            values |= {"value": wanted.value, "unit": wanted.unit}
        try:
            rows = database.execute(_FIND.format(ruled_out=ruled_out, where=where or "true"), values).fetchall()
        except duckdb.Error as wrong:
            said = str(wrong).partition("\n\n")[0].replace("\n", "; ")
            raise EligibilityError("bad-condition", f"the condition is not understood: {said}") from None
    return [Found(record, trial, title, tuple(limits), out) for record, trial, title, limits, out in rows]


@contextmanager
def _opened(dump: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with the tables of a dump."""
    import duckdb  # noqa: PLC0415 - as above

    if dump.is_file() and dump.suffix == ".duckdb":
        with duckdb.connect(str(dump), read_only=True, config=_SHUT) as database:
            yield database
        return
    if not (dump / "atoms").is_dir():
        message = "no converted dump is here: name a folder or a .duckdb file that eligibility convert wrote"
        raise EligibilityError("not-converted", message, place=str(dump))
    with duckdb.connect() as database:
        for name in ("atoms", "trials"):
            files = str(dump / name / "*.parquet").replace("'", "''")
            database.execute(f"CREATE VIEW {name} AS FROM read_parquet('{files}')")
        database.execute("SET allowed_directories = [$folder]", {"folder": str(dump.absolute())})
        for name, value in _SHUT.items():
            database.execute(f"SET {name} = {value}")
        yield database


def _read(text: str) -> Node:
    from eligibility.pipeline import parse_criterion  # noqa: PLC0415 - a second to load

    return parse_criterion(text).constraint


def _name(node: Node) -> str | None:
    """The name under which atoms hold what a leaf speaks of."""
    if isinstance(node, Age):
        return "age"
    return node.concept.name if isinstance(node, BaseLeaf) and node.concept is not None else None
