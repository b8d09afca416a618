"""A group of people named in front of one criterion: "Cohort A: adults with gout", "In Part 2, |adults with gout"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from eligibility.segment.inline import cut
from eligibility.segment.layout import EVERYBODY
from eligibility.segment.model import SectionSpan
from eligibility.segment.nesting import Node

_ONE = r"(?-i:[A-Z]?[0-9]{1,2}[A-Za-z]?|[A-Z]{1,3})"
_NUMBERED = (
    rf"(?:cohort|group|arm|part|phase|stratum|sub-?study)s?[ ]{_ONE}(?:(?:[ ]?[,&/-][ ]?|[ ](?:and|or)[ ]){_ONE})*"
)
_NAMED = r"healthy[ ](?:volunteers|controls?|subjects|participants|individuals)|controls|(?:control|patient)[ ]group"
_OF = r"(?P<of>(?:for|in)[ ](?:(?:patients|subjects|participants)[ ](?:in|of)[ ])?)?"
_COMMA = rf"(?(of)(?(name),(?![ ]{_ONE}\b)|(?!))|(?!))"
"""A comma behind "in" and a numbered group."""
_LABEL = re.compile(
    rf"(?<!\w){_OF}(?:the[ ])?(?:{EVERYBODY}|(?P<name>{_NUMBERED}|{_NAMED})(?:[ ]only)?)"
    rf"(?:[ ]\([^()\n]{{0,60}}\))?(?P<sign>[ ]?:|[ ]-(?=[ ])|{_COMMA})[ ]*(?=[^\W_]|[<>≥≤])",
    re.IGNORECASE,
)
_FEWEST = 2
"""Labels that divide a paragraph."""


class _Label(NamedTuple):
    """The name of a group, None for everybody; where it ends with its colon, and where the criterion goes on."""

    name: str | None
    end: int
    after: int


def _read_label(text: str, start: int, end: int) -> _Label | None:
    """The group that a criterion is said to be of, if its words begin with one and name no other after it."""
    found = _LABEL.match(text, start, end)
    if found is None or _LABEL.search(text, found.end(), end) is not None:
        return None
    return _Label(found["name"], found.end("sign"), found.end())


def _divided(text: str, node: Node) -> list[Node]:
    """An item with each sentence that begins with the name of a group as one: "Cohort A: gout. |Cohort B: lupus"."""
    if node.children or text.count(":", node.start, node.end) < _FEWEST:
        return [node]
    found = (label.start() for label in _LABEL.finditer(text, node.start, node.end))
    starts = [at for at in found if at == node.start or text[at - 2 : at].rstrip() in {".", ";"}]
    return cut(text, node, starts) if len(starts) >= _FEWEST and starts[0] == node.start else [node]


def read_labels(text: str, sections: Sequence[SectionSpan], groups: Sequence[list[Node]]) -> list[SectionSpan]:
    """The headings of a text, with a section for each criterion that a group is named in front of.

    Args:
        text: the cleaned text.
        sections: the headings, in reading order.
        groups: the top-level items, in reading order; they are changed: those sections are theirs, and the names of the
            groups no part of their text.
    """
    if not any([_LABEL.match(text, node.start, node.end) for node in chain.from_iterable(groups)]):  # noqa: C419 (quicker)
        return [*sections]
    out: list[SectionSpan] = []
    places: list[int] = []
    for group in groups if text.count(":") >= _FEWEST else ():
        group[:] = [part for node in group for part in _divided(text, node)]
    for node in chain.from_iterable(groups):
        if node.section is not None:
            for heading in sections[len(places) : node.section + 1]:
                places.append(len(out))
                out.append(heading)
            node.section = places[node.section]
        label = _read_label(text, node.start, node.end)
        if label is not None:
            title = text[node.start : label.end]
            out.append(SectionSpan(node.kind, title, node.start, label.end, label.name))
            node.section, node.start = len(out) - 1, label.after
    return [*out, *sections[len(places) :]]
