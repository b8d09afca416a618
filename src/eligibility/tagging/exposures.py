"""Exposures: who was exposed to an infection has met somebody who has it: "|exposure to| measles" is no measles."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

EXPOSED = frozenset(map(fold, ("exposure", "exposed")))
"""Words, folded, for having been where something is."""
_TO = "to"
_SHOWN = frozenset(map(fold, ("evidence", "serology", "serologic", "serological", "antibody", "prior", "previous")))
"""Words, folded, with which an exposure is that somebody has had the infection."""
_LONGEST = 4
"""Words of that, at most: "|has been exposed to|"."""
_INFECTIONS = "conditions-infection"
"""The rules of what is caught from somebody."""
_PLAIN = tuple(map(fold, ("exposure", "to", "a", "person", "with")))
"""A phrase that the rules know."""


def with_exposures(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with what says that somebody was exposed to an infection as what says that they met who has it.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion, in which one of the words is.
        lexicon: knows what says whom somebody met.
    """
    cue = lexicon.phrases.cue(_PLAIN, "people")
    if cue is None or not _SHOWN.isdisjoint(tokens.words):
        return chunks
    out: list[Chunk] = []
    for chunk in chunks:
        count = _exposed(out, tokens) if chunk.tag == "ENTITY" and _is_infection(chunk) else 0
        if count:
            out[-count:] = [Chunk("FILLER", out[-count].first, out[-1].last, cue)]
        out.append(chunk)
    return out


def _is_infection(chunk: Chunk) -> bool:
    rule = chunk.value.rule
    return rule is not None and rule.pack == _INFECTIONS


def _exposed(before: Sequence[Chunk], tokens: Tokens) -> int:
    """How many of the last chunks say that somebody was exposed: "|exposure to|", "|exposed| |to|"; 0 where none do."""
    if not before or tokens.folded[before[-1].last - 1] != _TO:
        return 0
    count = 1 if before[-1].tag == "STATUS" else 2
    said = tokens.folded[before[-count].first : before[-1].last] if len(before) >= count else []
    return count if len(said) <= _LONGEST and not EXPOSED.isdisjoint(said) else 0
