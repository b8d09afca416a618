"""Carriers: who carries an infection or a gene need not be ill: "cystic fibrosis |carrier|", "|carriers of| MRSA"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk, Modifier
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

CARRIER = fold("carrier")
"""The word, folded, without which nobody is called so."""
_KIND = "nature"


def with_carriers(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with each word for carriers, right behind the condition that they carry or before it, as said of it.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
    """
    out: list[Chunk] = []
    for chunk in chunks:
        if _is_condition(chunk) and len(out) > 1 and out[-1].tag == "OF" and _is_role(out[-2], tokens):
            of, role = out.pop(), out.pop()
            chunk.value.modifiers.insert(0, Modifier(_KIND, CARRIER, role.first, of.last))
        elif out and _is_role(chunk, tokens) and _is_condition(out[-1]):
            out[-1].value.modifiers.append(Modifier(_KIND, CARRIER, chunk.first, chunk.last, behind=True))
            continue
        out.append(chunk)
    return out


def _is_condition(chunk: Chunk) -> bool:
    return chunk.tag == "ENTITY" and chunk.value.domain == "condition"


def _is_role(chunk: Chunk, tokens: Tokens) -> bool:
    """Whether a chunk is what carriers are called by."""
    return chunk.tag == "FILLER" and CARRIER in tokens.folded[chunk.first : chunk.last]
