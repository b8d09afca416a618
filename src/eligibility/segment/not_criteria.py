"""What stands among criteria and is none: that there are none, debris of pages, criteria of another time."""

from __future__ import annotations

import re

from eligibility.segment.layout import WORDS, one_of

_NOTHING = frozenset(WORDS["nothing"])
_LONGEST = max(map(len, _NOTHING))
_LONGEST_HEADING = 120
_DEBRIS = re.compile(
    r"(?i)(?:page[ ]\d{1,4}(?:[ ]?(?:of|/)[ ]?\d{1,4})?|\d{1,4}[ ]?of[ ]?\d{1,4}|(?:strictly[ ])?confidential)[ .]*"
)
_LATER = one_of(WORDS["later"])
_LATER_HEADING = re.compile(
    rf"(?i)(?:(?:patient|subject|participant|study)s?'?s?[ ])?{_LATER}(?:(?:[ ]?/[ ]?|[ ](?:and|or)[ ]){_LATER})*[ ]criteri(?:a|on)\b.{{0,60}}"
    rf"|criteria[ ](?:for|of)[ ](?:(?:the|a|patient|subject|participant|study|early)[ ])*{_LATER}\b.{{0,60}}"
)
_FORMER_HEADING = re.compile(
    r"(?i)(?:previous|former|old|original)[ ](?:participant[ ])?(?:inclusion|exclusion|eligibility)[ ]criteria\b.{0,60}"
)


def says_nothing(text: str, start: int, end: int) -> bool:
    """Whether words say that there are no criteria: "None", "N/A", "There are no exclusion criteria"."""
    if end - start > _LONGEST + 4:
        return False
    return text[start:end].lower().strip(" .:;-*()[]") in _NOTHING


def is_debris(text: str, start: int, end: int) -> bool:
    """Whether a line is of the page and not of its text: "Page 3 of 12"."""
    return end - start < 40 and _DEBRIS.fullmatch(text, start, end) is not None


def is_of_another_time(text: str, start: int, end: int, *, first: bool) -> bool:
    """Whether a heading opens criteria that decide about nobody who wants to take part now.

    They are those for withdrawal from the study ("Withdrawal criteria"), and those that others before them have
    replaced ("Previous inclusion criteria").

    Args:
        text: the cleaned text.
        start: where the line's words begin.
        end: where they end.
        first: whether no heading stands before it.
    """
    if end - start > _LONGEST_HEADING or "riteri" not in (said := text[start:end].strip(" :*_#").lower()):
        return False
    return _LATER_HEADING.fullmatch(said) is not None or (not first and _FORMER_HEADING.fullmatch(said) is not None)
