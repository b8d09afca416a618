"""Shapes of quantity.lark: the template of the limit that each stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lark import Token, Tree
from msgspec.structs import replace

from eligibility.grammar.shapes import Shape
from eligibility.grammar.templates import AmountTemplate, LimitTemplate

_FROM_BELOW = {"GE": True, "MIN": True, "POST_GE": True, "GT": False, "POST_GT": False, "OVER": False}
_FROM_ABOVE = {"LE": True, "MAX": True, "POST_LE": True, "WITHIN": True, "LT": False, "POST_LT": False}
_OR_EQUAL = {"GT": "GE", "LT": "LE"}
_VALUED = frozenset({"NUM", "FOLD", "LEVEL", "UNIT", "TUNIT", "ANCHOR", "REF"})
"""Tags whose value is a part of the limit; that of another tag may say that it is of age ("over the age of")."""


def limit_template(shape: Shape) -> LimitTemplate:
    """The template of the limit that a shape of quantity.lark stands for."""
    return said_by(shape, tokens_of(shape))


def said_by(shape: Shape, tokens: Iterable[Token]) -> LimitTemplate:
    """The template of a limit within a longer shape.

    Args:
        shape: the limit's own part.
        tokens: the tags of the whole; as many of them as the limit has tags tell whether it is of age.
    """
    count = sum(1 for _ in tokens_of(shape))
    plain = tuple(place(token) for token in tokens if place(token) < count and token.type not in _VALUED)
    return replace(_node(shape), plain=plain)


def tokens_of(shape: Shape) -> list[Token]:
    """The tags of a shape, in reading order."""
    out: list[Token] = []
    for child in shape.children:
        if isinstance(child, Token):
            out.append(child)
        else:
            out += tokens_of(child)
    return out


def place(token: Token) -> int:
    """The place of a tag in its shape."""
    return int(token.value)


def extent(shape: Shape) -> tuple[int, int]:
    """The places of the first and the last tag of a shape."""
    places = [place(token) for token in tokens_of(shape)]
    return min(places), max(places)


def _node(tree: Shape) -> LimitTemplate:
    return _READERS[_name(tree)](tree)


def _name(tree: Shape) -> str:
    """The rule's own name; time.lark imports the rules of quantity.lark under its name and theirs."""
    return str(tree.data).rsplit("__", 1)[-1]


def _trees(tree: Shape) -> list[Shape]:
    return [child for child in tree.children if isinstance(child, Tree)]


def _bound(tree: Shape) -> str:
    return tokens_of(tree)[0].type


def _amount(tree: Shape) -> AmountTemplate:
    first, last = extent(tree)
    amount = AmountTemplate(first, last)
    for token in tokens_of(tree):
        at = place(token)
        if token.type in {"NUM", "FOLD"}:
            amount = replace(amount, number=at, multiple=token.type == "FOLD")
        elif token.type == "LEVEL":
            amount = replace(amount, number=at, level=True)
        elif token.type in {"UNIT", "TUNIT"}:
            amount = replace(amount, unit=at, calendar=token.type == "TUNIT")
        elif token.type == "OLD":
            amount = replace(amount, old=True)
        elif token.type == "TIMES":
            amount = replace(amount, multiple=True)
        elif token.type == "REF":
            amount = replace(amount, multiple=True, ref=at)
    return amount


def _one_sided(sign: str, amount: AmountTemplate, first: int, last: int) -> LimitTemplate:
    if sign in _FROM_BELOW:
        return LimitTemplate(first, last, lower=amount, lower_inclusive=_FROM_BELOW[sign])
    if sign in _FROM_ABOVE:
        return LimitTemplate(first, last, upper=amount, upper_inclusive=_FROM_ABOVE[sign])
    return LimitTemplate(first, last, lower=amount, upper=amount)


def _whole(tree: Shape) -> LimitTemplate:
    first, last = extent(tree)
    return replace(_node(_trees(tree)[0]), first=first, last=last)


def _exact(tree: Shape) -> LimitTemplate:
    amount = _amount(tree)
    return LimitTemplate(amount.first, amount.last, lower=amount, upper=amount, compared=amount.level)


