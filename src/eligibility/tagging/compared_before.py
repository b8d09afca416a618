"""Comparators before a name whose value stands behind it: "|>| NYHA class II", "|at least| CTCAE grade 3"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.grammar.limits import Limit
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Match
from eligibility.tagging.tokens import Tokens

SIGN = "SIGN"
"""The tag of a comparator that no limit has taken."""
_MEASUREMENT = "measurement"
_SCALES = frozenset(map(fold, ("grade", "stage", "class")))
"""Last words of the names of scales."""
_LONGEST = 4
"""Tokens of such a name."""


def compared_before(amounts: Sequence[Chunk], spoken: Sequence[Match], tokens: Tokens) -> list[Chunk]:
    """The limits and times, with each bare value compared as the comparator before the name of its scale says.

    Args:
        amounts: the limits, the times, and the comparators that no limit has taken; these are left out.
        spoken: the phrases of the criterion.
        tokens: the criterion.
    """
    named = {match[:2] for match in spoken if match[2].concept is not None and match[2].concept.domain == _MEASUREMENT}
    out: list[Chunk] = []
    sign: Chunk | None = None
    for chunk in amounts:
        if chunk.tag == SIGN:
            sign = chunk
            continue
        scaled = sign is not None and ((sign.last, chunk.first) in named or _is_scale(sign.last, chunk.first, tokens))
        if sign is not None and scaled and chunk.tag == "LIMIT" and _is_bare(chunk.value):
            out.append(Chunk("FILLER", sign.first, sign.last, sign.value))
            out.append(Chunk("LIMIT", chunk.first, chunk.last, chunk.value.compared_by(sign.value)))
        else:
            out.append(chunk)
        sign = None
    return out


def _is_scale(first: int, last: int, tokens: Tokens) -> bool:
    """Whether some tokens are the name of a scale that no rule knows: "Miller grade"."""
    return 1 < last - first <= _LONGEST and tokens.folded[last - 1] in _SCALES


def _is_bare(limit: Limit) -> bool:
    return limit.lower is limit.upper and limit.paired is None and not limit.one_of
