"""Inserted times: "asthma or, |in the past year|, a seizure" divides no list; the time is that of what follows."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

RELATIVES = frozenset({"who", "that", "which", "whom"})
"""Words that what is said of somebody or something follows: "patients |who|, in the past year, ..."."""
_BEFORE = frozenset({"AND", "OR", "STATUS"})
"""Tags of what a time that is inserted stands behind: "having received, |in the past year|, a statin"."""
_GOES_ON = frozenset({"of", "with", "for"})
"""Words that what an inserted time stands in goes on with: "use, |in the past year|, of opioids"."""
_TO_COME = "planned"
WHICHEVER = "whichever"
"""The word by which one of two times is chosen."""
_COMMA, _TIME, _STATUS = "COMMA", "WHEN", "STATUS"
_SAID_TWICE = frozenset({_TIME, _STATUS, "OR", "AND", "FILLER"})
"""Tags of what stands between commas where another status is said of what follows: "taking|, or took lately,| X"."""
_JOINTS = frozenset({"OR", "AND"})
_LONGEST = 6
"""Chunks between those commas."""
_INSERTED = 3
"""Chunks of a time and the commas around it."""


def with_inserted(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks, with the commas around a time right behind "and", "or" or "who" as filler, or right before "of".

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
    """
    out = list(chunks)
    for at in range(1, len(chunks) - _INSERTED):
        if chunks[at].tag != _COMMA:
            continue
        if chunks[at - 1].tag == _STATUS and chunks[at + 1].tag in _JOINTS:
            end = _said_twice(chunks, at)
            for place in (at, end) if end is not None else ():
                out[place] = Chunk("FILLER", chunks[place].first, chunks[place].last)
        if chunks[at + 1].tag != _TIME or chunks[at + 2].tag != _COMMA:
            continue
        before = chunks[at - 1]
        behind = chunks[at + _INSERTED]
        goes_on = behind.tag != _TIME and tokens.folded[behind.first] in _GOES_ON
        if goes_on or before.tag in _BEFORE or tokens.folded[before.last - 1] in RELATIVES:
            for place in (at, at + 2):
                out[place] = Chunk("FILLER", chunks[place].first, chunks[place].last)
    return out


def with_choice(chunks: Sequence[Chunk]) -> list[Chunk]:
    """The chunks, with how to choose between two times as part of them where brackets follow, which are of the times.

    "Within 4 weeks or 5 half-lives|, whichever is shorter| (6 weeks for mitomycin)".

    Args:
        chunks: those of a criterion, in reading order.
    """
    out: list[Chunk] = []
    for at, chunk in enumerate(chunks):
        out.append(chunk)
        if chunk.tag != "LP" or at < _INSERTED or chunks[at - 1].tag != "WHICHEVER":
            continue
        since = at - 2 - (chunks[at - 2].tag == _COMMA)
        if chunks[since].tag == _TIME:
            time, last = chunks[since], chunks[at - 1].last
            out[since - at - 1 :] = [replace(time, last=last, value=replace(time.value, last=last)), chunk]
    return out


def _said_twice(chunks: Sequence[Chunk], at: int) -> int | None:
    """The comma behind the second status of what follows, with its time, where nothing else stands before it."""
    end = at + 1
    while end < len(chunks) - 1 and end - at <= _LONGEST and chunks[end].tag in _SAID_TWICE:
        end += 1
    tags = [chunk.tag for chunk in chunks[at:end]]
    if any(chunk.tag == _STATUS and chunk.value.attrs.get("value") == _TO_COME for chunk in chunks[at:end]):
        return None
    return end if chunks[end].tag == _COMMA and _TIME in tags else None
