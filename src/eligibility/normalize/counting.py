"""Counting: "at least two of the following" announces a list, and says how many of it must hold."""

from __future__ import annotations

from eligibility.grammar.limits import Limit
from eligibility.normalize.parts import Part
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

_EVERY = frozenset({"all", "each", "both", "every"})


def announce(part: Part, chunk: Chunk, tokens: Tokens) -> None:
    """Makes an item one that announces a list; a limit right before says how many of it: -1 stands for all."""
    part.listed = True
    if part.waiting is not None and part.waiting[0].last == chunk.first:
        part.limit, part.waiting = part.waiting[0], None
    last = part.last
    if part.limit is None and last is not None and last.limits and last.limits[-1].last == chunk.first:
        part.limit = last.limits.pop()
        last.kind = "words" if last.entity is None and last.kind == "measurement" else last.kind
    part.listed_at = len(part.parts)
    said = tokens.folded[chunk.first : chunk.last]
    if part.limit is not None:
        part.count = _count(part.limit)
        part.limit = None
    elif not _EVERY.isdisjoint(said):
        part.count = -1
    elif "any" in said or "one" in said:
        part.count = 1


def counts(chunk: Chunk, part: Part) -> bool:
    """Whether "of" follows a number of things: "at least two |of fever, cough and dyspnea"."""
    limit = part.limit
    return limit is not None and not part.parts and limit.last == chunk.first and _is_number(limit)


def _count(limit: Limit) -> int | None:
    """How many at least: two where there are to be "more than one"."""
    lower = limit.lower
    if lower is None or not lower.number:
        return None
    return int(lower.number) if limit.lower_inclusive else int(lower.number) + 1


def _is_number(limit: Limit) -> bool:
    """Whether a limit is a bare whole number, at least."""
    lower = limit.lower
    return (
        (limit.upper is None or not limit.compared)
        and limit.amount.unit_tokens is None
        and limit.ref is None
        and not limit.multiple
        and lower is not None
        and lower.number is not None
        and lower.number == int(lower.number)
        and lower.number >= 1
    )
