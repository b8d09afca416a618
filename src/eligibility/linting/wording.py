"""What the words of criteria give away: the wrong heading, two negations, a list that does not follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from eligibility.linting.finding import Finding, finding
from eligibility.tree import Age, Attestation, BaseLeaf, Criterion, Not

MAX_TEXT = 2_000
"""Characters of a criterion whose wording is looked at; longer ones are no one sentence."""

WIDE_AGE = 20.0
"""Years between two ages from which on it is hardly these that are excluded."""


class _Wording(NamedTuple):
    asks: re.Pattern[str]
    turns_away: re.Pattern[str]
    willing: re.Pattern[str]
    refusing: re.Pattern[str]
    asked_topics: frozenset[str]
    double_negative: re.Pattern[str]
    unfinished: re.Pattern[str]


def wording(criterion: Criterion) -> Iterator[Finding]:
    """What the words of a criterion give away."""
    words, text = _wording(), criterion.text
    if len(text) > MAX_TEXT:
        return
    if words.unfinished.search(text):
        yield finding("unfinished-list", f"{criterion.id} ends where its list should begin", [criterion])
    elif criterion.kind == "inclusion":
        if words.turns_away.match(text):
            yield finding(
                "wrong-heading", f"{criterion.id} excludes, and stands among the inclusion criteria", [criterion]
            )
    elif words.asks.match(text) or _is_asked_for(criterion, words) or _is_age_span(criterion):
        yield finding(
            "wrong-heading", f"{criterion.id} asks for something, and stands among the exclusion criteria", [criterion]
        )
    elif isinstance(criterion.constraint, Not) and words.double_negative.match(text):
        yield finding("double-negative", f"{criterion.id} excludes who does not have it", [criterion])


def _is_asked_for(criterion: Criterion, words: _Wording) -> bool:
    """Whether all that is said is something that a trial asks of patients: "willing to give consent"."""
    if not words.willing.search(criterion.text) or words.refusing.search(criterion.text):
        return False
    leaves = list(criterion.constraint.find(BaseLeaf))
    return all(isinstance(leaf, Attestation) and leaf.topic in words.asked_topics for leaf in leaves)


def _is_age_span(criterion: Criterion) -> bool:
    """Whether a long stretch of ages is all that is said."""
    leaf = criterion.constraint
    if not isinstance(leaf, Age) or leaf.range is None or leaf.range.lower is None or leaf.range.upper is None:
        return False
    return leaf.range.upper - leaf.range.lower >= WIDE_AGE


@cache
def _wording() -> _Wording:
    data = yaml.safe_load(files("eligibility.linting").joinpath("wording.yaml").read_text("utf-8"))
    topics = frozenset(data.pop("asked_topics"))
    return _Wording(asked_topics=topics, **{name: _pattern(one) for name, one in data.items()})


def _pattern(forms: str | list[str]) -> re.Pattern[str]:
    return re.compile(forms if isinstance(forms, str) else "|".join(f"(?:{form})" for form in forms), re.IGNORECASE)