def _starting(tree: Shape) -> LimitTemplate:
    """ "from 18 years": at least so much, where a unit is written."""
    amount = _amount(_trees(tree)[0])
    first, last = extent(tree)
    if amount.unit is None or tokens_of(tree)[0].type != "FROM":
        return LimitTemplate(first, last, lower=amount, upper=amount, compared=False)
    return _one_sided("GE", amount, first, last)


def _sided(tree: Shape) -> LimitTemplate:
    below = {_name(child): child for child in _trees(tree)}
    signs = [_bound(below[name]) for name in ("eq", "bound", "post", "or_more") if name in below]
    sign = signs[-1] if signs[0] == "EQ" else signs[0]
    if "eq" in below and "bound" in below:
        sign = _OR_EQUAL.get(sign, sign)
    amount = _amount(below["amount"])
    if "unit" in below:
        after = _amount(below["unit"])
        amount = replace(amount, unit=after.unit, calendar=after.calendar, old=after.old)
    for token in tree.children:
        if isinstance(token, Token) and token.type in {"TIMES", "REF"}:
            amount = replace(amount, multiple=True, ref=place(token) if token.type == "REF" else amount.ref)
    return _one_sided(sign, amount, *extent(tree))


def _within(tree: Shape) -> LimitTemplate:
    """ "Within 3 days", "within 2 x ULN", "within ULN"; "within 20 % of baseline" is that much more or less."""
    below, last = _trees(tree), extent(tree)[1]
    amount = _amount(below[0]) if below else AmountTemplate(last, last, ref=last, multiple=True)
    if amount.unit is None or amount.ref is None:
        return _one_sided("WITHIN", amount, *extent(tree))
    return LimitTemplate(*extent(tree), replace(amount, over=True, under=True), replace(amount, over=True))


def _exceeding(tree: Shape) -> LimitTemplate:
    first, last = extent(tree)
    below = _trees(tree)
    amount = _amount(below[0]) if below else AmountTemplate(last, last, ref=last, multiple=True)
    return _one_sided("OVER", amount, first, last)


def _beyond(tree: Shape) -> LimitTemplate:
    at = place(tokens_of(tree)[-1])
    return _one_sided(_bound(_trees(tree)[0]), AmountTemplate(at, at, ref=at, multiple=True), *extent(tree))


def _above(tree: Shape) -> LimitTemplate:
    """ "3 times above ULN", "twice higher than normal"; "20 % above baseline" is no multiple of it."""
    below = {_name(child): child for child in _trees(tree)}
    said = _amount(below["amount"])
    amount = replace(said, multiple=True, ref=place(tokens_of(tree)[-1]), over=not said.multiple)
    return _one_sided(_bound(below["bound"]) if "bound" in below else "GT", amount, *extent(tree))


def _plus(tree: Shape) -> LimitTemplate:
    """ "≤ ULN + 3 seconds": so much more than a reference, and no multiple of it, whether a unit is written or not."""
    below = {_name(child): child for child in _trees(tree)}
    ref = next(place(token) for token in tree.children if isinstance(token, Token) and token.type == "REF")
    amount = _amount(below["amount"])
    amount = replace(amount, multiple=amount.unit is not None, ref=ref, over=True)
    return _one_sided(_bound(below["bound"]), amount, *extent(tree))


def _both(tree: Shape) -> LimitTemplate:
    one, two = (_node(child) for child in _trees(tree))
    low, high = (one, two) if one.lower and not one.upper else (two, one)
    if low.lower is None or low.upper or high.upper is None or high.lower:
        return replace(one, paired=replace(two, alternatives=False), last=two.last)
    lower, upper = _share(low.lower, high.upper)
    return LimitTemplate(*extent(tree), lower, upper, low.lower_inclusive, high.upper_inclusive)


def _span(tree: Shape) -> LimitTemplate:
    low, high = (_amount(child) for child in _trees(tree) if _name(child) == "amount")
    signs = _signs(tree)
    lower, upper = _share(low, high)
    return LimitTemplate(*extent(tree), lower, upper, _FROM_BELOW.get(signs[0], True), _FROM_ABOVE.get(signs[1], True))


