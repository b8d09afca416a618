"""Phrase trees: criterion.lark over a criterion's chunks.

The grammar takes any sequence of chunks, once the brackets are balanced and each condition has its two ends; that is
done here, so that every criterion has a phrase tree, however it is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

from lark import Tree

from eligibility.grammar.exceptions import close_exceptions, put_first
from eligibility.grammar.loading import STARTS, Alternatives
from eligibility.grammar.semicolons import list_members
from eligibility.grammar.shapes import Shapes
from eligibility.grammar.tag_sets import BRACKETS, CONDITIONS, SILENT, STOPS, UNLISTED, WITHIN

DEEPEST = 8
"""Brackets inside brackets are read this deep; deeper ones are passed over."""
_KEPT = 64
"""Sequences of more tags than this are too rare to be worth keeping."""
_OFTEN = 12
"""Of a criterion of more chunks there is seldom another one made alike."""
_MOST = 1 << 13
"""Criteria of different tags whose reading is kept."""
_SEPARATORS = WITHIN | {"COLON", "NEXT"}
_JOINING = frozenset({"AND", "BUT", "COMMA", "OR"}) | {SILENT}
_BOTH = frozenset({"AND", "BUT"})
_ENDS = STOPS | BRACKETS | {"COMMA", "IF", "EXCEPT", "OR"}
"""Tags before which a condition ends that stands between two commas."""
_REPAIRED = frozenset({"LP", "RP", "COLON", "LISTED", "EXCEPT", "SEX", "OTHERWISE", "IF"})
"""Tags without one of which every criterion is one that the grammar takes, and means what it says."""
_PEOPLE = frozenset({"SEX", "AGE", "LIMIT"})
"""Tags, one of which is in what says of whom something holds: "if |male|", "if |younger than 65|"."""
_NEAR = 8
"""Chunks behind "where" in which its limit is looked for."""


Run = list[int]
"""The places of the chunks that are one leaf of a phrase tree."""


class PhraseGrammar:
    """criterion.lark, ready to read chunks.

    Args:
        extra: alternatives that packs add to its rules.
    """

    def __init__(self, extra: Alternatives | None = None) -> None:
        self._shapes = Shapes("criterion", STARTS["criterion"], extra)
        self._known = self._shapes.terminals | {SILENT}
        self._seen = lru_cache(maxsize=_MOST)(self._parsed)

    def parse(self, tagged: Sequence[str]) -> tuple[Tree[Any], list[Run], list[str]]:
        """The phrase tree of a criterion; its leaves are places in the list of runs of chunks that comes with it.

        Short criteria are often made alike, so what was read of their tags is kept, and not to be changed.

        Args:
            tagged: the tags of its chunks.

        Returns:
            The tree, the runs, and the tags of the chunks as they were parsed.
        """
        return self._seen(tuple(tagged)) if len(tagged) <= _OFTEN else self._parsed(tagged)

    def _parsed(self, tagged: Sequence[str]) -> tuple[Tree[Any], list[Run], list[str]]:
        tags = repair(tagged, self._known)
        shape, runs = _runs(tags, self._classes)
        read = self._shapes.whole if len(shape) <= _KEPT else self._shapes.parse
        return read(tuple(shape)), runs, tags

    @cached_property
    def _classes(self) -> Mapping[str, str]:
        """For tags of which many in sequence read as one, the one that they read as; none where a pack may part them.

        Parts of an item do, and so do what stands between items, and between statements: which of them it is, the
        grammar does not ask.
        """
        if self._shapes.extended:
            return {}
        rules = [rule for rule in self._shapes.lark.rules if rule.origin.name == "_part"]
        parts = {symbol.name for rule in rules for symbol in rule.expansion if symbol.is_term}
        return {**dict.fromkeys(parts, "RUN"), **dict.fromkeys(_SEPARATORS, "AND"), **dict.fromkeys(STOPS, "STOP")}


def _runs(tags: Sequence[str], classes: Mapping[str, str]) -> tuple[list[str], list[Run]]:
    """Tags with every unbroken sequence of a class as one, and the places of each: far fewer shapes to parse."""
    read: list[str] = []
    runs: list[Run] = []
    last: str | None = None
    for place, tag in enumerate(tags):
        if tag == SILENT:
            continue
        of_class = classes.get(tag)
        if of_class is None or of_class != last:
            run = [place]
            read.append(of_class or tag)
            runs.append(run)
        else:
            run.append(place)
        last = of_class
    return read, runs


def repair(tagged: Sequence[str], known: frozenset[str]) -> list[str]:
    """The tags that make a criterion which the grammar takes, one for each chunk.

    Unmatched or too deep brackets, conditions without an end, and chunks that the grammar does not know are silenced.
    """
    tags = [*tagged]
    if not known.issuperset(tags):
        tags = [tag if tag in known else SILENT for tag in tags]
    if _REPAIRED.isdisjoint(tags):
        return tags
    if "LP" in tags or "RP" in tags:
        _balance(tags)
    if "COLON" in tags:
        _silence_colons(tags)
    if "SEMI" in tags and ("LISTED" in tags or ("NEG" in tags and "COLON" in tags)):
        _join_members(tags)
    if "SEMI" in tags and "COLON" in tags:
        list_members(tags)
    if "EXCEPT" in tags and "LIMIT" in tags:
        close_exceptions(tags)
    if "SEX" in tags:
        _pair_off(tags)
    if "OTHERWISE" in tags:
        _go_back(tags)
    if "EXCEPT" in tags:
        put_first(tags)
    if "IF" in tags:
        if "EXCEPT" in tags:
            _go_on(tags)
        _close_conditions(tags)
    return tags


def _balance(tags: list[str]) -> None:
    opened: list[int] = []
    for place, tag in enumerate(tags):
        if tag == "LP":
            opened.append(place)
        elif tag == "RP":
            if not opened:
                tags[place] = SILENT
                continue
            start = opened.pop()
            if len(opened) >= DEEPEST or place == start + 1:
                tags[place] = tags[start] = SILENT
    for place in opened:
        tags[place] = SILENT


def _silence_colons(tags: list[str]) -> None:
    """A colon between a subject and its limit or time separates nothing: "Age: 18-65"."""
    for place in range(len(tags) - 1):
        if tags[place] == "COLON" and tags[place + 1] in {"LIMIT", "WHEN"}:
            tags[place] = SILENT


def _join_members(tags: list[str]) -> None:
    """A semicolon between the members of an announced list is NEXT, unless commas stand between them already."""
    opened = first = False
    outside: list[tuple[bool, bool]] = []
    for place, tag in enumerate(tags):
        if tag == "LISTED" or (tag == "COLON" and place and tags[place - 1] == "NEG"):
            opened = first = True
        elif tag == "LP":
            outside.append((opened and not _announced(tags, place), first))
            opened = False
        elif tag == "RP":
            opened, first = outside.pop()
        elif tag == "STOP" or (first and tag in WITHIN):
            opened = False
        elif opened and tag == "SEMI":
            tags[place], first = "NEXT", False


def _announced(tags: list[str], place: int) -> bool:
    """Whether brackets stand right behind what announces a list: they hold it, "two of the following |(A; B; C)"."""
    while place and tags[place - 1] == SILENT:
        place -= 1
    return place > 0 and tags[place - 1] == "LISTED"


def _pair_off(tags: list[str]) -> None:
    """Lists limits that hold for one sex each, as with commas: "> 450 ms |if| male or > 470 ms |if| female"."""
    said = [place for place, tag in enumerate(tags) if tag not in {SILENT, "LINK"}]
    kinds = " ".join(tags[place] for place in said)
    if kinds.count("LIMIT IF SEX") > 1:
        for at in range(1, len(said) - 1):
            if [tags[place] for place in said[at - 1 : at + 2]] == ["LIMIT", "IF", "SEX"]:
                tags[said[at]] = "LINK"
    if "LIMIT SEX SEMI LIMIT SEX" in kinds or "SEX LIMIT SEMI SEX LIMIT" in kinds:
        for at in range(2, len(said) - 2):
            around = [tags[place] for place in (*said[at - 2 : at], *said[at + 1 : at + 3])]
            if tags[said[at]] == "SEMI" and around in (["LIMIT", "SEX"] * 2, ["SEX", "LIMIT"] * 2):
                tags[said[at]] = "COMMA"


def _go_on(tags: list[str]) -> None:
    """Makes a limit behind an exception a part of it: "except in Gilbert syndrome, |where| ≤ 3 x ULN"."""
    excepted = False
    for place, tag in enumerate(tags):
        if tag in STOPS or tag in BRACKETS:
            excepted = False
        elif tag == "EXCEPT":
            excepted = True
        elif tag == "IF" and excepted:
            following = [tag for tag in tags[place + 1 : place + 1 + _NEAR] if tag not in {SILENT, "LINK"}]
            if following[:1] == ["LIMIT"] or following[:2] == ["ENTITY", "LIMIT"]:
                tags[place] = SILENT


_LISTED = frozenset({"ENTITY", "WORDS", "MODIFIER"})
"""Tags of what a condition may list."""
_FAR = 48
"""Tags behind a comma among which such a list ends."""


def _go_back(tags: list[str]) -> None:
    """Drops "otherwise" in brackets, and where it begins nothing or no condition stands before it."""
    conditional, depth, last = False, 0, ""
    for place, tag in enumerate(tags):
        depth += (tag == "LP") - (tag == "RP")
        if tag == "OTHERWISE" and not (conditional and depth == 0 and last in WITHIN | STOPS):
            tags[place] = SILENT
        conditional = conditional or tag in CONDITIONS
        last = tag if tag != SILENT else last


def _close_conditions(tags: list[str]) -> None:
    """Marks where a leading condition ends (THEN), and drops conditions that the grammar has no room for."""
    frames: list[_Frame] = [_Frame()]
    for place, tag in enumerate(tags):
        frame = frames[-1]
        if tag == SILENT:
            continue
        if tag == "LP":
            frame.note()
            frames.append(_Frame())
        elif tag == "RP":
            frames.pop().end(tags)
        elif tag in STOPS:
            frame.end(tags)
            frames[-1] = _Frame()
        elif tag == "IF":
            other = frame.tail and frame.is_of_one_kind(place, tags)
            if other or (frame.seen and (frame.condition is None or frame.tail) and _states_anew(place, tags)):
                frame.end(tags)
                frames[-1] = frame = _Frame()
            if tags[place] == "IF":
                frame.begin(place, tags)
        elif tag in {"COMMA", "COLON", "MUST"} and frame.waits and not (tag == "COMMA" and _lists_on(place, tags)):
            tags[place] = "THEN"
            frame.closed, frame.then = True, place
        elif tag in _SEPARATORS:
            frame.before.append(place)
        else:
            frame.note()
    while frames:
        frames.pop().end(tags)


def _begins_anew(place: int, tags: list[str]) -> bool:
    """Makes another statement of another limit and its condition: "≤ 8 % if A, or |≤ 9 % if B|"; says if it is one.

    A condition before it that is said of neither goes: "≥ 75 in patients with and |≥ 100 in patients without gout|".
    """
    limit = _before(place, tags)
    again = _before(limit, tags)
    if tags[limit] == "RP" and tags[again] == "LIMIT":
        limit = _before(_before(again, tags), tags)
    last = _before(limit, tags)
    if tags[limit] != "LIMIT" or tags[last] not in WITHIN:
        return False
    while tags[last] in WITHIN | {SILENT}:
        tags[last], last = SILENT, last - 1
    tags[last + 1] = "SEMI"
    if tags[last] == "IF":
        tags[last] = SILENT
    return True


def _states_anew(place: int, tags: list[str]) -> bool:
    """Makes another statement of a condition and what it asks for: "age ≥ 18 years and, |if female, not pregnant|".

    Behind "or" both together are an alternative: "postmenopausal or, |if not, sterile|".
    """
    first = place
    while first and tags[first - 1] in _JOINING:
        first -= 1
    joined = tags[first:place]
    end = next((at for at in range(place + 1, len(tags)) if tags[at] in _ENDS), len(tags))
    asked = next((tag for tag in tags[end + 1 :] if tag != SILENT), "STOP") if tags[end : end + 1] == ["COMMA"] else ""
    if not asked or asked in STOPS or asked in _SEPARATORS or all(tag == SILENT for tag in tags[place + 1 : end]):
        return False
    if "OR" in joined:
        limited = [tag for tag in tags[place + 1 : end] if tag != SILENT] == ["LIMIT"]
        denied = "NEG" in tags[place:end] and asked != "NEG"
        tags[place], tags[end] = SILENT, "AND" if limited else "BUT" if denied else SILENT
        tags[first:place] = [tag if tag == "OR" else SILENT for tag in joined]
        return False
    if _BOTH.isdisjoint(joined) and not (joined and asked == "MUST"):
        return False
    tags[first:place] = [*[SILENT] * (place - first - 1), "SEMI"]
    return True


def _lists_on(place: int, tags: list[str]) -> bool:
    """Whether a comma stands in a list that a condition names: "if on A|, B, or C, the dose must be stable"."""
    joined = named = False
    for at in range(place + 1, min(len(tags), place + _FAR)):
        tag = tags[at]
        if tag in {"AND", "OR"}:
            joined, named = True, False
        elif tag == "COMMA" and joined and named:
            asked = next((one for one in tags[at + 1 :] if one in _SEPARATORS | STOPS | {"MUST", "COMMA"}), "")
            return asked == "MUST"
        elif tag in UNLISTED or tag in STOPS:
            return False
        named = named or tag in _LISTED
    return False


def _before(place: int, tags: list[str]) -> int:
    """The place before one that is not left out; the first one where there is none."""
    place -= 1
    while place > 0 and tags[place] == SILENT:
        place -= 1
    return max(place, 0)


class _Frame:
    """What is known of the statement that is being read, at one depth of brackets."""

    __slots__ = ("before", "closed", "condition", "filled", "leading", "seen", "tail", "then")

    def __init__(self) -> None:
        self.seen = self.leading = self.filled = self.closed = self.tail = False
        self.condition: int | None = None
        self.then: int | None = None
        self.before: list[int] = []

    def begin(self, place: int, tags: list[str]) -> None:
        if self.condition is not None:
            if self.filled and not self.leading and _begins_anew(place, tags):
                self.condition, self.filled = place, False
            else:
                tags[place] = SILENT
            return
        self.condition, self.leading = place, not self.seen
        if self.leading:
            for separator in self.before:
                tags[separator] = SILENT

    @property
    def waits(self) -> bool:
        """Whether a condition leads, and what it asks has not begun."""
        return self.leading and self.filled and not self.closed

    def note(self) -> None:
        self.seen = True
        if self.closed:
            self.tail = True
        elif self.condition is not None:
            self.filled = True

    def is_of_one_kind(self, place: int, tags: list[str]) -> bool:
        """Parts a condition from one before it for other people: "if female, A, |or| if male, B"; says if it is one."""
        if not self.leading or self.condition is None or self.then is None:
            return False
        before = [tag for tag in tags[self.condition + 1 : self.then] if tag not in {SILENT, "LINK"}]
        end = next((at for at in range(place + 1, len(tags)) if tags[at] in _ENDS), len(tags))
        case = [tag for tag in tags[place + 1 : end] if tag not in {SILENT, "LINK"}]
        if case != before or _PEOPLE.isdisjoint(case) or tags[end : end + 1] != ["COMMA"]:
            return False
        first = place
        while tags[first - 1] in _JOINING:
            first -= 1
        if first < place:
            tags[first:place] = [*[SILENT] * (place - first - 1), "SEMI"]
        return first < place

    def end(self, tags: list[str]) -> None:
        """Takes back what has no operand."""
        if self.condition is None:
            return
        if not self.filled:
            tags[self.condition] = SILENT
        if self.then is not None and not self.tail:
            tags[self.then] = SILENT
