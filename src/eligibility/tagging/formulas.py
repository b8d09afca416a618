"""Formulas: how a unit or a measurement is worked out, which limits nothing.

"More than 14 units a week |(1 unit = 360 mL of beer or 150 mL of wine)|", "BMI 18 to 28 |(BMI = weight/height2)|".
Nor does what may be measured as well: "creatinine clearance ≥ 60 mL/min |(GFR can also be used)|".
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from eligibility.tagging.chunks import DEPTHS, Chunk, pairs_at, tags_of
from eligibility.tagging.tokens import Tokens

_HEIGHTS = frozenset({"height", "height2", "height^2"})
_USED, _MAY = "used", frozenset({"can", "may"})
_EQUATION = frozenset({"cockcroft", "cockroft"})
EQUAL = _HEIGHTS | _EQUATION | {"=", "equal", _USED}
"""Words that a formula has at least one of, folded."""
_BRACKETED = frozenset({("LP", "LIMIT"), ("LP", "FILLER")})
_ONE = frozenset({"1", "one", "a"})
_EQUALS = frozenset({"=", "equal", "is", "equivalent", "≈", ":", "about", "approximately", "contain"})
"""Words behind one of a unit, and before what that is."""
_LIMITED = frozenset({"LIMIT", "WHEN", "EXCEPT", "IF"})
_CLOSED: tuple[list[str], ...] = ([], ["RP"], ["STOP"], ["SEMI"])
_FURTHER = ["OR", "ENTITY", "LIMIT"]
"""Tags behind an equation that nothing more is said of, and of a further limit; not "or |urine collection|"."""
_NEAREST = 6
"""Chunks from a limit to the equation by which what it is on is worked out."""
_NEAR = 3
"""Tokens from the unit to such a word: "1 unit |of alcohol| ="."""
_WEIGHT = "weight"
_FORMULA = 14
"""Tokens of the formula of the body mass index."""
_ENDS = frozenset({"STOP", "SEMI", "COMMA", "AND", "OR"})
_BEFORE = frozenset({"COMMA", "IF", "FILLER"})
"""Tags of what a formula is led in by: "|, where| BMI = weight/height2"."""


def without_formulas(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with what one unit is, and with how the body mass index is worked out, as words that say nothing.

    Args:
        chunks: those of a criterion with limits, in reading order.
        tokens: the criterion.
    """
    out = chunks
    if begun := pairs_at(chunks, _BRACKETED):
        closed = _closings(chunks)
        out = _as_words(chunks, [(at, closed[at]) for at in begun if at in closed and _is_one(chunks[at + 1], tokens)])
    if not _EQUATION.isdisjoint(tokens.words):
        out = _without_equation(out, tokens)
    if _USED in tokens.words:
        out = _without_other_means(out, tokens)
    if _WEIGHT in tokens.words and (found := _body_mass(out, tokens)) is not None:
        first, end = found
        out = [*out[:first], Chunk("FILLER", out[first].first, out[end - 1].last), *out[end:]]
    return out


