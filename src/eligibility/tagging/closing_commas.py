"""Commas that close an end put in: "at least one, but no more than three|,| prior regimens"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

CONTRASTS = frozenset({"but", "and"})
"""Words behind the comma that opens it."""
_COMMA = ","
_LED_BY = frozenset({"ENTITY", "WORDS", "AGE", "OF"})
"""Tags of what is limited, or may be, where it stands before its limit."""
_NAMED = frozenset({"ENTITY", "WORDS", "STATUS", "MODIFIER"})
"""Tags of what is limited where it stands behind it, or of what is said of that."""


def without_closing_commas(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with each such comma as the end of its limit, and no sign between two items.

    Args:
        chunks: the chunks of a criterion, in reading order.
        tokens: its tokens.
    """
    out: list[Chunk] = []
    for place, chunk in enumerate(chunks):
        limit = out[-1] if chunk.tag == "COMMA" and _closes(chunks, place, tokens) else None
        if limit is None:
            out.append(chunk)
        else:
            out[-1] = replace(limit, last=chunk.last, value=replace(limit.value, last=chunk.last))
    return out


def _closes(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> bool:
    """Whether a comma stands between a limit that leads, with such an end, and what it limits."""
    if not 0 < place < len(chunks) - 1 or chunks[place - 1].tag != "LIMIT" or chunks[place + 1].tag not in _NAMED:
        return False
    leads = place == 1 or chunks[place - 2].tag not in _LED_BY
    return leads and _holds_end(chunks[place - 1], tokens)


def _holds_end(limit: Chunk, tokens: Tokens) -> bool:
    """Whether a limit has both ends, the second of them behind a comma."""
    said = tokens.folded[limit.first : limit.last]
    if _COMMA not in said or limit.value.lower is None or limit.value.upper is None:
        return False
    return said[said.index(_COMMA) + 1] in CONTRASTS
