"""Regimens: how many there were, where nothing says of what: "1 to 3 |prior regimens|" are so many lines of therapy."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk, Entity
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

COURSES = frozenset(map(fold, ("regimen", "line")))
"""Words for what there were so many of."""
_LINES, _SYSTEMIC = "number of prior lines of therapy", "number of prior lines of systemic therapy"
_BEFORE = frozenset({"prior", "previous"})
_OF_BODY = ["systemic"]
_COUNTED = ["LIMIT", "STATUS", "WORDS"]


def counted_regimens(chunks: Sequence[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with each number of prior regimens as one of lines of therapy.

    Args:
        chunks: those of a criterion in which a limit stands, in reading order.
        tokens: the criterion.
        lexicon: knows how lines of therapy are named.
    """
    out = list(chunks)
    for place in range(len(chunks) - len(_COUNTED), -1, -1):
        limit, status, words = chunks[place : place + len(_COUNTED)]
        if [limit.tag, status.tag, words.tag] != _COUNTED or words.last - words.first > 1:
            continue
        between = tokens.folded[status.last : words.first]
        rule = lexicon.named(_SYSTEMIC if between == _OF_BODY else _LINES)
        named = tokens.folded[words.first] in COURSES and tokens.folded[status.first] in _BEFORE
        if named and between in ([], _OF_BODY) and rule is not None and not limit.value.calendar:
            lines = Entity(status.first, words.last, rule.domain, rule)
            out[place + 1 : place + len(_COUNTED)] = [Chunk("ENTITY", status.first, words.last, lines)]
    return out
