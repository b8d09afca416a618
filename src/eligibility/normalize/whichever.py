"""Whichever: of two limits on one thing the lower or the higher one holds: "≤ 1.5 x ULN or ≤ 2, |whichever is lower|".

At most the lower of two is at most either; at most the higher is at most one of them. So it is the other way round with
"at least", in whatever list.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part, Said
from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk

WHICHEVER = "whichever"
_SIDES = {"lower": True, "higher": False}
"""Which of two limits holds, and whether each of them does where they are limits from above."""
_ENDS = frozenset({"SEMI", "STOP"})
"""Tags of what ends a statement."""
_first = attrgetter("first")


class Choice(NamedTuple):
    """Words that say which of two limits holds.

    Attributes:
        begin: the token that their statement begins with.
        first, last: the tokens of the words.
        below: whether each of two limits from above holds.
    """

    begin: int
    first: int
    last: int
    below: bool


def choices(chunks: Sequence[Chunk]) -> list[Choice]:
    """All that says in a criterion which of two limits holds, in reading order.

    Args:
        chunks: the chunks of the criterion.
    """
    out: list[Choice] = []
    begin = 0
    for chunk in chunks:
        cue = chunk.value
        if chunk.tag in _ENDS:
            begin = chunk.last
        elif isinstance(cue, CueRule) and cue.kind == WHICHEVER:
            below = _SIDES.get(str(cue.attrs.get("of")))
            out += [] if below is None else [Choice(begin, chunk.first, chunk.last, below)]
    return out


def choose_limit(parts: list[Part], joins: list[Join], chosen: Sequence[Choice]) -> None:
    """Makes both of two limits hold where the one that holds is the stricter; else one of them will do, as they say.

    Args:
        parts: the items of a list.
        joins: what stands between them; they are changed.
        chosen: what says in the criterion which of two limits holds.
    """
    ends = [*accumulate((0 if part.last is None else part.last.extent[1] for part in parts), max)]
    for at in range(bisect_left(chosen, ends[0], key=_first), len(chosen)):
        choice = chosen[at]
        if choice.begin >= ends[-1]:
            return
        place = bisect_left(ends, ends[bisect_right(ends, choice.first) - 1])
        if place > 0 and joins[place - 1] == "or":
            _choose(parts, joins, place, choice)


def _choose(parts: list[Part], joins: list[Join], place: int, choice: Choice) -> None:
    """Makes both limits around an "or" hold, where the words behind them say so."""
    before, last = parts[place - 1].last, parts[place].last
    if before is None or last is None or not (before.limits and last.limits):
        return
    if not _are_of_one(before, last):
        parts[place].parts.append(Said(Draft("words", choice.first, choice.last)))
    elif (last.limits[-1].lower is None) == choice.below:
        joins[place - 1], parts[place].together = "and", True


def _are_of_one(one: Draft, two: Draft) -> bool:
    """Whether two limits are on one measurement, and from one side."""
    rules = [draft.entity.rule if draft.entity is not None else None for draft in (one, two)]
    sides = [(draft.limits[-1].lower is None, draft.limits[-1].upper is None) for draft in (one, two)]
    return rules[0] is rules[1] and sides[0] == sides[1] and sides[0] in {(True, False), (False, True)}
