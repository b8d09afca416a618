"""Units behind a name, in brackets or behind a comma: "hemoglobin |(g/L)| ≥ 90" is "hemoglobin ≥ 90 g/L"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Amount, Limit
from eligibility.grammar.units import Units
from eligibility.tagging.chunks import Chunk, pairs_at
from eligibility.tagging.tokens import Tokens
from eligibility.tagging.written_units import CALENDAR

_FEWEST = 4
"""Chunks of a name, its brackets with something inside them, and its limit."""
_LONGEST = 8
"""Tokens of a unit in brackets."""
_REACH = 24
"""Chunks behind a unit in which the numbers are looked for."""
_MEASURED = "measurement"
_ENDS = {"LP": frozenset({"RP"}), "COMMA": frozenset({"COLON", "LIMIT"})}
"""Tags of what a unit may stand in or behind, and of what then ends it."""
_OPENED = frozenset(("ENTITY", tag) for tag in _ENDS)
_BETWEEN = frozenset({"COLON", "COMMA", "SEMI", "AND", "OR", "SLASH", "SEX", "ENTITY", "LINK", "FILLER", "LP", "RP"})
"""Tags of what may stand between a unit and the numbers that are in it."""
OPENING = frozenset({"(", "[", ","})


def bracketed_units(chunks: Sequence[Chunk], tokens: Tokens, units: Units) -> list[Chunk]:
    """The chunks with each unit between a measurement and bare numbers as the unit of these numbers.

    What the unit stands in is then no more than a part of how it is written. The numbers stand right behind it, behind
    further names ("ALT |(U/L)| and AST < 40"), or are for the sexes ("hemoglobin |(g/dL)|: men ≥ 13; women ≥ 12").

    Args:
        chunks: what a criterion consists of.
        tokens: the criterion.
        units: tells which words are units.
    """
    if not pairs_at(chunks, _OPENED):
        return [*chunks]
    out: list[Chunk] = []
    limits: dict[int, Limit] = {}
    done = 0
    for place, chunk in enumerate(chunks):
        if place < done:
            continue
        limit = limits.get(place)
        out.append(chunk if limit is None else Chunk("LIMIT", chunk.first, chunk.last, limit))
        if chunk.tag != "ENTITY" or chunk.value.domain != _MEASURED or place + _FEWEST > len(chunks):
            continue
        end = _closing(chunks, place + 1)
        if end is None:
            continue
        bracketed = chunks[end].tag == "RP"
        first, last = chunks[place + 1].last, chunks[end].first if bracketed else chunks[end - 1].last
        after = end + bracketed
        code = unit_of(first, last, tokens, units)
        measured = _limited(chunks, after) if code is not None else []
        if code is not None and measured:
            limits.update((at, with_unit(chunks[at].value, code, (first, last))) for at in measured)
            done = after + (chunks[after].tag == "COLON" and measured[0] == after + 1)
            out.append(Chunk("FILLER", chunks[place + 1].first, chunks[done - 1].last))
    return out


def _closing(chunks: Sequence[Chunk], place: int) -> int | None:
    """The place of what ends words in brackets, or behind a comma, that begin at a place; None where none do.

    It is the bracket that closes them, or the colon or limit behind them.
    """
    ends = _ENDS.get(chunks[place].tag)
    if ends is None:
        return None
    for end in range(place + 1, min(len(chunks), place + _LONGEST)):
        if chunks[end].tag in ends:
            return end
    return None


def _limited(chunks: Sequence[Chunk], place: int) -> list[int]:
    """The places of the bare limits that a unit before a place is that of, shortly after it."""
    found: list[int] = []
    past = place
    for at in range(place, min(len(chunks), place + _REACH)):
        tag = chunks[at].tag
        if at < past:
            continue
        if tag == "LP" and (end := _closing(chunks, at)) is not None:
            past = at if any(one.tag == "LIMIT" for one in chunks[at:end]) else end
        if tag == "LIMIT" and is_bare(chunks[at].value):
            found.append(at)
        elif tag not in _BETWEEN or (tag == "ENTITY" and (found or chunks[at].value.domain != _MEASURED)):
            break
    sexes = any(chunks[at].tag == "SEX" for at in range(place, found[-1])) if found else False
    return found if sexes else found[:1]


def unit_of(first: int, last: int, tokens: Tokens, units: Units) -> str | None:
    """The UCUM code of the unit that some tokens are; None where they are none, or one of time."""
    if not 0 < last - first <= _LONGEST or units.match(tokens.text, tokens.starts[first]) != tokens.ends[last - 1]:
        return None
    code = units.ucum(tokens.surface(first, last))
    return None if code in CALENDAR else code


def is_bare(limit: Limit) -> bool:
    """Whether a limit is of numbers alone."""
    ends = [end for end in (limit.lower, limit.upper) if end is not None]
    if limit.paired is not None and not is_bare(limit.paired):
        return False
    plain = not limit.one_of and limit.rate is None and limit.scale is None
    return plain and bool(ends) and not any(end.takes_no_unit or end.calendar for end in ends)


def with_unit(limit: Limit, code: str, written: tuple[int, int]) -> Limit:
    """A limit of numbers in a unit that is written before them."""
    lower, upper = (_in_unit(end, code, written) for end in (limit.lower, limit.upper))
    paired = None if limit.paired is None else with_unit(limit.paired, code, written)
    return replace(limit, lower=lower, upper=upper, paired=paired)


def _in_unit(end: Amount | None, code: str, written: tuple[int, int]) -> Amount | None:
    return None if end is None else replace(end, unit=code, unit_tokens=written)
