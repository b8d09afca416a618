"""Anchors behind a comma.

"Surgery within 28 days, or biopsy within 7 days, |of randomization|"; "scan within 2 weeks before, |enrollment|".
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.whens import When
from eligibility.tagging.chunks import Chunk, tags_of
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_HYPHEN = "-"
_COMMA = "COMMA"
_PAIR = 2
_JOINTS = (["OR"], ["AND"])
_JOINED = 3
"""Chunks of a time, the word before it that joins it to another one, and the comma behind it."""
_DURING = frozenset({"during", "throughout"})
_LAST = "last_dose"
GOES_ON = {_LAST: "treatment", "first_dose": "treatment"}
"""What goes on, of the anchors that are an end of it."""
_LONGEST = 8
"""Tokens of the name of an anchor."""
_GIVEN = frozenset({"drug", "procedure"})
"""Domains of what a first dose may be of."""


def anchored(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with each anchor that a comma parts from a time made a time of its own, with the "of" before it.

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
        before = _before_comma(out)
        when = None
        if tokens.folded[chunk.first] in _DURING:
            when = _during(chunks, at, tokens, lexicon)
            if when is not None and tags_of(out[-1:]) == ["FILLER"]:
                when = replace(when, first=out.pop().first)
        elif before is not None and chunk.tag == "OF" and before.unanchored:
            when = anchor_at(chunks, at, "OF", tokens, lexicon)
        elif before is not None and before.open and tags_of(out[-_JOINED:-_PAIR]) in _JOINTS:
            when = anchor_at(chunks, at, "OF", tokens, lexicon)
            if when is not None:
                when = replace(before, last=when.last, anchor=when.anchor, open=False)
                out = out[:-_PAIR]
        elif before is not None and before.hanging:
            when = anchor_at(chunks, at, str(before.side), tokens, lexicon)
        if when is None:
            out.append(chunk)
            continue
        done = when.last
        out.append(Chunk("WHEN", when.first, when.last, when))
    return out


def _during(chunks: Sequence[Chunk], at: int, tokens: Tokens, lexicon: Lexicon) -> When | None:
    """All of what a comma parts from "during": "within a week before, or |during|, the study"."""
    if chunks[at].tag != "LINK" or tags_of(chunks[at + 1 : at + _PAIR]) != [_COMMA]:
        return None
    told = anchor_at(chunks, at + _PAIR, "OF", tokens, lexicon)
    if told is None or told.anchor is None:
        return None
    return When(chunks[at].first, told.last, "during", anchor=GOES_ON.get(told.anchor, told.anchor))


def _before_comma(before: Sequence[Chunk]) -> When | None:
    """The time that stands before, and a comma after it."""
    tags = [chunk.tag for chunk in before[-_PAIR:]]
    return before[-_PAIR].value if tags == ["WHEN", _COMMA] else None


def anchor_at(chunks: Sequence[Chunk], at: int, side: str, tokens: Tokens, lexicon: Lexicon) -> When | None:
    """The anchor that begins at a chunk, with the drug that it is a dose of; None where nothing known is named.

    Args:
        chunks: the chunks.
        at: where the time begins.
        side: on which side of the anchor it lies.
        tokens: the criterion.
        lexicon: knows the names of anchors.
    """
    named = at + (chunks[at].tag == "OF")
    if named == len(chunks):
        return None
    first = chunks[named].first
    ends = [chunk.last for chunk in chunks[named : named + _LONGEST] if chunk.last - first <= _LONGEST]
    for place in range(len(ends), 0, -1):
        cue = lexicon.phrases.cue(
            [word for word in tokens.folded[first : ends[place - 1]] if word != _HYPHEN], "anchor"
        )
        if cue is None:
            continue
        end = ends[place - 1]
        rest = chunks[named + place : named + place + 2]
        if tags_of(rest) == ["OF", "ENTITY"] and rest[1].value.domain in _GIVEN:
            end = rest[1].last
        when = When(chunks[at].first, end, "beside", None, side, cue.name)
        return when if when.direction == "before" else None
    return None
