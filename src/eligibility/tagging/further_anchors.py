"""Two times of one thing, which say once what they are told from: "bleeding during or |within 4 weeks after surgery|".

The words behind the second name that, and nothing that happens by itself: "infection during the study, or |within 4
weeks after chemotherapy|".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from eligibility.grammar.whens import When
from eligibility.tagging.anchors import GOES_ON
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

_OR = "or"
JOINTS = frozenset({_OR, "and"})
"""Words between two times of one thing."""
_JOINTS = frozenset({"OR", "AND"})
_COMMA = "COMMA"
_DURING, _BEFORE, _AFTER = "DURING", "BEFORE", "AFTER"
_SIDES = {
    "during": _DURING, "throughout": _DURING, "on": _DURING,
    "before": _BEFORE, "prior to": _BEFORE, "after": _AFTER, "following": _AFTER,
}  # fmt: skip
"""Sides of what follows them on which words say that something was."""
_DATES = frozenset({"on"})
"""Words that are said of what goes on, and of a date: "|on| or within 2 weeks before day 1" is within these weeks."""
_WHILE = "while"
_HAPPENED = frozenset({"ENTITY", "WORDS", "MODIFIER", "RP"})
"""Tags of what stands before the first of two times."""
_BY_THE_WAY = frozenset({"FILLER", "STATUS", "MODIFIER"})
"""Tags of what stands before a name, and only says which it is: "after |any previous| surgery"."""
_NAMES = frozenset({"ENTITY", "WORDS"})
_OF = frozenset({"OF", "LINK"})
_LONGEST = 4
"""Chunks of a name."""
_ENDS = frozenset({_COMMA, "SEMI", "STOP", "RP"})
"""Tags of what may stand behind a name."""
_LAST = "last_dose"
_EITHER = {"OF": "AROUND", "FROM": _AFTER}
"""On which side of something a condition lies that is told "of" it or "from" it."""


def with_further_anchors(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with each pair of times of one thing as two times that say what they are told from.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
    """
    folded = tokens.folded
    if not any(
        [  # noqa: C419 (a list is quicker here)
            two.tag == "WHEN" and (one.tag in _JOINTS or folded[two.first + 1 : two.first + 2] == [_OR])
            for one, two in pairwise(chunks)
        ]
    ):
        return chunks
    opened = [*chunks[:1]]
    for before, chunk in pairwise(_amid(chunks, tokens)):
        opened += _opened(chunk, tokens) if before.tag in _HAPPENED else (chunk,)
    out: list[Chunk] = []
    place = 0
    while place < len(opened):
        out.append(opened[place])
        place += 1
        if out[-1].tag in _JOINTS and place < len(opened) and _is_told(opened[place]):
            place = _take(out, opened, place, tokens)
    return out


def _amid(chunks: Sequence[Chunk], tokens: Tokens) -> Sequence[Chunk]:
    """The chunks with "during" between two times as a time: "4 weeks before, |during| or 4 weeks after the study"."""
    out = list(chunks)
    for place in range(2, len(chunks) - 2):
        chunk = chunks[place]
        if chunk.tag != "LINK" or tokens.folded[chunk.first] != "during" or chunks[place - 1].tag != _COMMA:
            continue
        joint = place + 1 + (chunks[place + 1].tag == _COMMA)
        told = chunks[joint + 1] if joint + 1 < len(chunks) and chunks[joint].tag in _JOINTS else None
        if told is None or not _is_told(chunks[place - 2]) or not _is_told(told):
            continue
        anchor: str | None = told.value.anchor
        if anchor is None and (end := _named(chunks, joint + 2) if told.value.open else None) is not None:
            anchor = tokens.surface(chunks[joint + 2].first, chunks[end - 1].last).lower()
        if anchor is None:
            continue
        when = When(chunk.first, chunk.last, "during", anchor=GOES_ON.get(anchor, anchor))
        out[place] = Chunk("WHEN", chunk.first, chunk.last, when)
    return out


def _opened(chunk: Chunk, tokens: Tokens) -> Sequence[Chunk]:
    """ "During or within a week of" as a word, the joint and the time; a chunk that is no such time by itself."""
    first = chunk.first
    if not _is_told(chunk) or tokens.folded[first + 1] != _OR or tokens.folded[first] not in _SIDES:
        return (chunk,)
    when: When = chunk.value
    dated = when.direction == "before" and when.side not in _EITHER
    if tokens.folded[first] in _DATES and (dated or not (when.open or when.anchor == _LAST)):
        return (chunk,)
    time = Chunk("WHEN", first + 2, chunk.last, replace(when, first=first + 2))
    return (Chunk("LINK", first, first + 1), Chunk("OR", first + 1, first + 2), time)


