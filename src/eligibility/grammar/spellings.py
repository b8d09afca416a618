"""The spellings of units as one regular expression: a trie, so that no alternative is tried twice."""

from __future__ import annotations

import re
from collections.abc import Iterable

Node = dict[str, "Node"]

GAP = r"[\s\-]{0,2}"
"""What a space or hyphen in a spelling stands for: up to two of them, or none."""

PLURAL = r"(?:s|\(s\))?"
_END = ""
_WORD = re.compile(r"[^\W\d_]{2,}\Z")
_GAPS = re.compile(r"[\s\-]+")
_MICRO = str.maketrans({"μ": "µ", "²": "2", "³": "3"})


def key(written: str) -> str:
    """The form under which a spelling is looked up: without spaces and hyphens, one sign for micro."""
    return _GAPS.sub("", written.translate(_MICRO))


def pattern(spellings: Iterable[str]) -> str:
    """A regular expression that matches the longest of the spellings, in any case, gaps optional, words with plural s.

    It is linear: at each place its alternatives begin with different characters, gaps aside, and gaps are short.
    """
    trie: Node = {}
    for spelling in spellings:
        node = trie
        for element in _elements(spelling):
            node = node.setdefault(element, {})
        node[_END + _ending(spelling)] = {}
    return _expression(trie)


def _elements(spelling: str) -> list[str]:
    parts: list[str] = []
    for char in _GAPS.sub(" ", spelling.translate(_MICRO)):
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
    """What must follow a spelling: no letter or digit after one that ends with such, a plural s allowed after a word."""
    if _WORD.search(spelling):
        return PLURAL + r"(?![A-Za-z0-9])"
    if spelling[-1].isalpha():
        return r"(?![A-Za-z0-9]|-[A-Za-z])"
    return r"(?![A-Za-z0-9])" if spelling[-1].isdigit() else r"(?!\^)"


def _expression(node: Node) -> str:
    """The node's alternatives: gaps first, since they lead to longer spellings, then letters, then the end."""
    choices = sorted(node, key=lambda element: (element != GAP, element.startswith(("(", _END + "(?")), element))
    parts = [choice + _expression(node[choice]) if node[choice] else choice for choice in choices]
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