def _outside(tree: Shape) -> LimitTemplate:
    """ "Outside the range of 9 to 12 g/dL": what is on either side."""
    low, high = _share(*(_amount(child) for child in _trees(tree)))
    first, last = extent(tree)
    above = LimitTemplate(first, last, lower=high, lower_inclusive=False)
    return LimitTemplate(first, last, upper=low, upper_inclusive=False, paired=above, outside=True)


def _signs(tree: Shape) -> list[str]:
    """The comparator before each of the two amounts of a range, empty where there is none."""
    signs: list[str] = []
    pending = ""
    for child in _trees(tree):
        if _name(child) in {"bound", "eq"}:
            pending = _bound(child)
        else:
            signs.append(pending)
            pending = ""
    return signs


def _share(low: AmountTemplate, high: AmountTemplate) -> tuple[AmountTemplate, AmountTemplate]:
    """Two amounts of which one may lack the unit that the other has."""
    return low.with_unit_of(high), high.with_unit_of(low)


def _around(tree: Shape) -> LimitTemplate:
    middle, spread = _share(*(_amount(child) for child in _trees(tree)))
    return LimitTemplate(*extent(tree), middle, spread=spread)


def _one_of(tree: Shape) -> LimitTemplate:
    amounts = [_amount(child) for child in _trees(tree) if _name(child) == "amount"]
    with_unit = next((amount for amount in reversed(amounts) if amount.unit is not None), None)
    if with_unit is not None:
        amounts = [amount.with_unit_of(with_unit) for amount in amounts]
    joins = {child.type for child in tree.children if isinstance(child, Token)}
    level = amounts[0].level
    listed = joins != {"AND"} or len(amounts) != 2 or level
    return LimitTemplate(
        *extent(tree), members=tuple(amounts), ranked=True, listed=listed, compared=not listed or "OR" in joins or level
    )


def _pair(tree: Shape) -> LimitTemplate:
    below = _trees(tree)
    one, two = _share(*(_amount(child) for child in below if _name(child) == "amount"))
    sign = next((_bound(child) for child in below if _name(child) in {"bound", "eq", "post"}), "")
    first, last = extent(tree)
    if one.level and two.level:
        return LimitTemplate(first, last, members=(one, two), listed=True)
    paired = _one_sided(sign, two, first, last)
    return replace(_one_sided(sign, one, first, last), paired=paired, compared=bool(sign), alternatives=True)


def _pair_of_spans(tree: Shape) -> LimitTemplate:
    """ "90/60 to 140/90": a range of each half of a pair, the lower ends first."""
    low, low_half, high, high_half = (_amount(child) for child in _trees(tree))
    return _spans_of(tree, (low, high), (low_half, high_half))


def _spans_paired(tree: Shape) -> LimitTemplate:
    """ "130-159/80-99": a range of each half of a pair, one after the other."""
    low, high, low_half, high_half = (_amount(child) for child in _trees(tree))
    return _spans_of(tree, (low, high), (low_half, high_half))


def _spans_of(
    tree: Shape, one: tuple[AmountTemplate, AmountTemplate], two: tuple[AmountTemplate, AmountTemplate]
) -> LimitTemplate:
    """Two ranges as a pair; the unit is written behind the last number."""
    first, last = extent(tree)
    low, high, low_half, high_half = (end.with_unit_of(two[1]) for end in (*one, *two))
    paired = LimitTemplate(first, last, low_half, high_half)
    return LimitTemplate(first, last, low, high, paired=paired, alternatives=True)


_READERS: dict[str, Callable[[Shape], LimitTemplate]] = {
    "limit": _whole, "within": _within, "one": _exact, "amount": _exact,
    "before": _sided, "halved": _sided, "after": _sided,
    "beyond": _beyond, "above": _above, "plus": _plus, "exceeding": _exceeding, "starting": _starting,
    "both": _both, "span": _span,
    "span_open": _span, "open_span": _span, "open_span_open": _span, "outside": _outside, "around": _around,
    "one_of": _one_of, "pair": _pair, "bounded_pair": _pair, "pair_bounded": _pair, "pair_of_spans": _pair_of_spans,
    "spans_paired": _spans_paired,
}  # fmt: skip
