"""Both kinds of people: "|both smokers and obese| volunteers" are let in, of whom nobody need be both."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk, tags_of
from eligibility.tagging.leading_cases import PEOPLE
from eligibility.tagging.tokens import Tokens

BOTH = "both"
_KINDS = frozenset({"ENTITY", "WORDS"})
_PEOPLE_AT = 4
"""The place behind "both" and two kinds with "and" between them, the last of which may name people."""


def with_both_kinds(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks, with "or" between two kinds of people of whom a criterion says first that both are meant.

    Who has both is named before it: "patients with both gout and asthma".

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
    """
    out = [*chunks]
    tags = tags_of(chunks[:_PEOPLE_AT])
    if len(chunks) < _PEOPLE_AT or tokens.folded[0] != BOTH or tags[::2] != ["FILLER", "AND"]:
        return out
    end = chunks[_PEOPLE_AT - 1].last
    if _KINDS.issuperset(tags[1::2]) and not PEOPLE.isdisjoint(tokens.folded[end - 1 : end + 1]):
        out[2] = Chunk("OR", chunks[2].first, chunks[2].last)
    return out
