"""Deeds: "performed" says nothing by itself, but beside "planned" it says that something was done."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.lexicon import Lexicon

_PLANNED = "planned"
_PREVIOUS = ("previous",)
"""Words for the status of what was done."""


def done_besides(chunks: Sequence[Chunk], lexicon: Lexicon) -> list[Chunk]:
    """The chunks with such words as statuses: "surgery planned or |performed|", "|performed| or planned surgery".

    Behind what is done they need not be: "surgery performed or |planned|" speaks of two things anyway.

    Args:
        chunks: the chunks of a criterion, in reading order.
        lexicon: has the status that they then are.
    """
    out = list(chunks)
    status = lexicon.phrases.cue(_PREVIOUS, "status")
    if status is None:
        return out
    for at in range(1, len(chunks) - 1):
        if chunks[at].tag != "OR":
            continue
        one, two = chunks[at - 1], chunks[at + 1]
        if _is_planned(one) and _is_done(two):
            out[at + 1] = Chunk("STATUS", two.first, two.last, status)
        elif _is_planned(two) and _is_done(one) and not (at > 1 and chunks[at - 2].tag == "ENTITY"):
            out[at - 1] = Chunk("STATUS", one.first, one.last, status)
    return out


def _is_planned(chunk: Chunk) -> bool:
    return chunk.tag == "STATUS" and chunk.value.attrs.get("value") == _PLANNED


def _is_done(chunk: Chunk) -> bool:
    return chunk.tag == "FILLER" and isinstance(chunk.value, CueRule) and bool(chunk.value.attrs.get("done"))
