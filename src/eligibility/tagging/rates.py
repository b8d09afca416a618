"""Rates: what a number is counted by, behind the thing that is counted: "3 episodes of vertigo |per week|"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eligibility.grammar.limits import Amount, Limit
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

EACH = frozenset({"per", "a", "each", "every", "/"})
"""Words between what is counted and the time in which it is."""
_NAMES = frozenset({"ENTITY", "WORDS"})
_BEGINS = _NAMES | {"DEFINED", "FILLER", "SLASH"}
"""Tags of what a rate begins with."""
_REACH = 3
"""Chunks of a name between a number and its rate, which may stand behind an "of"."""
_RATE = 2
"""Tokens of a rate: "per week"."""


def rated(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with each rate behind a name as part of the limit before that name.

    Args:
        chunks: the chunks of a criterion, in reading order.
        tokens: its tokens.
        lexicon: knows the units of time.
    """
    out = chunks
    for at, chunk in enumerate(chunks):
        if chunk.tag != "LIMIT" or not _countable(chunk.value):
            continue
        found = _rate(chunks, at, tokens, lexicon)
        if found is None:
            continue
        place, first, unit = found
        if out is chunks:
            out = chunks.copy()
        out[at] = replace(chunk, value=_by(chunk.value, unit, (first, first + _RATE)))
        for rest in range(place, len(chunks)):
            if chunks[rest].first >= first + _RATE:
                break
            out[rest] = Chunk("FILLER", chunks[rest].first, chunks[rest].last)
    return out


def _countable(limit: Limit) -> bool:
    """Whether a limit is on an amount, and says nothing yet of the time in which it is reached."""
    ends = [end for end in (limit.lower, limit.upper) if end is not None]
    return not (limit.old or limit.elder or limit.paired or limit.one_of) and all(
        end.ref is None and not end.level and not end.multiple and _is_amount(end.unit, end) for end in ends
    )


def _is_amount(unit: str | None, end: Amount) -> bool:
    return end.unit_tokens is None if unit is None else "/" not in unit and unit != "%"


def _rate(chunks: Sequence[Chunk], at: int, tokens: Tokens, lexicon: Lexicon) -> tuple[int, int, str] | None:
    """Behind the name after a limit: the place of the rate, its first token, and its unit; None without one.

    It may be the end of a name, "exercise |per week|", of which a bare number needs no unit besides.
    """
    named = False
    whole = chunks[at].value.amount.unit is None
    for place in range(at + 1, min(at + 2 + _REACH, len(chunks))):
        chunk = chunks[place]
        if tokens.folded[chunk.first] in EACH and chunk.tag in _BEGINS:
            unit = _unit(chunk.first, tokens, lexicon) if named or place == at + 1 else None
            return None if unit is None else (place, chunk.first, unit)
        if chunk.tag in _NAMES:
            named = True
            whole = whole or _is_whole(chunk)
        elif chunk.tag != "OF":
            return None
        first = chunk.last - _RATE
        if chunk.first < first and not whole and (unit := _unit(first, tokens, lexicon)) is not None:
            return place + 1, first, unit
    return None


def _is_whole(chunk: Chunk) -> bool:
    """Whether a name is one of what is measured in a time anyhow: "hours of |sleep per night|"."""
    rule = chunk.value.rule if chunk.tag == "ENTITY" else None
    return rule is not None and rule.unit is not None and "/" not in rule.unit


def _unit(first: int, tokens: Tokens, lexicon: Lexicon) -> str | None:
    """The unit of time of the rate that begins at a token."""
    folded = tokens.folded
    if first + 1 >= len(folded) or folded[first] not in EACH:
        return None
    phrase = lexicon.phrases.get(folded[first + 1 : first + _RATE])
    cue = None if phrase is None else phrase.cues.get("time_unit")
    return None if cue is None else cue.name


def _by(limit: Limit, time: str, tokens: tuple[int, int]) -> Limit:
    """A limit on an amount as one on how much there is of it in a time."""
    lower, upper = (None if end is None else _end_by(end, time, tokens) for end in (limit.lower, limit.upper))
    return replace(limit, lower=lower, upper=lower if limit.upper is limit.lower else upper)


def _end_by(end: Amount, time: str, tokens: tuple[int, int]) -> Amount:
    if end.unit is None:
        return replace(end, unit=f"/{time}", unit_tokens=tokens)
    return replace(end, unit=f"{end.unit}/{time}", calendar=False)
