"""Allowing: cues behind what somebody may have, or before what they may do: "gout |is allowed|", "|are allowed| to"."""

from __future__ import annotations

from eligibility.normalize.parts import Part
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.eligible_if import LET_IN
from eligibility.tagging.tokens import Tokens

_FEW = 12
"""Tokens before "may be enrolled" among which "only" makes what may be what must be."""
_MAY = frozenset({"may", "can"})
_DOING = "to"
"""What names behind "are allowed" what somebody may do: "are allowed |to| take aspirin"."""
_ENDS = frozenset({".", ";", ":"})
"""Signs that end a statement, before which nothing is said of what follows."""


def allow(chunk: Chunk, part: Part, tokens: Tokens, people: frozenset[tuple[str, ...]]) -> None:
    """Says of an item that what stands in it before a cue, or what may be done, is allowed, or meets a limit.

    Args:
        chunk: the cue.
        part: the item, which is changed.
        tokens: the criterion.
        people: words for those who take part.
    """
    if chunk.value.attrs.get("means"):
        part.helps = not part.own_negation and (part.allowed or _may(chunk.first, tokens))
        part.allowed = part.allowed or part.helps
        return
    said = part.parts or (part.limit and (tokens.folded[part.limit.first - 1],) in people)
    if not said and tokens.folded[chunk.last : chunk.last + 1] == [_DOING]:
        part.allowed = True
        return
    part.allows = LET_IN.isdisjoint(tokens.folded[chunk.first : chunk.last]) if part.listed else not said
    part.allowed = bool(said) and not _only(chunk.first, tokens)


def _only(place: int, tokens: Tokens) -> bool:
    """Whether "only" stands shortly before a place, by itself, and not as in "bone-|only| disease"."""
    before = range(max(0, place - _FEW), place)
    return any(tokens.folded[at] == "only" and not (at and tokens.glued[at]) for at in before)


def _may(place: int, tokens: Tokens) -> bool:
    """Whether what stands right before a place in its statement is what somebody may do: "|may| be transfused"."""
    for at in range(place - 1, max(-1, place - _FEW), -1):
        if tokens.folded[at] in _ENDS:
            return False
        if tokens.folded[at] in _MAY:
            return True
    return False
