"""Categories of the TNM system: how large a tumor is, and how far it has spread ("cT2-T4a N0 M0", "stage T3N1M0")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from eligibility.grammar.limits import COMPARATORS, Amount, Limit
from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Chunk, Entity
from eligibility.tagging.folding import fold
from eligibility.tagging.levels import level_number
from eligibility.tagging.lexicon import Lexicon, Match
from eligibility.tagging.meanings import Meaning
from eligibility.tagging.tokens import Tokens

_WRITTEN = re.compile(r"([cpyra]{0,2})(T(?:is|a|[0-4][a-d]?)|N[0-3][a-c]?|M[01][a-d]?)").fullmatch
_FURTHER = re.compile(r"[0-4][a-d]?").fullmatch
_SIDES = {"c": "clinical", "p": "pathologic", "yp": "pathologic", "yc": "clinical"}
_BARE = frozenset(f"{side}{letter}" for side in ("", *_SIDES) for letter in "nm")
CATEGORIES = (
    frozenset(
        f"{side}{letter}{number}{part}"
        for side in ("", *_SIDES)
        for letter, numbers in (("t", "01234"), ("n", "0123"), ("m", "01"))
        for number in (*numbers, "is", "a")
        for part in ("", *"abcd")
    )
    | _BARE
)
"""The folded words by which a criterion may name a category."""
_ROMAN = re.compile(r"[IV]{1,3}[A-C]?").fullmatch
_RANGES = frozenset({"-", "–", "to"})
_BESIDE = frozenset({",", "and", "&"})
_BETWEEN = 2
"""Tokens between categories that are listed: "T1c, |or T2a"."""
_OR = frozenset({"or", "/", ",", "and/or"})
_OWN = frozenset({"T1", "N1", "M1"})
"""Levels of the scales of categories."""
_PREFIX = "cpyra"
_ENDS = 2
_STAGE, _SCALE = "stage", "scale"
_TUMORS = frozenset(map(fold, ("tumor", "lesion", "cancer", "carcinoma", "adenocarcinoma", "melanoma", "disease")))
_TUMOR_REACH = 2
"""Tokens behind a category among which a word for a tumor says what it is."""
_MOST = 12
"""Ends of categories that are listed together."""
_KINDS = 2
"""Different letters side by side that say what they are: "T3 N0"; "T3" alone may be a hormone or a vertebra."""


class _Category(NamedTuple):
    """A category, or a range of them, over tokens `first` to `last` (exclusive).

    Attributes:
        letter: "T", "N" or "M".
        side: "clinical", "pathologic" or "".
        sure: whether it is written as nothing else is: with a prefix, or a letter behind it.
        ends: the tokens of its ends, and of what else is listed with it, the last exclusive.
    """

    first: int
    last: int
    letter: str
    side: str
    sure: bool
    ends: tuple[tuple[int, int], ...]


def categories(tokens: Tokens, spoken: Sequence[Match], measured: Sequence[Match], lexicon: Lexicon) -> list[Chunk]:
    """The chunks (ENTITY) of the categories that a criterion names, in reading order.

    Args:
        tokens: the criterion.
        spoken: the phrases in it that become chunks.
        measured: those that have a part in limits.
        lexicon: knows the scales.
    """
    staged, scales = _staged(spoken, measured, tokens)
    counts = {first for first, last, meaning in spoken if last - first > 1 and _is_counted(meaning)}
    several = len({one.letter for place in range(len(tokens)) for one in _group(place, tokens)}) >= _KINDS
    signs = [(first, last, meaning.measure) for first, last, meaning in measured if meaning.measure is not None]
    before = {last: (first, said) for first, last, said in signs if said in COMPARATORS}
    behind = {first: (last, said.removeprefix("POST_")) for first, last, said in signs if said.startswith("POST_")}
    ended = {last for _, last, said in signs if said.startswith("POST_")}
    out: list[Chunk] = []
    place, known = 0, -1
    while place < len(tokens):
        group = _group(place, tokens) if place not in counts else []
        if not group:
            place += 1
            continue
        stage = staged.get(place) or _sided(place, tokens)
        sign = before.get(place)
        counted = place in ended or (place > 0 and tokens.numeric[place - 1])
        if stage is None and sign is not None:
            stage = staged.get(sign[0])
        listed = 0 <= place - known <= _BETWEEN and known >= 0 and _OR.issuperset(tokens.folded[known:place])
        place = group[-1].last
        if group[0].first in scales or (sign is not None and sign[0] in scales):
            continue
        alone, end = _choice(group, tokens) if len(group) == 1 else (group, place)
        said = stage is not None or listed or several or _is_sure(group, tokens)
        if not said and (counted or not _is_of_tumor(end, tokens)):
            continue
        group, place = alone, end
        side = _SIDES.get(group[0].side) or (stage[1] if stage is not None else "")
        post = behind.get(place)
        for one in group:
            rule = _scale(one, _SIDES.get(one.side) or side, lexicon)
            if rule is None:
                continue
            limit = _limit(one, sign if one is group[0] else None, post if one is group[-1] else None, tokens)
            first = stage[0] if stage is not None and one is group[0] else one.first
            named = one.first if first < one.first and sign is None else one.last
            entity = Entity(first, sign[0] if sign and first < one.first else named, "measurement", rule, limit=limit)
            out.append(Chunk("ENTITY", first, limit.last, entity))
        known = place = out[-1].last if out else place
    return out


def _is_counted(meaning: Meaning) -> bool:
    """Whether a phrase names what is counted: "|T2 lesions|" are no category."""
    return meaning.concept is not None and meaning.concept.kind == "count"


def _staged(
    spoken: Sequence[Match], measured: Sequence[Match], tokens: Tokens
) -> tuple[dict[int, tuple[int, str]], set[int]]:
    """Where the words for a stage end, with where they begin and which side they say: "|clinical stage| T3".

    Besides, where those end that name a scale of categories themselves: "|T stage| T3".
    """
    out: dict[int, tuple[int, str]] = {}
    scales: set[int] = set()
    for first, last, meaning in (*measured, *spoken):
        rule = meaning.concept
        scale = meaning.cues.get(_SCALE)
        if rule is not None and rule.kind == _STAGE and not _OWN.isdisjoint(rule.levels):
            scales.add(last)
        elif rule is not None and rule.kind == _STAGE:
            side = rule.name.split()[0]
            if last not in out or first < out[last][0]:
                out[last] = (first, side if side in _SIDES.values() else "")
        elif scale is not None and tokens.folded[last - 1] == _STAGE and last not in out:
            out[last] = (first, "")
    return out, scales


def _is_sure(group: Sequence[_Category], tokens: Tokens) -> bool:
    """Whether categories are written as nothing else is, also where no word says what they are of."""
    return group[0].sure or len({one.letter for one in group}) >= _KINDS or _ends_stage(group[0].first, tokens)


def _is_of_tumor(place: int, tokens: Tokens) -> bool:
    """Whether a word for a tumor follows shortly: "T3 or T4 |tumor|", "T3 |prostate cancer|"."""
    return not _TUMORS.isdisjoint(tokens.folded[place : place + _TUMOR_REACH])


def _ends_stage(place: int, tokens: Tokens) -> bool:
    """Whether a category is tied to a stage before it: "stage IIIA|-N2|"."""
    if place < _KINDS or tokens.folded[place - 1] != "-" or not tokens.glued[place]:
        return False
    return _ROMAN(tokens.written[place - 2]) is not None


def _sided(place: int, tokens: Tokens) -> tuple[int, str] | None:
    """Which side the word before a category says, and where that stands: "|clinical| T3-4"."""
    word = tokens.folded[place - 1] if place else ""
    side = next((side for side in _SIDES.values() if word.startswith(side)), None)
    return None if side is None else (place - 1, side)


def _choice(group: list[_Category], tokens: Tokens) -> tuple[list[_Category], int]:
    """A category with those of its letter that it is listed with, as one: "T1c |or T2a|"; and where they end."""
    one = group[0]
    ends, last = [*one.ends], one.last
    while len(ends) < _MOST and tokens.folded[last : last + 1] and tokens.folded[last] in _OR:
        begin = last + 1 + (tokens.folded[last] == "," and tokens.folded[last + 1 : last + 2] == ["or"])
        following = _group(begin, tokens)
        if not following or following[0].letter != one.letter or following[0].ends[0] != following[0].ends[1]:
            break
        ends.append(following[0].ends[0])
        last = following[0].last
    return [one._replace(last=last, ends=tuple(ends))], last


def _group(place: int, tokens: Tokens) -> list[_Category]:
    """The categories that stand side by side from a token on, each of another letter: "T1-3 |N0 |M0"."""
    out: list[_Category] = []
    while (one := _category(place, tokens)) is not None and all(one.letter != other.letter for other in out):
        out.append(one)
        place = one.last
        if tokens.folded[place : place + 1] and tokens.folded[place] in _BESIDE:
            following = _category(place + 1, tokens)
            if following is not None and all(following.letter != other.letter for other in out):
                place += 1
    return out


def _category(place: int, tokens: Tokens) -> _Category | None:
    if place >= len(tokens):
        return None
    found = _WRITTEN(tokens.written[place])
    if found is None:
        return _positive(place, tokens)
    end, last, sure = (place, place + 1), place + 1, bool(found[1]) or tokens.written[place][-1].isalpha()
    if last + 1 < len(tokens) and (tokens.folded[last] in _RANGES or tokens.folded[last] == "/"):
        other = _WRITTEN(tokens.written[last + 1])
        if other is not None and other[2][0] == found[2][0] and tokens.folded[last] in _RANGES:
            sure = sure or bool(other[1]) or tokens.written[last + 1][-1].isalpha()
            end, last = (last + 1, last + 2), last + 2
        elif other is None and tokens.glued[last] and tokens.glued[last + 1]:
            letter = last + 3 if tokens.written[last + 2 : last + 3] and tokens.glued[last + 2] else last + 2
            for stop in (letter, last + 2):
                if _FURTHER(tokens.surface(last + 1, stop)):
                    end, last = (last + 1, stop), stop
                    break
    return _Category(place, last, found[2][0], found[1], sure, ((place, place + 1), end))


def _positive(place: int, tokens: Tokens) -> _Category | None:
    """Any positive category: "cN|+|"."""
    written = tokens.written[place]
    if tokens.folded[place] not in _BARE or not written[-1].isupper() or place + 1 == len(tokens):
        return None
    if tokens.folded[place + 1] != "+" or not tokens.glued[place + 1]:
        return None
    whole = (place, place + 2)
    return _Category(place, place + 2, written[-1], written[:-1], True, (whole, whole))


def _scale(one: _Category, side: str, lexicon: Lexicon) -> ConceptRule | None:
    """The scale of a category, of one side where the rules tell the sides apart."""
    own = lexicon.named(f"{side} {one.letter} stage") if side else None
    return own or lexicon.named(f"{one.letter} stage")


def _limit(one: _Category, sign: tuple[int, str] | None, post: tuple[int, str] | None, tokens: Tokens) -> Limit:
    """The limit that a category is, with the comparator before or behind it: "≥ T3", "T3 or higher"."""
    listed = [Amount(level_number(tokens.surface(*end).lstrip(_PREFIX)), level=True, tokens=end) for end in one.ends]
    low, high = listed[0], listed[-1]
    said = COMPARATORS.get(sign[1] if sign else post[1] if post else "")
    if said is None:
        several = tuple(listed[1:]) if len(listed) > _ENDS else ()
        return Limit(one.first, one.last, low, low if one.ends[0] == one.ends[-1] else high, one_of=several)
    side, inclusive = said
    first, last = (sign[0], one.last) if sign else (one.first, post[0] if post else one.last)
    if side == "lower":
        return Limit(first, last, low, None, lower_inclusive=inclusive)
    return Limit(first, last, None, high, upper_inclusive=inclusive)
