"""Times: what a shape of time.lark says once its tags have their numbers, units and anchors again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from lark import Token, Tree

from eligibility.grammar.limits import Amount, Limit, Tagged, read_limit

Kind = Literal["past", "within", "ahead", "distant", "during", "beside", "lasting"]


@dataclass(slots=True, frozen=True)
class When:
    """When something happened, or for how long, over tokens `first` to `last` (exclusive).

    Attributes:
        kind: the alternative of time.lark that was read.
        limit: how long; None for a bare anchor ("during the study").
        side: the word between time and anchor as a tag (BEFORE, AFTER, SINCE, OF, ...), None without one.
        anchor: the name of the anchor, None if there is none or it is not a known one.
        open: whether the words after it name the anchor ("3 months before |the transplant|").
    """

    first: int
    last: int
    kind: Kind
    limit: Limit | None = None
    side: str | None = None
    anchor: str | None = None
    open: bool = False


def read_when(shape: Tree[Any], tagged: Sequence[Tagged]) -> When:
    """The time that a shape of time.lark stands for."""
    places = [int(token.value) for token in shape.scan_values(lambda value: isinstance(value, Token))]
    items = [tagged[place] for place in places]
    anchor = next((item for item in items if item.tag == "ANCHOR"), None)
    kind = str(shape.data)
    limit = side = None
    for child in shape.children:
        if not isinstance(child, Tree):
            continue
        if child.data in {"reference", "apart"}:
            side = tagged[int(next(child.scan_values(lambda value: isinstance(value, Token))).value)].tag
        elif child.data == "time":
            limit = _time(child, tagged)
        else:
            limit = read_limit(child, tagged)
    if kind in {"during", "beside"}:
        side = items[0].tag
    return When(
        first=min(item.first for item in items),
        last=max(item.last for item in items),
        kind=kind,  # type: ignore[arg-type]  # the aliases of time.lark
        limit=limit,
        side=side,
        anchor=anchor.value if anchor else None,
        open=side is not None and anchor is None,
    )


def _time(tree: Tree[Any], tagged: Sequence[Tagged]) -> Limit:
    child = tree.children[0]
    if isinstance(child, Tree):
        return read_limit(child, tagged)
    item = tagged[int(child.value)]
    where = (item.first, item.last)
    one = Amount(1.0, unit=item.value, unit_tokens=where, calendar=True, tokens=where)
    return Limit(*where, one, one, compared=False)
