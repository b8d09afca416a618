"""The spellings of units: one regular expression that finds them, and what each of them is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

Piece = tuple[str, str]
"""A terminal of unit.lark (UNIT, SCALE, SHARE, PER, ...) and its value, a UCUM code where it is a unit."""

GAP = r"[\s\-]{0,2}"
"""What a space or hyphen in a spelling stands for: up to two of them, or none."""

BODY_SURFACE = "{1.73_m2}"

_PLURAL = r"(?:[sS]|\([sS]\))?"
_PLURAL_END = re.compile(r"(?:[sS]|\([sS]\))\Z")
_AFTER_WORD = r"(?![A-Za-z0-9])"
_AFTER_LETTER = r"(?![A-Za-z0-9]|-[A-Za-z])"
_WORD = re.compile(r"[^\W\d_]{2,}\Z")
_GAPS = re.compile(r"[\s\-]+")
_SIGNS = str.maketrans({"μ": "µ", "²": "2", "³": "3"})

_Trie = dict[str, "_Trie"]


class Spelling(Protocol):
    """What is needed of a unit rule."""

    @property
    def ucum(self) -> str:
        """The UCUM code."""

    @property
    def spellings(self) -> tuple[str, ...]:
        """The ways to write it."""


class Spellings:
    """Finds spellings in a text.

    Args:
        rules: the spellings of each unit; where two rules claim a spelling, the later one has it.

    Attributes:
        codes: the UCUM codes of the rules.
        find: matches the longest spelling that begins at a place of a text.
    """

    def __init__(self, rules: Iterable[Spelling]) -> None:
        self.codes: set[str] = set()
        self._exact: dict[str, str] = {}
        written: list[str] = []
        for rule in rules:
            self.codes.add(rule.ucum)
            bracketed = (rule.ucum,) if "[" in rule.ucum or "{" in rule.ucum else ()
            for spelling in (*rule.spellings, *bracketed):
                self._exact[_key(spelling)] = rule.ucum
                written.append(spelling)
        self._folded = _fold(self._exact)
        self._known: dict[str, Piece | None] = {}
        self.find = re.compile(_pattern(written)).match if written else re.compile(r"(?!)").match

    def piece(self, written: str) -> Piece | None:
        """What a spelling that `find` found is: UNIT, SCALE or SHARE, and its UCUM code; None if the case is wrong."""
        try:
            return self._known[written]
        except KeyError:
            piece = self._known[written] = self._look_up(written)
            return piece

    def _look_up(self, written: str) -> Piece | None:
        name = _key(written)
        for form in (name, _PLURAL_END.sub("", name)):
            code = self._exact.get(form) or self._folded.get(form.lower())
            if code:
                return _kind(written, code), code
        return None


def _kind(written: str, code: str) -> str:
    if code.startswith("10*") and "/" not in code:
        return "SCALE"
    return "SHARE" if written[0].isdigit() or code == BODY_SURFACE else "UNIT"


def _key(written: str) -> str:
    """The form under which a spelling is looked up: without spaces and hyphens, one sign for micro."""
    return _GAPS.sub("", written.translate(_SIGNS))


def _fold(exact: dict[str, str]) -> dict[str, str]:
    """The spellings of two characters or more in lower case, without those that then mean two units."""
    folded: dict[str, str] = {}
    for name, code in exact.items():
        low = name.lower()
        folded[low] = code if folded.get(low, code) == code and len(name) > 1 else ""
    return folded


def _pattern(spellings: Iterable[str]) -> str:
    """Matches the longest of the spellings, in any case, gaps optional, words with a plural s.

    It is a trie, hence linear: at each place its alternatives begin with different characters, but for short gaps.
    """
    trie: _Trie = {}
    for spelling in spellings:
        node = trie
        for element in _elements(spelling):
            node = node.setdefault(element, {})
        node[_ending(spelling)] = {}
    return _expression(trie)


def _elements(spelling: str) -> list[str]:
    parts: list[str] = []
    for char in _GAPS.sub(" ", spelling.translate(_SIGNS)):
        if char == " ":
            parts.append(GAP)
        elif char == "µ":
            parts.append("[µμ]")
        elif char.isalpha() and char.isascii():
            parts.append(f"[{char.lower()}{char.upper()}]")
        else:
            parts.append(re.escape(char))
    return parts


def _ending(spelling: str) -> str:
    """What must not follow a spelling, after the plural that a word may have."""
    if _WORD.search(spelling):
        return _PLURAL + _AFTER_WORD
    if spelling[-1].isalpha():
        return _AFTER_LETTER
    return _AFTER_WORD if spelling[-1].isdigit() else r"(?!\^)"


def _expression(node: _Trie) -> str:
    """The node's alternatives: gaps first, since they lead to longer spellings, then characters, then the end."""
    choices = sorted(node, key=lambda element: (element != GAP, element.startswith("(?"), element))
    parts = [choice + _expression(node[choice]) if node[choice] else choice for choice in choices]
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
