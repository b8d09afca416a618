"""Times in brackets behind each of a list: "etanercept |(4 weeks)| or infliximab |(8 weeks)| before baseline"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.grammar.limits import Limit
from eligibility.grammar.whens import When
from eligibility.tagging.chunks import Chunk, tags_of
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

BRACKET = "("
FEWEST_BRACKETS = 2
"""Brackets that are a list of times, and not how long one thing goes on."""
_CARE = frozenset({"drug", "procedure"})
"""Domains of what must not have been given for so long."""
WASHED = frozenset(map(fold, ("washout", "washouts", "wash")))
"""Words for how long something must not have been given."""
_BRACKETED = ["ENTITY", "LP", "LIMIT", "RP"]


def with_bracketed_times(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with bare lengths of time in brackets as times before what is named behind the last, or before all.

    So they are where they are said to be washouts: "washout: |etanercept (4 weeks), infliximab (8 weeks)|".

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
    """
    out = list(chunks)
    told = not WASHED.isdisjoint(tokens.words)
    found: list[int] = []
    for at, chunk in enumerate(chunks):
        if chunk.tag == "LIMIT" and _is_bracketed(chunks[at - 2 : at + 2] if at > 1 else (), chunk.value):
            found.append(at)
        elif chunk.tag in {"WHEN", "LIMIT", "STOP", "SEMI"}:
            if _is_told(chunk):
                told = told or not found
                _time(out, found)
            found = []
    if told:
        _time(out, found)
    return out


def _time(chunks: list[Chunk], places: Sequence[int]) -> None:
    """Makes times of several lengths of time at some places."""
    for place in places if len(places) >= FEWEST_BRACKETS else ():
        limit: Limit = chunks[place].value
        when = When(limit.first, limit.last, "within", limit)
        chunks[place] = Chunk("WHEN", chunks[place].first, chunks[place].last, when)


def _is_bracketed(around: Sequence[Chunk], limit: Limit) -> bool:
    """Whether a length of time, and nothing else, stands in brackets behind something that is given."""
    bare = limit.calendar and not limit.compared and not limit.is_range
    return bare and tags_of(around) == _BRACKETED and around[0].value.domain in _CARE


def _is_told(chunk: Chunk) -> bool:
    """Whether a chunk says only what times lie before: "|prior to baseline|"."""
    when = chunk.value
    return chunk.tag == "WHEN" and bool(when.kind == "beside" and when.limit is None and when.direction == "before")
