"""Headings in the middle of a line: "... signed consent. Exclusion criteria: 1. ..."."""

from __future__ import annotations

import re

from eligibility.segment.headings import runs_on
from eligibility.segment.layout import WORDS

_VETOES = frozenset(WORDS["headings"]["vetoes"])
_FILLERS = frozenset(WORDS["headings"]["fillers"])
# Begins with the second letter of "Inclusion" or "Exclusion", which is rarer than the first.
_CORE = re.compile(
    r"""[nxNX](?:clusion|CLUSION)
    (?: [ ](?:[Cc]riteria|CRITERIA) (?:[ ][^:\n.;]{0,40}?)? (?: : | (?=[ ]\(?[1a][.)][ ]) | [ ]-(?=[ ]) )
      | [ ](?:[Cc]riteria|CRITERIA) (?P<open>(?=[ ][A-Z<>≥≤]))
      | (?P<bare>:)(?=[ ]) )""",
    re.VERBOSE,
)
_NEXT = 40
"""Characters of the word behind a heading that has no mark."""
_ADJECTIVE = re.compile(r"(?:Key|Main|Major|Additional|Specific|General|Other|KEY|MAIN)[ ]\Z|[Nn]on-\Z")


def _start(text: str, at: int) -> int:
    """Where the heading begins whose first noun begins at `at`."""
    adjective = _ADJECTIVE.search(text[max(at - 12, 0) : at])
    return at if adjective is None else at - len(adjective[0])


def _is_heading(before: str, first: str, glued: bool) -> bool:
    """Whether the words are a heading and no part of the sentence that stands before them on the line."""
    if not before or before[-1] in "(,/&-" or before.rsplit(maxsplit=1)[-1].lower().strip(",") in _VETOES:
        return False
    if first.islower() and (glued or before[-1] not in ".;"):
        return False
    if before[-1] in ".;)" or ":" in before or before[0] in "-•(" or before[0].isdigit():
        return True
    return glued or len(before.split()) > 4


def _runs_on(before: str, heading: str) -> bool:
    """Whether a heading without a mark begins after some words: in capitals, or where a sentence has ended."""
    found = runs_on(heading)
    if found is None or not before:
        return False
    return before[-1] in ".;" or (found[0].isupper() and before.rsplit(maxsplit=1)[-1].lower() not in _FILLERS)


def headings_in_midline(text: str) -> list[int]:
    """Where headings begin in the middle of a line, in order."""
    places = []
    for found in _CORE.finditer(text):
        at = found.start() - 1
        if at < 1 or text[at] not in "IiEe":
            continue
        start = _start(text, at)
        line = text.rfind("\n", max(start - 200, 0), start) + 1 or max(start - 200, 0)
        glued = start > 0 and not text[start - 1].isspace()
        if found["bare"] and (glued or text[at] not in "IE"):
            continue
        if glued and not (text[start - 1].islower() or text[start - 1] in ".)"):
            continue
        before = text[line:start].strip(" \t*_#")
        if found["open"] is not None and (glued or not _runs_on(before, text[start : found.end() + _NEXT])):
            continue
        if _is_heading(before, text[start], glued):
            places.append(start)
    return places
