"""Numbers that count what stands after them, and limit nothing before them: "age ≤ 70 years, |≥ 2 strokes|"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.grammar.limits import Tagged
from eligibility.tagging.lexicon import Match

HAPPENINGS = frozenset({"{episodes}", "{events}", "{occurrences}"})
"""Units of what is counted, in UCUM: "at least 2 episodes of gout"."""
_JOINS = frozenset({"COMMA", "AND", "OR"})
_SIDES = {"GE": "lower", "GT": "lower", "LE": "upper", "LT": "upper"}


def apart(tagged: list[Tagged], spoken: Sequence[Match]) -> list[Tagged]:
    """The tags without the joins before limits that count something, so that these are read alone.

    A limit counts where a name, other than that of a measurement, follows its bare number; but two bare limits from
    either side are one range where no measurement stands before them: "≥ 2 and ≤ 5 relapses".

    Args:
        tagged: the tags of a criterion, in reading order.
        spoken: the phrases in it.
    """
    joins = [at for at in range(1, len(tagged) - 2) if tagged[at].tag in _JOINS and tagged[at + 1].tag in _SIDES]
    joins = [at for at in joins if tagged[at + 2].tag == "NUM"]
    if not joins:
        return tagged
    measured = {last for _, last, said in spoken if said.concept and said.concept.domain == "measurement"}
    begins = {first for first, last, said in spoken if said.tag is None and not (said.concept and last in measured)}
    dropped = {
        at
        for at in joins
        if _is_counted(tagged, at + 2)
        or (_is_bare(tagged, at + 2) and tagged[at + 2].last in begins and not _is_range(tagged, at, measured))
    }
    return [item for at, item in enumerate(tagged) if at not in dropped]


def _follows(tagged: Sequence[Tagged], at: int) -> Tagged | None:
    """The tag right after another one."""
    return tagged[at + 1] if at + 1 < len(tagged) and tagged[at + 1].first == tagged[at].last else None


def _is_bare(tagged: Sequence[Tagged], at: int) -> bool:
    """Whether a number has nothing to it that is tagged."""
    return _follows(tagged, at) is None


def _is_counted(tagged: Sequence[Tagged], at: int) -> bool:
    """Whether a number has the unit of what happens so often: "2 episodes of gout"."""
    unit = _follows(tagged, at)
    return unit is not None and unit.tag == "UNIT" and unit.value in HAPPENINGS


def _is_range(tagged: Sequence[Tagged], join: int, measured: set[int]) -> bool:
    """Whether a bare limit from the other side, of no measurement, stands right before a join."""
    before = tagged[max(0, join - 2) : join]
    if [item.tag in _SIDES for item in before] != [True, False] or before[1].tag != "NUM":
        return False
    return _SIDES[before[0].tag] != _SIDES[tagged[join + 1].tag] and before[0].first not in measured
