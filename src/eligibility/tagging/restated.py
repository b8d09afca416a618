"""Restated limits: several that are each said again in brackets: "≥ 7.0 % (53 mmol/mol) and ≤ 10.5 % (91 mmol/mol)"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Amount, Limit
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

SEVERAL = 4
"""Limits and times that a criterion has at least where two limits are said again."""
_THROUGH = frozenset({"to", "-"})
"""Words between two numbers that make them the ends of a range."""
_BOTH = _THROUGH | {"and", "but"}
"""Words between two limits on one thing that both hold."""
_RANGED = frozenset({"between", "from"})
BRACKETS = {"(": ")", "[": "]"}


def restated(amounts: Sequence[Chunk], tokens: Tokens) -> Sequence[Chunk]:
    """The limits and times of a criterion, with each limit that is said again in brackets as one with what says so.

    Two that are the ends of one range become that range. One limit alone is left: what its brackets are is read later.

    Args:
        amounts: the limits and times, in reading order.
        tokens: the criterion.
    """
    said = [at for at in range(len(amounts) - 1) if _is_said_again(amounts[at], amounts[at + 1], tokens)]
    if len(said) == 1:
        return amounts
    out: list[Chunk] = []
    before: Chunk | None = None
    for at, chunk in enumerate(amounts):
        if at - 1 in said:
            continue
        if at not in said:
            out.append(chunk)
            before = None
            continue
        again = amounts[at + 1]
        last = again.last + 1
        whole = Chunk("LIMIT", chunk.first, last, replace(chunk.value, last=last, again=again.value))
        between = _range(before, whole, tokens) if before is not None else None
        if between is not None:
            out[-1], before = between, None
        else:
            out.append(whole)
            before = whole
    return out


def _is_said_again(chunk: Chunk, after: Chunk, tokens: Tokens) -> bool:
    """Whether a limit is followed by brackets with nothing but another one, in another unit."""
    folded = tokens.folded
    if chunk.tag != "LIMIT" or after.tag != "LIMIT" or after.first != chunk.last + 1:
        return False
    units = {chunk.value.amount.unit, after.value.amount.unit}
    closed = BRACKETS.get(folded[chunk.last])
    return folded[after.last : after.last + 1] == [closed] and len(units - {None}) > 1 and not chunk.value.calendar


def _range(one: Chunk, two: Chunk, tokens: Tokens) -> Chunk | None:
    """Two limits as the ends of one range; None where they are none."""
    joined = tokens.folded[one.last : two.first]
    if len(joined) != 1 or joined[0] not in _BOTH:
        return None
    limits = (one.value, two.value)
    through = joined[0] in _THROUGH or tokens.folded[one.first] in _RANGED
    ends = _ends(limits, through=through)
    again = _ends((one.value.again, two.value.again), through=True)
    if ends is None or again is None:
        return None
    return Chunk("LIMIT", one.first, two.last, replace(ends, last=two.last, again=again))


def _ends(limits: tuple[Limit, Limit], *, through: bool) -> Limit | None:
    """A range from the lower to the upper of two limits; of `through` in that order, be they bare numbers or not."""
    one, two = limits
    low, high = (one, two) if _holds(one.lower, two.upper) else (two, one)
    if not _holds(low.lower, high.upper):
        return None
    if through and low is not one:
        return None
    if not through and (low.upper is not None or high.lower is not None):
        return None
    return replace(
        low,
        first=one.first,
        last=two.last,
        upper=high.upper,
        upper_inclusive=high.upper_inclusive,
        compared=True,
        again=None,
    )


def _holds(lower: Amount | None, upper: Amount | None) -> bool:
    """Whether two amounts can be the ends of a range."""
    if lower is None or upper is None or lower.number is None or upper.number is None:
        return False
    return lower.number <= upper.number
