"""Units parted from their numbers by what is counted: "≥ 50,000 |platelets/µL|", "2 x 10^6 CD34+ cells |per kg|"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.grammar.units import Units
from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens
from eligibility.tagging.written_units import unit_at

_PER = frozenset({"/", "per"})
"""What stands between what is counted and in how much of what."""
_PARTS = 3
"""Chunks of such a number: the number, what it counts, and in how much of what."""
_MORE = 4
"""Further chunks that a unit may reach over: "cells/kg |of recipient body weight|"."""
_CELLS = ("10*", "/")
"""How the units of what is counted begin."""
_VOLUMES = frozenset({"L", "dL", "mL", "uL", "mm3"})


def parted_unit(chunks: Sequence[Chunk], at: int, tokens: Tokens, units: Units) -> tuple[int, int, str] | None:
    """The rest of a unit behind what a bare number counts: its tokens, the last exclusive, and "/uL"; None without one.

    Args:
        chunks: the chunks of a criterion, in reading order.
        at: which of them is the number.
        tokens: the criterion.
        units: tells which words are units.
    """
    if at + _PARTS > len(chunks) or chunks[at].value.amount.unit_tokens is not None:
        return None
    number, name, per = chunks[at : at + _PARTS]
    rule = name.value.rule if name.tag == "ENTITY" and name.first == number.last else None
    if rule is None or tokens.folded[per.first] not in _PER:
        return None
    found = unit_at(per.first + 1, tokens, units)
    if found is None:
        return None
    last, code = found
    if code is None or not _is_counted_in(rule, code):
        return None
    ends = {chunk.last for chunk in chunks[at + _PARTS - 1 : at + _PARTS + _MORE]}
    return (per.first, last, f"/{code}") if last in ends else None


def _is_counted_in(rule: ConceptRule, code: str) -> bool:
    """Whether so many of something in a unit are a value of a measurement: platelets in a volume, cells per kg."""
    if rule.unit is None or not rule.unit.startswith(_CELLS):
        return False
    each = rule.unit.rpartition("/")[2]
    return each == code or (each in _VOLUMES and code in _VOLUMES)
