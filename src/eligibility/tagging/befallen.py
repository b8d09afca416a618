"""What has befallen somebody: "|sustained| wrist fractures" are no fractures that go on, as a tachycardia may."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk, Modifier
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

SUSTAINED = fold("sustained")
"""The word, folded, that says of an injury that somebody had it, and of anything else that it goes on."""
_INJURIES = frozenset(
    map(
        fold,
        ("fracture", "injury", "trauma", "wound", "laceration", "dislocation", "sprain", "strain", "tear", "rupture",
         "burn", "concussion", "contusion", "amputation", "fall"),
    )
)  # fmt: skip
"""Words, folded, for what befalls somebody once."""
_PLAIN = (SUSTAINED, "a")
"""A phrase that the rules know."""


def with_befallen(chunks: Sequence[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with "sustained" before an injury as the status that it says.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
        lexicon: knows what says that somebody sustained something.
    """
    cue = lexicon.phrases.cue(_PLAIN, "status")
    if cue is None:
        return [*chunks]
    out: list[Chunk] = []
    for chunk in chunks:
        said = _sustained(chunk, tokens)
        if said is not None:
            out.append(Chunk("STATUS", said.first, said.last, cue))
            chunk.value.modifiers.remove(said)
        out.append(chunk)
    return out


def _sustained(chunk: Chunk, tokens: Tokens) -> Modifier | None:
    """The modifier of an injury that says that it was sustained; None for anything else."""
    if chunk.tag != "ENTITY" or tokens.folded[chunk.last - 1] not in _INJURIES:
        return None
    before = (one for one in chunk.value.modifiers if one.last <= chunk.first)
    first = min(before, key=lambda one: one.first, default=None)
    return first if first is not None and tokens.folded[first.first : first.last] == [SUSTAINED] else None
