"""Intervals: "time from A to B < 6 hours" says how long before B it was that A happened."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.grammar.whens import When
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

LENGTHS = frozenset({"time", "delay", "interval", "duration", "period"})
"""Words for how long it is from one thing to another."""
_FROM, _TO = "from", "to"
_END = frozenset({"FILLER", "WORDS", "ENTITY", "REF", "OF"})
"""Tags of what may be told to be the end, and of "of" before how long it is."""
_LONGEST = 3
"""Chunks from "to" to how long it is."""


def intervals(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with each interval from what happened as the time of that.

    Args:
        chunks: the chunks of a criterion, in reading order.
        tokens: its tokens.
        lexicon: knows the anchors.
    """
    out: list[Chunk] = []
    place = 0
    while place < len(chunks):
        end = _end(chunks, place, tokens)
        if end is None:
            out.append(chunks[place])
            place += 1
            continue
        event, length = chunks[place + 2], chunks[end]
        out.append(Chunk("FILLER", chunks[place].first, event.first))
        out.append(event)
        out.append(Chunk("WHEN", event.last, length.last, _when(event, length, tokens, lexicon)))
        place = end + 1
    return out


def _end(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> int | None:
    """The place of how long the interval is that begins at a place; None where none does."""
    beginning = chunks[place : place + 4]
    if [chunk.tag for chunk in beginning[1:]] != ["LINK", "ENTITY", "LINK"]:
        return None
    length, start, event, to = beginning
    said = [tokens.folded[chunk.first] for chunk in (start, to)]
    if tokens.folded[length.last - 1] not in LENGTHS or said != [_FROM, _TO] or event.value.domain == "measurement":
        return None
    at = place + 4
    while at < len(chunks) and at - place - 4 < _LONGEST and chunks[at].tag in _END:
        at += 1
    limited = at > place + 4 and at < len(chunks) and chunks[at].tag == "LIMIT"
    return at if limited and chunks[at].value.calendar and chunks[at].value.compared else None


def _when(event: Chunk, length: Chunk, tokens: Tokens, lexicon: Lexicon) -> When:
    """How long before its end the interval began; what the end is, where the rules know it."""
    words = [word for word in tokens.folded[event.last + 1 : length.first] if word != "of"]
    phrase = lexicon.phrases.get(words)
    cue = phrase.cues.get("anchor") if phrase is not None else None
    anchor = None if cue is None else cue.name
    return When(
        event.last, length.last, "distant", length.value, side="BEFORE", anchor=anchor, inferred="window-turned"
    )
