"""From leaves to variables: which leaves speak of one thing about a patient, and what that can be."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import NamedTuple

from eligibility.deciding.ages import age_variable
from eligibility.deciding.events import Asked, event_variable
from eligibility.deciding.groups import Groups
from eligibility.deciding.kinds import broader
from eligibility.deciding.numbers import number_variable
from eligibility.deciding.relations import Relations, akin
from eligibility.deciding.state import State, Variable
from eligibility.deciding.times import is_exact, line_of
from eligibility.deciding.values import sex_variable, value_variable
from eligibility.tree import Age, BaseLeaf, Measurement, Occurrence, SexLeaf, Unstructured, key, subject

_PLAIN = "1"
"""The unit of what may be counted in whole numbers only, as scores are."""


class Topic(NamedTuple):
    """What a leaf speaks of: leaves of one topic are about one thing.

    Attributes:
        kind: How it is decided: by age, number, words, sex, event, or as a fact that holds or not.
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
    if isinstance(leaf, Occurrence) and leaf.concept is not None:
        return Topic("event", _event(leaf))
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
    clusters = [
        (about.kind, cluster, above)
        for about, members in topics.items()
        for cluster, above in (_clusters(members) if about.kind == "event" else [(members, {})])
    ]
    for _, members, _ in clusters:
        relations.join(members.values())
    found: list[Variable] = []
    for kind, members, above in clusters:
        group = relations.group(next(iter(members.values())))
        whole = _events(members, above, group) if kind == "event" else _as_one(kind, members, group)
        found.extend([whole] if whole is not None else [_fact(name, leaf, group) for name, leaf in members.items()])
    return found


def _event(leaf: Occurrence) -> Hashable:
    """What leaves share that differ in concept and window only, as far as windows can be held against each other."""
    update: dict[str, object] = {"concept": None, "text": ""}
    if leaf.window is not None and is_exact(leaf.window):
        return "line", leaf.window.anchor, subject(leaf.model_copy(update=update | {"window": None}))
    return subject(leaf.model_copy(update=update))


def _clusters(members: Mapping[str, BaseLeaf]) -> list[tuple[dict[str, BaseLeaf], dict[str, frozenset[str]]]]:
    """The leaves of a topic in sets of which none is a kind of what is in another, each with what is broader."""
    above = broader(members)
    groups = Groups()
    for name, others in above.items():
        for other in others:
            groups.join(name, other)
    found: dict[Hashable, dict[str, BaseLeaf]] = {}
    for name, leaf in members.items():
        found.setdefault(groups.of(name), {})[name] = leaf
    return [(cluster, {name: above[name] for name in cluster}) for cluster in found.values()]


def _events(members: Mapping[str, BaseLeaf], above: Mapping[str, frozenset[str]], group: Hashable) -> Variable | None:
    """The one variable of events of some kinds in some windows; None where they cannot be held against each other."""
    windows = {name: leaf.window for name, leaf in members.items() if leaf.window and is_exact(leaf.window)}
    line = line_of(windows)
    if line is None:
        return None
    asked = {name: Asked(above[name], line.get(name)) for name in members}
    return event_variable(asked, lambda one, other: akin(members[one], members[other]), group)


def _as_one(kind: str, members: Mapping[str, BaseLeaf], group: Hashable) -> Variable | None:
    """The one variable of all leaves of a topic; None where each has to be a fact of its own."""
    if kind in {"age", "number"}:
        ranges = {
            name: leaf.range for name, leaf in members.items() if isinstance(leaf, Age | Measurement) and leaf.range
        }
        if kind == "age":
            return age_variable(ranges, group)
        return number_variable(ranges, any(limit.unit == _PLAIN for limit in ranges.values()), group)
    if kind == "sex":
        return sex_variable(
            {name: frozenset(leaf.values) for name, leaf in members.items() if isinstance(leaf, SexLeaf)}, group
        )
    if kind == "words":
        return value_variable(
            {
                name: frozenset(" ".join(value.split()).casefold() for value in leaf.values)
                for name, leaf in members.items()
                if isinstance(leaf, Measurement) and leaf.values is not None
            },
            group,
        )
    return None


def _fact(name: str, leaf: BaseLeaf, group: Hashable) -> Variable:
    """A leaf that holds or not. Of text that was not understood nobody knows what it asks for."""
    firm = not isinstance(leaf, Unstructured)
    there = isinstance(leaf, Occurrence)
    return Variable((name,), (State((True,), firm), State((False,), firm, absent=there)), group)
