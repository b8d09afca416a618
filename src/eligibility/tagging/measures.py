"""The tags that quantity.lark and time.lark read: numbers, units, comparators, reference limits, calendar words.

A token gets at most one of these tags. What a number belongs to decides whether it is tagged at all: "COVID-19",
"visit 2", "(1)" and "1.73" inside a unit are no numbers that limit anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Protocol

from eligibility.grammar.limits import Tagged
from eligibility.grammar.numbers import read_number
from eligibility.tagging.lexicon import Found
from eligibility.tagging.tokens import Tokens

CALENDAR = frozenset({"a", "mo", "wk", "d", "h", "min", "s"})

_TAGS = {
    kind: kind.upper()
    for kind in (
        "ge gt le lt eq over min max within post_ge post_le to between plusminus times inclusive in at last prior next "
        "following before after since from around ago duration old and or but of ref anchor num half_life for"
    ).split()
}
_ORDER = {kind: rank for rank, kind in enumerate(("anchor", "ref", *_TAGS))}
_SIGNS = {",": "COMMA", "/": "SLASH", "\\": "SLASH"}
_BEFORE_REF = frozenset({"of", "det", "refword", "approx"})
_SKIPPED = frozenset({"approx", "det"})
_LEVEL = re.compile(r"(?:[IVX]{1,4}|[ivx]{1,4})(?:[ABCabc][123]?)?$|[A-E]$|[0-4][abcABC]$|T[0-4x][abc]?$|N[0-3x]$|M[01x]$")
_LEVEL_REACH = 12
_AFTER = frozenset({"post_ge", "post_le"})
_JOINS = frozenset({"COMMA", "OR", "AND", "TO", "SLASH"})
_BOUNDS = frozenset({"GE", "GT", "LE", "LT", "EQ", "OVER", "MIN", "MAX"})
_RANGED = frozenset({"NUM", "LEVEL", "UNIT", "TUNIT", "OLD"})
_ORDINAL = frozenset({"st", "nd", "rd", "th"})
_ROMAN = {"I": 1, "V": 5, "X": 10}
_LONGEST_REF = 9


class UnitReader(Protocol):
    """What is needed of `eligibility.grammar.units.Units`."""

    def match(self, text: str, pos: int = 0) -> int | None:
        """The end of the unit written at a place, None without one."""

    def ucum(self, written: str) -> str | None:
        """The UCUM code of a unit as written, None if it is unknown."""


def level_number(written: str) -> float | None:
    """The number of a level as written ("III", "IIIB", "B", "3a"); letters count from A = 1.

    Example:
        >>> level_number("IIIb"), level_number("C"), level_number("T4")
        (3.0, 3.0, 4.0)
    """
    if written[:1].isdigit():
        return float(written[0])
    if len(written) > 1 and written[0] in "TNM" and written[1].isdigit():
        return float(written[1])
    roman = re.match(r"[IVX]+", written.upper())
    if roman:
        values = [_ROMAN[letter] for letter in roman[0]]
        pairs = zip(values, [*values[1:], 0], strict=True)
        return float(sum(-value if value < after else value for value, after in pairs))
    if len(written) == 1 and written.isalpha():
        return float(ord(written.upper()) - ord("A") + 1)
    return None


class Measures:
    """Gives the tokens of a criterion their tags for quantity.lark and time.lark.

    Args:
        units: reads units.
    """

    def __init__(self, units: UnitReader) -> None:
        self.units = units

    def tag(self, tokens: Tokens, found: list[Found], taken: bytearray) -> list[Tagged | None]:
        """For each token the tag that begins there; None where none does.

        Args:
            tokens: the criterion.
            found: the phrases in it.
            taken: one byte a token, not zero where a concept with a number in it stands ("type 2 diabetes").
        """
        return _Pass(self.units, tokens, found, taken).run()


class _Pass:
    """One criterion's way through the tagger."""

    def __init__(self, units: UnitReader, tokens: Tokens, found: list[Found], taken: bytearray) -> None:
        self.units, self.tokens, self.taken = units, tokens, taken
        self.count = len(tokens)
        self.cues: dict[int, list[Found]] = {}
        self.level_until = -1
        for item in found:
            if item.cues or (item.concept is not None and item.concept.domain == "measurement"):
                self.cues.setdefault(item.first, []).append(item)
        for items in self.cues.values():
            items.sort(key=lambda item: -item.last)

    def run(self) -> list[Tagged | None]:
        out: list[Tagged | None] = [None] * self.count
        place, previous = 0, None
        while place < self.count:
            item = None if self.taken[place] else self.at(place, previous)
            if item is None:
                previous = None
                place += 1
                continue
            out[place] = item
            previous = previous if item.tag == "SKIP" else item
            place = item.last
        return out

    def at(self, place: int, previous: Tagged | None) -> Tagged | None:
        """The tag that begins at a token, given the tag just before it."""
        items = self.cues.get(place, ())
        self.note_scale(place, items)
        if previous is not None and previous.tag in {"NUM", "TO", "TIMES"} and (unit := self.unit(place, items, previous)):
            return unit
        if place <= self.level_until and (level := self.level(place)):
            return level
        if (reference := self.reference(place, previous)) is not None:
            return reference
        if self.tokens.numeric[place]:
            return self.number(place)
        cue = self.cue(items)
        if cue is not None:
            return cue
        skipped = next((item for item in items if not _SKIPPED.isdisjoint(item.cues)), None)
        scaled = previous is not None and (previous.tag in _BOUNDS or (previous.tag in _JOINS and place <= self.level_until))
        if skipped is None and scaled:
            skipped = next((item for item in items if "scale" in item.cues), None)
        if skipped is not None:
            return Tagged("SKIP", place, skipped.last)
        sign = self.tokens.folded[place]
        if sign == "-" and previous is not None and previous.tag in _RANGED:
            hanging = self.tokens.glued[place] and place + 1 < self.count and not self.tokens.glued[place + 1]
            return Tagged("SKIP" if hanging else "TO", place, place + 1)
        if sign == "+" and previous is not None and previous.tag in {"NUM", "TUNIT"} and self.tokens.glued[place]:
            return Tagged("POST_GE", place, place + 1)
        if sign in _SIGNS:
            return Tagged(_SIGNS[sign], place, place + 1)
        return self.paren(place, previous)

    def note_scale(self, place: int, items: Any) -> None:  # noqa: ANN401 - a list or an empty tuple
        for item in items:
            concept = item.concept
            if "scale" in item.cues or (concept is not None and (concept.levels or concept.kind in {"stage", "grade"})):
                self.level_until = max(self.level_until, item.last + _LEVEL_REACH)

    def cue(self, items: Any) -> Tagged | None:  # noqa: ANN401 - as above
        for item in items:
            if item.last < self.count and self.tokens.folded[item.last] == "than" and not _AFTER.isdisjoint(item.cues):
                continue
            best = min((_ORDER[kind] for kind in item.cues if kind in _ORDER), default=None)
            unit = item.cues.get("time_unit")
            if unit is not None and best is None:
                return Tagged("TUNIT", item.first, item.last, unit.name)
            if best is None:
                continue
            kind = next(kind for kind in item.cues if _ORDER.get(kind) == best)
            rule = item.cues[kind]
            if kind == "ref":
                if rule.attrs.get("inferred"):
                    continue
                return Tagged("REF", item.first, item.last, rule.attrs["kind"])
            value: Any = rule.name if kind == "anchor" else rule.attrs.get("value")
            if kind == "num":
                if any("half_life" in after.cues for after in self.cues.get(item.last, ())):
                    return None
                tag = "FOLD" if rule.attrs.get("multiple") else "NUM"
                return Tagged(tag, item.first, self.restated(item.last, float(value)), float(value))
            return Tagged(_TAGS[kind], item.first, item.last, value)
        return None

    def reference(self, place: int, previous: Tagged | None) -> Tagged | None:
        """A reference limit with the words before it: "the institutional upper limit of normal", "of predicted"."""
        after_number = previous is not None and previous.tag in {"NUM", "FOLD", "TIMES", "UNIT", "POST_GE", "POST_LE"}
        after_bound = previous is not None and previous.tag in _BOUNDS
        if not (after_number or after_bound):
            leads = any(item.cues["refword"].attrs.get("lead") for item in self.cues.get(place, ()) if "refword" in item.cues)
            if not leads:
                return None
        at = place
        while at < self.count and at - place < _LONGEST_REF and not self.taken[at]:
            items = self.cues.get(at, ())
            for item in items:
                rule = item.cues.get("ref")
                if rule is not None and (not rule.attrs.get("inferred") or previous is None or previous.tag != "UNIT"):
                    return Tagged("REF", place, item.last, rule.attrs["kind"])
            step = next((item.last for item in items if not _BEFORE_REF.isdisjoint(item.cues)), None)
            if step is None:
                return None
            at = step
        return None

    def level(self, place: int) -> Tagged | None:
        written = self.tokens.surface(place, place + 1)
        if not _LEVEL.match(written):
            return None
        last = place + 1
        self.level_until = max(self.level_until, last + 4)
        return Tagged("LEVEL", place, last, level_number(written))

    def number(self, place: int) -> Tagged | None:
        tokens = self.tokens
        if self.is_part_of_word(place) or self.is_label(place) or self.is_marker(place):
            return None
        if any("half_life" in item.cues for item in self.cues.get(place + 1, ())):
            return None
        value = read_number(tokens.surface(place, place + 1))
        if value is None:
            return None
        return Tagged("NUM", place, self.restated(place + 1, value), value)

    def restated(self, place: int, value: float) -> int:
        """The end of a number, past its repetition in brackets: "three (3)"."""
        tokens = self.tokens
        if place + 2 < self.count and tokens.folded[place] == "(" and tokens.folded[place + 2] == ")":
            again = read_number(tokens.surface(place + 1, place + 2))
            if again == value:
                return place + 3
        return place

    def is_part_of_word(self, place: int) -> bool:
        """Whether a number is part of a name: "COVID-19", "CD4", "5-HT3", "3rd"."""
        tokens = self.tokens
        after = place + 1
        if after < self.count and tokens.glued[after]:
            word = tokens.folded[after]
            if word in _ORDINAL:
                return True
            if word[0].isalpha() and not self.is_unit(after):
                return word not in {"x", "to", "and"}
            if word == "-" and after + 1 < self.count and tokens.glued[after + 1]:
                following = tokens.folded[after + 1]
                if following[0].isalpha() and not self.is_unit(after + 1) and following not in {"fold", "times"}:
                    return not self.is_cue(after + 1)
        if place >= 2 and tokens.glued[place] and tokens.folded[place - 1] == "-" and tokens.glued[place - 1]:
            before = tokens.folded[place - 2]
            return before[0].isalpha() and not self.is_unit(place - 2) and not self.is_cue(place - 2)
        return place >= 1 and tokens.glued[place] and tokens.folded[place - 1] in {"#", "_"}

    def is_unit(self, place: int) -> bool:
        items = self.cues.get(place, ())
        return any("time_unit" in item.cues for item in items) or self.units.match(
            self.tokens.text, self.tokens.starts[place]
        ) is not None

    def is_cue(self, place: int) -> bool:
        return any(not _ORDER.keys().isdisjoint(item.cues) for item in self.cues.get(place, ()))

    def is_label(self, place: int) -> bool:
        """Whether a number only names something: "visit 2", "phase 3", "in 2019"."""
        tokens = self.tokens
        written = tokens.folded[place]
        if len(written) == 4 and written.isdigit() and 1900 <= int(written) <= 2100 and not self.unit_follows(place + 1):
            return not (place and any("gt" in i.cues or "ge" in i.cues or "lt" in i.cues or "le" in i.cues
                                      for i in self.cues.get(place - 1, ())))
        before = place - 1
        if before >= 0 and tokens.folded[before] in {"-", "#", ":"} and before >= 1 and tokens.folded[before] != ":":
            before -= 1
        return before >= 0 and any(
            "label" in item.cues and item.last == before + 1
            for start in range(max(0, before - 1), before + 1)
            for item in self.cues.get(start, ())
        ) and not self.unit_follows(place + 1)

    def unit_follows(self, place: int) -> bool:
        return place < self.count and self.is_unit(place)

    def is_marker(self, place: int) -> bool:
        """Whether it is the number of an item in running text: "(1)", "2)"."""
        tokens = self.tokens
        after = place + 1
        if after >= self.count or tokens.folded[after] != ")" or not tokens.glued[after]:
            return False
        written = tokens.folded[place]
        if not written.isdigit() or len(written) > 2:
            return False
        opened = place >= 1 and tokens.folded[place - 1] == "("
        return (opened and not tokens.glued[place - 1]) or (not opened and "(" not in tokens.folded[max(0, place - 8) : place])

    def unit(self, place: int, items: Any, previous: Tagged) -> Tagged | None:  # noqa: ANN401 - as above
        """The unit after a number, with the hyphen or bracket that may stand between: "12-week", "30 (kg/m2)"."""
        tokens = self.tokens
        start, close = place, False
        if previous.tag != "NUM":
            return None
        if tokens.folded[place] == "/" and place + 1 < self.count and tokens.numeric[place + 1]:
            return None
        if tokens.folded[place] == "-" and place + 1 < self.count and tokens.glued[place + 1]:
            if tokens.numeric[place + 1]:
                return None
            start += 1
            if any("times" in item.cues for item in self.cues.get(start, ())):
                return Tagged("TIMES", place, start + 1)
        elif tokens.folded[place] == "(" and place + 1 < self.count:
            start, close = place + 1, True
        for item in self.cues.get(start, ()):
            rule = item.cues.get("time_unit")
            if rule is not None and not self.is_rate(item.last):
                return self.closed("TUNIT", place, item.last, rule.name, close)
        end = self.units.match(tokens.text, tokens.starts[start])
        if end is None:
            return None
        last = start
        while last < self.count and tokens.ends[last] <= end:
            last += 1
        if last == start or (last < self.count and tokens.starts[last] < end):
            return None
        code = self.units.ucum(tokens.surface(start, last))
        return self.closed("TUNIT" if code in CALENDAR else "UNIT", place, last, code, close)

    def is_rate(self, place: int) -> bool:
        """Whether "per" follows: "30 minutes |per day" is a rate, not a time."""
        return place < self.count and (
            self.tokens.folded[place] == "/" or any("per" in item.cues for item in self.cues.get(place, ()))
        )

    def closed(self, tag: str, first: int, last: int, value: str | None, close: bool) -> Tagged | None:
        if not close:
            return Tagged(tag, first, last, value)
        if last < self.count and self.tokens.folded[last] == ")":
            return Tagged(tag, first, last + 1, value)
        return None

    def paren(self, place: int, previous: Tagged | None) -> Tagged | None:
        """"(inclusive)" after a range."""
        tokens = self.tokens
        if previous is not None and tokens.folded[place] == "(":
            for item in self.cues.get(place + 1, ()):
                if "inclusive" in item.cues and item.last < self.count and tokens.folded[item.last] == ")":
                    after = item.last + 1
                    between = any("and" in i.cues or "to" in i.cues for i in self.cues.get(after, ()))
                    return Tagged("SKIP" if between else "INCLUSIVE", place, after)
        return None


def runs(tagged: list[Tagged | None]) -> Iterator[list[Tagged]]:
    """The tags in unbroken sequence: each begins where the one before ends."""
    run: list[Tagged] = []
    end = -1
    for item in tagged:
        if item is None:
            continue
        if item.first != end and run:
            yield run
            run = []
        end = item.last
        if item.tag != "SKIP":
            run.append(item)
    if run:
        yield run
