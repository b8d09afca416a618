"""Times of what people agree to, told from the end of a treatment: "contraception for 6 months after |docetaxel|"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.whens import When
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

AFTER = frozenset({"after", "following"})
"""Words between how long somebody agrees to something and what that is told from."""
_SIDES = frozenset({"AFTER", "FOLLOWING"})
_TOPICS = frozenset({"contraception", "compliance"})
"""Topics of what somebody agrees to for some time."""
_GIVEN = frozenset({"drug", "procedure"})
_LAST = "last_dose"
_BY_THE_WAY = frozenset({"FILLER", "STATUS", "MODIFIER", "LINK"})
"""Tags of what stands before a name, and only says which it is."""
_JOINTS = frozenset({"AND", "OR"})
_ENDS = frozenset({"STOP", "SEMI"})


def with_attested_times(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with the treatments that such times are told from as a part of these times.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
    """
    out: list[Chunk] = []
    attests = False
    place = 0
    while place < len(chunks):
        chunk = chunks[place]
        place += 1
        if chunk.tag == "ATTESTATION":
            attests = chunk.value.attrs.get("topic") in _TOPICS
        elif chunk.tag in _ENDS:
            attests = False
        elif attests and chunk.tag == "WHEN" and (start := _named(chunks, place, tokens)) is not None:
            end = _given(chunks, start)
            if end > start:
                last = chunks[end - 1].last
                anchor = tokens.surface(chunks[start].first, last).lower()
                when = replace(chunk.value, last=last, side="AFTER", anchor=anchor, open=False)
                chunk = Chunk("WHEN", chunk.first, last, when)
                place = end
        out.append(chunk)
    return out


def _named(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> int | None:
    """Where the words begin that name what a time before `place` is told from; None where it is no such time.

    How long something lasts has the word "after" behind it, if brackets part them: "for 6 months (26 weeks) |after|".
    """
    when: When = chunks[place - 1].value
    if when.kind != "lasting" or place == len(chunks) or (when.side is not None and when.side not in _SIDES):
        return None
    if when.open:
        return place
    if when.side is None:
        return place + 1 if tokens.folded[chunks[place].first] in AFTER else None
    return place + 1 if when.anchor == _LAST and chunks[place].tag == "OF" else None


def _given(chunks: Sequence[Chunk], place: int) -> int:
    """The place behind the treatments that stand at one, joined to each other; the same place where there are none."""
    end = place
    while True:
        at = place
        while at < len(chunks) and chunks[at].tag in _BY_THE_WAY:
            at += 1
        if at == len(chunks) or chunks[at].tag != "ENTITY" or chunks[at].value.domain not in _GIVEN:
            return end
        end = place = at + 1
        if place == len(chunks) or chunks[place].tag not in _JOINTS:
            return end
        place += 1
