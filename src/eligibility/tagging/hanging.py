"""Denials with nothing behind them: "BMI ≥ 35 with comorbidity, or ≥ 40 |without|" denies no limit."""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

WITHOUT = "without"
_ENDS = frozenset({"COMMA", "SEMI", "RP", "STOP", "OR", "AND"})
"""Tags of what may follow a denial that has nothing behind it."""
_EITHER = frozenset({"with", WITHOUT})
_JOINTS = frozenset({"OR", "AND"})
_FEWEST, _SAID, _LONGEST = 4, 5, 7
"""Chunks from the first of those words to what both are said of: at least, without commas, and at most."""


def without_hanging(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with each "without" that hangs behind a limit as a filler.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
    """
    out = chunks = _with_both(chunks, tokens)
    for place in range(1, len(chunks)):
        chunk = chunks[place]
        if chunk.tag != "NEG" or chunks[place - 1].tag != "LIMIT" or tokens.folded[chunk.last - 1] != WITHOUT:
            continue
        if place + 1 == len(chunks) or chunks[place + 1].tag in _ENDS:
            out = chunks.copy() if out is chunks else out
            out[place] = Chunk("FILLER", chunk.first, chunk.last)
    return out


def _with_both(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with what "with" and "without" are said of in one breath behind the first of them as well.

    "BMI ≥ 35 |with|, or ≥ 40 without, |comorbidities|" is "≥ 35 with comorbidities, or ≥ 40 without comorbidities".
    """
    for place in range(1, len(chunks) - _FEWEST):
        if chunks[place - 1].tag != "LIMIT" or tokens.folded[chunks[place].last - 1] not in _EITHER:
            continue
        rest = [at for at in range(place, min(len(chunks), place + _LONGEST)) if chunks[at].tag != "COMMA"]
        if len(rest) < _SAID or chunks[rest[1]].tag not in _JOINTS or chunks[rest[2]].tag != "LIMIT":
            continue
        one, two, named = chunks[place], chunks[rest[3]], chunks[rest[4]]
        words = {tokens.folded[one.last - 1], tokens.folded[two.last - 1]}
        if words != _EITHER or named.tag != "ENTITY":
            continue
        between = [chunks[at] for at in rest[1:4]]
        return [*chunks[:place], one, _again(named, one.last), *between, *chunks[rest[4] :]]
    return chunks


def _again(named: Chunk, place: int) -> Chunk:
    """What a chunk names, once more, as a chunk of no tokens at a place."""
    entity = replace(named.value, modifiers=[*named.value.modifiers])
    return replace(named, first=place, last=place, value=entity)
