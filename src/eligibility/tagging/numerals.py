"""Numerals: what the digits at a place are together: "1 1/2", "-2.5", "32 weeks 4 days", "three (3)"."""

from __future__ import annotations

from typing import NamedTuple

from eligibility.grammar.limits import Compound
from eligibility.grammar.numbers import LARGE, read_number
from eligibility.tagging.labels import limits_nothing, ranked
from eligibility.tagging.magnitudes import THOUSANDS, magnified
from eligibility.tagging.remarks import begins_limit
from eligibility.tagging.surroundings import Surroundings
from eligibility.tagging.two_units import in_smaller

_WEEKS = "w"
_LETTERS = {_WEEKS: "d"}
"""Letters for weeks, and for the days that follow them."""
_UNITS = {_WEEKS: "wk", "d": "d"}
_IN_SMALLER: dict[tuple[str, str], float] = {
    ("a", "mo"): 12, ("a", "d"): 365.25, ("mo", "d"): 30.4375, ("wk", "d"): 7, ("d", "h"): 24, ("h", "min"): 60,
    ("min", "s"): 60,
}  # fmt: skip
"""How many of the smaller unit of time the larger one is, by UCUM code, for the pairs that times are written in."""
_GOES_ON = (["or"], ["per"], ["/"])
"""What stands behind a number of its own, and not behind a smaller part: "for 6 months, 5 days |per| week"."""
_ADDS = frozenset(",+")
"""Signs between the larger and the smaller part of a length of time."""
_LARGEST_PART = 10
"""The largest number below the line of a fraction that a whole number may stand before."""
_SIGNED = frozenset("≥>≤<=(~±")
"""Signs after which a plus or minus without a space is that of a number."""
_THOUSAND, _TIMES = frozenset({"1000", "1,000", "1 000"}), frozenset("x×*")
_POWER_OF_TEN = ["x10", "^"]
"""What stands between a number and the power of ten that it is a multiple of."""
_GROUP, _NONE = 3, "000"
"""Figures of a group of thousands, and the group that is no number by itself."""
_PER = (["/"], ["per"], ["cell"])
"""What stands behind a number of cells."""
_WEEK, _DAYS = 7, 6
_REACH = 8
"""Tokens after a number of weeks and days in which "weeks" is looked for."""
_VIABLE = 10
"""The fewest weeks that are told with days, and no other sum."""
_PREGNANT = frozenset({"gestation", "gestational", "pregnancy", "ga"})
"""Words by which they are weeks without saying so: "gestation 37+0 to 41+6"."""
_PART = 5
"""The highest part of a score that is written as a sum."""
_DISTANCES = frozenset({6.0, 20.0})
"""What visual acuities are fractions of: meters and feet (Snellen)."""
_SPANNED = frozenset({0.0, 1.0})
"""What the lowest value of a scale is."""
_HIGHEST_VALUES = frozenset({10.0, 30.0, 100.0})
"""The highest values of scales that are written behind a stroke."""
_DILUTED = 8
"""The least dilution of which a titer is written as a proportion: 1:8; below it may be a ratio."""
_TEN, _COMPARED, _SMALL_POWERS = 10.0, frozenset("<≤>≥"), frozenset("3456")
"""A power of ten that has lost that it is one, and the signs before it."""
_TITERS = frozenset({"titer", "titers"})
"""Words by which it is one whatever the dilution."""
_RANGES = frozenset({"range", "ranging", "scale", "scored"})
"""Words that in brackets stand before the values of a scale."""
_SCALE_WORDS = 5
"""Words of the name of a scale behind its values: "0-10 |pain intensity numeric scale"."""
_ENDS_NAME = ("and", "or", "of", "to", "at", "in", "det", "for", "but")
_SIZES = frozenset({*LARGE, THOUSANDS})
"""What a number is so many of."""
_FAR = 8
"""Tokens behind a number among which the rest of it begins."""
_GRADE, _HIGHEST_GRADE = 2, 4
"""How many signs a grade is written with that has no figure."""
_APART = 3
"""Tokens from one grade to the next: "2+ |or 3+|"."""
_LENGTHS = frozenset({"mm", "cm", "millimeter", "centimeter"})
"""Units behind a size that is told both ways."""
_GRADATIONS = frozenset({"point", "mm", "millimeter", "cm"})
"""What a scale is so many of long."""
_OUT_OF = ["out", "of"]
_RANGE = 3
"""Tokens of a range: two numbers, and what stands between them."""
_HIGHEST = 4
"""What the highest value of a scale is at least."""


