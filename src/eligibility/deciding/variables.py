"""From leaves to variables: which leaves speak of one thing about a patient, and what that can be."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import NamedTuple

from eligibility.deciding.ages import age_variable
from eligibility.deciding.numbers import number_variable
from eligibility.deciding.relations import Relations
from eligibility.deciding.state import State, Variable
from eligibility.deciding.times import is_exact, time_variable
from eligibility.deciding.values import sex_variable, value_variable
from eligibility.tree import Age, BaseLeaf, Measurement, Occurrence, SexLeaf, Unstructured, Window, key, subject

_PLAIN = "1"
"""The unit of what may be counted in whole numbers only, as scores are."""


class Topic(NamedTuple):
    """What a leaf speaks of: leaves of one topic are about one thing.

    Attributes:
        kind: How it is decided: by age, number, words, sex, time, or as a fact that holds or not.
        subject: What is meant, in a form to be compared.
    """

    kind: str
    subject: Hashable


def topic(leaf: BaseLeaf) -> Topic:
    """The topic of a leaf."""
    if isinstance(leaf, SexLeaf):
        return Topic("sex", subject(leaf))
    if isinstance(leaf, Age | Measurement):
        values = leaf.values if isinstance(leaf, Measurement) else None
        if leaf.range is not None and values is None:
            return Topic("age" if isinstance(leaf, Age) else "number", (subject(leaf), leaf.range.unit))
        if leaf.range is None and values is not None:
            return Topic("words", subject(leaf))
    if isinstance(leaf, Occurrence) and leaf.window is not None and is_exact(leaf.window):
        return Topic("time", (subject(leaf.model_copy(update={"window": None})), leaf.window.anchor))
    return Topic("fact", key(leaf))


def variables(leaves: Mapping[str, BaseLeaf]) -> list[Variable]:
    """The variables that some leaves speak of.

    Args:
        leaves: The leaves by their keys; each is a literal of one variable.
    """
    topics: dict[Topic, dict[str, BaseLeaf]] = {}
    for name, leaf in leaves.items():
        topics.setdefault(topic(leaf), {})[name] = leaf
    relations = Relations(leaves.values())
    found: list[Variable] = []
    for about, members in topics.items():
        group = relations.group(next(iter(members.values())))
        whole = _as_one(about, members, group)
        found.extend([whole] if whole is not None else [_fact(name, leaf, group) for name, leaf in members.items()])
    return found


def _as_one(about: Topic, members: Mapping[str, BaseLeaf], group: Hashable) -> Variable | None:
    """The one variable of all leaves of a topic; None where each has to be a fact of its own."""
    if about.kind in {"age", "number"}:
        ranges = {
            name: leaf.range for name, leaf in members.items() if isinstance(leaf, Age | Measurement) and leaf.range
        }
        if about.kind == "age":
            return age_variable(ranges, group)
        return number_variable(ranges, any(limit.unit == _PLAIN for limit in ranges.values()), group)
    if about.kind == "sex":
        return sex_variable(
            {name: frozenset(leaf.values) for name, leaf in members.items() if isinstance(leaf, SexLeaf)}, group
        )
    if about.kind == "words":
        return value_variable(
            {
                name: frozenset(" ".join(value.split()).casefold() for value in leaf.values)
                for name, leaf in members.items()
                if isinstance(leaf, Measurement) and leaf.values is not None
            },
            group,
        )
    if about.kind == "time":
        return time_variable(_windows(members), group)
    return None


def _windows(members: Mapping[str, BaseLeaf]) -> dict[str, Window]:
    return {name: leaf.window for name, leaf in members.items() if leaf.window is not None}


def _fact(name: str, leaf: BaseLeaf, group: Hashable) -> Variable:
    """A leaf that holds or not. Of text that was not understood nobody knows what it asks for."""
    firm = not isinstance(leaf, Unstructured)
    there = isinstance(leaf, Occurrence)
    return Variable((name,), (State((True,), firm), State((False,), firm, absent=there)), group)
