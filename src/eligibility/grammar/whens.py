"""Times: what time.lark reads, with its numbers, units and anchors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, cast

from lark import Token, Tree
from msgspec import Struct
from msgspec.structs import replace

from eligibility.grammar.limit_shapes import extent, place, said_by, tokens_of
from eligibility.grammar.limits import Limit, Tagged
from eligibility.grammar.shapes import Shape
from eligibility.grammar.templates import AmountTemplate, LimitTemplate, is_outside
from eligibility.tree.values import Direction

Kind = Literal["past", "within", "ahead", "opening", "distant", "during", "beside", "lasting"]
Inference = Literal[
    "anchor-shared",
    "time-within",
    "duration-least",
    "window-turned",
    "window-of-all",
    "window-ahead",
    "window-not-ended",
    "window-of-absence",
    "window-of-last",
    "window-of-list",
    "window-recent",
]

_AFTER = frozenset({"AFTER", "FOLLOWING", "SINCE"})
_BEFORE = frozenset({"BEFORE", "PRIOR"})
_HANGING = _BEFORE | {"OF"}
_BACK = frozenset({"LAST", "PRIOR", "SINCE"})
_EITHER = frozenset({"OF", "FROM"})
_FOR_TIME = 2
"""Children of "for 3 months"."""
_LONGER = frozenset({"POST_GE", "POST_GT"})
_OR_MORE = _LONGER | {"POST_LE", "POST_LT"}
"""Comparators behind a number."""
_LATER = "later"
"""What a comparator of points in time says: what was earlier was longer ago."""
_END = "end"
"""What a word between a time and its anchor says that is told from the end of it: "after |stopping| study drug"."""
_ENDS = {"first_dose": "last_dose"}
"""What the end of it is called of an anchor that is called by its beginning."""
_EVENTS = frozenset({"birth", "onset", "diagnosis", "admission", "icu_admission", "discharge", "index"})
"""Anchors that criteria look back on: "within 3 months of |diagnosis" is after it."""


class When(Struct, frozen=True, gc=False):
    """When something happened, or for how long, over tokens `first` to `last` (exclusive).

    Attributes:
        kind: the alternative of time.lark that was read.
        limit: how long; None for a bare anchor ("during the study").
        side: the word between time and anchor as a tag (BEFORE, AFTER, SINCE, OF, ...), None without one.
        anchor: the name of the anchor, None if there is none or it is not a known one.
        open: whether the words after it name the anchor ("3 months before |the transplant|").
        halved: whether half-lives of a drug are said besides, or instead.
        inferred: what about it was not said in so many words, if anything.
    """

    first: int
    last: int
    kind: Kind
    limit: Limit | None = None
    side: str | None = None
    anchor: str | None = None
    open: bool = False
    halved: bool = False
    inferred: Inference | None = None

    @property
    def direction(self) -> Direction:
        """Where it lies, seen from its anchor."""
        if self.kind in {"ahead", "opening"}:
            return "after"
        if self.kind == "during":
            return "during"
        if self.side == "AROUND":
            return "around"
        after = self.side in _AFTER or (self.side in _EITHER and self.anchor in _EVENTS)
        return "after" if after else "before"

    @property
    def unanchored(self) -> bool:
        """Whether it does not say what it is told from, so that a later time may: "within 6 months"."""
        return self.kind == "within" and self.side is None and self.anchor is None

    @property
    def hanging(self) -> bool:
        """Whether it breaks off before what it is told from: "within 2 weeks before, or ... before, |enrollment|"."""
        return self.open and self.limit is not None and self.side in _HANGING

    def turned(self) -> When:
        """The same time seen from now, if the event that it is told from comes next.

        Who is "at least 6 months after |a stroke" had the stroke at least 6 months ago.
        """
        if not self.open or self.limit is None:
            return self
        side = "BEFORE" if self.side in _AFTER else "AFTER" if self.side in _BEFORE else self.side
        return replace(self, side=side, open=False, inferred="window-turned")


class WhenTemplate(Struct, frozen=True, gc=False):
    """A time whose values are still places: those of its tags, and of its anchor.

    Attributes:
        first, last: the places of its first and its last tag.
        kind, side: as in the time.
        limit: the template of how long.
        anchor: the place of the anchor; None if there is none.
        beside: the place of the word before it, which may name it ("after |the last dose|"); None if there is none.
        halved: as in the time.
        least: whether a bare length is the least that it may be: "for the past 3 months", "for 3 months before".
        bare: whether nothing says whether a bare length is that: "for 3 months".
        more: the place of a comparator behind all of it: "3 months ago |or more|"; None if there is none.
    """

    first: int
    last: int
    kind: Kind
    limit: LimitTemplate | None
    side: str | None
    anchor: int | None
    beside: int | None = None
    halved: bool = False
    least: bool = False
    bare: bool = False
    more: int | None = None

    def fill(self, tagged: Sequence[Tagged]) -> When:
        """The time."""
        when = self._as_written(tagged)
        if when.kind == "opening" and when.side is None and when.limit is not None and when.limit.old:
            return replace(when, anchor="birth")
        if when.limit is not None and self.least and not when.limit.compared:
            return replace(when, limit=when.limit.one_sided("lower"))
        if self.bare and when.limit is not None and not when.limit.compared:
            return replace(when, limit=when.limit.one_sided("lower"), inferred="duration-least")
        if self.more is not None and when.limit is not None and not when.limit.compared:
            return replace(when, limit=_compared(when.limit, tagged[self.more]))
        limit = when.limit
        turns = limit is not None and limit.later and when.direction == "before"
        if limit is None or not turns or (limit.is_range and not is_outside(limit)):
            return when
        return replace(when, limit=limit.turned())

    def _as_written(self, tagged: Sequence[Tagged]) -> When:
        anchor = self._anchor(tagged)
        return When(
            tagged[self.first].first,
            tagged[self.last].last,
            self.kind,
            None if self.limit is None else self.limit.fill(tagged).as_one(),
            self.side,
            anchor,
            self.side is not None and anchor is None,
            self.halved,
        )

    def _anchor(self, tagged: Sequence[Tagged]) -> str | None:
        """The name of what the time is told from; None where words behind it may name it."""
        said = None if self.beside is None else tagged[self.beside].value
        if self.anchor is None:
            return None if said == _END else said
        anchor: str = tagged[self.anchor].value
        return _ENDS.get(anchor, anchor) if said == _END else anchor


def when_template(shape: Shape) -> WhenTemplate:
    """The template of the time that a shape of time.lark stands for."""
    tokens = tokens_of(shape)
    kind = cast(Kind, str(shape.data))
    limit, side, beside = None, None, None
    for child in shape.children:
        if not isinstance(child, Tree):
            continue
        if child.data in {"reference", "apart"}:
            side, beside = tokens_of(child)[0].type, place(tokens_of(child)[0])
        elif child.data == "time":
            limit = _time(child, tokens)
        elif child.data == "split":
            limit = _split(child)
        else:
            limit = said_by(child, tokens)
    if kind in {"during", "beside"}:
        side, beside = tokens[0].type, place(tokens[0])
    anchor = next((place(token) for token in tokens if token.type == "ANCHOR"), None)
    halved = any(token.type == "HALVES" for token in tokens)
    least = kind == "lasting" and (side is not None or any(token.type in _BACK for token in tokens))
    bare = kind == "lasting" and not least and tokens[0].type == "FOR" and len(shape.children) == _FOR_TIME
    more = place(tokens[-1]) if kind == "distant" and tokens[-1].type in _OR_MORE and _ago(tokens) else None
    return WhenTemplate(*extent(shape), kind, limit, side, anchor, beside, halved, least, bare, more)


def _ago(tokens: Sequence[Token]) -> bool:
    """Whether a comparator stands behind "ago"."""
    return len(tokens) > 1 and tokens[-2].type == "AGO"


def _compared(limit: Limit, more: Tagged) -> Limit:
    """How long ago something was, as the comparator behind it says: "6 months ago |or more|", "|or earlier|"."""
    longer = (more.tag in _LONGER) != (more.value == _LATER)
    return limit.one_sided("lower" if longer else "upper")


def _time(tree: Shape, tokens: Sequence[Token]) -> LimitTemplate | None:
    """How long: a limit, or a bare unit ("the past |year", "first |hour of life"); None for half-lives alone."""
    for child in tree.children:
        if isinstance(child, Tree):
            return said_by(child, tokens)
        if child.type == "TUNIT":
            at = place(child)
            old = any(token.type == "OLD" for token in tokens)
            return _exactly(AmountTemplate(at, at, unit=at, calendar=True, old=old))
    return None


def _split(tree: Shape) -> LimitTemplate:
    """A number and a unit with a word between: "the 3 |previous| months"."""
    first, last = extent(tree)
    return _exactly(AmountTemplate(first, last, number=first, unit=last, calendar=True))


def _exactly(amount: AmountTemplate) -> LimitTemplate:
    return LimitTemplate(amount.first, amount.last, amount, amount, compared=False)