class Numeral(NamedTuple):
    """A number in digits over tokens `first` to `last` (exclusive)."""

    first: int
    last: int
    value: float


class Numerals:
    """Reads the numbers of a criterion, where they limit something.

    Args:
        around: the criterion.
    """

    __slots__ = ("around", "count", "folded", "glued", "numeric", "written")

    def __init__(self, around: Surroundings) -> None:
        self.around, self.count = around, around.count
        tokens = around.tokens
        self.folded, self.glued = tokens.folded, tokens.glued
        self.numeric, self.written = tokens.numeric, tokens.written

    def at(self, place: int) -> Numeral | None:
        """The number that begins at a token in digits; None where it limits nothing."""
        value = None if limits_nothing(place, self.around) else read_number(self.written[place])
        if value is None:
            return None
        if (rank := ranked(place, self.around)) is not None:
            return Numeral(place, rank, value)
        if self._stands_alone(place):
            return Numeral(place, place + 1, value)
        if self._proportional(place):
            return self._proportion(place, value)
        mixed = (
            self._thousands(place, value)
            or self._grouped(place, value)
            or self._mixed(place, value)
            or self._snellen(place, value)
        )
        mixed = mixed or self._summed(place, value) or self._large(place, value)
        mixed = mixed or self._crossed(place, value) or self._compound(place, value) or self._small_power(place, value)
        if mixed is None and (both := in_smaller(place, value, self.around)) is not None:
            return Numeral(place, *both)
        return mixed or Numeral(place, self.restated(place + 1, value), value)

    def _stands_alone(self, place: int) -> bool:
        """Whether nothing behind a number can be a part of it: neither another number nor a word for its size."""
        word = self.folded[place + 1] if place + 1 < self.count else ""
        if word == "(" or word in _SIZES:
            return False
        return True not in self.numeric[place + 1 : place + _FAR]

    def _large(self, place: int, value: float) -> Numeral | None:
        """ "50|K", "1.5 |million", "2 |x10^6| to": a number with the word or the power for its size."""
        if (
            self.folded[place + 1 : place + _RANGE] == _POWER_OF_TEN
            and self.numeric[place + _RANGE : place + _RANGE + 1]
        ):
            power = read_number("10^" + self.written[place + _RANGE])
            beside = self.folded[max(0, place - _RANGE - 1) : max(0, place - 2)] == _POWER_OF_TEN
            if power is not None and (beside or not self.around.is_unit(place + 1)):
                return Numeral(place, place + _RANGE + 1, value * power)
        large = magnified(place + 1, value, self.around)
        return None if large is None else Numeral(place, *large)

    def _small_power(self, place: int, value: float) -> Numeral | None:
        """ "< |10-4|": what is left of a power behind a sign, as no range has its ends the other way round."""
        last = place + _RANGE
        if value != _TEN or last > self.count or not place or self.folded[place - 1] not in _COMPARED:
            return None
        if self.folded[place + 1] != "-" or self.folded[last - 1] not in _SMALL_POWERS:
            return None
        glued = self.glued[place + 1] and self.glued[last - 1]
        return Numeral(place, last, value ** -float(self.written[last - 1])) if glued else None

    def _proportional(self, place: int) -> bool:
        """Whether a number stands before a colon and another number, without a space: "|1|:80"."""
        last = place + 2
        return (
            last < self.count
            and self.folded[place + 1] == ":"
            and self.glued[place + 1]
            and self.glued[last]
            and self.numeric[last]
        )

    def _proportion(self, place: int, value: float) -> Numeral | None:
        """What "1:80" and "2:1" stand for; None for what may be a time of day or a smaller part.

        A titer is the reciprocal of the highest dilution that still reacts, and "1:80" is read as 80.
        """
        other = read_number(self.written[place + 2])
        if other == 1:
            return Numeral(place, place + 3, value)
        if value != 1 or other is None or not (other >= _DILUTED or _TITERS & self.around.tokens.words):
            return None
        return Numeral(place, place + 3, other)

    def signed(self, place: int) -> Numeral | None:
        """The number that a plus or minus begins; None where it is a dash, or where time is what is counted."""
        first = place + 1
        if not place or first >= self.count or not self.numeric[first] or not self.glued[first]:
            return None
        if self.glued[place] and self.folded[place - 1] not in _SIGNED:
            return None
        found = self.at(first)
        if found is None or self.around.time_unit(found.last) is not None:
            return None
        return Numeral(place, found.last, -found.value if self.folded[place] == "-" else found.value)

    def plusses(self, place: int) -> Numeral | None:
        """The grade that signs stand for: "|++| or more"."""
        last = place + 1
        while last < self.count and self.glued[last] and self.folded[last] == "+" and last - place < _HIGHEST_GRADE:
            last += 1
        apart = place > 0 and (not self.glued[place] or self.folded[place - 1] in _SIGNED)
        ends = (
            last == self.count
            or not self.glued[last]
            or not (self.folded[last][0].isalnum() or self.folded[last] == "+")
        )
        if self.folded[place] != "+" or last - place < _GRADE or not apart or not ends:
            return None
        return Numeral(place, last, float(last - place))

    def grades_on(self, place: int) -> bool:
        """Whether a plus stands in a range or list of grades: "2|+| to 4+", "1+ or 2|+|"."""
        return self._is_graded(place) and (self._is_graded(place + _APART) or self._is_graded(place - _APART))

    def _is_graded(self, place: int) -> bool:
        """Whether a token is the plus of a grade, beside a join to another one."""
        if not 0 < place < self.count or self.folded[place] != "+" or not self.numeric[place - 1]:
            return False
        joins = (at for at in (place + 1, place - 2) if 0 < at < self.count)
        small = (read_number(self.written[place - 1]) or 0) <= _HIGHEST_GRADE
        return small and any(self.folded[at] == "/" or self.around.is_cue(at, "to", "or", "and") for at in joins)

    def restated(self, place: int, value: object) -> int:
        """The end of a number, past its repetition in brackets: "three (3)"."""
        if place + 2 < self.count and self.folded[place] == "(" and self.folded[place + 2] == ")":
            again = read_number(self.written[place + 1])
            if again == value:
                return place + 3
        return place

    def spans_scale(self, place: int) -> int | None:
        """The end of the values that a scale has, which limit nothing.

        "|0-10| numeric rating scale", "a |0-10| fatigue severity scale", "a |0-100 mm| scale", "(range |0-42|)",
        "numeric rating scale (|0-10|)".
        """
        end = place + 3
        if end > self.count or not self.numeric[place + 2] or not self.around.is_cue(place + 1, "to"):
            return None
        if read_number(self.written[place]) not in _SPANNED or (read_number(self.written[place + 2]) or 0) < _HIGHEST:
            return None
        for _, last, meaning in self.around.phrases.get(end, ()):
            if "scale_after" in meaning.cues:
                return last if meaning.concept is None else end
        if self.around.ends_in_cue(place, "scale_before"):
            return end
        return self._scale_end(place, end)

    def highest(self, place: int) -> int | None:
        """The end of the most that there is, behind "out of" or before the name of a scale; it limits nothing.

        "5 |out of 10|", "an |11-point| numeric rating scale", "a |100 mm| scale".
        """
        if place >= self.count or not self.numeric[place]:
            return None
        if self.folded[place - 2 : place] == _OUT_OF:
            return place + 1
        unit = place + 1 + (self.folded[place + 1 : place + 2] == ["-"])
        led = place > 0 and (self.folded[place - 1] == "on" or self.around.is_cue(place - 1, "det"))
        if not led or unit >= self.count or self.folded[unit] not in _GRADATIONS:
            return None
        return self._named_scale(unit + 1)

    def _named_scale(self, end: int) -> int | None:
        """The end of how long a scale is, past the word "scale" right behind it; None where no scale is named."""
        for at in range(end, min(end + _SCALE_WORDS, self.count)):
            for _, last, meaning in self.around.phrases.get(at, ()):
                if "scale_after" in meaning.cues:
                    return last if at == end and meaning.concept is None else end
            if not self.folded[at].isalpha() or self.around.is_cue(at, *_ENDS_NAME):
                return None
        return None

    def _scale_end(self, place: int, end: int) -> int | None:
        """The end of the values of a scale that is named further on, or whose values stand alone in brackets."""
        if end >= self.count or not place:
            return None
        before = place - 1
        opened = self.folded[before] in {"(", "["}
        measured = end + self.around.is_unit(end)
        if self.folded[measured : measured + 1] in ([")"], ["]"]):
            whole = end == measured and read_number(self.written[place + 2]) in _HIGHEST_VALUES
            whole = opened and (whole or begins_limit(measured + 1, self.around))
            return measured if whole or self._is_range(before) else None
        if not (opened or self.around.is_cue(before, "det")):
            return None
        for at in range(measured, min(measured + _SCALE_WORDS, self.count)):
            if any("scale_after" in meaning.cues for _, _, meaning in self.around.phrases.get(at, ())):
                return measured
            if not self.folded[at].isalpha() or self.around.is_cue(at, *_ENDS_NAME):
                return None
        return None

    def _is_range(self, before: int) -> bool:
        """Whether a word like "range" stands alone between an opening bracket and a token: "(|range| 0-42)"."""
        at = before - (self.folded[before] in {":", ",", "="})
        return at > 0 and self.folded[at] in _RANGES and self.folded[at - 1] in {"(", "score", "possible"}

    def ends_scale(self, place: int) -> int | None:
        """The end of the highest value of a scale behind a range on it, which limits nothing: "10-24 |/ 30|"."""
        if place + 1 >= self.count or place < _RANGE or not (self.numeric[place + 1] and self.numeric[place - 1]):
            return None
        low, high, highest = (read_number(self.written[at]) for at in (place - _RANGE, place - 1, place + 1))
        if highest not in _HIGHEST_VALUES or low is None or high is None or not low < high <= highest:
            return None
        return place + 2 if self.around.is_cue(place - 2, "to", "and") else None

    def _thousands(self, place: int, value: float) -> Numeral | None:
        """ "100 x 1000|/mm3": so many thousands."""
        last = place + 3
        if last > self.count or self.written[last - 1] not in _THOUSAND or self.folded[place + 1] not in _TIMES:
            return None
        return Numeral(place, last, value * 1000)

    def _grouped(self, place: int, value: float) -> Numeral | None:
        """ "100, 000/mm3", "1, 500 cells/uL": thousands parted by a space besides the comma, and no list of numbers."""
        last = place + 3
        if last > self.count or self.folded[place + 1] != "," or not self.numeric[place + 2]:
            return None
        head, group = self.written[place], self.written[place + 2]
        if len(group) != _GROUP or not (head + group).isdigit() or len(head) > _GROUP or head == "0":
            return None
        if self.glued[place + 1] and self.glued[place + 2]:
            return None
        counted = self.folded[last : last + 1] in _PER or self.around.is_cue(last, "to")
        if group != _NONE and not (counted and group.endswith(_NONE[1:])):
            return None
        return Numeral(place, last, value * 1000 + int(group))

    def _crossed(self, place: int, value: float) -> Numeral | None:
        """ "3 x 3| cm", "3 cm x 3| cm": a size that is the same both ways."""
        last = place + _RANGE + (self.folded[place + 1 : place + 2] == self.folded[place + 4 : place + 5])
        if last > self.count or self.folded[last - 2] not in _TIMES or not self.numeric[last - 1]:
            return None
        measured = last < self.count and self.folded[last] in _LENGTHS
        return Numeral(place, last, value) if measured and read_number(self.written[last - 1]) == value else None

    def _mixed(self, place: int, value: float) -> Numeral | None:
        """ "1 1/2": a whole number and a fraction."""
        last = place + 4
        if last > self.count or self.folded[place + 2] != "/" or value != int(value) or self.glued[place + 1]:
            return None
        if not (
            self.numeric[place + 1] and self.numeric[place + 3] and self.glued[place + 2] and self.glued[place + 3]
        ):
            return None
        above, below = (read_number(self.written[at]) for at in (place + 1, place + 3))
        if above is None or not below or not above < below <= _LARGEST_PART or not (above or below == _WEEK):
            return None
        return Numeral(place, last, value + above / below)

    def _summed(self, place: int, value: float) -> Numeral | None:
        """ "36+6 |weeks": weeks and days, "28+3/7"; elsewhere the parts of a score: "Gleason |3+4", "|3+4=7|"."""
        end = place + 3
        if end > self.count or self.folded[place + 1] != "+" or not self.numeric[place + 2]:
            return None
        rest = read_number(self.written[place + 2])
        if rest is None or rest > _DAYS or self.glued[place + 1] != self.glued[place + 2] or value != int(value):
            return None
        if self.folded[end : end + 2] == ["/", str(_WEEK)]:
            return Numeral(place, end + 2, value + rest / _WEEK)
        weeks = any((unit := self.around.time_unit(at)) and unit[1] == "wk" for at in range(end, end + _REACH))
        if weeks or (value >= _VIABLE and not _PREGNANT.isdisjoint(self.around.tokens.words)):
            return Numeral(place, end, value + rest / _WEEK)
        if value > _PART:
            return None
        told = end + 1 < self.count and self.folded[end] == "=" and self.numeric[end + 1]
        again = told and read_number(self.written[end + 1]) == value + rest
        return Numeral(place, end + 2 if again else end, value + rest)

    def _snellen(self, place: int, value: float) -> Numeral | None:
        """ "|20/40| to 20/320": a visual acuity beside another one, as a fraction."""
        if value not in _DISTANCES or not self._is_fraction(place):
            return None
        beside = (place + 4, place - 4)
        if not any(self._is_fraction(at) and self.written[at] == self.written[place] for at in beside):
            return None
        below = read_number(self.written[place + 2])
        return Numeral(place, place + 3, value / below) if below else None

    def _is_fraction(self, place: int) -> bool:
        """Whether two numbers with a stroke between them, and no space, begin at a token."""
        if place < 0 or place + 2 >= self.count or self.folded[place + 1] != "/":
            return False
        numbers = self.numeric[place] and self.numeric[place + 2]
        return numbers and self.glued[place + 1] and self.glued[place + 2]

    def _compound(self, place: int, value: float) -> Numeral | None:
        """ "32 weeks and 4 |days", "32 weeks + 4 |days", "32w4|d": the number of the smaller unit, which follows."""
        larger = self._time_unit(place + 1, _WEEKS)
        if larger is None or value != int(value):
            return None
        at = larger[0]
        if at < self.count and (self.folded[at] in _ADDS or self.around.is_cue(at, "and")):
            at += 1
        if at >= self.count or not self.numeric[at]:
            return None
        smaller = self._time_unit(at + 1, _LETTERS.get(self.folded[larger[0] - 1], ""))
        ratio = _IN_SMALLER.get((larger[1], smaller[1])) if smaller is not None else None
        rest = read_number(self.written[at])
        if smaller is None or ratio is None or rest is None or rest >= ratio:
            return None
        if self.folded[larger[0]] == "," and self.folded[smaller[0] : smaller[0] + 1] in _GOES_ON:
            return None
        return Numeral(place, at + 1, Compound(value * ratio + rest, ratio))

    def _time_unit(self, place: int, letter: str) -> tuple[int, str] | None:
        """The unit of time at a token; a letter is one only between weeks and days: "32w4d"."""
        if letter and place < self.count and self.folded[place] == letter:
            return place + 1, _UNITS[letter]
        return self.around.time_unit(place)
