"""Limits: what quantity.lark reads, with its numbers, units and reference limits."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

Side = Literal["lower", "upper"]
Quality = Literal["better", "worse"]
Inferred = Literal["comparator-shared", "modifier-shared", "bound-vague"]


COMPARATORS: dict[str, tuple[Side, bool]] = {
    "GE": ("lower", True), "GT": ("lower", False), "LE": ("upper", True), "LT": ("upper", False)
}  # fmt: skip
"""The tags of comparators: the end of a limit that each says, and whether it belongs to it."""
SIDES = COMPARATORS | {"MIN": ("lower", True), "MAX": ("upper", True), "OVER": ("lower", False)}
"""Those, and the tags of words that say which end is named, or that have other senses where no number follows."""


class Tagged(Struct, frozen=True, gc=False):
    """One tag in front of a grammar: the terminal, the tokens that it covers, and what it stands for.

    `value` is the number of a NUM, the UCUM code of a unit (None if unknown), the number of a LEVEL, the name of an
    ANCHOR, the kind of a REF.
    """

    tag: str
    first: int
    last: int
    value: Any = None


PER_CENT = "%"
_A_YEAR = frozenset({12, 365.25})
"""How many months, or days, a year has."""


class Compound(float):
    """A length of time in two units as so many of the smaller: "17 years 11 months" is 215, of which 12 make a year."""

    __slots__ = ("ratio",)
    ratio: float

    def __new__(cls, value: float, ratio: float) -> Compound:
        """So many of the smaller unit, `ratio` of which make the larger one."""
        self = super().__new__(cls, value)
        self.ratio = ratio
        return self


class Amount(Struct, frozen=True, gc=False):
    """A number with its unit: `unit` in UCUM, `unit_tokens` where the unit is written.

    Where `over` is set it is so much more than a reference, and no multiple of it: "20 % |above baseline|".
    """

    number: float | None
    unit: str | None = None
    unit_tokens: tuple[int, int] | None = None
    calendar: bool = False
    old: bool = False
    multiple: bool = False
    ref: str | None = None
    ref_tokens: tuple[int, int] | None = None
    level: bool = False
    tokens: tuple[int, int] = (0, 0)
    over: bool = False

    def around(self, spread: Amount) -> tuple[Amount, Amount]:
        """The ends of the range about it, as far as the spread on either side, or that share of it: "60 kg ± 10 %"."""
        middle, width = self.number or 0.0, spread.number or 0.0
        if spread.unit == PER_CENT and self.unit != PER_CENT:
            width *= middle / 100
        return replace(self, number=middle - width), replace(self, number=middle + width)

    @property
    def takes_no_unit(self) -> bool:
        """Whether it has a unit already, or is a multiple or a level, which have none."""
        return self.unit_tokens is not None or self.multiple or self.ref is not None or self.level


class Limit(Struct, frozen=True, gc=False):
    """A limit as it was read, over tokens `first` to `last` (exclusive).

    Attributes:
        lower, upper: its ends, each with a unit of its own ("3 months to 5 years").
        one_of: the members, where it is a set ("0, 1 or 2").
        paired: the second limit of a pair ("> 160/100").
        compared: whether a comparator, range or set says that this is a limit, and not just a number.
        alternatives: whether the pair is two halves of one reading, as of blood pressure.
        aged: whether it speaks of ages ("between the ages of").
        elder: whether it is of age where nothing else is spoken of ("60 or older").
        later: whether it compares points in time ("no later than"), so that what lies before an event is the nearer the
            later it is.
        inferred: the code of what was taken for granted of it, as that it compares as another limit beside it does.
        outside: whether it and its pair are the two sides of a range that is left out ("below 18 and above 30").
        quality: which values it is for, where it says so instead of which are higher ("or better").
        scale: "grade" or "stage", where it is one of the thing that it is on.
        rate: the unit of how often what it counts happens, where that is said behind its name, in `rate_tokens`.
        tolerance: whether it says how far a value may lie apart, and not what it is: "weight stable (|± 2 kg|)".
        again: the same limit in another unit, where brackets behind it say it again.
    """

    first: int
    last: int
    lower: Amount | None = None
    upper: Amount | None = None
    lower_inclusive: bool = True
    upper_inclusive: bool = True
    one_of: tuple[Amount, ...] = ()
    paired: Limit | None = None
    compared: bool = True
    alternatives: bool = False
    aged: bool = False
    elder: bool = False
    later: bool = False
    quality: Quality | None = None
    outside: bool = False
    inferred: Inferred | None = None
    scale: str | None = None
    rate: str | None = None
    rate_tokens: tuple[int, int] = (0, 0)
    tolerance: bool = False
    again: Limit | None = None

    @property
    def in_years(self) -> bool:
        """Whether an end of it is written in years, alone or with months."""
        ends = [end for end in (self.lower, self.upper) if end is not None]
        return any(
            end.unit == "a" or (isinstance(end.number, Compound) and end.number.ratio in _A_YEAR) for end in ends
        )

    @property
    def amount(self) -> Amount:
        """The amount that has a unit, if one has, else the first there is."""
        upper, lower = self.upper, self.lower
        if upper is None or (lower is not None and lower.unit_tokens and not upper.unit_tokens):
            return lower  # type: ignore[return-value]  # one end is there
        return upper

    @property
    def is_range(self) -> bool:
        """Whether it has two ends, and they are not the same."""
        return self.lower is not None and self.upper is not None and self.lower is not self.upper

    @property
    def calendar(self) -> bool:
        """Whether it is a length of time."""
        return self.amount.calendar

    @property
    def old(self) -> bool:
        """Whether it says "old", "of age" or "between the ages of"."""
        lower, upper = self.lower, self.upper
        return self.aged or (lower is not None and lower.old) or (upper is not None and upper.old)

    @property
    def multiple(self) -> bool:
        """Whether it is a multiple of something that it does not say itself ("twofold or higher")."""
        lower, upper = self.lower, self.upper
        multiple = (lower is not None and lower.multiple) or (upper is not None and upper.multiple)
        return multiple and self.ref is None

    def says_as(self, other: Limit) -> bool:
        """Whether it sets the same bounds as another one, which may stand elsewhere in the text."""
        return self is other or self._bounds() == other._bounds()

    def _bounds(self) -> tuple[object, ...]:
        ends = [(end.number, end.unit, end.ref, end.multiple) if end else None for end in (self.lower, self.upper)]
        return *ends, self.lower_inclusive, self.upper_inclusive

    def turned(self) -> Limit:
        """The same limit with its ends changed over."""
        return replace(
            self,
            lower=self.upper,
            upper=self.lower,
            lower_inclusive=self.upper_inclusive,
            upper_inclusive=self.lower_inclusive,
        )

    def denied(self) -> Limit:
        """What holds where the limit does not: "not |> 30" is "≤ 30"; itself, where that is no limit with one end."""
        if not self.compared or self.paired is not None or (self.lower is None) == (self.upper is None):
            return self
        return replace(
            self.turned(),
            lower_inclusive=self.lower is not None or not self.upper_inclusive,
            upper_inclusive=self.upper is not None or not self.lower_inclusive,
        )

    def compared_as(self, other: Limit) -> Limit:
        """A bare number as a limit from the side of another one: "≤ 8.5 %, or |9 %| in diabetes"."""
        if self.compared or not other.compared or (other.lower is None) == (other.upper is None):
            return self
        return replace(
            self,
            lower=None if other.lower is None else self.amount,
            upper=None if other.upper is None else self.amount,
            lower_inclusive=other.lower_inclusive,
            upper_inclusive=other.upper_inclusive,
            compared=True,
        )

    def as_one(self) -> Limit:
        """The two sides of what is left out as one limit again, that nothing is within: what a time can say."""
        if not self.outside or self.paired is None:
            return self
        return replace(
            self, lower=self.paired.lower, lower_inclusive=self.paired.lower_inclusive, paired=None, outside=False
        )

    def one_sided(self, side: Side) -> Limit:
        """The same number as the least or the most there may be."""
        if side == "lower":
            return replace(self, upper=None, compared=True)
        return replace(self, lower=None, compared=True)

    def compared_by(self, sign: Tagged) -> Limit:
        """A bare number as the limit that a comparator before it makes of it, with small words between: "> to 9"."""
        if self.paired is not None or self.lower is not self.upper:
            return self
        side, inclusive = SIDES[sign.tag]
        limit = replace(self.one_sided(side), first=sign.first)
        return replace(
            limit, lower_inclusive=inclusive or side != "lower", upper_inclusive=inclusive or side != "upper"
        )

    def widened(self, tolerance: Limit) -> Limit | None:
        """The range that a number and how far it may lie apart make: "23 |(± 4)|"; None if they are in other units."""
        one, other = self.lower, tolerance.lower
        if one is None or other is None or self.lower is not self.upper or one.number is None or other.number is None:
            return None
        if other.unit is not None and other.unit not in {one.unit, PER_CENT}:
            return None
        lower, upper = one.around(other)
        return replace(self, last=tolerance.last, lower=lower, upper=upper, compared=True)

    def members(self) -> tuple[Limit, ...]:
        """The members of a set as bare numbers of their own: "|1| or |4|"; none where it is no set."""
        return tuple(
            replace(self, first=one.tokens[0], last=one.tokens[1], lower=one, upper=one, one_of=(), compared=False)
            for one in self.one_of
        )

    def each_unit(self) -> tuple[Limit, ...]:
        """The same limit in each of several units: "(|7.0 mmol/L|, |1.26 g/L|)"; itself where it is in one."""
        units = {one.unit for one in self.one_of}
        return self.members() if None not in units and 1 < len(units) == len(self.one_of) else (self,)

    def as_rate(self, counted: str = "") -> Limit:
        """The numbers in the unit of its rate, of what is counted in a unit itself: "4 |headache days| a month"."""
        ends = [
            None if end is None else replace(end, unit=f"{counted}{self.rate}", unit_tokens=self.rate_tokens)
            for end in (self.lower, self.upper)
        ]
        return replace(self, lower=ends[0], upper=ends[0] if self.lower is self.upper else ends[1], rate=None)

    def of(self, kind: str, tokens: tuple[int, int]) -> Limit:
        """The same limit as a multiple of a reference limit that is said elsewhere."""
        ends = [
            None if end is None else replace(end, ref=kind, ref_tokens=tokens, multiple=True)
            for end in (self.lower, self.upper)
        ]
        return replace(self, lower=ends[0], upper=ends[1])

    def with_unit_of(self, other: Limit) -> Limit:
        """The same limit with the unit of another where it has none itself: "< 3.9| or > 10 mmol/L"."""
        unit = other.amount
        ends = [self.lower, self.upper]
        if unit.unit_tokens is None or any(end is not None and end.takes_no_unit for end in ends):
            return self
        lower, upper = (
            None if end is None else replace(end, unit=unit.unit, unit_tokens=unit.unit_tokens, calendar=unit.calendar)
            for end in ends
        )
        return replace(self, lower=lower, upper=upper)

    def with_ref_of(self, other: Limit) -> Limit:
        """The same limit as a multiple of what another is one of, where it has no unit: "≤ 2.5 x ULN |or ≤ 5"."""
        of = next((end for end in (other.upper, other.lower) if end is not None and end.ref), None)
        if of is None or of.ref is None or of.ref_tokens is None or self.ref or self.amount.unit_tokens is not None:
            return self
        return self.of(of.ref, of.ref_tokens)

    @property
    def ref(self) -> str | None:
        """What it is a multiple of, if anything."""
        return next((end.ref for end in (self.lower, self.upper) if end is not None and end.ref), None)
