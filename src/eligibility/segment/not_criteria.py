"""What stands among criteria and is none: that there are none, debris of pages, criteria of another time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eligibility.segment.layout import WORDS, one_of
from eligibility.segment.model import SectionSpan

_NOTHING = frozenset(WORDS["nothing"])
_LONGEST = max(map(len, _NOTHING))
_FIRST = 8
"""Headings that tell which kinds of them there are."""
_LONGEST_HEADING = 120
_PLAIN = ("inclusion", "exclusion")
"""How headings begin that open the criteria of those who want to take part now."""
_SHORT = 40
_DEBRIS = re.compile(r"(?i)(?:page[ ]\d{1,4}(?:[ ]?(?:of|/)[ ]?\d{1,4})?|(?:strictly[ ])?confidential)[ .]*")
_LATER = one_of(WORDS["later"])
_LATER_HEADING = re.compile(
    rf"(?i)(?:(?:patient|subject|participant|study)s?'?s?[ ])?{_LATER}(?:(?:[ ]?/[ ]?|[ ](?:and|or)[ ]){_LATER})*"
    r"[ ]criteri(?:a|on)\b.{0,60}"
    rf"|criteria[ ](?:for|of)[ ](?:(?:the|a|patient|subject|participant|study|early)[ ])*{_LATER}\b.{{0,60}}"
)
_FORMER_HEADING = re.compile(
    r"(?i)(?:previous|former|old|original)[ ](?:participant[ ])?(?:inclusion|exclusion|eligibility)[ ]criteria\b.{0,60}"
)
_REJECTION = re.compile(
    r"(?:rejection|rejected|culling)[ ]criteria\b.{0,60}|criteria[ ](?:for|of)[ ]rejection\b.{0,60}"
)


def says_nothing(text: str, start: int, end: int) -> bool:
    """Whether words say that there are no criteria: "None", "N/A", "There are no exclusion criteria"."""
    if end - start > _LONGEST + 4:
        return False
    return text[start:end].lower().strip(" .:;-*()[]") in _NOTHING


def is_debris(text: str, start: int, end: int) -> bool:
    """Whether a line is of the page and not of its text: "Page 3 of 12"."""
    return end - start < _SHORT and text[start] in "pPcCsS" and _DEBRIS.fullmatch(text, start, end) is not None


def lapsed_heading(text: str, start: int, end: int, sections: Sequence[SectionSpan]) -> int | None:
    """Where a heading ends that opens criteria that decide about nobody who wants to take part now.

    They are those for withdrawal from the study ("Withdrawal criteria"), and those that others before them have
    replaced ("Previous inclusion criteria"); "Rejection criteria" are so where others exclude already.

    Args:
        text: the cleaned text.
        start: where the line's words begin.
        end: where they end.
        sections: the headings before it.

    Returns:
        None if it is no such heading.
    """
    last = min(end, start + _LONGEST_HEADING)
    if text.find("riteri", start, last) < 0 and text.find("RITERI", start, last) < 0:
        return None
    before = {section.kind for section in sections[:_FIRST]}
    colon = text.find(":", start, min(end, start + _LONGEST_HEADING))
    stop = end if colon < 0 else colon + 1
    if stop - start > _LONGEST_HEADING:
        return None
    said = text[start:stop].strip(" :*_#").lower()
    if said.startswith(_PLAIN):
        return None
    lapsed = _LATER_HEADING.fullmatch(said) or (before and _FORMER_HEADING.fullmatch(said))
    return stop if lapsed or ("exclusion" in before and _REJECTION.fullmatch(said)) else None
