"""Bracketed degrees: how much of what is denied may be there, in brackets behind it: "no ascites |(or minimal)|".

It is denied as "no or minimal ascites" denies it.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk, tags_of
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens, phrase_words

_DENIED = ["NEG", "ENTITY", "LP"]
_MAY_BE = frozenset({"OR", "EXCEPT"})
"""Tags of what such brackets begin with."""
_WORDS = 3
"""Chunks of such brackets behind "or": "only mild"."""
_BEYOND = "beyond"
"""What a cue says that denies all that is worse than some degree."""


def with_bracketed_degrees(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with each denial of what is worse than the degree in the brackets behind it.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
        lexicon: knows what "no or minimal" denies.
    """
    tags = tags_of(chunks)
    out: list[Chunk] = []
    place = 0
    while place < len(chunks):
        end = _end(chunks, tags, place) if tags[place] == "NEG" else 0
        cue = _cue(chunks[place + 1], chunks[place + len(_DENIED) : end - 1], tokens, lexicon) if end else None
        if cue is None:
            out.append(chunks[place])
            place += 1
            continue
        bracket = Chunk("FILLER", chunks[place + 2].first, chunks[end - 1].last)
        out += [replace(chunks[place], value=cue), chunks[place + 1], bracket]
        place = end
    return out


def _end(chunks: Sequence[Chunk], tags: Sequence[str], place: int) -> int:
    """Where the brackets end behind what is denied at a place; 0 where there are none that begin with "or"."""
    start = place + len(_DENIED)
    if [*tags[place:start]] != _DENIED or not _MAY_BE.intersection(tags[start : start + 1]):
        return 0
    closed = next((at for at in range(start, min(len(chunks), start + _WORDS + 2)) if tags[at] == "RP"), 0)
    return closed + 1 if closed > start + 1 else 0


def _cue(denied: Chunk, inside: Sequence[Chunk], tokens: Tokens, lexicon: Lexicon) -> CueRule | None:
    """The denial of all that is worse than the degree in brackets; None where they hold none, or another thing."""
    end = inside[-1].last
    if inside[-1].tag == "ENTITY" and inside[-1].value.rule is denied.value.rule is not None:
        end = inside[-1].value.first
    words = tokens.surface(inside[0].last, end).removesuffix("only").strip()
    cue = lexicon.phrases.cue(phrase_words(f"no or {words}"), "neg") if words else None
    return cue if cue is not None and _BEYOND in cue.attrs else None
