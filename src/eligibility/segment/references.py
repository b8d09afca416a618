"""References: where the words of one criterion point to others, by their numbers or by where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from eligibility.segment.model import Item, Kind

_JOINED = r"(?:\s*(?:,|and\b|or\b|&|to\b|-|–|/))+\s*#?\d{1,3}"
_TO_NUMBERS = re.compile(
    r"\b(?:(?P<kind>inclusion|exclusion)\s+criteri(?:on|a|um)|criterion)\s*(?:numbers?|no\.?|nos\.?|#)?\s*"
    rf"(?P<numbers>#?\d{{1,3}}(?:{_JOINED})*)(?![\d.]*\d)(?!\s*(?:of|%))",
    re.IGNORECASE,
)
_TO_NEIGHBOURS = re.compile(
    r"\b(?:criteri(?:on|a)|conditions?|diseases?|requirements?)\s+(?:(?:listed|mentioned|described|defined|specified|given)\s+)?"
    r"(?P<side>above|below)\b"
    r"|\b(?P<other>above|below)[-\s](?:mentioned|listed|described|defined)\s+(?:criteri(?:on|a)|conditions?|diseases?)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"#?(\d+)(?:\s*(?:to\b|-|–)\s*#?(\d+))?")
_DIGITS = re.compile(r"\d{1,3}(?!\d)")
_BEFORE = re.compile(r"[\w-]+(?=\W*$)")
_LEADING = re.compile(
    r"if|unless|see|in|of|by|per|to|under|except|with|and|or|from|as|for|meet(?:s|ing)?|fulfil(?:l|s|ls|ling)?|fail(?:s|ing)?"
    r"|the|other|than|this|violat(?:e|es|ing)",
    re.IGNORECASE,
).fullmatch
"""Words before a criterion that is one of the list, and not of something that has a name: "Duke |criterion 1"."""
_MOST = 100
"""Criteria that some words point to, at most."""
_NEAR = 24
"""Characters before a criterion in which the word before it stands."""
_OPENING = 80
"""Characters of a criterion in which nothing can have been listed yet."""
_LISTS = ("ondition", "isease", "equirement")


class Pointer(NamedTuple):
    """Words that point to other criteria.

    Attributes:
        start, end: where they stand in the text.
        kind: of the criteria that they point to; None where they do not say it.
        numbers: the numbers that they name.
        side: on which side those are that they point to without a number.
    """

    start: int
    end: int
    kind: Kind | None
    numbers: tuple[int, ...]
    side: str | None = None


def pointers(text: str) -> tuple[Pointer, ...]:
    """The words of a cleaned criterion that point to others, in reading order."""
    if "riteri" not in text and not (("above" in text or "below" in text) and any(map(text.__contains__, _LISTS))):
        return ()
    return tuple(sorted((*_to_numbers(text), *_to_neighbours(text))))


def _to_numbers(text: str) -> Iterator[Pointer]:
    for found in _TO_NUMBERS.finditer(text):
        said = (found["kind"] or "").lower()
        kind: Kind | None = "inclusion" if said == "inclusion" else "exclusion" if said else None
        before = _BEFORE.search(text, max(0, found.start() - _NEAR), found.start())
        if kind is None and before is not None and not _LEADING(before[0]):
            continue
        numbers: list[int] = []
        for one in _NUMBER.finditer(found["numbers"]):
            first, last = int(one[1]), int(one[2] or one[1])
            numbers.extend(range(first, last + 1) if first <= last < first + _MOST else (first, last))
        yield Pointer(found.start(), found.end(), kind, tuple(numbers))


def _to_neighbours(text: str) -> Iterator[Pointer]:
    for found in _TO_NEIGHBOURS.finditer(text):
        yield Pointer(found.start(), found.end(), None, (), (found["side"] or found["other"]).lower())


class Numbering:
    """The criteria of a text by the numbers that others point to them by: those written, else those counted.

    Args:
        text: the cleaned text.
        numbered: the criteria with their ids, in reading order.
    """

    def __init__(self, text: str, numbered: Sequence[tuple[str, Item]]) -> None:
        self._text, self._numbered = text, numbered

    @cached_property
    def _places(self) -> dict[str, int]:
        return {identifier: place for place, (identifier, _) in enumerate(self._numbered)}

    @cached_property
    def _written(self) -> dict[tuple[Kind, int], str]:
        """The ids of the criteria by their kind and the number in front of them."""
        out: dict[tuple[Kind, int], str] = {}
        for identifier, item in self._numbered:
            marker = self._text[item.marker_start : item.marker_end] if item.marker_start is not None else ""
            if found := _DIGITS.search(marker):
                out.setdefault((item.kind, int(found[0])), identifier)
        return out

    @cached_property
    def _counted(self) -> dict[tuple[Kind, int], str]:
        """The ids of the criteria by their kind and their place in the list of that."""
        lists: dict[Kind, list[str]] = {"inclusion": [], "exclusion": []}
        for identifier, item in self._numbered:
            lists[item.kind].append(identifier)
        return {(kind, number): one for kind, ids in lists.items() for number, one in enumerate(ids, 1)}

    def targets(self, pointer: Pointer, identifier: str, item: Item) -> tuple[str, ...] | None:
        """The ids that a pointer of a criterion leads to, none where there is no such criterion.

        Args:
            pointer: the words; their places are in the criterion's text.
            identifier: the criterion's own id.
            item: the criterion.

        Returns:
            None where it may well point to something in the criterion itself.
        """
        if pointer.side is not None:
            return self._beside(pointer, identifier, item)
        found = [self._target(number, pointer.kind, item.kind) for number in pointer.numbers]
        return () if None in found else tuple(dict.fromkeys(one for one in found if one is not None))

    def _target(self, number: int, kind: Kind | None, own: Kind) -> str | None:
        other: Kind = "exclusion" if own == "inclusion" else "inclusion"
        kinds = (kind,) if kind is not None else (own, other)
        known = (self._written, self._counted)
        return next((ids[one, number] for one in kinds for ids in known if (one, number) in ids), None)

    def _beside(self, pointer: Pointer, identifier: str, item: Item) -> tuple[str, ...] | None:
        at = self._places[identifier]
        if pointer.side == "below" and (item.children or item.end - item.start > pointer.end + 2):
            return None
        first = max(0, at - _MOST) if pointer.side == "above" else at + 1
        there = self._numbered[first : at if pointer.side == "above" else first + _MOST]
        if not there and pointer.side == "above" and pointer.start >= _OPENING:
            return None
        return tuple(one for one, other in there if other.kind == item.kind) or tuple(one for one, _ in there)
