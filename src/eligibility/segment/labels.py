"""A group of people named in front of one criterion: "Cohort A: adults with gout"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from eligibility.segment.layout import EVERYBODY
from eligibility.segment.model import SectionSpan
from eligibility.segment.nesting import Node

_NUMBERED = r"(?:cohort|group|arm|part|stratum|sub-?study)s?[ ][A-Z0-9]{1,3}(?:(?:[ ]?[,&/-][ ]?|[ ](?:and|or)[ ])[A-Z0-9]{1,3})*"
_NAMED = r"healthy[ ](?:volunteers|controls?|subjects|participants|individuals)|controls|(?:control|patient)[ ]group"
_LABEL = re.compile(
    rf"(?:for[ ])?(?:the[ ])?(?:{EVERYBODY}|(?P<name>{_NUMBERED}|{_NAMED})(?:[ ]only)?)(?:[ ]\([^()\n]{{0,60}}\))?[ ]?:[ ]*(?=[^\W_]|[<>≥≤])",
    re.IGNORECASE,
)
_COLON = 100
"""Characters of a label, at most."""


class _Label(NamedTuple):
    """The name of a group, None for everybody; where it ends with its colon, and where the criterion goes on."""

    name: str | None
    end: int
    after: int


def _read_label(text: str, start: int, end: int) -> _Label | None:
    """The group that a criterion is said to be of, if its words begin with one and name no other after it."""
    if text.find(":", start, min(end, start + _COLON)) < 0:
        return None
    found = _LABEL.match(text, start, end)
    if found is None or _LABEL.search(text, found.end(), end) is not None:
        return None
    return _Label(found["name"], text.rindex(":", start, found.end()) + 1, found.end())


def read_labels(text: str, sections: Sequence[SectionSpan], groups: Iterable[Sequence[Node]]) -> list[SectionSpan]:
    """The headings of a text, with a section for each criterion that a group is named in front of.

    Args:
        text: the cleaned text.
        sections: the headings, in reading order.
        groups: the top-level items, in reading order; they are changed: those sections are theirs, and the names of the
            groups no part of their text.
    """
    out: list[SectionSpan] = []
    places: list[int] = []
    for node in chain.from_iterable(groups):
        for heading in sections[len(places) : 0 if node.section is None else node.section + 1]:
            places.append(len(out))
            out.append(heading)
        if node.section is not None:
            node.section = places[node.section]
        label = _read_label(text, node.start, node.end)
        if label is not None:
            title = text[node.start : label.end]
            out.append(SectionSpan(node.kind, title, node.start, label.end, label.name))
            node.section, node.start = len(out) - 1, label.after
    return [*out, *sections[len(places) :]]
