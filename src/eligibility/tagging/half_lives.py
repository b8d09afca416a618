"""Half-lives that may hold instead of a time: "within 30 days |or 5 half-lives, whichever is longer|"."""

from __future__ import annotations

from eligibility.grammar.limits import Tagged
from eligibility.grammar.numbers import read_number
from eligibility.tagging.numerals import Numerals
from eligibility.tagging.surroundings import Surroundings
from eligibility.tagging.written_units import WrittenUnits

OPENING, CLOSING = frozenset("(["), frozenset(")]")
"""Brackets."""
_BESIDE = frozenset({",", "/", "\\"})
"""Signs between a time and half-lives."""
_WORDS = frozenset({"half", "halflife", "halflive"})
"""Words without one of which no half-lives are named."""
_COMMA = ","
_COMPARED = ("within", "lt", "le", "ge", "min")
"""Kinds of cues before the half-lives: "30 days or |fewer than| 5 half-lives"."""
_TOLD = ("before", "prior", "after", "of", "from", "since", "following")
"""Kinds of cues between a time and what it is told from."""


class HalfLives:
    """The half-lives in a criterion.

    Args:
        around: the criterion.
        numerals: its numbers.
        units: its units.

    Attributes:
        named: whether half-lives are named anywhere.
    """

    __slots__ = ("around", "folded", "named", "numerals", "units")

    def __init__(self, around: Surroundings, numerals: Numerals, units: WrittenUnits) -> None:
        self.around, self.numerals, self.units = around, numerals, units
        self.folded = around.tokens.folded
        self.named = not _WORDS.isdisjoint(around.tokens.words)

    def at(self, place: int) -> Tagged | None:
        """The tag of half-lives that a token begins, with the "or" between them and the time that may hold instead."""
        end = self._end(place)
        if end is None:
            return None
        joined = end < self.around.count and (self.folded[end] == "/" or self.around.is_cue(end, "or"))
        return Tagged("HALVES", place, end + joined)

    def aside(self, place: int) -> Tagged | None:
        """What may follow a time and leaves it as it is: half-lives instead, or the same time over again in brackets.

        "30 days |or 5 half-lives|", "30 days |(or 5 half-lives, whichever is longer)|", "6 months |(180 days)|".
        """
        if not self.named and self.folded[place] not in OPENING:
            return None
        told = self._past_aside(place) if self.named else place
        if told > place:
            return Tagged("SKIP", place, told)
        count = self.around.count
        at = place + (self.folded[place] in OPENING)
        start = at + (at < count and (self.folded[at] in _BESIDE or self.around.is_cue(at, "or")))
        again = self.units.calendar(at + 1) if start == at > place and self._is_number(at) else None
        start = self._past(start, *_COMPARED) if start > at else start
        end = self._end(start) if start > place else None
        tag = "HALVES"
        if end is None and again is not None:
            tag, end = "SKIP", again.last
        if end is None or at == place:
            return None if end is None else Tagged(tag, place, self._past_aside(end))
        end = self._past(end + (self.folded[end : end + 1] == [_COMMA]), "whichever", but=end)
        closed = end < count and self.folded[end] in CLOSING
        return Tagged(tag, place, end + 1) if closed else None

    def _end(self, place: int) -> int | None:
        """The end of a number of half-lives: "5 half-lives", "five (5) half-lives"."""
        if not self.named or place >= self.around.count:
            return None
        ends = [last for _, last, meaning in self.around.phrases.get(place, ()) if meaning.measure == "NUM"]
        if self._is_number(place):
            ends.append(place + 1)
        for end in ends:
            value = read_number(self.around.tokens.written[place]) if end == place + 1 else None
            for _, last, meaning in self.around.phrases.get(self.numerals.restated(end, value), ()):
                if "half_life" in meaning.cues:
                    return last
        return None

    def _past_aside(self, place: int) -> int:
        """Past words that end a choice, where both times are told from what follows: "|(whichever is longer)| of X"."""
        at = place + (self.folded[place : place + 1] in (["("], [_COMMA]))
        end = self._past(at, "whichever", but=place)
        if end == place or self.folded[end : end + 1] != [")" if self.folded[place] == "(" else _COMMA]:
            return place
        return end + 1 if self.around.is_cue(end + 1, *_TOLD) else place

    def _past(self, place: int, *kinds: str, but: int | None = None) -> int:
        """Past a cue of one of some kinds; the same place, or `but`, where none begins there."""
        found = self.around.phrases.get(place, ())
        ends = (last for _, last, meaning in found if not meaning.cues.keys().isdisjoint(kinds))
        return next(ends, place if but is None else but)

    def _is_number(self, place: int) -> bool:
        return place < self.around.count and self.around.tokens.numeric[place]
