"""Rates: in how long what a number counts happens, said behind its name: "≥ 2 gout attacks |per year|".

The number may come last, too: "gout attacks |per year| ≥ 2".
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Amount, Limit
from eligibility.grammar.units import Units
from eligibility.tagging.chunks import Chunk, tags_of
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.parted_units import parted_unit
from eligibility.tagging.tokens import Tokens
from eligibility.tagging.written_units import OFTEN

EACH = frozenset({"per", "a", "an", "each", "every", "/", "in"})
"""Words between what is counted and the time in which it is."""
_DIARY = "diary"
"""What is kept of what is counted, for so many days."""
RATES = EACH.union(OFTEN, {_DIARY})
"""Words that tell a rate: "> 10 mg of prednisone |per day|", "|daily|", "in a 3-day |diary|"."""
IN = "in"
"""The word before the time in which what is told by how often it is happens: "3 loose stools |in 24 hours|"."""
_SEVERAL = frozenset({"per", "every", "/", IN})
"""Those behind which that time may be several units: "per |28 days|", "voids/|24 h|"."""
_NAMES = frozenset({"ENTITY", "WORDS"})
_BEGINS = _NAMES | {"DEFINED", "FILLER", "SLASH"}
"""Tags of what a rate begins with."""
_BETWEEN = frozenset({"OF", "FILLER", "MODIFIER"})
"""Tags of what stands among the words of a name."""
_EQUIVALENT = ["LP", "LINK", "RP"]
"""Tags of an equivalent in brackets: "prednisone |(or equivalent)| per day"."""
_REACH = 5
"""Chunks of a name between a number and its rate."""
_RATE = 2
"""Tokens of a rate: "per week"."""
WHOLE = {(24.0, "h"): "d", (7.0, "d"): "wk", (12.0, "mo"): "a"}
"""Lengths of time that have a unit of their own."""

_Rate = tuple[int, int, int, str]
"""The first chunk of a rate, its tokens, the last exclusive, and its unit: "/a" of "per year"."""


def rated(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon, units: Units) -> list[Chunk]:
    """The chunks with each rate behind a name taken to the limit before that name, or behind the rate.

    Args:
        chunks: the chunks of a criterion, in reading order.
        tokens: its tokens.
        lexicon: knows the units of time.
        units: tells which words are other units, of which so many are counted in one.
    """
    out = chunks
    for at, chunk in enumerate(chunks):
        if chunk.tag != "LIMIT":
            continue
        often = _how_often(chunk.value, tokens, lexicon) if chunk.value.multiple else None
        if often is None and not _countable(chunk.value):
            continue
        found = None if often else _rate(chunks, at, tokens, lexicon) or _led(chunks, at, tokens, lexicon)
        if often is not None:
            place, last, limit = at + 1, often.last, often
        elif found is not None:
            place, first, last, unit = found
            limit = _by(chunk.value, unit, (first, last))
        elif (parted := parted_unit(chunks, at, tokens, units)) is not None:
            place, (first, last, unit) = at + 2, parted
            limit = replace(chunk.value, rate=unit, rate_tokens=(first, last)).as_rate()
        else:
            continue
        out = chunks.copy() if out is chunks else out
        out[at] = replace(chunk, value=limit)
        for rest in range(place, len(chunks)):
            if chunks[rest].first >= last:
                break
            out[rest] = Chunk("FILLER", chunks[rest].first, chunks[rest].last)
    return out


def _how_often(limit: Limit, tokens: Tokens, lexicon: Lexicon) -> Limit | None:
    """How often something is, where "or more" stands before in how long: "3 times or more |a week|"."""
    first, ends = limit.last, [end for end in (limit.lower, limit.upper) if end is not None]
    if not limit.compared or any(end.ref for end in ends) or tokens.folded[first : first + 1] == [IN]:
        return None
    unit = _unit(first, tokens, lexicon)
    if unit is None:
        return None
    told = (first, first + _RATE)
    lower, upper = (
        None if end is None else replace(end, unit=unit, unit_tokens=told, multiple=False)
        for end in (limit.lower, limit.upper)
    )
    return replace(limit, last=told[1], lower=lower, upper=lower if limit.upper is limit.lower else upper)


def _countable(limit: Limit) -> bool:
    """Whether a limit is on an amount, and says nothing yet of the time in which it is reached."""
    ends = [end for end in (limit.lower, limit.upper) if end is not None]
    return not (limit.old or limit.elder or limit.paired or limit.one_of) and all(
        end.ref is None and not end.level and not end.multiple and _is_amount(end.unit, end) for end in ends
    )


def _is_amount(unit: str | None, end: Amount) -> bool:
    return end.unit_tokens is None if unit is None else "/" not in unit and unit != "%"


def _rate(chunks: Sequence[Chunk], at: int, tokens: Tokens, lexicon: Lexicon) -> _Rate | None:
    """The rate behind the name after a limit; None without one.

    It may be the end of a name, "exercise |per week|", of which a bare number needs no unit besides; a unit of what is
    counted is a name. An equivalent may stand between: "> 10 mg of prednisone |or equivalent| per day".
    """
    counted = chunks[at].value.amount.unit
    named, whole = counted is not None and counted.startswith("{"), counted is None
    for place in range(at + 1, min(at + 2 + _REACH, len(chunks))):
        chunk = chunks[place]
        begins = chunk.tag in _BEGINS and tokens.folded[chunk.first] in EACH
        if chunk.tag == "LINK" and place > at + 1 and _DIARY in tokens.words:
            return _noted(chunks, place, tokens)
        if begins or tokens.folded[chunk.first] == IN:
            said = named or (begins and place == at + 1)
            return _each(chunks, place, tokens, lexicon) if said else None
        often = OFTEN.get(tokens.folded[chunk.first]) if named and chunk.last - chunk.first == 1 else None
        if often is not None:
            return place, chunk.first, chunk.last, often
        if chunk.tag in _NAMES:
            named = True
            whole = whole or _is_whole(chunk)
        elif chunk.tag not in _BETWEEN and not _is_equivalent(chunks, place, tokens):
            return None
        first = chunk.last - _RATE
        if chunk.first < first and not whole and (unit := _unit(first, tokens, lexicon)) is not None:
            return place + 1, first, first + _RATE, unit
    return None


def _led(chunks: Sequence[Chunk], at: int, tokens: Tokens, lexicon: Lexicon) -> _Rate | None:
    """The rate between a name and its limit: "stools |per day| ≥ 6"; None of what is measured in a time anyhow."""
    end = at - 1 if at > 0 and chunks[at - 1].tag == "OF" else at
    first = chunks[end].first - _RATE
    unit = _unit(first, tokens, lexicon) if first > 0 else None
    if unit is None or tokens.folded[first] == IN:
        return None
    place = next((place for place in range(end - 1, -1, -1) if chunks[place].first <= first), 0)
    if place == 0 or chunks[place].first != first:
        return None
    name = chunks[place - 1]
    return None if name.tag != "ENTITY" or _is_whole(name) else (place, first, first + _RATE, unit)


def _is_equivalent(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> bool:
    """Whether a chunk is "or equivalent", or a bracket around it."""
    for first in (place - 2, place - 1, place):
        around = chunks[max(0, first) : first + len(_EQUIVALENT)]
        if tags_of(around) == _EQUIVALENT and tokens.folded[around[1].first] == "or":
            return True
    return chunks[place].tag == "LINK" and tokens.folded[chunks[place].first] == "or"


def _each(chunks: Sequence[Chunk], place: int, tokens: Tokens, lexicon: Lexicon) -> _Rate | None:
    """The rate that a word for each of several times begins."""
    first = chunks[place].first
    if tokens.folded[first] == IN:
        return _within(chunks, place, tokens, lexicon)
    unit = _unit(first, tokens, lexicon)
    if unit is not None:
        return place, first, first + _RATE, unit
    return _several(chunks, place, tokens)


def _within(chunks: Sequence[Chunk], place: int, tokens: Tokens, lexicon: Lexicon) -> _Rate | None:
    """The rate that the time is in which something is counted: "2 attacks |in a month|", "8 voids |in 24 hours|"."""
    first, last = chunks[place].first, chunks[place].last
    unit = _unit(last, tokens, lexicon)
    if unit is not None:
        return place, first, last + _RATE, unit
    return _several(chunks, place, tokens) if _is_often(chunks[place - 1]) else None


def _is_often(chunk: Chunk) -> bool:
    """Whether a name is one of how often something happens."""
    rule = chunk.value.rule if chunk.tag == "ENTITY" else None
    return rule is not None and rule.unit is not None and rule.unit.startswith("/")


def _is_whole(chunk: Chunk) -> bool:
    """Whether a name is one of what is measured in a time anyhow: "hours of |sleep per night|"."""
    rule = chunk.value.rule if chunk.tag == "ENTITY" else None
    return rule is not None and rule.unit is not None and "/" not in rule.unit


def _unit(first: int, tokens: Tokens, lexicon: Lexicon) -> str | None:
    """The unit of the rate that begins at a token."""
    folded = tokens.folded
    if first + 1 >= len(folded) or folded[first] not in EACH:
        return None
    cue = lexicon.phrases.cue(folded[first + 1 : first + _RATE], "time_unit")
    return None if cue is None else f"/{cue.name}"


def _several(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> _Rate | None:
    """A rate by several units of time, "/(28.d)" of "per 28 days"."""
    each, length = chunks[place], chunks[place + 1] if place + 1 < len(chunks) else None
    if length is None or length.tag != "LIMIT" or tokens.folded[each.first] not in _SEVERAL:
        return None
    unit = _by_length(length.value)
    return None if unit is None else (place, each.first, length.last, unit)


def _by_length(limit: Limit) -> str | None:
    """The unit of a rate by a length of time; None where a limit is none."""
    number, unit = limit.amount.number, limit.amount.unit
    if not limit.calendar or limit.compared or limit.lower is not limit.upper or not number or unit is None:
        return None
    return "/" + (WHOLE.get((number, unit)) or (unit if number == 1 else f"({number:g}.{unit})"))


def _noted(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> _Rate | None:
    """The rate that the days are that a diary is kept: "8 voids |on a 3-day diary|"."""
    if not _is_often(chunks[place - 1]):
        return None
    at = place + 1 + (chunks[place + 1].tag == "FILLER" if place + 1 < len(chunks) else 0)
    length, diary = (chunks[at], chunks[at + 1]) if at + 1 < len(chunks) else (None, None)
    if length is None or diary is None or length.tag != "LIMIT" or tokens.folded[diary.last - 1] != _DIARY:
        return None
    unit = _by_length(length.value)
    return None if unit is None else (place, chunks[place].first, diary.last, unit)


def _by(limit: Limit, rate: str, tokens: tuple[int, int]) -> Limit:
    """A limit on how much there is of something in a time; what a bare number counts is told by what has it."""
    if limit.amount.unit is None or limit.amount.unit.startswith("{"):
        return replace(limit, rate=rate, rate_tokens=tokens)
    lower, upper = (
        None if end is None else replace(end, unit=f"{end.unit}{rate}", calendar=False)
        for end in (limit.lower, limit.upper)
    )
    return replace(limit, lower=lower, upper=lower if limit.upper is limit.lower else upper)
