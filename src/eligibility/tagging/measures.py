"""The tags that quantity.lark and time.lark read: numbers, units, comparators, reference limits, calendar words.

A token gets at most one of these tags. What a number belongs to decides whether it is tagged at all: "COVID-19",
"visit 2", "(1)" and "1.73" inside a unit are no numbers that limit anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import or_

from eligibility.grammar.limits import Tagged
from eligibility.grammar.numbers import read_number
from eligibility.tagging.counted import COUNTED, MEASURED, apart
from eligibility.tagging.half_lives import CLOSING, OPENING
from eligibility.tagging.levels import is_level
from eligibility.tagging.lexicon import Match, Matches
from eligibility.tagging.measure_words import (
    BASELINE,
    BEFORE_ANCHOR,
    BEFORE_UNIT,
    EXTREMES,
    ONE,
    RANGED,
    RANGING,
    TURNED,
    MeasureWords,
)
from eligibility.tagging.numerals import Numeral
from eligibility.tagging.remarks import BOUNDS, LONGEST_REMARK, begins_limit, remark
from eligibility.tagging.scale_levels import ScaleLevels, goes_on
from eligibility.tagging.surroundings import Surroundings, UnitReader
from eligibility.tagging.tokens import Tokens
from eligibility.tagging.written_units import NORMAL, OF_NORMAL

_SIGNS = {",": "COMMA", "/": "SLASH", "\\": "SLASH"}
_ACTIVE = frozenset({*_SIGNS, "-", "+", "(", "["})
"""Signs that may get a tag."""
_ON = frozenset({"at", "with", "who", "on", "of", "in", "for", "as", "from", "and", "or", "when", "upon"})
"""Words that go on with what stands before a comma, where another comma has parted an aside from it."""
_JOINS = frozenset({"COMMA", "OR", "AND", "TO", "SLASH"})
_SIGNED_AGAIN = BOUNDS | {"TIMES"}
"""Tags of what brackets may say again: "at least |(≥)| 18", "2.5 times |(x)| ULN"."""
_BEFORE_REF = BOUNDS | {"WITHIN", "NUM", "FOLD", "TIMES", "UNIT", "POST_GE", "POST_LE"}
"""Tags after which a reference limit may begin with words that are none alone."""
_AND = "and"
"""A word within a reference limit that begins none: "≥ 40 % |and| expected survival"."""
_BELOW = frozenset({"LT", "LE"})
"""Comparators of which one with the name of a control compares nothing: "under |control"."""
_CLOTTING = frozenset({"s", "ms"})
"""Units of time that are told of what is measured: "within 3 |seconds| of normal"."""
_OFTEN = frozenset({"/min", "/h", "/d", "/wk", "/mo", "/a"})
"""Units in which it is told how often something is, and how many a day of what is named."""
_GOES_ON = BEFORE_UNIT | {"TIMES"}
_ENDING, _OTHER_END = BEFORE_UNIT | {"UNIT", "TUNIT"}, (["but"], ["and"])
"""Tags behind which brackets may hold the other end of a range, and the words with which they then begin."""
_LASTS, _HAVING = ["of"], frozenset({"with", "had", "has", "have", "having", "after", "despite", "or", "and", ","})
"""What stands behind how long something lasts, and what may stand before it: "|with| a year |of| infertility"."""
_BEGUN = ONE | {"over"}
"""Words with which a length of time of one unit, or one that is gone through, may begin."""
_OR_MORE = frozenset({"POST_GE", "POST_GT", "POST_LE", "POST_LT"})
"""Tags of comparators behind a number, which "a" and a unit behind them are no unit of: "3 times |or more| a week"."""
_TURNABLE = RANGED | {"REF"}
"""Tags after which a comparator may stand that is turned round: "2 x ULN |≥| ALT"."""
_GRADED = {"stage", "grade"}
"""Scales of which one does not go on with the levels of the other: "stage II or |grade 3"."""
_OUT_OF, _OF_LAST = ("of", "out"), frozenset({"of", "the", "last", "past", "most", "recent", "previous"})
"""Words before a number of times of which another number is some, and between: "2 |of the last| 3 tests"."""
_LONGEST_REF = 9
_ORDINAL = ["one", "second"]
"""A number, and which of several something is: "at least one |second-generation| drug"."""


class Measures:
    """Gives the tokens of a criterion their tags for quantity.lark and time.lark.

    Args:
        units: reads units.
    """

    def __init__(self, units: UnitReader) -> None:
        self.units = units

    def tag(self, tokens: Tokens, found: Matches) -> list[Tagged]:
        """The tags of a criterion, in reading order; most tokens have none.

        Args:
            tokens: the criterion.
            found: the phrases in it.
        """
        around = Surroundings(self.units, tokens, found.measured)
        taken, named = _taken(found.several, len(tokens)), _named(found.several)
        return apart(_Pass(around, taken, named).run(), found.spoken, tokens)


def _taken(several: Iterable[Match], count: int) -> bytearray:
    """One byte a token, not zero where a concept with a number in it stands ("type 2 diabetes", "time in |range")."""
    taken = bytearray(count)
    for first, last, meaning in several:
        if meaning.numbered:
            taken[first:last] = b"\x01" * (last - first)
        elif meaning.measured and meaning.concept is not None and not meaning.scaled:
            taken[first + 1 : last] = b"\x01" * (last - first - 1)
    return taken


def _named(several: Iterable[Match]) -> frozenset[int]:
    """Where names of several words begin: "within 3 weeks, or |lower| back pain" compares nothing."""
    return frozenset([first for first, _, meaning in several if meaning.concept is not None])


class _Pass(MeasureWords):
    """One criterion's way through the tagger."""

    __slots__ = ("closed", "glued", "levels", "normals", "taken")

    def __init__(self, around: Surroundings, taken: bytearray, named: frozenset[int]) -> None:
        super().__init__(around, named)
        self.taken, self.glued = taken, self.tokens.glued
        self.levels = ScaleLevels(self.tokens)
        self.closed = -1
        self.normals = NORMAL in self.tokens.written

    def run(self) -> list[Tagged]:
        """All tags; where nothing can begin, nothing is looked up."""
        begins, taken, levels = self._begins(), self.taken, self.levels
        out: list[Tagged] = []
        place, previous = 0, None
        while place < self.count:
            if not begins[place] and place > levels.until and (previous is None or previous.tag not in _GOES_ON):
                place, previous = begins.find(1, place), None
                if place < 0:
                    break
            if place == self.closed:
                out.append(Tagged("SKIP", place, place + 1))
                place += 1
                continue
            if taken[place]:
                self._name_scales(place)
            item = None if taken[place] else self.at(place, previous)
            if item is None:
                previous = None
                place += 1
                continue
            out.append(item)
            if self.closed >= item.last:
                begins[self.closed] = 1
            if item.tag != "SKIP":
                previous = item
            place = item.last
        return out

    def _name_scales(self, place: int) -> None:
        """Takes the scales that are named at a token which is part of a name with a number: "|FIGO 2018 stage| III"."""
        for _, last, meaning in self.phrases.get(place, ()):
            if meaning.scaled:
                self.levels.name(last)

    def _begins(self) -> bytearray:
        """One byte a token, 1 where a limit or time may begin or go on: at a number, a sign, and some phrases."""
        begins = bytearray(map(or_, self.tokens.numeric, map(_ACTIVE.__contains__, self.folded)))
        for place in self.around.heard:
            begins[place] = 1
        return begins

    def at(self, place: int, previous: Tagged | None) -> Tagged | None:
        """The tag that begins at a token, given the tag just before it."""
        before, levels = "" if previous is None else previous.tag, self.levels
        phrases = self.phrases.get(place, ())
        begins_ref, scaled_by, reached = before in _BEFORE_REF, levels.by, place <= levels.until
        if previous is not None and before == "TUNIT" and previous.value in _CLOTTING:
            begins_ref = True
        for _, last, meaning in phrases:
            begins_ref = begins_ref or meaning.leads
            if meaning.scaled:
                levels.name(last)
        unit = None
        if before in BEFORE_UNIT:
            unit = None if self.is_ordinal(place) else self.units.after_number(place)
            if unit is None and before == "NUM" and not self.tokens.numeric[place - 1]:
                unit = self.units.rate(place)
        if self.normals:
            unit = self.units.normal(place, previous) or unit
        if unit is not None and (before in OF_NORMAL or unit.value in COUNTED or is_composed(unit.value)):
            return unit
        if place <= levels.until and (level := levels.read(place, before)) is not None:
            return level
        aside = self.halves.aside(place) if before == "TUNIT" else self.most(place) if before == "NUM" else None
        if aside is not None:
            return aside
        if begins_ref and phrases and (reference := self.reference(place, before)):
            return reference
        if self.tokens.numeric[place]:
            return self.number(place)
        word = self.folded[place]
        signs = not word[0].isalpha()
        begun = self.single(place, before) or self.spanned(place, before) if word in _BEGUN else None
        begun = begun or (self.signed(place, before) if signs else None) or self.cue(phrases, before)
        if begun is None and phrases and (scaled_by == levels.by or {scaled_by, levels.by} != _GRADED):
            begun = self.skipped(place, phrases, before, reached=reached)
        return begun or (self.sign(place, before) if signs else None)

    def single(self, place: int, before: str) -> Tagged | None:
        """The number that "a" is between a comparator and a unit of time: "more than |a| year", "|a| year of pain"."""
        if before not in BOUNDS and self.folded[place + 2 : place + 3] != _LASTS:
            return None
        if self.folded[place] not in ONE or self.around.time_unit(place + 1) is None:
            return None
        begins = before in BOUNDS or not place or self.folded[place - 1] in _HAVING
        return Tagged("NUM", place, place + 1, 1.0) if begins else None

    def signed(self, place: int, before: str) -> Tagged | None:
        """What a sign is that is another elsewhere: a minus, a dash left hanging, a comparator turned round."""
        sign = self.folded[place]
        if sign in "+-" and before not in RANGED and not self.joins_to(place, before):
            if sign == "+" and before == "REF" and self.tokens.numeric[place + 1 : place + 2] == [True]:
                return Tagged("PLUS", place, place + 1)
            grade = self.numerals.plusses(place)
            return _number(self.numerals.signed(place)) if grade is None else Tagged("LEVEL", *grade)
        if sign == "-":
            return self.dash(place, before)
        if sign in TURNED and before in _TURNABLE and self.names(place + 1):
            return Tagged(TURNED[sign], place, place + 1)
        return None

    def dash(self, place: int, before: str) -> Tagged:
        """What a dash is: "to", or nothing: "18-|to-75", "-year|-old", "I|- III"."""
        after = place + 1
        glued = after < self.count and self.glued[after]
        hanging = self.glued[place] and after < self.count and not (glued or self.tokens.numeric[after])
        if before == "LEVEL" and hanging and is_level(self.tokens.written[after]):
            return Tagged("TO", place, after)
        silent = hanging or self.joins_to(place, before) or (before == "TUNIT" and self.around.is_cue(after, "old"))
        return Tagged("SKIP" if silent else "TO", place, after)

    def joins_to(self, place: int, before: str) -> bool:
        """Whether a dash only joins "to" to its numbers: "18|-to|-75"."""
        return (
            self.folded[place] == "-" and self.glued[place] and (before == "TO" or self.around.is_cue(place + 1, "to"))
        )

    def names(self, place: int) -> bool:
        """Whether a token begins a name, and nothing that a comparator before it compares with."""
        if place >= self.count or not self.folded[place][0].isalpha():
            return False
        return not self.around.is_cue(place, "num", "ref", "det", "approx", "anchor")

    def is_ordinal(self, place: int) -> bool:
        """Whether "second" says which of several something is: "at least one |second|-generation drug"."""
        if self.folded[place - 1 : place + 1] != _ORDINAL:
            return False
        return self.names(place + 2 if self.folded[place + 1 : place + 2] == ["-"] else place + 1)

    def is_counted(self, place: int) -> bool:
        """Whether a name follows, which the words before it describe: "2 normal |ECGs"."""
        tagged = any(phrase[2].tagged for phrase in self.phrases.get(place, ()))
        return place < self.count and self.folded[place][0].isalpha() and not tagged

    def most(self, place: int) -> Tagged | None:
        """What the number before is out of, also where the comparator is still to come: "24 |out of 30| or more".

        So it is of several times that something is measured: "on two |of three| readings".
        """
        word = self.folded[place]
        if word in _OUT_OF and (several := self._several(place + 1)) is not None:
            return Tagged("SKIP", place, several)
        end = self.numerals.highest(place + 2) if word == "out" else None
        if end is None:
            return None
        return Tagged("SKIP" if self.around.is_cue(end, "post_ge", "post_le") else "SCALE", place, end)

    def _several(self, place: int) -> int | None:
        """The end of a number of times that something is measured: "two of |the last three| tests"."""
        while place < self.count and self.folded[place] in _OF_LAST:
            place += 1
        if place + 1 >= self.count or not (self.tokens.numeric[place] or self.around.is_cue(place, "num")):
            return None
        unit = self.units.after_number(place + 1)
        return place + 1 if unit is not None and unit.value in MEASURED else None

    def skipped(self, place: int, phrases: Sequence[Match], before: str, *, reached: bool) -> Tagged | None:
        """Words that limits are read without: "about"; and the name of a scale between a comparator and a level.

        Between two levels it is one where they are `reached` by the name of a scale: "stage II or |stage| III".
        """
        if before in _OR_MORE and self.folded[place] in ONE and self.around.time_unit(place + 1) is not None:
            return None
        for _, last, meaning in phrases:
            if meaning.skipped:
                return Tagged("SKIP", place, last)
            if before in BEFORE_ANCHOR and "expected" in meaning.cues and self.around.is_cue(last, "anchor"):
                return Tagged("SKIP", place, last)
        if before in BOUNDS or (before in _JOINS and reached):
            for _, last, meaning in phrases:
                if "scale" in meaning.cues:
                    return Tagged("SKIP", place, last)
        return None

    def sign(self, place: int, before: str) -> Tagged | None:
        """What a sign is, given the tag just before it."""
        sign = self.folded[place]
        if sign in OPENING and (end := self.opened(place, before)) is not None:
            return Tagged("SKIP", place, end)
        if sign == "+" and before in {"NUM", "TUNIT"} and self.glued[place] and not goes_on(place + 1, self.tokens):
            compared = self.around.is_cue(place + 1, "post_ge", "post_le") or self.numerals.grades_on(place)
            return Tagged("SKIP" if compared else "POST_GE", place, place + 1)
        if sign == "/" and before == "NUM" and (end := self.numerals.ends_scale(place)) is not None:
            return Tagged("SCALE", place, end)
        if sign == "(" and before in RANGED and (end := remark(place, self.around)) is not None:
            return Tagged("SKIP", place, end)
        if sign in "(," and before and (inclusive := self.inclusive(place, sign == "(")):
            return inclusive
        return Tagged(_SIGNS[sign], place, place + 1) if sign in _SIGNS else None

    def opened(self, place: int, before: str) -> int | None:
        """The end of what an opening bracket adds to a limit that goes on: the comparator once more, or nothing."""
        again = self.around.bracketed_cue(place, _SIGNED_AGAIN) if before in _SIGNED_AGAIN else None
        return again or (place + 1 if self.opens(place, before) else None)

    def opens(self, place: int, before: str) -> bool:
        """Whether a bracket only stands before an amount: "between |(18 and 65)", "≤ |(|2.5 x ULN)".

        So it does before the other end of a range: "two or more |(but| no more than four) drugs".
        """
        if before in RANGING and self.folded[place] == "(":
            return True
        ends = (
            before in _ENDING
            and self.folded[place + 1 : place + 2] in _OTHER_END
            and begins_limit(place + 2, self.around)
        )
        if not ends and (before not in BOUNDS or place + 1 == self.count or not self.tokens.numeric[place + 1]):
            return False
        for at in range(place + 2, min(place + LONGEST_REMARK, self.count)):
            if self.folded[at] in CLOSING:
                self.closed = at
                return True
            if self.folded[at] in OPENING or self.folded[at] == ",":
                return False
        return False

    def inclusive(self, place: int, bracketed: bool) -> Tagged | None:
        """The word "inclusive" after a range, in brackets or behind a comma."""
        for _, last, meaning in self.phrases.get(place + 1, ()):
            if "inclusive" not in meaning.cues:
                continue
            if not bracketed:
                aside = self.folded[last : last + 1] == [","] and not _ON.isdisjoint(self.folded[last + 1 : last + 2])
                return Tagged("INCLUSIVE", place, last + aside)
            if last < self.count and self.folded[last] == ")":
                between = self.around.is_cue(last + 1, "and", "to")
                return Tagged("SKIP" if between else "INCLUSIVE", place, last + 1)
        return None

    def reference(self, place: int, before: str) -> Tagged | None:
        """A reference limit with the words before it: "the institutional upper limit of normal", "of predicted"."""
        if self.folded[place] == _AND:
            return None
        at: int | None = place
        while at is not None and at < self.count and at - place < _LONGEST_REF and not self.taken[at]:
            phrases = self.phrases.get(at, ())
            for _, last, meaning in phrases:
                described = before == "UNIT" or (before == "NUM" and self.is_counted(last))
                described = described or (before in _BELOW and meaning.ref == "other")
                which = before in EXTREMES and meaning.ref == BASELINE
                if (
                    meaning.ref is not None
                    and not which
                    and not (meaning.inferred and (described or before == "WITHIN"))
                ):
                    return Tagged("REF", place, last, meaning.ref)
            at = next((last for _, last, meaning in phrases if meaning.before_ref), None)
        return None

    def number(self, place: int) -> Tagged | None:
        """A number in digits, where it limits something."""
        if self.halves.named and (halves := self.halves.at(place)) is not None:
            return halves
        if (end := self.numerals.spans_scale(place) or self.numerals.highest(place)) is not None:
            return Tagged("SCALE", place, end)
        if self.closed == place + 1 and self.tokens.folded[place - 1] in OPENING:
            return Tagged("NUM", place, place + 1, read_number(self.tokens.written[place]))
        return _number(self.numerals.at(place))


def is_composed(unit: str | None) -> bool:
    """Whether a unit can only be that of the number before it, and tells not how often: "1,000 or more |per µL|"."""
    return unit is not None and "/" in unit and unit not in _OFTEN


def _number(found: Numeral | None) -> Tagged | None:
    return None if found is None else Tagged("NUM", *found)


def runs(tagged: Iterable[Tagged]) -> Iterator[list[Tagged]]:
    """The tags in unbroken sequence: each begins where the one before ends."""
    run: list[Tagged] = []
    end = -1
    for item in tagged:
        if item.first != end and run:
            yield run
            run = []
        end = item.last
        if item.tag != "SKIP":
            run.append(item)
    if run:
        yield run
