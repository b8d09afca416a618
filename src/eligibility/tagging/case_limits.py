"""Limits in a case, without a comma: "AST < 3 x ULN; for patients with |liver metastases| < 5 x ULN"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk

_REACH = 4
"""Chunks from "if" to the limit: it, a preposition, and the case."""
_CASE = frozenset({"condition", "drug", "procedure"})
"""Domains of what a case may be, and no multiple of a reference limit is on."""


def with_cases_parted(chunks: Sequence[Chunk]) -> list[Chunk]:
    """The chunks, with a comma of no length before each multiple of a reference limit right behind a case.

    Args:
        chunks: those of a criterion, in reading order.
    """
    out: list[Chunk] = []
    for at, chunk in enumerate(chunks):
        if chunk.tag == "LIMIT" and chunk.value.ref is not None and at and _is_case(chunks[max(0, at - _REACH) : at]):
            out.append(Chunk("COMMA", chunk.first, chunk.first))
        out.append(chunk)
    return out


def _is_case(before: Sequence[Chunk]) -> bool:
    """Whether the last of some chunks names a case, and "if" stands shortly before it."""
    last = before[-1]
    return last.tag == "ENTITY" and last.value.domain in _CASE and any(chunk.tag == "IF" for chunk in before)
