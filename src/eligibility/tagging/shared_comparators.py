"""Shared comparators: a number in another unit behind "and" is limited as that before it: "≥ 12% and |200 mL|"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.tagging.chunks import Chunk, pairs_at
from eligibility.tagging.tokens import Tokens

AND = "and"
"""The word between two limits."""
_JOINED = frozenset({("LIMIT", "AND")})
_SMALL = frozenset({"OF", "FILLER", "LP"})
"""Tags of what may stand between what is measured and its limit."""
_ENDS = frozenset({"COMMA", "RP", "OR", "IF", "WHEN"})
"""Tags of what follows the last limit on something; anything else could be what the number is of."""


def with_shared_comparators(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with each number behind the limit on a measurement, in another unit, as one more limit on that.

    Args:
        chunks: those of a criterion with several limits, in reading order.
        tokens: the criterion.
    """
    out = chunks
    for place in pairs_at(chunks, _JOINED):
        one, two = chunks[place].value, chunks[place + 2 : place + 3]
        if not two or two[0].tag != "LIMIT" or not _is_measured(chunks, place):
            continue
        other = two[0].value
        bare = not (other.compared or other.is_range or other.calendar or one.calendar)
        units = (one.amount.unit, other.amount.unit)
        if not bare or None in units or units[0] == units[1]:
            continue
        behind = chunks[place + 3 : place + 4]
        if behind and behind[0].tag not in _ENDS and tokens.folded[behind[0].first] not in {".", ";"}:
            continue
        shared = other.compared_as(one)
        if shared is not other:
            out = out.copy() if out is chunks else out
            out[place + 2] = replace(two[0], value=shared)
    return out


def _is_measured(chunks: Sequence[Chunk], place: int) -> bool:
    """Whether the limit at a place follows something that has values."""
    at = place - 1
    while at >= 0 and chunks[at].tag in _SMALL:
        at -= 1
    return at >= 0 and chunks[at].tag == "ENTITY" and chunks[at].value.domain == "measurement"
