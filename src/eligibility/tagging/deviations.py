"""Standard deviations: "height more than |2 SD below the mean|" is a score of less than minus two."""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.grammar.limits import Amount, Limit
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

DEVIATIONS = frozenset({"sd", "deviation"})
"""Words for what such a limit is told in, folded."""
_UNIT = "{SD}"
_BELOW = frozenset({"below", "under", "lower"})
_ABOVE = frozenset({"above", "over", "higher"})
_MEANS = frozenset({"mean", "average", "norm", "normal", "median"})
"""What it is told from."""
_WHOSE = frozenset({
    "the", "than", "a", "of", "for", "and", "or", "-", "age", "sex", "gender", "population", "normative", "reference",
    "expected", "young", "adult", "healthy", "adjusted", "specific", "matched", "appropriate", "group", "control",
    "height", "weight", "value", "score", "their", "standard", "mid", "parental", "target",
})  # fmt: skip
"""Words around that, which say whose it is."""
_LONGEST = 12
"""Tokens of what it is told from."""


def deviations(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with each number of standard deviations from a mean as a score of so many, negative below it.

    Of less than so many below it is not known which side is meant; it is kept as a difference.

    Args:
        chunks: those of a criterion with limits, in reading order.
        tokens: the criterion.
    """
    out: list[Chunk] = []
    end = 0
    for chunk in chunks:
        if chunk.first < end:
            continue
        if chunk.tag == "LIMIT" and chunk.value.amount.unit == _UNIT and (last := _mean(chunk.last, tokens)):
            limit = replace(chunk.value, last=last)
            below = tokens.folded[chunk.last] in _BELOW
            out.append(Chunk("LIMIT", chunk.first, last, _below(limit, chunk.last) if below else limit))
            end = last
        else:
            out.append(chunk)
    return out if end else chunks


def _mean(place: int, tokens: Tokens) -> int | None:
    """The end of what a number is told from, which begins at a token; None for nothing."""
    folded = tokens.folded
    if place >= len(folded) or (folded[place] not in _BELOW and folded[place] not in _ABOVE):
        return None
    at, found = place + 1, False
    while at < min(len(folded), place + _LONGEST) and (folded[at] in _MEANS or folded[at] in _WHOSE):
        found = found or folded[at] in _MEANS
        at += 1
    return at if found else None


def _below(limit: Limit, place: int) -> Limit:
    """So many below as a negative score; less than so many as a difference from what is named from a token on."""
    if limit.lower is None:
        upper = limit.upper
        return (
            limit
            if upper is None
            else replace(limit, upper=replace(upper, ref="other", ref_tokens=(place, limit.last), over=True))
        )
    turned = limit.turned()
    lower, upper = _negative(turned.lower), _negative(turned.upper)
    return replace(turned, lower=lower, upper=lower if turned.lower is turned.upper else upper)


def _negative(amount: Amount | None) -> Amount | None:
    return None if amount is None or amount.number is None else replace(amount, number=-abs(amount.number))
