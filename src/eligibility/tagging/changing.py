"""Changes in brackets: "weight stable |(change < 5 kg)|" limits how much the weight changes, not the weight.

The word begins a name of its own there, so that the limit is not taken for one of what stands before the brackets.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

CHANGES = frozenset({"change", "changes"})
_VERB = "LINK"
_BEFORE = frozenset({"LP", "EXAMPLE", "NEG"})
"""Tags of what stands before the word where it has no subject of its own: "i.e. |no change| > 3 kg"."""
_OF = "OF"
_LIMIT = "LIMIT"


def changing(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with each change whose amount is limited as words.

    Args:
        chunks: the chunks of a criterion, in reading order.
        tokens: its tokens.
    """
    out = [*chunks]
    for at in range(1, len(out) - 1):
        chunk = out[at]
        if chunk.tag != _VERB or tokens.folded[chunk.last - 1] not in CHANGES or out[at - 1].tag not in _BEFORE:
            continue
        following = out[at + 1 : at + 3]
        limit = following[-1] if following[0].tag == _OF else following[0]
        if limit.tag == _LIMIT and not limit.value.calendar:
            out[at] = Chunk("WORDS", chunk.first, chunk.last)
    return out
