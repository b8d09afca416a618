"""Units behind numbers, with the hyphens, brackets and dots that come with them."""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.grammar.limits import Tagged
from eligibility.tagging.surroundings import Surroundings, UnitReader
from eligibility.tagging.tokens import Tokens

CALENDAR = frozenset({"a", "mo", "wk", "d", "h", "min", "s"})
_TIMES = "{times}"
"""What is counted, in UCUM, by how often something is; alone it is no unit: "3 times ULN"."""
_RANGE = 4
"""Tokens of a range in brackets, the opening one with them."""
_EACH = frozenset({"a", "an", "/", "each", "every", "per"})
"""What stands between how many times and the time in which they are."""
OFTEN = {"daily": "/d", "weekly": "/wk", "monthly": "/mo", "yearly": "/a", "annually": "/a"}
"""How often, in a word."""
NORMAL = "N"
"""A letter for the upper limit of normal."""
OF_NORMAL = frozenset({"NUM", "TIMES"})
"""Tags after which that letter may stand."""
_HIGHEST_MULTIPLE = 20
"""What is a multiple of it at most; more is a force."""
_WEEK = "wk"
_PREGNANCY = frozenset({"gestation", "pregnancy", "amenorrhea"})
"""What weeks are told of at each end of a range."""
_ABBREVIATED = 4
"""The longest abbreviation of a unit of time."""


def unit_at(place: int, tokens: Tokens, units: UnitReader) -> tuple[int, str | None] | None:
    """The unit that begins at a token: where it ends, exclusive, and its UCUM code; its end must be that of a token.

    Args:
        place: the token.
        tokens: the criterion.
        units: tells which words are units.
    """
    end = units.match(tokens.text, tokens.starts[place]) if place < len(tokens) else None
    if end is None:
        return None
    last = place
    while last < len(tokens) and tokens.ends[last] <= end:
        last += 1
    if last == place or tokens.ends[last - 1] != end:
        return None
    return last, units.ucum(tokens.surface(place, last))


class WrittenUnits:
    """Reads the units of a criterion where they follow a number.

    Args:
        around: the criterion.
    """

    __slots__ = ("around", "count", "folded", "glued", "tokens")

    def __init__(self, around: Surroundings) -> None:
        self.around, self.count, self.tokens = around, around.count, around.tokens
        self.folded, self.glued = self.tokens.folded, self.tokens.glued

    def normal(self, place: int, previous: Tagged | None) -> Tagged | None:
        """The reference limit that a letter is behind a small multiple: "ALT > 3 |N|", "ALT ≤ 2.5 x |N|"."""
        if previous is None or previous.tag not in OF_NORMAL or self.tokens.written[place] != NORMAL:
            return None
        if previous.tag == "NUM" and (previous.value or 0) > _HIGHEST_MULTIPLE:
            return None
        return Tagged("REF", place, place + 1, "uln")

    def after_number(self, place: int) -> Tagged | None:
        """The unit after a number, with the hyphen or bracket that may stand between: "12-week", "30 (kg/m2)"."""
        tokens, start, bracketed = self.tokens, place, False
        sign, following = self.folded[place], place + 1 < self.count
        if sign == "/" and following and tokens.numeric[place + 1]:
            return None
        if sign == "-" and following and self.glued[place + 1]:
            if tokens.numeric[place + 1]:
                return None
            start += 1
            if self.around.is_cue(start, "times"):
                return Tagged("TIMES", place, start + 1)
        elif sign == "(" and following:
            start, bracketed = place + 1, True
        elif sign == ")" and following:
            start = place + self._closes_range(place)
        unit = self.calendar(start) or self._written(start)
        if unit is None or not bracketed:
            return unit and replace(unit, first=place)
        closed = unit.last < self.count and self.folded[unit.last] == ")"
        return replace(unit, first=place, last=unit.last + 1) if closed else None

    def _closes_range(self, place: int) -> bool:
        """Whether a bracket closes one right before a range: "between |(16-24|) weeks"."""
        before = self.folded[max(0, place - _RANGE) : place]
        return "(" in before and self.tokens.numeric[place - before[::-1].index("(")] and ")" not in before

    def rate(self, place: int) -> Tagged | None:
        """How often, behind "once" or "twice": "twice |a week|", "twice |per day|", "twice |daily|"."""
        if place < self.count and (often := OFTEN.get(self.folded[place])) is not None:
            return Tagged("UNIT", place, place + 1, often)
        following = place + 1 < self.count
        if not following or not (self.folded[place] in _EACH or self.around.is_cue(place, "per")):
            return None
        found = self.around.time_unit(place + 1)
        return None if found is None else Tagged("UNIT", place, found[0], f"/{found[1]}")

    def calendar(self, place: int) -> Tagged | None:
        """A unit of time that the rules have a cue for."""
        found = self.around.time_unit(place)
        if found is None:
            return None
        last, name = found
        if name == _WEEK:
            last = self._of_pregnancy(place, last)
        return Tagged("TUNIT", place, last + self._dotted(place, last), name)

    def _of_pregnancy(self, place: int, last: int) -> int:
        """The end of what weeks are of, where a range goes on: "between 24 weeks |of gestation| and 36 weeks of it"."""
        end = last + (self.folded[last : last + 1] == ["of"])
        if end + 2 >= self.count or self.folded[end] not in _PREGNANCY or not self.tokens.numeric[end + 2]:
            return last
        spans = self.folded[end + 1] == "and" and "between" in self.folded[max(0, place - _RANGE) : place]
        return end + 1 if spans or self.around.is_cue(end + 1, "to") else last

    def _dotted(self, place: int, last: int) -> bool:
        """Whether a dot that ends an abbreviation, and no sentence, follows: "3 mos|.| before"."""
        if last + 1 >= self.count or self.folded[last] != "." or not self.glued[last]:
            return False
        return len(self.tokens.surface(place, last)) <= _ABBREVIATED and self.tokens.written[last + 1][0].islower()

    def _written(self, place: int) -> Tagged | None:
        """A unit as the grammar of units reads it."""
        found = unit_at(place, self.tokens, self.around.units)
        if found is None:
            return None
        last, code = found
        if code is not None and code.startswith(_TIMES):
            code = code.removeprefix(_TIMES)
            if not code:
                return None
        return Tagged("TUNIT" if code in CALENDAR else "UNIT", place, last, code)
