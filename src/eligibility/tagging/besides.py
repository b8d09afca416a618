"""Besides: brackets that belong to the limit beside them.

Another name of what is limited: "PT |(or INR)| ≤ 1.5 x ULN". How the limit may be reached: "hemoglobin ≥ 8 g/dL
|(may be transfused)|".
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk, pairs_at
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

MAY = frozenset({"may", "can"})
_JOINS = frozenset({"OR", "AND", "SLASH"})
_NAMED = frozenset({("ENTITY", "LP")})
_BESIDE = 5
"""Chunks of a name, and of another one in brackets with its "or"."""
SEVERALLY = frozenset({"each", "all", "none"})
_OF_EACH = 4
"""Chunks of a number, what there is so many of, a comma and "each"."""
_COUNTED = ["LIMIT", "ENTITY", "COMMA", "LIMIT"]
_CONDITION = "condition"
_GIVEN = frozenset({"procedure", "drug"})
"""Domains of what helps to reach a limit."""
_SMALL = frozenset({"FILLER", "LINK", "STATUS", "MODIFIER"})
_CLOSED = {"LP": frozenset({"RP"}), "COMMA": frozenset({"STOP", "SEMI"})}
"""Tags before and behind how a limit may be reached."""
_LONGEST = 8
"""Chunks of how a limit may be reached."""


def names_out_of_brackets(chunks: Sequence[Chunk]) -> list[Chunk]:
    """The chunks, without brackets round another name of what the limit behind them is on.

    Args:
        chunks: those of a criterion in which a limit stands, in reading order.
    """
    out = list(chunks)
    for place in pairs_at(chunks[: 1 - _BESIDE], _NAMED):
        name, opened, join, other, closed = chunks[place : place + _BESIDE]
        if closed.tag != "RP" or join.tag not in _JOINS or not _measures(name, other):
            continue
        if any(chunk.tag == "LIMIT" for chunk in chunks[place + _BESIDE : place + _BESIDE + _LONGEST]):
            out[place + 1] = Chunk("FILLER", opened.first, opened.last)
            out[place + _BESIDE - 1] = Chunk("FILLER", closed.first, closed.last)
    return out


def _measures(*names: Chunk) -> bool:
    return all(name.tag == "ENTITY" and name.value.domain == "measurement" for name in names)


def with_means_permitted(chunks: Sequence[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks, with what may be done to reach a limit as what is allowed.

    Args:
        chunks: those of a criterion in which a limit stands, in reading order.
        tokens: the criterion.
        lexicon: knows what "is allowed" says.
    """
    out: list[Chunk] = []
    closing = -1
    for place, chunk in enumerate(chunks):
        if place == closing:
            out.append(_allowed(chunk.first, lexicon))
        may = place < closing and _is_may(chunk, tokens)
        out.append(Chunk("FILLER", chunk.first, chunk.last) if may else chunk)
        end = _means_end(chunks, place, tokens) if chunk.tag in _CLOSED else None
        closing = end if end is not None else closing
    if closing == len(chunks):
        out.append(_allowed(chunks[-1].last, lexicon))
    return out


def _allowed(place: int, lexicon: Lexicon) -> Chunk:
    """What says that something is allowed, of no length."""
    return Chunk("OPTIONAL_AFTER", place, place, lexicon.cue("is allowed", "optional_after"))


def _is_may(chunk: Chunk, tokens: Tokens) -> bool:
    return chunk.tag == "LINK" and tokens.folded[chunk.first] in MAY


def _means_end(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> int | None:
    """The place behind what may be done to reach the limit before a place; None where nothing may."""
    if not place or chunks[place - 1].tag != "LIMIT":
        return None
    may = given = False
    for at in range(place + 1, min(len(chunks) + 1, place + _LONGEST)):
        if at == len(chunks) or chunks[at].tag in _CLOSED[chunks[place].tag]:
            return at if may and given else None
        chunk = chunks[at]
        may = may or _is_may(chunk, tokens)
        means = may and chunk.tag == "ENTITY" and chunk.value.domain in _GIVEN
        if chunk.tag not in _SMALL and not means:
            return None
        given = given or means
    return None


def with_each(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks, with a limit on each of several things behind a comma as one on them: "3 nodules|, each| ≤ 3 cm".

    So is one that none of them is beyond: "3 nodules|, none| > 3 cm".

    Args:
        chunks: those of a criterion in which a limit stands, in reading order.
        tokens: the criterion.
    """
    out = list(chunks)
    for place in range(len(chunks) - _OF_EACH):
        counted, named, comma, each, limit = chunks[place : place + _OF_EACH + 1]
        if [counted.tag, named.tag, comma.tag, limit.tag] != _COUNTED or limit.value.calendar:
            continue
        if each.last - each.first > 1 or tokens.folded[each.first] not in SEVERALLY or named.value.domain != _CONDITION:
            continue
        out[place + 2] = Chunk("FILLER", comma.first, each.last)
        out[place + 3] = Chunk("FILLER", each.last, each.last)
        if each.tag == "NEG":
            out[place + _OF_EACH] = Chunk("LIMIT", limit.first, limit.last, limit.value.denied())
    return out
