"""Courses of time: "vaccines |from 4 weeks before the first dose to 3 months after the last|" are any in that time."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.whens import When
from eligibility.tagging.chunks import Chunk, tags_of
from eligibility.tagging.tokens import Tokens

FROM, _TO = "from", frozenset({"to", "until", "till", "through", "throughout"})
_LED = frozenset({"ENTITY", "NEG_AFTER"})
"""Tags of what stands before such a course: what it is of, or that this is not allowed."""
_GOES_ON = {"last_dose": "treatment"}
"""What goes on before an end that it is not called by."""
_JOINED = 5
"""Chunks of such a course with what it is of: that, "from", a time, "to", and a time."""


def with_courses(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with each course of time as the times that it consists of, any of which will do.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
    """
    out: list[Chunk] = []
    place = 0
    while place < len(chunks):
        found = _course(chunks[place : place + _JOINED], tokens) if chunks[place].tag in _LED else None
        if found is None:
            out.append(chunks[place])
            place += 1
        else:
            out += found[0]
            place += found[1]
    return out


def _course(chunks: Sequence[Chunk], tokens: Tokens) -> tuple[list[Chunk], int] | None:
    """The chunks that a course at the beginning of some becomes, and of how many; None where none begins there."""
    tags = tags_of(chunks)
    if tags[1:3] != ["LINK", "WHEN"] or tokens.folded[chunks[1].first] != FROM:
        return None
    linked = tags[3:5] == ["LINK", "WHEN"] and tokens.folded[chunks[3].first] in _TO
    if not linked and tags[3:4] != ["WHEN"]:
        return None
    first: When = chunks[2].value
    last = chunks[4 if linked else 3]
    second: When = last.value
    if first.limit is None or first.side != "BEFORE" or second.anchor is None:
        return None
    if first.anchor is None:
        first = replace(first, anchor=second.anchor, open=False, inferred="anchor-shared")
    begin = Chunk("WHEN", chunks[2].first, chunks[2].last, replace(first, kind="within"))
    out = [chunks[0], replace(chunks[1], tag="FILLER", value=None), begin]
    if not linked:
        ends = second.kind == "during" and tokens.folded[last.first] in _TO
        return ([*out, Chunk("OR", last.first, last.first), last], 4) if ends else None
    if second.limit is None or second.side != "AFTER":
        return None
    between = chunks[3]
    meant = _GOES_ON.get(second.anchor, second.anchor)
    during = Chunk("WHEN", between.first, between.last, When(between.first, between.last, "during", anchor=meant))
    end = replace(last, value=replace(second, kind="within"))
    return [
        *out,
        Chunk("OR", between.first, between.first),
        during,
        Chunk("OR", between.last, between.last),
        end,
    ], _JOINED
