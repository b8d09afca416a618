"""Alternate times: another length of the same time for some of what it is of.

"Chemotherapy within 4 weeks (|6 weeks for nitrosoureas|) before enrollment", "within 14 days, |or 28 days for| X".
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Amount, Limit
from eligibility.grammar.whens import When
from eligibility.tagging.anchors import anchor_at
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

FOR = "for"
_LONGEST = 12
"""Chunks of brackets that hold another length."""
_NAMED = 3
"""Chunks behind "for" of which one names what the other length is for."""
_THING = "ENTITY"
_CONDITION = "condition"
"""The domain of what another length is not told of alone: "antivirals within 4 weeks (8 weeks for |zoster|)"."""
_OR = "or"
_SINCE = frozenset({"SINCE", "AFTER", "FROM"})
"""Words between how long ago something was and what that was, as tags of time.lark."""
_BY_THE_WAY = frozenset({"FILLER", "STATUS", "MODIFIER", "OF"})
"""Tags of what may stand before it."""
_OPENS = frozenset({"LP", "OR"})
_PARTS = frozenset({"COMMA", "SEMI", "AND"})
"""Tags of what may stand between two other lengths in brackets."""
_OTHER_LENGTHS = (["ENTITY", "LP", "LIMIT"], ["ENTITY", "COMMA", "LIMIT"])
ELAPSED = frozenset(map(fold, ("elapsed", "passed")))
"""Words for time that has gone by."""
_BEGINNING = frozenset({"since", "from", "after"})
"""Words between that and what happened."""
_LONGEST_ELAPSED = 5
"""Chunks of "must have elapsed since"."""
_TO_LENGTH = 3
"""Chunks from it to the other length."""


def with_alternate_times(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with each other length that a time has for some things as a time of its own.

    What the times are told from is said once behind both, and is taken to be that of either.

    Args:
        chunks: what a criterion consists of.
        tokens: the criterion.
        lexicon: tells what times may be told from.
    """
    out: list[Chunk] = []
    place = 0
    while place < len(chunks):
        chunk = chunks[place]
        when: When | None = chunk.value if chunk.tag == "WHEN" and _is_recent(chunk.value) else None
        end = None if when is None else _bracketed(chunks, place, tokens)
        if end is not None and _is_reason(chunks, place, end):
            out += [chunk, chunks[place + 1], Chunk("WORDS", chunks[place + 2].first, chunks[end].first), chunks[end]]
            place = end + 1
            continue
        if when is not None and end is not None:
            anchor = _told_from(chunks, end + 1, tokens, lexicon)
            out += _with_own_lengths(chunks[place : end + 1], when, anchor, tokens)
            place = end + 1
            if anchor is not None and when.side is None:
                out.append(Chunk("FILLER", anchor.first, anchor.last))
                while place < len(chunks) and chunks[place].first < anchor.last:
                    place += 1
            continue
        since = _since_for(chunks, place, tokens) if chunk.tag == "WHEN" else None
        if since is not None:
            out += _with_own_since(chunks[place : since + 2])
            place = since + 2
            continue
        two = None if when is None or not _is_for_thing(chunks, place + 1, tokens) else _halves(when, tokens)
        out += two or [chunk]
        place += 1
    return out


