"""Reactions that a comma or brackets part from what they are to.

"Inadequate response, or |intolerance, to| methotrexate", "inadequate response (or |intolerance) to| methotrexate".
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

TOWARD = frozenset({"to", "of"})
"""Prepositions between a reaction and what it is to."""
_NAMES = frozenset({"ENTITY", "WORDS"})
_OPENING = frozenset({"OR", "AND"})
"""Tags before a reaction that is put in, and that the comma behind it closes."""
_PARTED = 3
"""Chunks of a reaction, the comma or bracket behind it, and the preposition."""


def with_reactions_joined(chunks: Sequence[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with each such reaction and its preposition as one, and what parts them.

    Args:
        chunks: the chunks of a criterion, in reading order.
        tokens: its tokens.
        lexicon: knows the reactions.
    """
    out = list(chunks)
    for place in range(len(chunks) - _PARTED, 0, -1):
        said, comma, link = chunks[place : place + _PARTED]
        if said.tag not in _NAMES or chunks[place - 1].tag not in _OPENING:
            continue
        bracketed = comma.tag == "RP" and place > 1 and chunks[place - 2].tag == "LP"
        if comma.tag != "COMMA" and not bracketed:
            continue
        words = tokens.folded[link.first : link.last]
        if link.tag not in {"LINK", "OF"} or len(words) != 1 or words[0] not in TOWARD:
            continue
        cue = lexicon.phrases.cue((*tokens.folded[said.first : said.last], *words), "toward")
        if cue is not None:
            out[place : place + _PARTED] = [Chunk("TOWARD", said.first, link.last, cue)]
            if bracketed:
                out[place - 2] = Chunk("FILLER", chunks[place - 2].first, chunks[place - 2].last)
    return out
