"""Anchors behind a comma: "surgery within 28 days, or biopsy within 7 days, |of randomization|"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.grammar.whens import When
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_LONGEST = 8
"""Tokens of the name of an anchor."""
_GIVEN = frozenset({"drug", "procedure"})
"""Domains of what a first dose may be of."""


def anchored(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with each "of" and anchor that a comma parts from a time made a time of its own.

    Args:
        chunks: the chunks of a criterion, in reading order.
        tokens: its tokens.
        lexicon: knows the names of anchors.
    """
    out: list[Chunk] = []
    done = 0
    for at, chunk in enumerate(chunks):
        if chunk.first < done:
            continue
        when = _anchor(chunks, at, tokens, lexicon) if chunk.tag == "OF" and _is_apart(out) else None
        if when is None:
            out.append(chunk)
            continue
        done = when.last
        out.append(Chunk("WHEN", when.first, when.last, when))
    return out


def _is_apart(before: Sequence[Chunk]) -> bool:
    """Whether a time that is told from nothing stands before, and a comma after it."""
    tags = [chunk.tag for chunk in before[-2:]]
    return tags == ["WHEN", "COMMA"] and before[-2].value.unanchored


def _anchor(chunks: Sequence[Chunk], at: int, tokens: Tokens, lexicon: Lexicon) -> When | None:
    """The anchor behind an "of", with the drug that it is a dose of; None where nothing known is named."""
    first = chunks[at].last
    ends = [chunk.last for chunk in chunks[at + 1 : at + 1 + _LONGEST] if chunk.last - first <= _LONGEST]
    for place in range(len(ends), 0, -1):
        phrase = lexicon.phrases.get(tokens.folded[first : ends[place - 1]])
        cue = phrase.cues.get("anchor") if phrase is not None else None
        if cue is None:
            continue
        end = ends[place - 1]
        rest = chunks[at + 1 + place : at + 3 + place]
        if [chunk.tag for chunk in rest] == ["OF", "ENTITY"] and rest[1].value.domain in _GIVEN:
            end = rest[1].last
        when = When(chunks[at].first, end, "beside", None, "OF", cue.name)
        return when if when.direction == "before" else None
    return None