def with_elapsed(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with the times that have elapsed: "4 weeks (|6 weeks for nitrosoureas|) must have elapsed since X".

    Args:
        chunks: what a criterion consists of.
        tokens: the criterion.
    """
    out = [_at_least(chunk, tokens) if chunk.tag == "WHEN" else chunk for chunk in chunks]
    for place, chunk in enumerate(chunks):
        limit: Limit | None = chunk.value if chunk.tag == "LIMIT" else None
        end = None if limit is None or not limit.calendar else _bracketed(chunks, place, tokens)
        since = None if end is None else _elapsed(chunks, end + 1, tokens)
        if limit is None or end is None or since is None:
            continue
        limit = limit if limit.compared else limit.one_sided("lower")
        other = place + _TO_LENGTH - 1 + (chunks[place + _TO_LENGTH - 1].tag == "OR")
        for at, length in ((place, limit), (other, chunks[other].value.compared_as(limit))):
            when = When(chunks[at].first, chunks[at].last, "distant", length, inferred="window-turned")
            out[at] = replace(chunks[at], tag="WHEN", value=when)
        for at in (*range(place + _TO_LENGTH - 1, other), other + 1, *range(end + 1, since)):
            out[at] = replace(chunks[at], tag="FILLER", value=None)
    return out


def _at_least(chunk: Chunk, tokens: Tokens) -> Chunk:
    """A bare length that has gone by as the least that it may be: "|3 weeks must have elapsed since| surgery"."""
    when: When = chunk.value
    words = tokens.folded[chunk.first : chunk.last]
    if when.limit is None or when.limit.compared or ELAPSED.isdisjoint(words):
        return chunk
    return replace(chunk, value=replace(when, limit=when.limit.one_sided("lower")))


def _elapsed(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> int | None:
    """The place behind "must have elapsed since", which begins at one; None where something else does."""
    for end in range(place, min(len(chunks), place + _LONGEST_ELAPSED)):
        words = tokens.folded[chunks[place].first : chunks[end].last]
        if words[-1] in _BEGINNING:
            return end + 1 if not ELAPSED.isdisjoint(words) else None
    return None


def _is_recent(when: When) -> bool:
    """Whether a time says how long ago something was at most."""
    limit = when.limit
    if limit is None or when.kind not in {"within", "past", "distant"} or when.direction != "before":
        return False
    return not limit.compared or limit.upper is not None


def _since_for(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> int | None:
    """The place of the other length of "4 weeks since chemotherapy (|6 weeks| for nitrosoureas)"; None without one."""
    when: When = chunks[place].value
    if when.limit is None or when.side not in _SINCE or not when.limit.compared:
        return None
    at = place + 1
    while at < len(chunks) and at - place <= _NAMED and chunks[at].tag in _BY_THE_WAY:
        at += 1
    if [chunk.tag for chunk in chunks[at : at + _TO_LENGTH]] not in _OTHER_LENGTHS:
        return None
    length: Limit = chunks[at + _TO_LENGTH - 1].value
    found = length.calendar and not length.is_range and _is_for_thing(chunks, at + _TO_LENGTH, tokens)
    return at + _TO_LENGTH - 1 if found else None


def _with_own_since(chunks: Sequence[Chunk]) -> list[Chunk]:
    """A time since something, with the other length, which the last but one of some chunks is, as a time of its own."""
    when: When = chunks[0].value
    length, link = chunks[-2:]
    limit = length.value if when.limit is None else length.value.compared_as(when.limit)
    other = When(length.first, length.last, "distant", limit, inferred="window-turned")
    return [*chunks[:-2], replace(length, tag="WHEN", value=other), replace(link, tag="FILLER", value=None)]


def _bracketed(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> int | None:
    """The place of the bracket that closes another length, which opens behind a time; None where none does."""
    if [chunk.tag for chunk in chunks[place + 1 : place + 2]] != ["LP"]:
        return None
    at = place + 2 + (chunks[place + 2 : place + 3] != [] and chunks[place + 2].tag == "OR")
    length = chunks[at] if at < len(chunks) else None
    if length is None or length.tag != "LIMIT" or not length.value.calendar or length.value.is_range:
        return None
    if not _is_for_thing(chunks, at + 1, tokens):
        return None
    for end in range(at + 1, min(len(chunks), at + _LONGEST)):
        if chunks[end].tag == "RP":
            return end
    return None


def _is_for_thing(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> bool:
    """Whether "for" stands at a place, and something is named behind it."""
    if place >= len(chunks) or tokens.folded[chunks[place].first : chunks[place].last] != [FOR]:
        return False
    return any(chunk.tag == _THING for chunk in chunks[place + 1 : place + 1 + _NAMED])


def _is_reason(chunks: Sequence[Chunk], place: int, end: int) -> bool:
    """Whether another length is for a condition: one that things are given for, or one of several that they are of."""
    named = next((chunk.value.domain for chunk in chunks[place + 2 : end] if chunk.tag == _THING), None)
    return named == _CONDITION and any(chunk.tag == _THING for chunk in chunks[max(0, place - _LONGEST) : place])


def _with_own_lengths(chunks: Sequence[Chunk], when: When, anchor: When | None, tokens: Tokens) -> list[Chunk]:
    """A time and its brackets, with each length in these as a time, all told from the same.

    "(|6 weeks| for nitrosoureas, |2 weeks| for palliative radiotherapy)".
    """
    if anchor is not None and when.side is None and when.anchor is None:
        when = replace(when, side=anchor.side, anchor=anchor.anchor)
    out = [replace(chunks[0], value=when)]
    for place, chunk in enumerate(chunks[1:], 1):
        opens = out[-1].tag in _OPENS or (out[-1].tag in _PARTS and _is_for_thing(chunks, place + 1, tokens))
        if chunk.tag == "LIMIT" and chunk.value.calendar and opens:
            limit = chunk.value if when.limit is None else chunk.value.compared_as(when.limit)
            other = replace(when, first=chunk.first, last=chunk.last, limit=limit)
            out.append(Chunk("WHEN", chunk.first, chunk.last, other))
        else:
            out.append(chunk)
    return out


def _told_from(chunks: Sequence[Chunk], place: int, tokens: Tokens, lexicon: Lexicon) -> When | None:
    """What the times before a place are told from, if that is said there."""
    if place >= len(chunks):
        return None
    chunk = chunks[place]
    if chunk.tag == "WHEN":
        when: When = chunk.value
        return when if when.kind == "beside" and when.anchor is not None else None
    return anchor_at(chunks, place, "OF", tokens, lexicon) if chunk.tag == "OF" else None


def _halves(when: When, tokens: Tokens) -> list[Chunk] | None:
    """The two times of "within 14 days, or 28 days"; None where it says no two lengths."""
    limit = when.limit
    if limit is None or limit.lower is None or limit.upper is None or not limit.is_range:
        return None
    one, two = sorted((limit.lower, limit.upper), key=lambda amount: amount.tokens)
    if _OR not in tokens.folded[one.tokens[0] : two.tokens[0]]:
        return None
    at = tokens.folded.index(_OR, one.tokens[0])
    end = at - (tokens.folded[at - 1] == ",")
    out = [_part(when, one, when.first, end)]
    if end < at:
        out.append(Chunk("FILLER", end, at))
    return [*out, Chunk("OR", at, at + 1), _part(when, two, at + 1, when.last)]


def _part(when: When, amount: Amount, first: int, last: int) -> Chunk:
    """One of the two times, over some tokens."""
    limit = Limit(max(first, amount.tokens[0]), last, amount, amount, compared=False)
    return Chunk("WHEN", first, last, replace(when, first=first, last=last, limit=limit))
