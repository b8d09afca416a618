"""Ends of a range that are said again, to say that they belong to it: "aged 18-70 years (including 18 and 70)"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

INCLUDING = frozenset({"including", "include", "includes", "inclusive", "included"})
"""Words, folded, that say so."""
_CLOSES = frozenset({")", "]"})
_BESIDE = (
    frozenset({"and", "or", "both", "year", "old", "yr", "y", "of", "age", "month", "kg", "%", "point", ",", "the"})
    | INCLUDING
)
_MOST = 12
"""Tokens in such brackets."""


def with_included_ends(amounts: Sequence[Chunk], tokens: Tokens) -> Sequence[Chunk]:
    """The limits and times of a criterion, with each range whose ends brackets behind it say again as one with them."""
    past, out = 0, list[Chunk]()
    for chunk in amounts:
        if chunk.first < past:
            continue
        end = _end(chunk.value, tokens) if chunk.tag == "LIMIT" else None
        if end is not None:
            past = end
        out.append(chunk if end is None else replace(chunk, last=end, value=replace(chunk.value, last=end)))
    return out


def _end(limit: Limit, tokens: Tokens) -> int | None:
    """Where the brackets behind a range end, if they only say its ends again."""
    if limit.lower is None or limit.upper is None or limit.paired is not None or limit.one_of:
        return None
    folded, start = tokens.folded, limit.last
    while start < limit.last + 3 and start < len(folded) and folded[start] in {"year", "old", "of", "age"}:
        start += 1
    if folded[start : start + 1] not in (["("], ["["]):
        return None
    ends = {_written(limit.lower.number), _written(limit.upper.number)}
    inside: set[str] = set()
    for place in range(start + 1, min(start + _MOST, len(folded))):
        word = folded[place]
        if word in _CLOSES:
            said = {one for one in inside if one[0].isdigit()}
            return place + 1 if said == ends and not INCLUDING.isdisjoint(inside) else None
        if word not in _BESIDE and word not in ends:
            return None
        inside.add(word)
    return None


def _written(number: object) -> str:
    """A number as it is written without a fraction of nothing."""
    return f"{number:g}" if isinstance(number, int | float) else str(number)
