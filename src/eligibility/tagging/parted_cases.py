"""Parted cases: where a limit in a case ends, where the next thing begins, and what a case has behind it."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.grammar.limits import Limit
from eligibility.rules import CueRule
from eligibility.tagging.chunks import DEPTHS, Chunk, tags_of
from eligibility.tagging.lexicon import Lexicon

_REACH = 4
"""Chunks from "if" to the limit: it, a preposition, and the case."""
_CASE = frozenset({"condition", "drug", "procedure"})
"""Domains of what a case may be, and no multiple of a reference limit is on."""
_MEASURED = "measurement"
_JOINING = frozenset({"AND", "OR", "COMMA"})
_VALUE = ["ENTITY", "LIMIT"]
_SIZES = frozenset({"mm", "cm", "m"})
"""Units of what a case may be as large as."""
_IN_CASE = frozenset({"ENTITY", "FILLER", "MODIFIER", "STATUS", "LIMIT", "AGE", "DEFINITION", "NEG", "LINK"})
"""Tags of what may stand in a case behind a limit."""
_LONGEST_CASE = 6
_NEAR = 16
"""Chunks before a case in which the limit is looked for that holds otherwise."""
_NEAREST = 4
"""Chunks before a further case, at the least: a limit, its case, "or" and the further limit."""
_OPENED = frozenset({"LP", "SEMI", "STOP"})


def part_pairs(chunks: list[Chunk]) -> None:
    """Parts a limit in a case from the one before it, in a case of its own: "A ≥ 50 if B |and| C ≥ 60 if D"."""
    first = -1
    for place in range(len(chunks) - 2):
        if [one.tag for one in chunks[place : place + 3]] != ["ENTITY", "LIMIT", "IF"]:
            continue
        if first >= 0 and chunks[place].value.domain == _MEASURED and chunks[place - 1].tag in _JOINING:
            _end(chunks, place - 1)
            if first > 1 and chunks[first - 1].tag == "COMMA" and chunks[first - 2].tag == "LIMIT":
                _end(chunks, first - 1)
        first = place


def part_rest(chunks: list[Chunk]) -> None:
    """Parts what is asked besides from a limit in a case: "A ≥ 50 if B|, and| C ≥ 60"."""
    depth = 0
    for place, chunk in enumerate(chunks):
        depth += DEPTHS.get(chunk.tag, 0)
        if chunk.tag != "IF" or depth or not place or chunks[place - 1].tag != "LIMIT":
            continue
        for at in range(place + 1, min(len(chunks), place + _LONGEST_CASE)):
            if chunks[at].tag == "COMMA" and _is_asked(chunks, at + 1):
                _end(chunks, at)
            if chunks[at].tag not in _IN_CASE or (chunks[at].tag == "LIMIT" and not chunks[at].value.calendar):
                break


def _is_asked(chunks: list[Chunk], place: int) -> bool:
    """Whether a measurement and its limit stand at a place, which may begin with "and"."""
    place += place < len(chunks) and chunks[place].tag == "AND"
    tags = [chunk.tag for chunk in chunks[place : place + 2]]
    return tags == _VALUE and chunks[place].value.domain == _MEASURED


def _end(chunks: list[Chunk], place: int) -> None:
    """Ends a statement at a separator, and at "and" behind it."""
    chunks[place] = Chunk("SEMI", chunks[place].first, chunks[place].last)
    if place + 1 < len(chunks) and chunks[place + 1].tag == "AND":
        chunks[place + 1] = Chunk("FILLER", chunks[place + 1].first, chunks[place + 1].last)


def part_further(chunks: list[Chunk], lexicon: Lexicon) -> list[Chunk]:
    """The chunks, with a further case before its limit as an exception: "INR ≤ 1.5 |or, if on warfarin,| INR ≤ 3".

    So it is where its limit is on what the limit before is on, or names nothing.
    """
    for place in range(2, len(chunks) - 2):
        if chunks[place].tag != "IF" or not _names_case(chunks[place + 1]):
            continue
        start = place
        while start > 2 and chunks[start - 1].tag in {"COMMA", "OR"}:
            start -= 1
        named, limited = chunks[start - 2 : start]
        if all(one.tag != "OR" for one in chunks[start:place]) or [named.tag, limited.tag] != _VALUE:
            continue
        at = place + 2 + (chunks[place + 2].tag == "COMMA")
        again = chunks[at : at + 2]
        if again[:1] and again[0].tag == "LIMIT" and at > place + 2:
            again = [Chunk("ENTITY", again[0].first, again[0].first, named.value), again[0]]
            end = at + 1
        else:
            end = at + 2
        if tags_of(again) != _VALUE or again[0].value.rule is not named.value.rule:
            continue
        case, who = chunks[place], chunks[place + 1]
        link = Chunk("LINK", who.last, again[0].first, lexicon.cue("with", "link"))
        but_for = Chunk("EXCEPT", chunks[start].first, case.last, lexicon.cue("except for", "except"))
        return [*chunks[:start], but_for, who, link, *again, *chunks[end:]]
    return chunks


def _names_case(chunk: Chunk) -> bool:
    return chunk.tag == "ENTITY" and chunk.value.domain in _CASE


def with_people_said(chunks: list[Chunk], cue: CueRule | None) -> None:
    """Makes people with something a case of a limit behind a colon: "platelets ≥ 100 (|patients with| ITP|:| ≥ 50)"."""
    for place in range(2, len(chunks) - 3):
        opened, people, named, colon, limit = chunks[place - 1 : place + 4]
        if [one.tag for one in (people, named, colon, limit)] != ["FILLER", "ENTITY", "COLON", "LIMIT"]:
            continue
        if opened.tag in _OPENED and _names_case(named) and _says_again(chunks, place + 3, place - 1):
            chunks[place] = Chunk("IF", people.first, people.last, cue)
            chunks[place + 2] = Chunk("COMMA", colon.first, colon.last)


def with_cases_parted(chunks: Sequence[Chunk]) -> list[Chunk]:
    """The chunks, with a comma of no length before each limit right behind a case that cannot be one on it.

    Args:
        chunks: those of a criterion, in reading order.
    """
    out: list[Chunk] = []
    case: CueRule | None = None
    for at, chunk in enumerate(chunks):
        if chunk.tag == "IF":
            case = chunk.value
        elif case is not None and chunk.tag == "LINK" and _is_further(chunks, at):
            chunk = Chunk("IF", chunk.first, chunk.last, case)  # noqa: PLW2901 - said as the case before it
        cased = chunk.tag == "LIMIT" and at > 0 and _is_case(chunks[max(0, at - _REACH) : at])
        if cased and _says_again(chunks, at, at - 1):
            out.append(Chunk("COMMA", chunk.first, chunk.first))
        out.append(chunk)
    return out


def _is_further(chunks: Sequence[Chunk], at: int) -> bool:
    """Whether a case stands behind "with" and a further limit: "≥ 100 if no stroke, or ≥ 70 |with| stroke"."""
    if at < _NEAREST or at + 1 == len(chunks) or not _names_case(chunks[at + 1]):
        return False
    return tags_of(chunks[at - 2 : at]) == ["OR", "LIMIT"] and _says_again(chunks, at - 1, at - 2)


def _says_again(chunks: Sequence[Chunk], place: int, before: int) -> bool:
    """Whether a limit is in the unit of the last one before a place, and on no size; or a multiple of a reference."""
    value: Limit = chunks[place].value
    unit = value.amount.unit
    if value.ref is not None:
        return True
    if unit is None or unit in _SIZES or value.calendar:
        return False
    near = chunks[max(0, before - _NEAR) : before]
    last = next((chunk.value for chunk in reversed(near) if chunk.tag == "LIMIT"), None)
    return last is not None and last.amount.unit == unit


def _is_case(before: Sequence[Chunk]) -> bool:
    """Whether the last of some chunks names a case, and "if" stands shortly before it."""
    last = before[-1]
    return last.tag == "ENTITY" and last.value.domain in _CASE and any(chunk.tag == "IF" for chunk in before)
