"""Which facts would settle what is undetermined, the most decisive first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from eligibility.check.explanation import reason_of
from eligibility.check.finding import Finding
from eligibility.check.judging import Case
from eligibility.check.kleene import Verdict, combined
from eligibility.check.leaves import judge
from eligibility.check.results import Missing
from eligibility.tree import BaseLeaf, Criterion, Leaf, Node
from eligibility.tree.equality import words

_JUDGED = frozenset({"attestation", "unstructured"})
"""Types of leaves that a person answers, and no record."""

Question = tuple[str, str, str]
"""What several leaves may ask for: the type, the domain, the name."""


class _Asked(NamedTuple):
    criterion: Criterion
    leaf: Leaf
    finding: Finding


def missing(criteria: Sequence[Criterion], case: Case) -> tuple[Missing, ...]:
    """What is not known in criteria that are not known, grouped by what is asked for.

    First comes what alone could make the patient ineligible; of that, and of the rest, what a record holds before what
    a person has to judge; then what settles more criteria whichever way it turns out, then what more of them ask for.
    """
    asked: dict[Question, list[_Asked]] = {}
    verdicts: dict[int, Verdict] = {}
    for criterion in criteria:
        for leaf in criterion.constraint.walk():
            if not isinstance(leaf, BaseLeaf):
                continue
            finding = judge(leaf, case)
            verdicts[id(leaf)] = finding.verdict
            if finding.verdict == "unknown":
                asked.setdefault(question(leaf), []).append(_Asked(criterion, leaf, finding))
    found = [_weighed(one, group, verdicts) for one, group in asked.items()]
    return tuple(sorted(found, key=_urgency))


def _urgency(one: Missing) -> tuple[object, ...]:
    judged = one.type in _JUDGED
    return (not one.excludes, judged, -len(one.settles), -len(one.excludes), -len(one.criteria))


def question(leaf: Leaf) -> Question:
    """What a leaf asks for, if its verdict is not known."""
    named = leaf.concept.name or leaf.concept.text if leaf.concept is not None else None
    if leaf.type in {"age", "sex"}:
        named = leaf.type
    if leaf.type == "attestation":
        named = leaf.topic.replace("_", " ")
    return leaf.type, leaf.domain if leaf.type == "occurrence" else "", named or " ".join(words(leaf.text).split())


def _weighed(asked: Question, group: Sequence[_Asked], verdicts: dict[int, Verdict]) -> Missing:
    kind, domain, name = asked
    excludes, settles = [], []
    criteria = {one.criterion.id: one.criterion for one in group}
    for identifier, criterion in criteria.items():
        leaves = [id(one.leaf) for one in group if one.criterion.id == identifier]
        answers: tuple[Verdict, ...] = ("met", "not_met")
        outcomes = [_if_so(criterion, verdicts | dict.fromkeys(leaves, answer)) for answer in answers]
        if _against(criterion) in outcomes:
            excludes.append(identifier)
        if "unknown" not in outcomes:
            settles.append(identifier)
    return Missing(
        asks=name,
        type=kind,
        domain=domain or None,
        reason=reason_of(group[0].finding),
        criteria=tuple(criteria),
        excludes=tuple(excludes),
        settles=tuple(settles),
    )


def _against(criterion: Criterion) -> Verdict:
    """The verdict that makes a patient ineligible."""
    return "not_met" if criterion.kind == "inclusion" else "met"


def _if_so(criterion: Criterion, verdicts: dict[int, Verdict]) -> Verdict:
    """What a criterion says if its leaves have these verdicts."""

    def said(part: Node, below: tuple[Verdict, ...]) -> Verdict:
        return verdicts[id(part)] if isinstance(part, BaseLeaf) else combined(part, below)

    return criterion.constraint.fold(said)
