"""Nouns for results: "two or more |HbA1c measurements| > 8 %" is HbA1c > 8 %, found as often as the number says."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Amount, Limit
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.counted import MEASUREMENTS
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

VALUES = frozenset(
    map(fold, ("measurement", "reading", "result", "determination", "value", "level", "count", "load", "concentration"))
)
"""Words for a result behind the name of what is measured, or in it."""
_OPENING = frozenset({"LINK", "STATUS", "FILLER", "AND", "OR", "COMMA", "SEMI", "STOP", "NEG", "MUST"})
"""Tags of what may stand before the number of results."""
_PLAIN = frozenset({"WORDS", "FILLER"})
_LINKS = frozenset({"OF", "LINK"})
"""Tags of what may stand between a noun and the limit: "a reading |of| 7 % or more"."""
_MOST, _SHORTEST = 10, 3


def with_results(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks without nouns for results before a limit, and with the number of these as how often it was found.

    Args:
        chunks: what a criterion consists of.
        tokens: the criterion.
    """
    out = list(chunks)
    for place in range(len(out) - 1):
        measured = out[place]
        if measured.tag != "ENTITY" or measured.value.domain != "measurement":
            continue
        noun = _noun(out, place + 1, tokens)
        limit = place + 1 + (noun is not None)
        limit += noun is not None and limit < len(out) and out[limit].tag in _LINKS
        if limit >= len(out) or out[limit].tag != "LIMIT":
            continue
        if noun is not None and noun.tag == "WORDS":
            out[place + 1] = Chunk("FILLER", noun.first, noun.last)
        opens = place < 2 or out[place - 2].tag in _OPENING
        if place and opens and out[place - 1].tag == "LIMIT":
            counted = _counted(out[place - 1].value, (noun or measured).last, tokens)
            if counted is not None and out[place - 1].last == measured.first:
                out[place - 1] = Chunk("LIMIT", counted.first, counted.last, counted)
    return out


def _noun(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> Chunk | None:
    """The chunk at a place, if it is no more than nouns for values."""
    if place >= len(chunks) or chunks[place].tag not in _PLAIN or chunks[place].modifiers:
        return None
    chunk = chunks[place]
    return chunk if VALUES.issuperset(tokens.folded[chunk.first : chunk.last]) else None


def _counted(limit: Limit, end: int, tokens: Tokens) -> Limit | None:
    """A number as that of several results, whose name ends at a token, or of one; None where it is none."""
    least = limit.lower
    if least is None or least.number is None or least.unit is not None or least.takes_no_unit or limit.one_of:
        return None
    if limit.upper not in {None, least} or least.number != int(least.number) or not 0 < least.number <= _MOST:
        return None
    word = tokens.written[end - 1]
    if least.number > 1 and not (word.endswith("s") and len(word) > _SHORTEST):
        return None
    upper = None if limit.upper is None else _found(limit.upper)
    return replace(limit, lower=_found(least), upper=upper, compared=True)


def _found(end: Amount) -> Amount:
    return replace(end, unit=MEASUREMENTS)
