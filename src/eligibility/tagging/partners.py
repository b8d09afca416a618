"""Partners: of which sex they are is not told of the patient: "sexual intercourse |with women|"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk, Modifier, pairs_at
from eligibility.tagging.tokens import Tokens

TOGETHER = frozenset({"sexual", "sexually", "intercourse", "relationship"})
"""Words of what is done with a partner."""
_KIND = "partner"
_WITH = "with"
_LINKED = frozenset({("ENTITY", "LINK")})
_PAIR = 2
_BETWEEN = frozenset({"FILLER", "EITHER", "AND", "OR", "SLASH", "COMMA", "LIMIT"})
"""Tags of what may stand before and between the partners."""


def with_partners(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with people of a sex with whom something is done as what is said of that.

    Args:
        chunks: what a criterion consists of.
        tokens: the criterion.
    """
    places = [at for at in pairs_at(chunks, _LINKED) if _is_shared(chunks[at], tokens)]
    for at in reversed(places):
        end = _end(chunks, at + 1, tokens)
        if end > at + _PAIR:
            first, last = chunks[at + 1].first, chunks[end - 1].last
            said = Modifier(_KIND, _KIND, first, last, behind=True)
            chunks[at + 1 : end] = [Chunk("MODIFIER", first, last, [said])]
    return chunks


def _is_shared(chunk: Chunk, tokens: Tokens) -> bool:
    """Whether a chunk names something that is done with a partner."""
    return not TOGETHER.isdisjoint(tokens.folded[chunk.value.first : chunk.value.last])


def _end(chunks: Sequence[Chunk], at: int, tokens: Tokens) -> int:
    """Behind the last of the people who are named behind "with", which is at a place; that place where none are."""
    end = at
    place = at + 1 if tokens.folded[chunks[at].first] == _WITH else len(chunks)
    while place < len(chunks) and (chunks[place].tag == "SEX" or chunks[place].tag in _BETWEEN):
        end = place + 1 if chunks[place].tag == "SEX" else end
        place += 1
    return end
