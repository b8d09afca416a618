"""Limits: what a shape of quantity.lark says once its tags have their numbers, units and reference limits again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lark import Token, Tree

BOUNDS_FROM_BELOW = {"GE": True, "MIN": True, "POST_GE": True, "GT": False, "OVER": False}
BOUNDS_FROM_ABOVE = {"LE": True, "MAX": True, "POST_LE": True, "WITHIN": True, "LT": False}

_VALUED = frozenset({"NUM", "FOLD", "LEVEL", "UNIT", "TUNIT", "ANCHOR", "REF"})


@dataclass(slots=True, frozen=True)
class Tagged:
    """One tag in front of a grammar: the terminal, the tokens that it covers, and what it stands for.

    `value` is the number of a NUM, the UCUM code of a unit (None if unknown), the number of a LEVEL, the name of an
    ANCHOR, the kind of a REF.
    """

    tag: str
    first: int
    last: int
    value: Any = None


@dataclass(slots=True, frozen=True)
class Amount:
    """A number with its unit: `unit` in UCUM, `tokens` where the unit is written."""

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


@dataclass(slots=True, frozen=True)
class Limit:
    """A limit as it was read, over tokens `first` to `last` (exclusive).

    Attributes:
        lower, upper: its ends, each with a unit of its own ("3 months to 5 years").
        one_of: the members, where it is a set ("0, 1 or 2").
        paired: the second limit of a pair ("> 160/100").
        compared: whether a comparator, range or set says that this is a limit, and not just a number.
        alternatives: whether the pair is two halves of one reading, as of blood pressure.
        aged: whether it speaks of ages ("between the ages of").
        elder: whether it is of age where nothing else is spoken of ("60 or older").
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

    @property
    def amount(self) -> Amount:
        """The amount that has a unit, if one has, else the first there is."""
        ends = [end for end in (self.upper, self.lower) if end is not None]
        return next((end for end in ends if end.unit_tokens), ends[0])

    @property
    def calendar(self) -> bool:
        """Whether it is a length of time."""
        return self.amount.calendar

    @property
    def old(self) -> bool:
        """Whether it says "old", "of age" or "between the ages of"."""
        return self.aged or any(end is not None and end.old for end in (self.lower, self.upper))

    @property
    def multiple(self) -> bool:
        """Whether it is a multiple of something that it does not say itself ("twofold or higher")."""
        return self.ref is None and any(end is not None and end.multiple for end in (self.lower, self.upper))

    def of(self, kind: str, tokens: tuple[int, int]) -> Limit:
        """The same limit as a multiple of a reference limit that is said elsewhere."""
        ends = [end if end is None else replace(end, ref=kind, ref_tokens=tokens, multiple=True) for end in (self.lower, self.upper)]
        return replace(self, lower=ends[0], upper=ends[1])

    @property
    def ref(self) -> str | None:
        """What it is a multiple of, if anything."""
        return next((end.ref for end in (self.lower, self.upper) if end is not None and end.ref), None)


def read_limit(shape: Tree[Any], tagged: Sequence[Tagged]) -> Limit:
    """The limit that a shape of quantity.lark stands for."""
    limit = _node(shape, tagged)
    said = {item.value for item in tagged[: sum(1 for _ in _tokens(shape))] if item.tag not in _VALUED}
    if True in said or "elder" in said:
        return replace(limit, aged=True in said, elder="elder" in said)
    return limit


def _tokens(tree: Tree[Any]) -> Iterator[Token]:
    return tree.scan_values(lambda value: isinstance(value, Token))


def _node(tree: Tree[Any], tagged: Sequence[Tagged]) -> Limit:
    return _READERS[_name(tree)](tree, tagged)


def _name(tree: Tree[Any]) -> str:
    return str(tree.data).rsplit("__", 1)[-1]


def _trees(tree: Tree[Any]) -> list[Tree[Any]]:
    return [child for child in tree.children if isinstance(child, Tree)]


