"""Counting: "at least two of the following" announces a list, and says how many of it must hold."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.grammar.limits import Limit
from eligibility.normalize.parts import Part
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.eligible_kinds import ELIGIBLE
from eligibility.tagging.tokens import Tokens

_WITH = "with"
_CHOICE = frozenset({"any", "either", "or"})
_EVERY = frozenset({"all", "each", "both", "every"})


def announce(part: Part, chunk: Chunk, tokens: Tokens) -> list[tuple[int, int]]:
    """Makes an item one that announces a list; a limit right before says how many of it: -1 stands for all.

    Returns:
        The tokens of that limit, where there is one.
    """
    part.listed = True
    if part.waiting is not None and part.waiting[0].last == chunk.first:
        part.limit, part.waiting = part.waiting[0], None
    last = part.last
    if part.limit is None and last is not None and last.limits and last.limits[-1].last == chunk.first:
        part.limit = last.limits.pop()
        last.kind = "words" if last.entity is None and last.kind == "measurement" else last.kind
    part.listed_at = len(part.parts)
    if part.limit is not None and _is_of_each(part.limit, chunk, tokens):
        part.count = -1
        return []
    limit, part.limit = part.limit, None
    if limit is not None:
        part.count = _count(limit)
        if part.count is None or limit.compared or "only" in tokens.folded[max(0, limit.first - 1) : limit.first]:
            part.at_most = _at_most(limit)
        return [(limit.first, limit.last)] if part.count is not None or part.at_most is not None else []
    count = _count_in(_announcing(chunk, tokens))
    part.count = part.count if count is None else count
    return []


def _is_of_each(limit: Limit, chunk: Chunk, tokens: Tokens) -> bool:
    """Whether a limit counts none of those listed, but is on each of them: "a score of 4 on |each of them|"."""
    return limit.last < chunk.first and not _EVERY.isdisjoint(tokens.folded[chunk.first : chunk.last])


def _announcing(chunk: Chunk, tokens: Tokens) -> list[str]:
    """The words that announce a list, with the one before "of": "|both of the following|"."""
    first = chunk.first - 1 if chunk.first and tokens.folded[chunk.first] == "of" else chunk.first
    return tokens.folded[first : chunk.last]


def _count_in(words: Sequence[str]) -> int | None:
    """How many of a list words without a number ask for: one of "either" and "one or both", -1 for all of them.

    One of the "|eligible| diagnoses" will do, too.
    """
    if not _CHOICE.isdisjoint(words) or not ELIGIBLE.isdisjoint(words):
        return 1
    if not _EVERY.isdisjoint(words):
        return -1
    return 1 if "one" in words else None


def counted_by(chunk: Chunk, part: Part) -> Limit | None:
    """The number of things that "of" follows: "|at least two| of fever and cough", "defined as |two| of ..."."""
    limit = part.limit if not part.parts or part.link == _WITH else None
    if limit is None and part.waiting is not None and part.link == _WITH:
        limit = part.waiting[0]
    elif limit is None and part.exemplifies and (last := part.last) is not None and last.limits:
        limit = last.limits[-1]
    return limit if limit is not None and limit.last == chunk.first and _is_number(limit) else None


def _count(limit: Limit) -> int | None:
    """How many at least: two where there are to be "more than one"."""
    lower = limit.lower
    if lower is None or not lower.number:
        return None
    return int(lower.number) if limit.lower_inclusive else int(lower.number) + 1


def _at_most(limit: Limit) -> int | None:
    """How many at most: one where there are to be "fewer than two"."""
    upper = limit.upper
    if upper is None or upper.number is None:
        return None
    return int(upper.number) if limit.upper_inclusive else int(upper.number) - 1


def _is_exact(limit: Limit) -> bool:
    """Whether a limit is one number that is said to be neither exceeded nor missed: "|exactly one| of"."""
    lower, upper = limit.lower, limit.upper
    if lower is None or upper is None or limit.last - limit.first == 1:
        return False
    return lower.number == upper.number and not lower.level


def _is_number(limit: Limit) -> bool:
    """Whether a limit is a bare whole number, at least, at most or exactly."""
    end = limit.lower if limit.upper is None or not limit.compared else limit.upper
    return (
        (limit.upper is None or limit.lower is None or not limit.compared or _is_exact(limit))
        and limit.amount.unit_tokens is None
        and limit.ref is None
        and not limit.multiple
        and end is not None
        and end.number is not None
        and end.number == int(end.number)
        and end.number >= 1
    )
