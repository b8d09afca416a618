"""Qualifiers: what stands in front of a name, and what behind it."""

from __future__ import annotations

from eligibility.describing.numbers import symbols, words
from eligibility.tree import Qualifier, Range

_PLAIN = frozenset({"size", "dose", "frequency", "value"})
"""Kinds whose limit follows the name without a word between: "tumor ≥ 2 cm"."""

_REGIMEN = "regimen"
_WHERE = ("in ", "of ")
"""What a modifier behind a name begins with."""


def so_often(qualifier: Qualifier) -> str:
    """A count ("≥ 2 occurrences of"), which stands in front of all else; empty for other qualifiers."""
    interval = _interval(qualifier)
    return f"{symbols(interval)} occurrences of" if interval is not None and qualifier.kind == "count" else ""


def in_front(qualifier: Qualifier) -> str:
    """A modifier ("uncontrolled", "left"); empty for limits, and for what stands behind the name."""
    text = qualifier.as_written.text
    plain = _interval(qualifier) is None and qualifier.kind != _REGIMEN
    return text if plain and not is_denied(text) and not _says_where(text) else ""


def right_behind(qualifier: Qualifier) -> str:
    """A regimen, which stands right behind the name: "metformin |monotherapy|"; empty for other qualifiers."""
    return qualifier.as_written.text if qualifier.kind == _REGIMEN else ""


def is_denied(said: str | None) -> bool:
    """Whether a modifier says what is not so, and would deny the name if it stood in front: "not controlled"."""
    return said is not None and said.lower().startswith("not ")


def _says_where(said: str) -> bool:
    """Whether a modifier begins with a preposition, and stands behind the name: "in the fellow eye"."""
    return said.lower().startswith(_WHERE)


def behind(qualifier: Qualifier) -> str:
    """A limit ("lasting at least 3 months", "of stage ≥ 3", "≥ 2 cm"), or that it "is not controlled"; else empty."""
    interval = _interval(qualifier)
    if interval is None and is_denied(qualifier.as_written.text):
        return f"that is {qualifier.as_written.text}"
    if interval is None and _says_where(qualifier.as_written.text):
        return qualifier.as_written.text
    if interval is None or qualifier.kind == "count":
        return ""
    if qualifier.kind == "duration":
        return f"lasting {words(interval)}"
    return symbols(interval) if qualifier.kind in _PLAIN else f"of {qualifier.kind} {symbols(interval)}"


def _interval(qualifier: Qualifier) -> Range | None:
    interval = qualifier.range
    return None if interval is None or (interval.lower is None and interval.upper is None) else interval