def _extent(tree: Tree[Any], tagged: Sequence[Tagged]) -> tuple[int, int]:
    places = [int(token.value) for token in _tokens(tree)]
    return tagged[min(places)].first, tagged[max(places)].last


def _amount(tree: Tree[Any], tagged: Sequence[Tagged]) -> Amount:
    amount = Amount(None, tokens=_extent(tree, tagged))
    for token in _tokens(tree):
        item = tagged[int(token.value)]
        where = (item.first, item.last)
        if item.tag in {"NUM", "FOLD"}:
            amount = replace(amount, number=item.value, multiple=item.tag == "FOLD")
        elif item.tag == "LEVEL":
            amount = replace(amount, number=item.value, level=True)
        elif item.tag in {"UNIT", "TUNIT"}:
            amount = replace(amount, unit=item.value, unit_tokens=where, calendar=item.tag == "TUNIT")
        elif item.tag == "OLD":
            amount = replace(amount, old=True)
        elif item.tag == "TIMES":
            amount = replace(amount, multiple=True)
        elif item.tag == "REF":
            amount = replace(amount, multiple=True, ref=item.value, ref_tokens=where)
    return amount


def _bound(tree: Tree[Any], tagged: Sequence[Tagged]) -> str:
    return tagged[int(tree.children[0])].tag


def _one_sided(sign: str, amount: Amount, extent: tuple[int, int]) -> Limit:
    if sign in BOUNDS_FROM_BELOW:
        return Limit(*extent, lower=amount, lower_inclusive=BOUNDS_FROM_BELOW[sign])
    if sign in BOUNDS_FROM_ABOVE:
        return Limit(*extent, upper=amount, upper_inclusive=BOUNDS_FROM_ABOVE[sign])
    return Limit(*extent, lower=amount, upper=amount)


def _whole(tree: Tree[Any], tagged: Sequence[Tagged]) -> Limit:
    first, last = _extent(tree, tagged)
    return replace(_node(_trees(tree)[0], tagged), first=first, last=last)


def _exact(tree: Tree[Any], tagged: Sequence[Tagged]) -> Limit:
    amount = _amount(tree, tagged)
    return Limit(*amount.tokens, lower=amount, upper=amount, compared=amount.level)


def _sided(tree: Tree[Any], tagged: Sequence[Tagged]) -> Limit:
    below = {_name(child): child for child in _trees(tree)}
    sign = _bound(below.get("bound") or below["post"], tagged)
    amount = _amount(below["amount"], tagged)
    if "unit" in below:
        after = _amount(below["unit"], tagged)
        amount = replace(amount, unit=after.unit, unit_tokens=after.unit_tokens, calendar=after.calendar, old=after.old)
    for token in tree.children:
        if isinstance(token, Token):
            amount = replace(amount, multiple=True)
            item = tagged[int(token.value)]
            if item.tag == "REF":
                amount = replace(amount, ref=item.value, ref_tokens=(item.first, item.last))
    return _one_sided(sign, amount, _extent(tree, tagged))


def _within(tree: Tree[Any], tagged: Sequence[Tagged]) -> Limit:
    return _one_sided("WITHIN", _amount(_trees(tree)[0], tagged), _extent(tree, tagged))


def _beyond(tree: Tree[Any], tagged: Sequence[Tagged]) -> Limit:
    item = tagged[int(tree.children[-1])]
    where = (item.first, item.last)
    amount = Amount(1.0, multiple=True, ref=item.value, ref_tokens=where, tokens=where)
    return _one_sided(_bound(_trees(tree)[0], tagged), amount, _extent(tree, tagged))


def _both(tree: Tree[Any], tagged: Sequence[Tagged]) -> Limit:
    one, two = (_node(child, tagged) for child in _trees(tree))
    low, high = (one, two) if one.lower and not one.upper else (two, one)
    if not (low.lower and not low.upper and high.upper and not high.lower):
        return replace(one, paired=replace(two, alternatives=False), last=two.last)
    lower, upper = _share(low.lower, high.upper)
    return Limit(*_extent(tree, tagged), lower, upper, low.lower_inclusive, high.upper_inclusive)