def _without_equation(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with the equation by which a value is worked out as words: "≥ 60 mL/min by |Cockcroft-Gault|"."""
    out = [*chunks]
    limited = -_NEAREST
    for place, chunk in enumerate(chunks):
        if chunk.tag == "LIMIT":
            limited = place
            continue
        after = tags_of(chunks[place + 1 : place + 4])
        ends = after[:1] in _CLOSED or after == _FURTHER
        if chunk.tag == "ENTITY" and place - limited <= _NEAREST and ends and tokens.folded[chunk.first] in _EQUATION:
            out[place] = Chunk("FILLER", chunk.first, chunk.last)
    return out


def _without_other_means(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks without brackets of what may be used as well, and of no limit on it: "(GFR |can also be used|)".

    What brackets hold is told by what was counted before them and up to their end, so that each chunk is seen once.
    """
    used = [place for place, word in enumerate(tokens.folded) if word == _USED]
    may = [place for place, word in enumerate(tokens.folded) if word in _MAY]
    found: list[tuple[int, int]] = []
    opened: list[tuple[int, int, int]] = []
    measured = limited = 0
    for place, chunk in enumerate(chunks):
        if chunk.tag == "LP":
            opened.append((place, measured, limited))
        elif chunk.tag == "RP" and opened:
            begin, known, had = opened.pop()
            within = chunks[begin].first, chunk.last
            if measured > known and limited == had and _is_between(used, *within) and _is_between(may, *within):
                found.append((begin, place))
                measured = known
        measured += chunk.tag == "ENTITY" and chunk.value.domain == "measurement"
        limited += chunk.tag in _LIMITED
    return _as_words(chunks, found)


def _is_between(places: Sequence[int], first: int, last: int) -> bool:
    """Whether one of some places, in their order, is from `first` up to, not including, `last`."""
    return bisect_left(places, first) < bisect_left(places, last)


def _as_words(chunks: list[Chunk], brackets: Sequence[tuple[int, int]]) -> list[Chunk]:
    """The chunks with some brackets, each given by the places of its two signs, as words; outer ones go first."""
    if not brackets:
        return chunks
    out: list[Chunk] = []
    done = 0
    for begin, end in sorted(brackets):
        if begin >= done:
            out += [*chunks[done:begin], Chunk("FILLER", chunks[begin].first, chunks[end].last)]
            done = end + 1
    return [*out, *chunks[done:]]


def _is_one(chunk: Chunk, tokens: Tokens) -> bool:
    """Whether a chunk is one of a unit, and is followed by what that is, if it does not say that itself."""
    if chunk.tag == "FILLER":
        return tokens.folded[chunk.first] in _ONE and "=" in tokens.folded[chunk.first : chunk.last]
    limit = chunk.value
    one = limit.lower is limit.upper and limit.amount.number == 1 and not limit.compared
    return one and not _EQUALS.isdisjoint(tokens.folded[chunk.last : chunk.last + _NEAR])


def _body_mass(chunks: Sequence[Chunk], tokens: Tokens) -> tuple[int, int] | None:
    """The chunks of "weight/height2", with the brackets that they are all of, or the name and the sign before them."""
    place = next((at for at, one in enumerate(chunks) if _is_quotient(one, tokens)), None)
    if place is None:
        return None
    opened = next((at for at in range(place - 1, max(-1, place - 5), -1) if chunks[at].tag in {"LP", "LIMIT"}), None)
    if opened is not None and chunks[opened].tag == "LP" and (end := _closings(chunks).get(opened)) is not None:
        return opened, end + 1
    first = place - 1
    if first < 1 or tokens.folded[chunks[first].first] != "=" or chunks[first - 1].tag != "ENTITY":
        return None
    first -= 1
    while first and chunks[first - 1].tag in _BEFORE:
        first -= 1
    depth, end = 0, place
    while end < len(chunks) and (depth or chunks[end].tag not in _ENDS):
        depth += DEPTHS.get(chunks[end].tag, 0)
        end += 1
    return first, end


def _is_quotient(chunk: Chunk, tokens: Tokens) -> bool:
    """Whether a chunk is the weight that is divided by the height."""
    folded = tokens.folded
    if chunk.tag != "ENTITY" or folded[chunk.last - 1] != _WEIGHT:
        return False
    after = folded[chunk.last : chunk.last + _FORMULA]
    height = next((at for at, word in enumerate(after) if word in _HEIGHTS), None)
    if height is None:
        return False
    between = after[:height]
    return "/" in between or "÷" in between or "divided" in between


def _closings(chunks: Sequence[Chunk]) -> dict[int, int]:
    """The place of each bracket that is closed, and that of the one that closes it."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for place, tag in enumerate(tags_of(chunks)):
        if tag == "LP":
            opened.append(place)
        elif tag == "RP" and opened:
            found[opened.pop()] = place
    return found
