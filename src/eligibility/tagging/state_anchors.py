"""Anchors of states: "unless stable for 3 months before |biopsy|" says from when on, and of no biopsy how it is."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.whens import When
from eligibility.tagging.chunks import Chunk, pairs_at
from eligibility.tagging.tokens import Tokens

BEFORE = frozenset({"before", "prior", "preceding"})
"""Words before what how long a state lasts is told from."""
_LASTING = frozenset({("MODIFIER", "WHEN")})
_CLAUSE = frozenset({"EXCEPT", "IF", "COMMA", "LP", "AND", "OR", "FILLER", "MUST"})
"""Tags of what a state without a name follows."""
_DONE = frozenset({"procedure", "visit"})
"""Domains of what happens at one time, and is in no state."""


def with_state_anchors(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with what the length of a state without a name is told from as its anchor.

    Args:
        chunks: what a criterion consists of.
        tokens: the criterion.
    """
    out = chunks
    for place in reversed(pairs_at(chunks, _LASTING)):
        when: When = chunks[place + 1].value
        if when.kind != "lasting" or not when.open or not _is_named(chunks, place):
            continue
        begin, event = chunks[place + 1], chunks[place + 2]
        anchor = tokens.surface(event.first, event.last).lower()
        told = replace(when, last=event.last, anchor=anchor, open=False)
        out = out.copy() if out is chunks else out
        out[place + 1 : place + 3] = [Chunk("WHEN", begin.first, event.last, told)]
    return out


def _is_named(chunks: Sequence[Chunk], place: int) -> bool:
    """Whether a state has no name before it, and what it is told from stands right behind its length."""
    after = place + 2
    if place and chunks[place - 1].tag not in _CLAUSE:
        return False
    return after < len(chunks) and chunks[after].tag == "ENTITY" and chunks[after].value.domain in _DONE