def _span(tree: Tree[Any], tagged: Sequence[Tagged]) -> Limit:
    amounts = [_amount(child, tagged) for child in _trees(tree) if _name(child) == "amount"]
    signs = _signs(tree, tagged)
    low, high = amounts
    lower, upper = _share(low, high)
    return Limit(
        *_extent(tree, tagged), lower, upper,
        BOUNDS_FROM_BELOW.get(signs[0] or "", True), BOUNDS_FROM_ABOVE.get(signs[1] or "", True),
    )  # fmt: skip


def _signs(tree: Tree[Any], tagged: Sequence[Tagged]) -> list[str | None]:
    """The comparator before each of the two amounts of a range, None where there is none."""
    signs: list[str | None] = []
    pending = None
    for child in _trees(tree):
        if _name(child) == "bound":
            pending = _bound(child, tagged)
        else:
            signs.append(pending)
            pending = None
    return signs


def _share(low: Amount, high: Amount) -> tuple[Amount, Amount]:
    """Two amounts of which one may lack the unit that the other has."""
    return _unit_from(low, high), _unit_from(high, low)


def _unit_from(amount: Amount, other: Amount) -> Amount:
    changes: dict[str, Any] = {}
    if amount.unit_tokens is None and other.unit_tokens is not None:
        changes = {"unit": other.unit, "unit_tokens": other.unit_tokens, "calendar": other.calendar}
    if amount.ref is None and other.ref is not None and (amount.multiple or not amount.unit_tokens):
        changes |= {"ref": other.ref, "ref_tokens": other.ref_tokens, "multiple": True}
    return replace(amount, **changes) if changes else amount


def _around(tree: Tree[Any], tagged: Sequence[Tagged]) -> Limit:
    middle, spread = (_amount(child, tagged) for child in _trees(tree))
    middle, spread = _share(middle, spread)
    centre, width = middle.number or 0.0, spread.number or 0.0
    lower, upper = replace(middle, number=centre - width), replace(middle, number=centre + width)
    return Limit(*_extent(tree, tagged), lower, upper)


def _one_of(tree: Tree[Any], tagged: Sequence[Tagged]) -> Limit:
    amounts = [_amount(child, tagged) for child in _trees(tree)]
    with_unit = next((amount for amount in reversed(amounts) if amount.unit_tokens), None)
    if with_unit is not None:
        amounts = [_unit_from(amount, with_unit) for amount in amounts]
    joins = {tagged[int(child)].tag for child in tree.children if isinstance(child, Token)}
    numbers = sorted(amounts, key=lambda amount: amount.number or 0.0)
    extent = _extent(tree, tagged)
    if joins == {"AND"} and len(amounts) == 2 and not amounts[0].level:
        return Limit(*extent, numbers[0], numbers[-1])
    return Limit(*extent, numbers[0], numbers[-1], one_of=tuple(amounts), compared="OR" in joins or amounts[0].level)


def _pair(tree: Tree[Any], tagged: Sequence[Tagged]) -> Limit:
    below = _trees(tree)
    amounts = [_amount(child, tagged) for child in below if _name(child) == "amount"]
    sign = next((_bound(child, tagged) for child in below if _name(child) in {"bound", "post"}), "")
    one, two = _share(*amounts)
    extent = _extent(tree, tagged)
    if one.level and two.level:
        return Limit(*extent, one, two, one_of=(one, two))
    first, second = _one_sided(sign, one, extent), _one_sided(sign, two, extent)
    return replace(first, paired=second, compared=bool(sign), alternatives=True)


_READERS: dict[str, Callable[[Tree[Any], Sequence[Tagged]], Limit]] = {
    "limit": _whole, "within": _within, "one": _exact, "amount": _exact, "before": _sided, "after": _sided,
    "beyond": _beyond, "both": _both, "span": _span, "span_open": _span, "open_span": _span, "open_span_open": _span,
    "around": _around, "one_of": _one_of, "pair": _pair, "bounded_pair": _pair, "pair_bounded": _pair,
}  # fmt: skip
