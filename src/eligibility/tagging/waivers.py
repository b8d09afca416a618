"""Statements that a test need not be done, which ask nothing: "No HIV testing is required unless mandated by law"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

_TESTING = frozenset(map(fold, ("test", "tests", "testing", "screening", "serology", "biopsy", "biopsies")))
"""Words, folded, for what need not be done."""
REQUIRED = frozenset(map(fold, ("required", "mandatory", "necessary", "needed")))
"""Words, folded, by which something need not be done."""
_ENDS = frozenset({"STOP", "SEMI"})
_WAIVED = frozenset({"OPTIONAL_AFTER"})
_UNLESS = "EXCEPT"
_NO = "NEG"
_SET_APART = frozenset({"FILLER", "COLON"})
"""Tags of what may stand before a denial that begins a statement: "|Note:| no testing is required"."""


def with_waivers(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with each such statement behind another one as a filler.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
    """
    if REQUIRED.isdisjoint(tokens.words):
        return [*chunks]
    out: list[Chunk] = []
    statement: list[Chunk] = []
    for chunk in (*chunks, None):
        if chunk is not None and chunk.tag not in _ENDS:
            statement.append(chunk)
            continue
        waived = out and statement and _is_waiver(statement, tokens)
        out += [Chunk("FILLER", statement[0].first, statement[-1].last)] if waived else statement
        out += [chunk] if chunk is not None else []
        statement = []
    return out


def _is_waiver(statement: Sequence[Chunk], tokens: Tokens) -> bool:
    """Whether a statement says that a test need not be done, or only where something else asks for it."""
    end = next((at for at, one in enumerate(statement) if one.tag == _UNLESS), len(statement))
    if not end:
        return False
    last = statement[end - 1]
    said = tokens.folded[statement[0].first : last.last]
    if said[-1] not in REQUIRED or _TESTING.isdisjoint(said):
        return False
    first = next((one for one in statement if one.tag not in _SET_APART), last)
    return last.tag in _WAIVED or (first.tag == _NO and end < len(statement))
