"""Times: what time.lark reads, with its numbers, units and anchors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

from lark import Token, Tree

from eligibility.grammar.limit_shapes import extent, place, said_by, tokens_of
from eligibility.grammar.limits import Limit, Tagged
from eligibility.grammar.shapes import Shape
from eligibility.grammar.templates import AmountTemplate, LimitTemplate

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


@dataclass(slots=True, frozen=True)
class WhenTemplate:
    """A time whose values are still places: those of its tags, and of its anchor.

    Attributes:
        first, last: the places of its first and its last tag.
        kind, side: as in the time.
        limit: the template of how long.
        anchor: the place of the anchor, None if there is none.
    """

    first: int
    last: int
    kind: Kind
    limit: LimitTemplate | None
    side: str | None
    anchor: int | None

    def fill(self, tagged: Sequence[Tagged]) -> When:
        """The time."""
        return When(
            tagged[self.first].first,
            tagged[self.last].last,
            self.kind,
            None if self.limit is None else self.limit.fill(tagged),
            self.side,
            None if self.anchor is None else tagged[self.anchor].value,
            self.side is not None and self.anchor is None,
        )


def when_template(shape: Shape) -> WhenTemplate:
    """The template of the time that a shape of time.lark stands for."""
    tokens = tokens_of(shape)
    kind = cast(Kind, str(shape.data))
    limit, side = None, None
    for child in shape.children:
        if not isinstance(child, Tree):
            continue
        if child.data in {"reference", "apart"}:
            side = tokens_of(child)[0].type
        elif child.data == "time":
            limit = _time(child, tokens)
        else:
            limit = said_by(child, tokens)
    if kind in {"during", "beside"}:
        side = tokens[0].type
    anchor = next((place(token) for token in tokens if token.type == "ANCHOR"), None)
    return WhenTemplate(*extent(shape), kind, limit, side, anchor)


def _time(tree: Shape, tokens: Sequence[Token]) -> LimitTemplate:
    """How long: a limit, or a bare unit ("the past |year")."""
    child = tree.children[0]
    if isinstance(child, Tree):
        return said_by(child, tokens)
    at = place(child)
    one = AmountTemplate(at, at, unit=at, calendar=True)
    return LimitTemplate(at, at, one, one, compared=False)
