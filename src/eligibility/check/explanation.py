"""Explanations: for each node its verdict, why, and the facts that it rests on."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from eligibility.check.finding import Finding, Recorded
from eligibility.check.kleene import Verdict, combined
from eligibility.check.patient import EventFact
from eligibility.tree import BaseLeaf, Node, Span, Value
from eligibility.tree.nodes import BaseNode


class Evidence(Value):
    """A fact that a verdict rests on, or that was looked at in vain.

    Attributes:
        place: Where it stands in the patient, as "measurements/0".
        source: Where the record has it from, if it says so.
        name: What the record calls it.
        value: The value, as recorded.
        unit: The unit, as recorded.
        date: When it was measured or began, as recorded.
        end: When it ended, as recorded.
        absent: Whether the record says that it did not occur.
        matched: How it was found: by `code`, by `name`, or as a `kind` of what is asked for.
        match: The same in words.
        note: What was made of the value: a conversion, a multiple.
    """

    place: str
    source: str | None = None
    name: str = ""
    value: float | str | None = None
    unit: str | None = None
    date: str | None = None
    end: str | None = None
    absent: bool = False
    matched: Literal["code", "name", "kind"]
    match: str
    note: str = ""


class Explanation(Value):
    """The verdict on a node, and why.

    Attributes:
        type: The type of the node.
        text: The words of a leaf; empty for an operator.
        span: Where they stand; null for an operator.
        verdict: The verdict.
        code: Why, as a stable code; empty where no explanation was asked for.
        reason: Why, in words.
        assumed: What absence was taken to mean, where that decides.
        evidence: The facts.
        children: The same of the nodes below.
    """

    type: str
    text: str = ""
    span: Span | None = None
    verdict: Verdict
    code: str = ""
    reason: str = ""
    assumed: Literal["open", "closed"] | None = None
    evidence: tuple[Evidence, ...] = ()
    children: tuple[Explanation, ...] = ()


def of_leaf(leaf: BaseLeaf, finding: Finding) -> Explanation:
    """The explanation of a leaf."""
    return Explanation.trusted(
        type=leaf.type,
        text=leaf.text,
        span=leaf.span,
        verdict=finding.verdict,
        code=finding.code,
        reason=reason_of(finding),
        assumed=finding.assumed,
        evidence=tuple(_evidence(one) for one in finding.facts),
    )


def of_operator(node: Node, below: tuple[Explanation, ...]) -> Explanation:
    """The explanation of an operator over those of its parts."""
    verdicts = [one.verdict for one in below]
    if node.type == "not":
        code, said = "negated", dict[str, object]()
    elif node.type == "implies":
        words = [verdict.replace("_", " ") for verdict in verdicts]
        code, said = "implied", {"condition": words[0], "consequence": words[1]}
    else:
        code, said = "all", {"count": verdicts.count("met"), "total": len(verdicts)}
    return Explanation.trusted(
        type=node.type,
        verdict=combined(node, verdicts),
        code=code,
        reason=_words()[code].format(**said),
        children=below,
    )


def bare(node: BaseNode, verdict: Verdict) -> Explanation:
    """A verdict without an explanation."""
    return Explanation(type=node.type, verdict=verdict)


def reason_of(finding: Finding) -> str:
    """Why a leaf has its verdict, in words."""
    words = _words()[finding.code].format(**dict(finding.said))
    return words + (_words()[f"assumed-{finding.assumed}"] if finding.assumed else "")


def _evidence(one: Recorded) -> Evidence:
    fact = one.fact
    shared = {
        "place": one.place,
        "source": fact.source,
        "name": fact.name,
        "matched": one.match.how,
        "match": one.match.words,
        "note": one.note,
    }
    if isinstance(fact, EventFact):
        return Evidence.trusted(**shared, date=fact.start, end=fact.end, absent=fact.absent)
    value = fact.value_text if fact.value is None else fact.value
    return Evidence.trusted(**shared, value=value, unit=fact.unit, date=fact.date)


@cache
def _words() -> dict[str, str]:
    words: dict[str, str] = yaml.safe_load(Path(__file__).with_name("reasons.yaml").read_text("utf-8"))
    return words
