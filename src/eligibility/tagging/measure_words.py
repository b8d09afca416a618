"""Words of limits and times: which of several tags a phrase has, by what stands before and behind it."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.grammar.limits import Tagged
from eligibility.tagging.folding import fold
from eligibility.tagging.half_lives import HalfLives
from eligibility.tagging.lexicon import Match
from eligibility.tagging.magnitudes import spelled
from eligibility.tagging.meanings import Meaning
from eligibility.tagging.numerals import Numerals
from eligibility.tagging.remarks import BOUNDS, begins_limit, compares, refers
from eligibility.tagging.surroundings import Surroundings
from eligibility.tagging.written_units import WrittenUnits

TURNED = {"≤": "POST_GE", "<": "POST_GT", "≥": "POST_LE", ">": "POST_LT"}
"""Signs between a number and what it limits, and the tags of what they say of it: "18 |≤| age"."""
EXTREMES, BASELINE = frozenset({"MIN", "MAX"}), "baseline"
"""Comparators behind which a reference says which value is meant: "a minimum |baseline| score of 4"."""
_DURING = frozenset({"IN", "AT"})
RANGING = frozenset({"BETWEEN", "FROM"})
"""Tags after which "and" stands between two numbers."""
RANGED = frozenset({"NUM", "LEVEL", "UNIT", "TUNIT", "OLD"})
_HALF_BEFORE = frozenset({"NUM", "UNIT"})
"""Tags behind which the other half of a blood pressure may stand."""
_TENS = 2
"""The fewest figures that a half of it has."""
ONE = frozenset({"a", "an"})
"""Words that are a number between a comparator and a unit of time: "more than |a| year"."""
_TURNING = frozenset({"TO", "LE", "TIMES"})
"""Tags of words that say one of two things: "up to", "x"."""
_POST, _PARTUM = "post", "partum"
"""What a state is named with, and not when something was: "6 weeks |post-partum|"."""
_PAST = "past"
_PAST_NOUNS = frozenset({"history", "medical", "surgical"})
"""Words that "past" stands before as an adjective."""
_HALF = 0.5
"""The number before "the days" that is no part of a day: "pain on at least |half| the days"."""
_SEVERE = fold("severe")
_FOLDS = frozenset({"FOLD", "TIMES"})
"""Tags of how many times as much as a reference limit something is: "three times |or more the ULN|"."""
BEFORE_ANCHOR = frozenset({"AFTER", "AT", "AT_TIME", "AROUND", "BEFORE", "FOLLOWING", "OF", "PRIOR", "SINCE"})
"""Tags after which words that are both a reference limit and an anchor are the anchor: "before |baseline"."""
BEFORE_UNIT = frozenset({"NUM", "POST_GE", "POST_GT", "POST_LE", "POST_LT"})
"""Tags after which a unit may follow: "3 |mg", "3 or more |attacks of"."""


class MeasureWords:
    """Gives the phrases of one criterion the tags that they have there.

    Args:
        around: the criterion and its phrases.
        named: where names of several words begin.
    """

    __slots__ = ("around", "count", "folded", "halves", "named", "numerals", "phrases", "posts", "tokens", "units")

    def __init__(self, around: Surroundings, named: frozenset[int]) -> None:
        self.around, self.named = around, named
        self.tokens, self.phrases, self.count = around.tokens, around.phrases, around.count
        self.folded = self.tokens.folded
        self.numerals, self.units = Numerals(around), WrittenUnits(around)
        self.halves = HalfLives(around, self.numerals, self.units)
        self.posts = _PARTUM in self.tokens.words

    def cue(self, phrases: Sequence[Match], before: str) -> Tagged | None:
        """What the longest phrase at a token is that has a tag, given the tag just before it."""
        for first, last, meaning in phrases:
            tag = meaning.measure
            if tag == "REF" and before in BEFORE_ANCHOR and (anchor := meaning.cues.get("anchor")) is not None:
                return Tagged("ANCHOR", first, last, anchor.name)
            if tag is None or (tag == "REF" and meaning.inferred) or (tag == "TUNIT" and self._is_letter(first, last)):
                continue
            behind = meaning.postposed or tag == "OLD"
            which = before in EXTREMES and meaning.ref == BASELINE
            if (
                which
                or (behind and self._is_of_next(first, last, meaning, before))
                or (self.posts and self._is_state(first, last))
            ):
                continue
            if tag == "ANCHOR" and before in _DURING and (first in self.named or self._is_described(last)):
                continue
            if tag in _TURNING:
                tag = self._turned(tag, (first, last, meaning), before)
            elif tag == "LAST" and before == "TUNIT" and self._is_beyond(first, last):
                tag = "AFTER"
            if meaning.value == "numbered" and not (last < self.count and self.tokens.numeric[last]):
                continue
            if tag in {"NUM", "FOLD"}:
                if self.halves.named and (halves := self.halves.at(first)) is not None:
                    return halves
                if tag == "FOLD" and self._is_how_often(last):
                    return Tagged("NUM", first, last, meaning.value)
                once = tag == "FOLD" and meaning.value == 1 and before not in BOUNDS
                if once or (meaning.value == _HALF and self._is_of_time(last)):
                    continue
                whole = spelled(first, self.around, ends_at_and=before in RANGING)
                end, value = whole if whole is not None and whole[0] > last else (last, meaning.value)
                return Tagged(tag, first, self.numerals.restated(end, value), value)
            return Tagged(tag, first, last, meaning.value)
        return None

    def _is_of_next(self, first: int, last: int, meaning: Meaning, before: str) -> bool:
        """Whether words behind a number go with what follows them: "1 |or more| than", "two |of age| ≥ 75".

        A number in words counts, and is no grade that something is worse than: "one or more |severe| exacerbations".
        """
        if meaning.postposed:
            counted = self.tokens.folded[last - 1] == _SEVERE and self.tokens.written[first - 1][1:].islower()
            referred = before not in _FOLDS and refers(last, self.around)
            return last - 1 in self.named or counted or referred or compares(last, self.around)
        return meaning.measure == "OLD" and before in BEFORE_UNIT and begins_limit(last, self.around)

    def _turned(self, tag: str, match: Match, before: str) -> str:
        """The tag of words that say one of two things, given the tag before them and what stands behind them."""
        first, last, meaning = match
        if tag == "TO" and "before" in meaning.cues and self.around.is_cue(last, "anchor"):
            return "BEFORE"
        if tag == "LE" and before in RANGED and "to" in meaning.cues:
            return "LE" if before == "OLD" and self.around.names_age(first - 1) else "TO"
        return "FOR" if tag == "TIMES" and not before and self._lasts(last) else tag

    def _lasts(self, place: int) -> bool:
        """Whether a length of time follows "x", which then says how long: "stable dose x |3 months|"."""
        digits = place < self.count and self.tokens.numeric[place]
        return digits and self.around.time_unit(place + 1) is not None

    def _is_how_often(self, place: int) -> bool:
        """Whether words like "twice" say how often: "twice |a week|", "twice |or more per day|"."""
        after = [last for _, last, meaning in self.phrases.get(place, ()) if meaning.measure in TURNED.values()]
        return any(self.units.rate(at) is not None for at in (place, *after) if at < self.count)

    def _is_described(self, place: int) -> bool:
        """Whether words for an anchor only describe what follows: "in the study |eye"."""
        return place < self.count and self.folded[place][0].isalpha() and place not in self.phrases

    def spanned(self, place: int, before: str) -> Tagged | None:
        """ "Over a" before a length of time in digits, in which something is: "5 seizures |over a| 12-week period"."""
        digits = place + 2
        if before in _HALF_BEFORE and self._is_halved(place):
            return Tagged("SLASH", place, place + 1)
        if self.folded[place] != "over" or before == "FOR" or digits + 1 >= self.count:
            return None
        if self.folded[place + 1] not in ONE or not self.tokens.numeric[digits]:
            return None
        unit = digits + 1 + (self.folded[digits + 1] == "-")
        return Tagged("WITHIN", place, digits) if self.units.calendar(unit) is not None else None

    def _is_halved(self, place: int) -> bool:
        """Whether "over" stands between the halves of a blood pressure: "above 150 |over| 95"."""
        after = place + 1
        if self.folded[place] != "over" or after >= self.count or len(self.tokens.written[after]) < _TENS:
            return False
        halves = self.tokens.numeric[after] and "pressure" in self.tokens.words
        return halves and self.units.calendar(after + 1) is None

    def _is_letter(self, first: int, last: int) -> bool:
        """Whether tokens are one letter, which is a unit of time only behind a number: "for |H|. pylori"."""
        return last - first == 1 and len(self.folded[first]) == 1

    def _is_state(self, first: int, last: int) -> bool:
        """Whether a word only begins the name of a state: "6 weeks |post|-partum"."""
        return self.folded[first] == _POST and _PARTUM in self.folded[last : last + 2]

    def _is_beyond(self, first: int, last: int) -> bool:
        """Whether "past" stands between a length of time and what it is told from: "2 years |past| menopause"."""
        if self.folded[first] != _PAST or last >= self.count or not self.folded[last][0].isalpha():
            return False
        return self.folded[last] not in _PAST_NOUNS and self.units.calendar(last) is None

    def _is_of_time(self, place: int) -> bool:
        """Whether what a number is a part of is several units of time: "at least half |the days|"."""
        return self.folded[place : place + 1] == ["the"] and self.units.calendar(place + 1) is not None
