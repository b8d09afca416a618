"""Rests: after how long a rest something is measured: "heart rate > 100/min |after 5 minutes of rest|"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk, Modifier
from eligibility.tagging.tokens import Tokens

RESTS = frozenset({"rest", "resting"})
_AFTER = frozenset({"after", "following"})
_SMALL = frozenset({"OF", "FILLER", "MODIFIER"})
_SETTING = "setting"


def rested(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks, with each rest after which something is measured as the setting of it.

    Args:
        chunks: those of a criterion in which a limit stands, in reading order.
        tokens: the criterion.
    """
    out: list[Chunk] = []
    place = 0
    while place < len(chunks):
        end = _rest_end(chunks, place, tokens)
        if end is None:
            out.append(chunks[place])
            place += 1
            continue
        first, last = chunks[place].first, chunks[end - 1].last
        out.append(Chunk("MODIFIER", first, last, [Modifier(_SETTING, _SETTING, first, last, behind=True)]))
        place = end
    return out


def _rest_end(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> int | None:
    """The place behind a length of time and the rest that goes on for it, which begin at "after"; None without any."""
    if chunks[place].tag != "LINK" or tokens.folded[chunks[place].first] not in _AFTER:
        return None
    at = place + 1
    if at >= len(chunks) or chunks[at].tag != "LIMIT" or not chunks[at].value.calendar:
        return None
    at += 1
    while at < len(chunks) and chunks[at].tag in _SMALL:
        at += 1
    if at >= len(chunks) or chunks[at].tag != "WORDS" or tokens.folded[chunks[at].last - 1] not in RESTS:
        return None
    return at + 1
