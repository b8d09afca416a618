"""Templates: limits as a shape says them, with the places of tags where their numbers, units and reference limits go.

All that depends on the tags alone is worked out once for each shape; reading a limit is filling its template.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from eligibility.grammar.limits import Amount, Compound, Limit, Tagged
from eligibility.tree.values import DAYS


class AmountTemplate(Struct, frozen=True, gc=False):
    """An amount whose values are still places.

    Attributes:
        first, last: the places of its first and its last tag.
        number, unit, ref: the places of its number, its unit and its reference limit, None without one.
        calendar, old, multiple, level, over: as in the amount.
        under: whether it is so much less than its reference.
    """

    first: int
    last: int
    number: int | None = None
    unit: int | None = None
    ref: int | None = None
    calendar: bool = False
    old: bool = False
    multiple: bool = False
    level: bool = False
    over: bool = False
    under: bool = False

    def fill(self, tagged: Sequence[Tagged]) -> Amount:
        """The amount; where no number is written it is 1 ("> |ULN|")."""
        number = 1.0 if self.number is None else tagged[self.number].value
        unit = None if self.unit is None else tagged[self.unit]
        ref = None if self.ref is None else tagged[self.ref]
        return Amount(
            -number if self.under else number,
            None if unit is None else unit.value,
            None if unit is None else (unit.first, unit.last),
            self.calendar,
            self.old,
            self.multiple,
            None if ref is None else ref.value,
            None if ref is None else (ref.first, ref.last),
            self.level,
            (tagged[self.first].first, tagged[self.last].last),
            self.over,
        )

    def with_unit_of(self, other: AmountTemplate) -> AmountTemplate:
        """The same amount with the unit and the reference limit that it lacks and another has: "3| to 5 years"."""
        amount = self
        if self.unit is None and other.unit is not None:
            amount = replace(amount, unit=other.unit, calendar=other.calendar)
        if self.ref is None and other.ref is not None and (self.multiple or self.unit is None):
            amount = replace(amount, ref=other.ref, multiple=True)
        return amount


class LimitTemplate(Struct, frozen=True, gc=False):
    """A limit whose values are still places.

    Attributes:
        first, last: the places of its first and its last tag.
        lower, upper, lower_inclusive, upper_inclusive, paired, compared, alternatives: as in the limit.
        members: amounts of which the first and the last are its ends.
        ranked: whether that is by their numbers, and not as they are written.
        listed: whether it is the set of its members.
        outside: as in the limit.
        spread: how far its ends are from `lower`, on either side.
        plain: the places of tags that may say that it is of age.
    """

    first: int
    last: int
    lower: AmountTemplate | None = None
    upper: AmountTemplate | None = None
    lower_inclusive: bool = True
    upper_inclusive: bool = True
    members: tuple[AmountTemplate, ...] = ()
    ranked: bool = False
    listed: bool = False
    spread: AmountTemplate | None = None
    paired: LimitTemplate | None = None
    compared: bool = True
    alternatives: bool = False
    outside: bool = False
    plain: tuple[int, ...] = ()

    def fill(self, tagged: Sequence[Tagged]) -> Limit:
        """The limit."""
        lower, upper, one_of = self._ends(tagged)
        said = [tagged[place].value for place in self.plain]
        limit = self._limit(tagged, lower, upper, one_of, said)
        return limit if lower is None or upper is None or one_of or not is_outside(limit) else _apart(limit)

    def _limit(
        self,
        tagged: Sequence[Tagged],
        lower: Amount | None,
        upper: Amount | None,
        one_of: tuple[Amount, ...],
        said: Sequence[object],
    ) -> Limit:
        return Limit(
            tagged[self.first].first,
            tagged[self.last].last,
            lower,
            upper,
            self.lower_inclusive,
            self.upper_inclusive,
            one_of if self.listed else (),
            None if self.paired is None else self.paired.fill(tagged),
            self.compared,
            self.alternatives,
            True in said,
            "elder" in said,
            "later" in said,
            "better" if "better" in said else "worse" if "worse" in said else None,
            self.outside,
        )

    def _ends(self, tagged: Sequence[Tagged]) -> tuple[Amount | None, Amount | None, tuple[Amount, ...]]:
        if self.members:
            amounts = tuple(amount.fill(tagged) for amount in self.members)
            ends = sorted(amounts, key=_number) if self.ranked else amounts
            return ends[0], ends[-1], amounts
        lower = None if self.lower is None else self.lower.fill(tagged)
        if lower is not None and self.spread is not None:
            return *lower.around(self.spread.fill(tagged)), ()
        if self.upper is self.lower:
            return lower, lower, ()
        upper = None if self.upper is None else self.upper.fill(tagged)
        if lower is not None and upper is not None and isinstance(upper.number, Compound):
            lower = _in_larger(lower, upper.number, upper)
        if lower is not None and upper is not None and _is_downward(lower, upper):
            return (upper, lower, ()) if self.lower_inclusive and self.upper_inclusive else (lower, upper, ())
        return lower, upper, ()


def _in_larger(lower: Amount, compound: Compound, upper: Amount) -> Amount:
    """A number without a unit before a length of time in two units is in the larger: "6| to 17 years 11 months"."""
    if lower.unit_tokens != upper.unit_tokens or isinstance(lower.number, Compound):
        return lower
    return replace(lower, number=_number(lower) * compound.ratio)


def _is_downward(lower: Amount, upper: Amount) -> bool:
    """Whether a range is written from its upper end down: "T-score -1 to -2.5"."""
    return lower.unit == upper.unit and lower.ref == upper.ref and _number(lower) > _number(upper)


def is_outside(limit: Limit) -> bool:
    """Whether no number is within a limit, as its lower end is above its upper one."""
    low, high = limit.lower, limit.upper
    assert low is not None and high is not None
    if not limit.compared or low.ref != high.ref:
        return False
    if low.unit == high.unit:
        return _number(low) > _number(high)
    one, other = DAYS.get(low.unit or ""), DAYS.get(high.unit or "")
    return one is not None and other is not None and _number(low) * one > _number(high) * other


def _apart(limit: Limit) -> Limit:
    """ "Below 18 and above 30": what is on either side, as a pair."""
    return replace(limit, lower=None, outside=True, paired=replace(limit, upper=None, paired=None))


def _number(amount: Amount) -> float:
    return amount.number or 0.0
