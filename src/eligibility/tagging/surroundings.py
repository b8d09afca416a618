"""Surroundings: what stands where in a criterion, as limits and times see it."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Protocol

from eligibility.tagging.lexicon import Match
from eligibility.tagging.tokens import Tokens

_LONGEST_CUE = 6
"""Tokens of a cue that is looked for backwards."""
_EACH = frozenset({"a", "each"})
"""What stands before the time in which something goes on for so long."""
_PERIODS = (["night"], ["day"], ["week"], ["month"])


class UnitReader(Protocol):
    """What is needed of `eligibility.grammar.units.Units`."""

    def match(self, text: str, pos: int = 0) -> int | None:
        """The end of the unit written at a place, None without one."""

    def ucum(self, written: str) -> str | None:
        """The UCUM code of a unit as written, None if it is unknown."""


class Surroundings:
    """The tokens and phrases of a criterion, by place.

    Args:
        units: reads units.
        tokens: the criterion.
        measured: the phrases in it that have a part in limits and times; of those that begin together shorter ones
            first.

    Attributes:
        count: how many tokens there are.
        phrases: the phrases that begin at a token, the longest first.
        heard: the tokens at which a phrase begins with which a limit or time may begin or go on.
    """

    __slots__ = ("count", "heard", "phrases", "tokens", "units")

    def __init__(self, units: UnitReader, tokens: Tokens, measured: Sequence[Match]) -> None:
        self.units, self.tokens = units, tokens
        self.count = len(tokens.folded)
        self.phrases: dict[int, list[Match]] = {}
        self.heard: set[int] = set()
        phrases, heard = self.phrases, self.heard
        for match in reversed(measured):
            first = match[0]
            if first in phrases:
                phrases[first].append(match)
            else:
                phrases[first] = [match]
            if match[2].heard:
                heard.add(first)

    def is_cue(self, place: int, *kinds: str) -> bool:
        """Whether a cue of one of some kinds begins at a token."""
        for _, _, meaning in self.phrases.get(place, ()):
            for kind in kinds:
                if kind in meaning.cues:
                    return True
        return False

    def ends_in_cue(self, place: int, kind: str) -> bool:
        """Whether a cue of a kind ends right before a token."""
        return any(
            last == place and kind in meaning.cues
            for start in range(max(0, place - _LONGEST_CUE), place)
            for _, last, meaning in self.phrases.get(start, ())
        )

    def bracketed_cue(self, place: int, tags: Container[str | None]) -> int | None:
        """The end of brackets that open at a token and hold only words with one of some tags: "at least |(≥)| 18"."""
        ends = (last for _, last, meaning in self.phrases.get(place + 1, ()) if meaning.measure in tags)
        return next((last + 1 for last in ends if self.tokens.folded[last : last + 1] == [")"]), None)

    def names_age(self, place: int) -> bool:
        """Whether a token names what is limited, and does not end an age: "|age| up to 70", not "18 years of |age|"."""
        return self.tokens.folded[place] == "age" and self.tokens.folded[place - 1 : place] != ["of"]

    def time_unit(self, place: int) -> tuple[int, str] | None:
        """The end and the name of the unit of time that begins at a token, unless it only says how often."""
        for _, last, meaning in self.phrases.get(place, ()):
            rule = meaning.cues.get("time_unit")
            if rule is not None and not self.is_rate(last):
                return last, rule.name
        return None

    def is_rate(self, place: int) -> bool:
        """Whether "per" follows: "30 minutes |per day", "6 hours |a night" are rates, and no times."""
        if place >= self.count:
            return False
        word = self.tokens.folded[place]
        return (
            word == "/"
            or self.is_cue(place, "per")
            or (word in _EACH and self.tokens.folded[place + 1 : place + 2] in _PERIODS)
        )

    def is_unit(self, place: int) -> bool:
        """Whether a unit begins at a token."""
        if place >= self.count:
            return False
        return self.is_cue(place, "time_unit") or (
            self.units.match(self.tokens.text, self.tokens.starts[place]) is not None
        )
