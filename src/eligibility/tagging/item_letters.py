"""The letters and numbers of items that semicolons part in running text: "gout; |b.| asthma; |c.| psoriasis"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

_ROWS = (tuple("bcdefghijklmnop"), tuple(str(number) for number in range(2, 20)), ("ii", "iii", "iv", "v", "vi", "vii"))
"""The rows of markers behind the first, which is that of the whole where it stands at the head of a criterion."""
SECOND = frozenset(row[0] for row in _ROWS)
"""What the second item of such a list begins with, as it is folded."""
_LONGEST_MARKER = 3
_ENDS = frozenset({"SEMI", "STOP"})


def without_item_letters(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with the letters or numbers of items as fillers, and no stop behind them.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
    """
    places = [at for at in range(1, len(chunks) - 2) if _marks(chunks, at, tokens)]
    said = tuple(tokens.folded[chunks[at].first] for at in places)
    if not said or not any(row[: len(said)] == said for row in _ROWS):
        return chunks
    if len(said) == 1 and _is_genus(chunks[places[0]], tokens):
        return chunks
    out = list(chunks)
    for at in places:
        for place in (at, at + 1):
            out[place] = Chunk("FILLER", chunks[place].first, chunks[place].last)
    return out


def _is_genus(chunk: Chunk, tokens: Tokens) -> bool:
    """Whether a capital may be that of a genus, as what follows is written small: "gout; |B.| burgdorferi"."""
    return tokens.written[chunk.first].isupper() and tokens.written[chunk.last + 1].islower()


def _marks(chunks: Sequence[Chunk], at: int, tokens: Tokens) -> bool:
    """Whether a chunk behind a semicolon is a short token, and no more, that a full stop is glued to."""
    chunk, stop = chunks[at], chunks[at + 1]
    if chunks[at - 1].tag not in _ENDS or stop.tag != "STOP" or chunk.last - chunk.first != 1:
        return False
    return stop.last == stop.first + 1 and len(tokens.folded[chunk.first]) <= _LONGEST_MARKER and chunk.tag != "ENTITY"
