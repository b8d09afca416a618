"""Numbers that belong to what stands after them, and limit nothing before: "age ≤ 70 years, |≥ 2 strokes|"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Limit, Tagged
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Match
from eligibility.tagging.tokens import Tokens

HAPPENINGS = frozenset({"{episodes}", "{events}", "{occurrences}"})
"""Units of what is counted, in UCUM: "at least 2 episodes of gout"."""
ITEMS = "{items}"
"""The unit of the questions of a scale, in UCUM: "at least |2 items| scored ≥ 4"."""
MEASUREMENTS = "{measurements}"
"""The unit of times that something was measured, in UCUM."""
SITES = "{sites}"
"""The unit of the places at which something was measured, in UCUM: "probing depth ≥ 5 mm at |2 sites|"."""
MEASURED = frozenset({"{occasions}", MEASUREMENTS, SITES, ITEMS})
"""Units of how many times, or where, something was measured, in UCUM: "glucose > 126 mg/dL on 2 occasions"."""
COUNTED = HAPPENINGS | MEASURED
SMOKED = frozenset({"{pack-years}", "{cigarettes}/d"})
"""Units of how much is smoked, in UCUM, in which nothing else is measured: "FEV1/FVC < 0.7, and |10 pack-years|"."""
_OWN = HAPPENINGS | SMOKED
_TIMED, _IN = "TUNIT", "IN"
_QUALITIES = frozenset({"better", "worse"})
"""Values of comparators that say for which values a limit is; which side that is depends on what is limited."""
_OPENING = frozenset({None, "STATUS", "MODIFIER"})
"""Tags of phrases that a name may begin with: "no more than 2 |prior| transfusions"."""
_SCALES = frozenset({"grade", "stage", "class", "level", "score"})
_OF = "of"
_JOINS = frozenset({"COMMA", "AND", "OR"})
_GIVEN = frozenset(map(fold, ("course", "cycle", "session", "round", "dose")))
"""What is counted of something that is given: "4 |cycles| of chemotherapy"."""
_SIDES = {"GE": "lower", "GT": "lower", "MIN": "lower", "LE": "upper", "LT": "upper", "MAX": "upper"}
_POSTPOSED = {"POST_GE": "lower", "POST_LE": "upper"}
_UNITS = frozenset({"UNIT", "TUNIT"})


def apart(tagged: list[Tagged], spoken: Sequence[Match], tokens: Tokens) -> list[Tagged]:
    """The tags without the joins before limits that belong to what follows them, so that these are read alone.

    That is a limit in episodes or pack-years, if it is not the other end of a range of these; one in time where the
    other is in another unit, or the other way round; one without a unit before the name of anything but a measurement,
    unless two such limits, of no measurement, make a range ("≥ 2 and ≤ 5 relapses"); one before "of" ("and ≥ 2 of the
    following"), or before "in" and a time ("or ≥ 2 in 6 months"); one without a unit before a plain word, behind one
    with a unit ("FEV1 < 50 % and ≥ 2 flares"); and one before a name that is from the same side as the limit before it
    ("attachment loss ≥ 8 mm and ≥ 4 mm bone defect").

    Args:
        tagged: the tags of a criterion, in reading order.
        spoken: the phrases in it.
        tokens: its tokens.
    """
    joins = [at for at in range(1, len(tagged) - 2) if tagged[at].tag in _JOINS]
    joins = [at for at in joins if _compares(tagged[at + 1].tag, tagged[at + 2].tag)]
    return _Apart(tagged, spoken, tokens).without(joins) if joins else tagged


def so_many(limit: Limit, unit: str, written: tuple[int, int] | None = None) -> Limit:
    """A bare number as one of so many of something: "|at least 2| items scored ≥ 4".

    Args:
        limit: the number.
        unit: what is counted, in UCUM.
        written: the tokens that say it, the last exclusive; without them the number stands for them.
    """
    lower, upper = (
        None if end is None else replace(end, unit=unit, unit_tokens=written or end.unit_tokens or end.tokens)
        for end in (limit.lower, limit.upper)
    )
    return replace(limit, lower=lower, upper=upper)


def counts_given(place: int, tokens: Tokens) -> bool:
    """Whether what is counted of something that is given begins at a token: "4 |cycles of| chemotherapy"."""
    words = tokens.folded[place : place + 2]
    return words[1:] == ["of"] and words[0] in _GIVEN


def _compares(one: str, two: str) -> bool:
    """Whether two tags are a number and its comparator, before it or behind: "|≥ 2|", "|two or more|"."""
    return (two == "NUM" and one in _SIDES) or (one == "NUM" and two in _POSTPOSED)


class _Apart:
    """The tags of one criterion, and what stands around them."""

    def __init__(self, tagged: list[Tagged], spoken: Sequence[Match], tokens: Tokens) -> None:
        self.tagged, self.tokens = tagged, tokens
        self.measured = {last for _, last, said in spoken if said.concept and said.concept.domain == "measurement"}
        self.named = {
            first for first, last, said in spoken if said.tag is None and not (said.concept and last in self.measured)
        }
        self.small = {first for first, last, said in spoken if said.tag not in _OPENING or self._is_to(last)}

    def without(self, joins: Sequence[int]) -> list[Tagged]:
        """The tags without those of some joins that need not be there."""
        dropped = {at for at in joins if self._is_apart(at)}
        dropped |= {at - 1 for at in dropped if self.tagged[at - 1].tag == "COMMA"}
        return [item for at, item in enumerate(self.tagged) if at not in dropped]

    def _is_apart(self, join: int) -> bool:
        """Whether the limit after a join belongs to what follows it."""
        number = self.tagged[join + 2]
        if self.tagged[join + 1].value in _QUALITIES or self.tokens.folded[number.last : number.last + 1] == [_OF]:
            return True
        unit = self._after(join + 2)
        before = self._before(join)
        side = _SIDES.get(self.tagged[join + 1].tag) or _POSTPOSED[number.tag]
        if unit is None:
            if number.last not in self.named and not counts_given(number.last, self.tokens):
                return before is not None and before[1] is not None and self._names(number.last)
            is_range = before is not None and before[1] is None and _SIDES[before[0].tag] != side
            return not is_range or before[0].first in self.measured  # type: ignore[index]  # a range has a limit before
        if unit.tag == _IN or (unit.tag == "UNIT" and unit.value in _OWN):
            alike = before is not None and before[1] is not None and before[1].value == unit.value
            other_end = alike and before is not None and _SIDES[before[0].tag] != side
            return self.tagged[join].tag == "OR" if unit.tag == _IN else not other_end
        if before is not None and self._is_of_another(before, unit):
            return unit.tag in _UNITS
        return before is not None and _SIDES[before[0].tag] == side and unit.tag in _UNITS and self._names(unit.last)

    def _is_of_another(self, before: tuple[Tagged, Tagged | None], unit: Tagged) -> bool:
        """Whether one of two limits is in time, and the other in another unit, or behind the name of a scale."""
        if before[1] is not None:
            return (before[1].tag == _TIMED) != (unit.tag == _TIMED)
        place = before[0].first
        return unit.tag == _TIMED and place > 0 and self.tokens.folded[place - 1] in _SCALES

    def _after(self, at: int) -> Tagged | None:
        """The tag right after another one, but for the name of an event and for "prior", which tell no time there."""
        following = self.tagged[at + 1] if at + 1 < len(self.tagged) else None
        if following is None or following.first != self.tagged[at].last or following.tag in {"ANCHOR", "PRIOR"}:
            return None
        return following

    def _before(self, join: int) -> tuple[Tagged, Tagged | None] | None:
        """The comparator of the limit right before a join, and its unit, if that is one comparator and number."""
        at = join - 1
        at -= self.tagged[at].tag == "REF"
        unit = self.tagged[at] if self.tagged[at].tag in _UNITS else None
        at -= unit is not None
        if at < 1 or self.tagged[at].tag != "NUM" or self.tagged[at - 1].tag not in _SIDES:
            return None
        return self.tagged[at - 1], unit

    def _is_to(self, place: int) -> bool:
        """Whether a token is the "to" that makes a preposition of what stands before it: "prior |to|"."""
        return self.tokens.folded[place : place + 1] == ["to"]

    def _names(self, place: int) -> bool:
        """Whether a token begins a name, and no small word."""
        return place < len(self.tokens) and place not in self.small and self.tokens.folded[place][0].isalpha()
