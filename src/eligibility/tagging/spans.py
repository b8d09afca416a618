"""Periods of a study that are said with how long they go on: "three seizures |during the 8-week baseline period|"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.whens import When
from eligibility.tagging.anchors import anchor_at
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_BASELINE = "baseline"
PERIODS = frozenset(map(fold, ("period", "phase", _BASELINE, "run")))
"""Words for a part of a study that goes on for some time."""
_DURING = frozenset({"during", "in", "over", "throughout", "within"})
_BEFORE = "BEFORE"
"""A side on which any anchor may lie."""
_FILLER = "FILLER"


def with_spans(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with each such period as a time, whatever its length.

    Args:
        chunks: what a criterion consists of.
        tokens: the criterion.
        lexicon: knows the names of periods.

    Returns:
        The chunks, of which one may stand for several.
    """
    place, out = 0, list[Chunk]()
    while place < len(chunks):
        chunk = chunks[place]
        begin = _begin(out, chunk, tokens)
        named = None if begin is None else _named(chunks, place, tokens, lexicon)
        place += 1
        if begin is not None and named is not None:
            first = out[begin].first if begin < len(out) else chunk.first
            del out[begin:]
            out.append(Chunk("WHEN", first, named[0], When(first, named[0], "during", anchor=named[1])))
            while place < len(chunks) and chunks[place].first < named[0]:
                place += 1
        elif _is_length_of(out, chunk):
            out[-2:] = [replace(out[-2], last=chunk.last, value=replace(out[-2].value, last=chunk.last))]
        else:
            out.append(chunk)
    return out


def _begin(before: Sequence[Chunk], chunk: Chunk, tokens: Tokens) -> int | None:
    """The place of the word that a bare length of time stands behind, or which it begins with; None for no such."""
    limit = chunk.value.limit if chunk.tag == "WHEN" and chunk.value.unanchored else None
    if limit is not None:
        return None if limit.compared else len(before)
    if chunk.tag != "LIMIT" or not chunk.value.calendar or chunk.value.compared:
        return None
    at = len(before) - 1
    while at >= 0 and before[at].tag == _FILLER and tokens.folded[before[at].first] not in _DURING:
        at -= 1
    begins = at >= 0 and before[at].tag in {"LINK", _FILLER} and tokens.folded[before[at].first] in _DURING
    return at if begins else None


def _named(chunks: Sequence[Chunk], at: int, tokens: Tokens, lexicon: Lexicon) -> tuple[int, str | None] | None:
    """The token behind the name of the period that stands behind a length of time, and the anchor that it is."""
    chunk, following = chunks[at], chunks[at + 1 : at + 2]
    if chunk.tag == "LIMIT" and chunk.value.ref == _BASELINE:
        more = following and tokens.folded[following[0].first : following[0].last][0] in PERIODS
        return (following[0].last if more else chunk.last, _BASELINE)
    named = anchor_at(chunks, at + 1, _BEFORE, tokens, lexicon) if following else None
    if named is None or PERIODS.isdisjoint(tokens.folded[chunk.last : named.last]):
        return None
    return named.last, named.anchor


def _is_length_of(before: Sequence[Chunk], chunk: Chunk) -> bool:
    """Whether a bare length of time is that of a period before it: "during the baseline period |of 8 weeks|"."""
    if [one.tag for one in before[-2:]] != ["WHEN", "OF"] or chunk.tag != "LIMIT":
        return False
    when: When = before[-2].value
    return when.kind == "during" and when.limit is None and chunk.value.calendar and not chunk.value.compared