def _is_told(chunk: Chunk) -> bool:
    """Whether a chunk is a length of time from something."""
    return chunk.tag == "WHEN" and chunk.value.limit is not None and chunk.value.side is not None


def _take(out: list[Chunk], chunks: Sequence[Chunk], place: int, tokens: Tokens) -> int:
    """Adds the second of two times to the chunks before it, the first to have what it is told from as well.

    Args:
        out: the chunks up to the joint between the times.
        chunks: all chunks.
        place: that of the second time.
        tokens: the criterion.

    Returns:
        The place of the chunk to go on with: that of the second time where there are no two times of one thing.
    """
    at = _first(out, tokens)
    second: When = chunks[place].value
    begin = place + 1 + (second.open and [one.tag for one in chunks[place + 1 : place + 2]] == [_COMMA])
    end = _named(chunks, begin) if second.open else begin
    if at is None or end is None:
        return place
    first = out[at]
    if first.tag == "WHEN" and not second.open:
        return place
    last = chunks[end - 1].last
    anchor = tokens.surface(chunks[begin].first, last).lower() if second.open else second.anchor
    side = None if first.tag == "WHEN" else _SIDES[" ".join(tokens.folded[first.first : first.last])]
    happened = next(chunk for chunk in reversed(out[:at]) if chunk.tag in _HAPPENED)
    told = _side(second, side, happened)
    if side is not None:
        out[at] = Chunk("WHEN", first.first, first.last, _whole(first, side, anchor))
    elif first is out[-2] and first.value.open:
        value = replace(first.value, anchor=anchor, open=False, inferred="anchor-shared")
        out[at] = replace(first, value=value)
    value = replace(second, last=last, side=told, anchor=anchor, open=False)
    out.append(Chunk("WHEN", chunks[place].first, last, value))
    return end


def _first(out: list[Chunk], tokens: Tokens) -> int | None:
    """The place of the first of two times, of which the last chunk is the joint."""
    both = out[-1].tag == "AND"
    at = len(out) - 2
    at -= at > 0 and out[at].tag == _COMMA
    if at > 0 and out[at].tag == "LINK" and " ".join(tokens.folded[out[at].first : out[at].last]) in _SIDES:
        before = out[at - 1]
        if before.tag == "BUT" and tokens.folded[before.first] == _WHILE:
            out[at - 1] = replace(before, tag="FILLER", value=None)
            return at if at > 1 and out[at - 2].tag in _HAPPENED else None
        return at if before.tag in _HAPPENED else None
    hanging = at
    while at > 0 and out[at].tag in _NAMES | _BY_THE_WAY:
        at -= 1
    when: When | None = out[at].value if at > 0 and out[at].tag == "WHEN" else None
    if when is None or when.kind == "lasting" or out[at - 1].tag not in _HAPPENED:
        return None
    return at if at == hanging or (when.open and not both) else None


def _named(chunks: Sequence[Chunk], place: int) -> int | None:
    """The place behind the name that begins at one, and is all that follows in its item; None where there is none."""
    end = _name(chunks, place)
    if end is not None and end < len(chunks) and chunks[end].tag in _OF:
        end = _name(chunks, end + 1)
    return end if end is not None and (end == len(chunks) or chunks[end].tag in _ENDS) else None


def _name(chunks: Sequence[Chunk], place: int) -> int | None:
    """The place behind the words of a name that begins at one: "|adjuvant letrozole|"."""
    end = place
    while end < len(chunks) and end - place < _LONGEST and chunks[end].tag in _NAMES | _BY_THE_WAY:
        end += 1
    return end if end > place and chunks[end - 1].tag in _NAMES else None


def _whole(first: Chunk, side: str, anchor: str | None) -> When:
    """The time that a word says by itself of what it is told from: all of it, or all before or after it."""
    if side == _DURING:
        return When(first.first, first.last, "during", anchor=GOES_ON.get(anchor or "", anchor))
    return When(first.first, first.last, "beside", side=side, anchor=anchor)


def _side(when: When, first: str | None, before: Chunk) -> str | None:
    """On which side of what it is named from the second of two times lies; "of" what a condition arose in, after it.

    Args:
        when: the time.
        first: on which side the first lies, where that is a word by itself.
        before: what stands before both.
    """
    domain = before.value.domain if before.tag == "ENTITY" else before.value
    if when.side not in _EITHER or domain != "condition":
        return when.side
    return _AFTER if first == _DURING else _EITHER[when.side]
