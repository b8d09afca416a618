"""The tags that quantity.lark and time.lark read: numbers, units, comparators, reference limits, calendar words.

A token gets at most one of these tags. What a number belongs to decides whether it is tagged at all: "COVID-19",
"visit 2", "(1)" and "1.73" inside a unit are no numbers that limit anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import or_

from eligibility.grammar.limits import Tagged
from eligibility.grammar.numbers import read_number
from eligibility.tagging.counted import COUNTED, apart
from eligibility.tagging.folding import fold
from eligibility.tagging.half_lives import CLOSING, OPENING, HalfLives
from eligibility.tagging.levels import is_level, is_part_of_letter, level_number
from eligibility.tagging.lexicon import Match, Matches
from eligibility.tagging.magnitudes import spelled
from eligibility.tagging.meanings import Meaning
from eligibility.tagging.numerals import Numeral, Numerals
from eligibility.tagging.remarks import BOUNDS, LONGEST_REMARK, begins_limit, compares, remark
from eligibility.tagging.surroundings import Surroundings, UnitReader
from eligibility.tagging.tokens import Tokens
from eligibility.tagging.written_units import NORMAL, OF_NORMAL, WrittenUnits

_SIGNS = {",": "COMMA", "/": "SLASH", "\\": "SLASH"}
_ACTIVE = frozenset({*_SIGNS, "-", "+", "(", "["})
"""Signs that may get a tag."""
_TURNED = {"≤": "POST_GE", "<": "POST_GT", "≥": "POST_LE", ">": "POST_LT"}
"""Signs between a number and what it limits, and the tags of what they say of it: "18 |≤| age"."""
_ON = frozenset({"at", "with", "who", "on", "of", "in", "for", "as", "from", "and", "or", "when", "upon"})
"""Words that go on with what stands before a comma, where another comma has parted an aside from it."""
_JOINS = frozenset({"COMMA", "OR", "AND", "TO", "SLASH"})
_SIGNED_AGAIN = BOUNDS | {"TIMES"}
"""Tags of what brackets may say again: "at least |(≥)| 18", "2.5 times |(x)| ULN"."""
_BEFORE_REF = BOUNDS | {"NUM", "FOLD", "TIMES", "UNIT", "POST_GE", "POST_LE"}
"""Tags after which a reference limit may begin with words that are none alone."""
_BEFORE_ANCHOR = frozenset({"AFTER", "AT", "AT_TIME", "AROUND", "BEFORE", "FOLLOWING", "OF", "PRIOR", "SINCE"})
"""Tags after which words that are both a reference limit and an anchor are the anchor: "before |baseline"."""
_BELOW = frozenset({"LT", "LE"})
"""Comparators of which one with the name of a control compares nothing: "under |control"."""
_EXTREMES, _BASELINE = frozenset({"MIN", "MAX"}), "baseline"
"""Comparators behind which a reference says which value is meant: "a minimum |baseline| score of 4"."""
_CLOTTING = frozenset({"s", "ms"})
"""Units of time that are told of what is measured: "within 3 |seconds| of normal"."""
_DURING = frozenset({"IN", "AT"})
_RANGING = frozenset({"BETWEEN", "FROM"})
"""Tags after which "and" stands between two numbers."""
_BEFORE_UNIT = frozenset({"NUM", "POST_GE", "POST_GT", "POST_LE", "POST_LT"})
"""Tags after which a unit may follow: "3 |mg", "3 or more |attacks of"."""
_OFTEN = frozenset({"/min", "/h", "/d", "/wk", "/mo", "/a"})
"""Units in which it is told how often something is, and how many a day of what is named."""
_GOES_ON = _BEFORE_UNIT | {"TIMES"}
_ENDING, _OTHER_END = _BEFORE_UNIT | {"UNIT", "TUNIT"}, (["but"], ["and"])
"""Tags behind which brackets may hold the other end of a range, and the words with which they then begin."""
_RANGED = frozenset({"NUM", "LEVEL", "UNIT", "TUNIT", "OLD"})
_HALF_BEFORE = frozenset({"NUM", "UNIT"})
"""Tags behind which the other half of a blood pressure may stand."""
_TENS = 2
"""The fewest figures that a half of it has."""
_ONE = frozenset({"a", "an"})
"""Words that are a number between a comparator and a unit of time: "more than |a| year"."""
_BEGUN = _ONE | {"over"}
"""Words with which a length of time of one unit, or one that is gone through, may begin."""
_TURNABLE = _RANGED | {"REF"}
"""Tags after which a comparator may stand that is turned round: "2 x ULN |≥| ALT"."""
_GRADED = {"stage", "grade"}
"""Scales of which one does not go on with the levels of the other: "stage II or |grade 3"."""
_UNSTAGED = frozenset({"level", "class", "category", "group", "type"})
"""Scales of which a letter with a figure is no stage: "language |level| B2"."""
_LONGEST_REF = 9
_TURNING = frozenset({"TO", "LE", "TIMES"})
"""Tags of words that say one of two things: "up to", "x"."""
_TIMES = frozenset({"x", "×", "*"})
_SCALE_REACH = 12
"""Tokens after the name of a scale in which its levels are looked for."""
_TNM = frozenset("TNM")
"""The letters of the three scales of tumor, nodes and metastases."""
_POST, _PARTUM = "post", "partum"
"""What a state is named with, and not when something was: "6 weeks |post-partum|"."""
_PAST = "past"
_PAST_NOUNS = frozenset({"history", "medical", "surgical"})
"""Words that "past" stands before as an adjective."""
_HALF = 0.5
"""The number before "the days" that is no part of a day: "pain on at least |half| the days"."""
_SEVERE = fold("severe")
_ORDINAL = ["one", "second"]
"""A number, and which of several something is: "at least one |second-generation| drug"."""
_LEVEL_REACH = 4
"""Tokens after a level in which the next one is looked for."""
_SUBLEVELS = frozenset("abcde")
_BACK = 2
"""Tokens from the second level of a range back to the letter of the first: "3|a|-4"."""


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


class _Pass:
    """One criterion's way through the tagger."""

    __slots__ = (
        "around",
        "closed",
        "count",
        "folded",
        "glued",
        "halves",
        "level_until",
        "named",
        "normals",
        "numerals",
        "phrases",
        "posts",
        "scale",
        "scaled_by",
        "taken",
        "tokens",
        "units",
    )

    def __init__(self, around: Surroundings, taken: bytearray, named: frozenset[int]) -> None:
        self.around, self.taken, self.named = around, taken, named
        self.tokens, self.phrases, self.count = around.tokens, around.phrases, around.count
        self.folded, self.glued = self.tokens.folded, self.tokens.glued
        self.numerals, self.units = Numerals(around), WrittenUnits(around)
        self.halves = HalfLives(around, self.numerals, self.units)
        self.level_until = self.closed = -1
        self.scale = ""
        self.scaled_by = ""
        self.normals, self.posts = NORMAL in self.tokens.written, _PARTUM in self.tokens.words

    def run(self) -> list[Tagged]:
        """All tags; where nothing can begin, nothing is looked up."""
        begins, taken = self._begins(), self.taken
        out: list[Tagged] = []
        place, previous = 0, None
        while place < self.count:
            if not begins[place] and place > self.level_until and (previous is None or previous.tag not in _GOES_ON):
                place, previous = begins.find(1, place), None
                if place < 0:
                    break
            if place == self.closed:
                out.append(Tagged("SKIP", place, place + 1))
                place += 1
                continue
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

    def _begins(self) -> bytearray:
        """One byte a token, 1 where a limit or time may begin or go on: at a number, a sign, and some phrases."""
        begins = bytearray(map(or_, self.tokens.numeric, map(_ACTIVE.__contains__, self.folded)))
        for place in self.around.heard:
            begins[place] = 1
        return begins

    def at(self, place: int, previous: Tagged | None) -> Tagged | None:
        """The tag that begins at a token, given the tag just before it."""
        before = "" if previous is None else previous.tag
        phrases = self.phrases.get(place, ())
        begins_ref, scaled_by, reached = before in _BEFORE_REF, self.scaled_by, place <= self.level_until
        if previous is not None and before == "TUNIT" and previous.value in _CLOTTING:
            begins_ref = True
        for _, last, meaning in phrases:
            begins_ref = begins_ref or meaning.leads
            if meaning.scaled:
                self.scale = "" if last > self.level_until - _SCALE_REACH else self.scale
                self.level_until = max(self.level_until, last + _SCALE_REACH)
                self.scaled_by = self.folded[last - 1].removesuffix("s")
        unit = None
        if before in _BEFORE_UNIT:
            unit = None if self.is_ordinal(place) else self.units.after_number(place)
            if unit is None and before == "NUM" and not self.tokens.numeric[place - 1]:
                unit = self.units.rate(place)
        if self.normals:
            unit = self.units.normal(place, previous) or unit
        if unit is not None and (before in OF_NORMAL or unit.value in COUNTED or is_composed(unit.value)):
            return unit
        if place <= self.level_until and (level := self.level(place, before)) is not None:
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
        if begun is None and phrases and (scaled_by == self.scaled_by or {scaled_by, self.scaled_by} != _GRADED):
            begun = self.skipped(place, phrases, before, reached=reached)
        return begun or (self.sign(place, before) if signs else None)

    def single(self, place: int, before: str) -> Tagged | None:
        """The number that "a" is between a comparator and a unit of time: "more than |a| year"."""
        if before not in BOUNDS or self.folded[place] not in _ONE or self.around.time_unit(place + 1) is None:
            return None
        return Tagged("NUM", place, place + 1, 1.0)

    def level(self, place: int, before: str) -> Tagged | None:
        """The level of a scale that begins at a token within its reach, after which the reach begins anew."""
        written, last = self.tokens.written[place], place + 1
        if not self.is_level(place, before):
            if not self.tokens.numeric[place] or len(written) > 1:
                return None
            if self.is_sublevel(last):
                last += 1
            elif self.begins_levels(place):
                pass
            elif before != "TO" or not self.is_sublevel(place - _BACK):
                return None
        self.level_until = max(self.level_until, last + _LEVEL_REACH)
        return Tagged("LEVEL", place, last, level_number(written))

    def is_level(self, place: int, before: str) -> bool:
        """Whether a token within reach of a scale is a level of it; "x" behind a number is none, nor is that number."""
        after = place + 1
        if before in {"NUM", "LEVEL"} and self.folded[place] in _TIMES:
            return False
        if after < self.count and self.folded[after] in _TIMES and self.tokens.numeric[place]:
            return False
        written = self.tokens.written[place]
        if self.scaled_by in _UNSTAGED and is_part_of_letter(written):
            return False
        return is_level(written) and self.in_scale(written)

    def begins_levels(self, place: int) -> bool:
        """Whether a token is the stage before the first one, from which levels go on: "stage |0|-II"."""
        after = place + 1
        return self.folded[place : after + 1] == ["0", "-"] and is_level(
            "".join(self.tokens.written[after + 1 : after + 2])
        )

    def is_sublevel(self, place: int) -> bool:
        """Whether a token is the letter of a level that begins with a figure: "stage 3|a|"."""
        if not 0 < place < self.count or self.folded[place] not in _SUBLEVELS or not self.glued[place]:
            return False
        return self.tokens.numeric[place - 1] and len(self.folded[place - 1]) == 1 and not self.goes_on(place + 1)

    def in_scale(self, written: str) -> bool:
        """Whether a level is one of the scale whose levels stand before it: "stage T2 |N0 M0" are three scales."""
        scale = written[0] if len(written) > 1 and written[0] in _TNM and not written.isalpha() else ""
        if scale and self.scale and scale != self.scale:
            return False
        self.scale = scale or self.scale
        return True

    def signed(self, place: int, before: str) -> Tagged | None:
        """What a sign is that is another elsewhere: a minus, a dash left hanging, a comparator turned round."""
        sign = self.folded[place]
        if sign in "+-" and before not in _RANGED and not self.joins_to(place, before):
            if sign == "+" and before == "REF" and self.tokens.numeric[place + 1 : place + 2] == [True]:
                return Tagged("PLUS", place, place + 1)
            grade = self.numerals.plusses(place)
            return _number(self.numerals.signed(place)) if grade is None else Tagged("LEVEL", *grade)
        if sign == "-":
            return self.dash(place, before)
        if sign in _TURNED and before in _TURNABLE and self.names(place + 1):
            return Tagged(_TURNED[sign], place, place + 1)
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

    def cue(self, phrases: Sequence[Match], before: str) -> Tagged | None:
        """What the longest phrase at a token is that has a tag, given the tag just before it."""
        for first, last, meaning in phrases:
            tag = meaning.measure
            if tag == "REF" and before in _BEFORE_ANCHOR and (anchor := meaning.cues.get("anchor")) is not None:
                return Tagged("ANCHOR", first, last, anchor.name)
            if tag is None or (tag == "REF" and meaning.inferred) or (tag == "TUNIT" and self.is_letter(first, last)):
                continue
            behind = meaning.postposed or tag == "OLD"
            which = before in _EXTREMES and meaning.ref == _BASELINE
            if (
                which
                or (behind and self.is_of_next(first, last, meaning, before))
                or (self.posts and self.is_state(first, last))
            ):
                continue
            if tag == "ANCHOR" and before in _DURING and (first in self.named or self.is_described(last)):
                continue
            if tag in _TURNING:
                tag = self.turned(tag, (first, last, meaning), before)
            elif tag == "LAST" and before == "TUNIT" and self.is_beyond(first, last):
                tag = "AFTER"
            if meaning.value == "numbered" and not (last < self.count and self.tokens.numeric[last]):
                continue
            if tag in {"NUM", "FOLD"}:
                if self.halves.named and (halves := self.halves.at(first)) is not None:
                    return halves
                if tag == "FOLD" and self.is_how_often(last):
                    return Tagged("NUM", first, last, meaning.value)
                once = tag == "FOLD" and meaning.value == 1 and before not in BOUNDS
                if once or (meaning.value == _HALF and self.is_of_time(last)):
                    continue
                whole = spelled(first, self.around, ends_at_and=before in _RANGING)
                end, value = whole if whole is not None and whole[0] > last else (last, meaning.value)
                return Tagged(tag, first, self.numerals.restated(end, value), value)
            return Tagged(tag, first, last, meaning.value)
        return None

    def is_of_next(self, first: int, last: int, meaning: Meaning, before: str) -> bool:
        """Whether words behind a number go with what follows them: "1 |or more| than", "two |of age| ≥ 75".

        A number in words counts, and is no grade that something is worse than: "one or more |severe| exacerbations".
        """
        if meaning.postposed:
            counted = self.tokens.folded[last - 1] == _SEVERE and self.tokens.written[first - 1][1:].islower()
            return last - 1 in self.named or counted or compares(last, self.around)
        return meaning.measure == "OLD" and before in _BEFORE_UNIT and begins_limit(last, self.around)

    def turned(self, tag: str, match: Match, before: str) -> str:
        """The tag of words that say one of two things, given the tag before them and what stands behind them."""
        first, last, meaning = match
        if tag == "TO" and "before" in meaning.cues and self.around.is_cue(last, "anchor"):
            return "BEFORE"
        if tag == "LE" and before in _RANGED and "to" in meaning.cues:
            return "LE" if before == "OLD" and self.around.names_age(first - 1) else "TO"
        return "FOR" if tag == "TIMES" and not before and self.lasts(last) else tag

    def lasts(self, place: int) -> bool:
        """Whether a length of time follows "x", which then says how long: "stable dose x |3 months|"."""
        digits = place < self.count and self.tokens.numeric[place]
        return digits and self.around.time_unit(place + 1) is not None

    def is_how_often(self, place: int) -> bool:
        """Whether words like "twice" say how often: "twice |a week|", "twice |or more per day|"."""
        after = [last for _, last, meaning in self.phrases.get(place, ()) if meaning.measure in _TURNED.values()]
        return any(self.units.rate(at) is not None for at in (place, *after) if at < self.count)

    def is_described(self, place: int) -> bool:
        """Whether words for an anchor only describe what follows: "in the study |eye"."""
        return place < self.count and self.folded[place][0].isalpha() and place not in self.phrases

    def is_counted(self, place: int) -> bool:
        """Whether a name follows, which the words before it describe: "2 normal |ECGs"."""
        tagged = any(phrase[2].tagged for phrase in self.phrases.get(place, ()))
        return place < self.count and self.folded[place][0].isalpha() and not tagged

    def spanned(self, place: int, before: str) -> Tagged | None:
        """ "Over a" before a length of time in digits, in which something is: "5 seizures |over a| 12-week period"."""
        digits = place + 2
        if before in _HALF_BEFORE and self.is_halved(place):
            return Tagged("SLASH", place, place + 1)
        if self.folded[place] != "over" or before == "FOR" or digits + 1 >= self.count:
            return None
        if self.folded[place + 1] not in _ONE or not self.tokens.numeric[digits]:
            return None
        unit = digits + 1 + (self.folded[digits + 1] == "-")
        return Tagged("WITHIN", place, digits) if self.units.calendar(unit) is not None else None

    def is_halved(self, place: int) -> bool:
        """Whether "over" stands between the halves of a blood pressure: "above 150 |over| 95"."""
        after = place + 1
        if self.folded[place] != "over" or after >= self.count or len(self.tokens.written[after]) < _TENS:
            return False
        halves = self.tokens.numeric[after] and "pressure" in self.tokens.words
        return halves and self.units.calendar(after + 1) is None

    def is_letter(self, first: int, last: int) -> bool:
        """Whether tokens are one letter, which is a unit of time only behind a number: "for |H|. pylori"."""
        return last - first == 1 and len(self.folded[first]) == 1

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

    def is_state(self, first: int, last: int) -> bool:
        """Whether a word only begins the name of a state: "6 weeks |post|-partum"."""
        return self.folded[first] == _POST and _PARTUM in self.folded[last : last + 2]

    def is_beyond(self, first: int, last: int) -> bool:
        """Whether "past" stands between a length of time and what it is told from: "2 years |past| menopause"."""
        if self.folded[first] != _PAST or last >= self.count or not self.folded[last][0].isalpha():
            return False
        return self.folded[last] not in _PAST_NOUNS and self.units.calendar(last) is None

    def is_of_time(self, place: int) -> bool:
        """Whether what a number is a part of is several units of time: "at least half |the days|"."""
        return self.folded[place : place + 1] == ["the"] and self.units.calendar(place + 1) is not None

    def most(self, place: int) -> Tagged | None:
        """What the number before is out of, also where the comparator is still to come: "24 |out of 30| or more"."""
        end = self.numerals.highest(place + 2) if self.folded[place] == "out" else None
        if end is None:
            return None
        return Tagged("SKIP" if self.around.is_cue(end, "post_ge", "post_le") else "SCALE", place, end)

    def skipped(self, place: int, phrases: Sequence[Match], before: str, *, reached: bool) -> Tagged | None:
        """Words that limits are read without: "about"; and the name of a scale between a comparator and a level.

        Between two levels it is one where they are `reached` by the name of a scale: "stage II or |stage| III".
        """
        for _, last, meaning in phrases:
            if meaning.skipped:
                return Tagged("SKIP", place, last)
            if before in _BEFORE_ANCHOR and "expected" in meaning.cues and self.around.is_cue(last, "anchor"):
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
        if sign == "+" and before in {"NUM", "TUNIT"} and self.glued[place] and not self.goes_on(place + 1):
            compared = self.around.is_cue(place + 1, "post_ge", "post_le") or self.numerals.grades_on(place)
            return Tagged("SKIP" if compared else "POST_GE", place, place + 1)
        if sign == "/" and before == "NUM" and (end := self.numerals.ends_scale(place)) is not None:
            return Tagged("SCALE", place, end)
        if sign == "(" and before in _RANGED and (end := remark(place, self.around)) is not None:
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
        if before in _RANGING and self.folded[place] == "(":
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

    def goes_on(self, place: int) -> bool:
        """Whether a number begins at a token right after another one."""
        return place < self.count and self.glued[place] and self.tokens.numeric[place]

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
        at: int | None = place
        while at is not None and at < self.count and at - place < _LONGEST_REF and not self.taken[at]:
            phrases = self.phrases.get(at, ())
            for _, last, meaning in phrases:
                described = before == "UNIT" or (before == "NUM" and self.is_counted(last))
                described = described or (before in _BELOW and meaning.ref == "other")
                which = before in _EXTREMES and meaning.ref == _BASELINE
                if meaning.ref is not None and not which and not (meaning.inferred and described):
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
