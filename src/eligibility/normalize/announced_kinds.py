"""Announced kinds: a list under "the following diagnoses are eligible:" or "diagnosis of:", any of which will do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from eligibility.normalize.parts import Part
from eligibility.tagging.eligible_kinds import ELIGIBLE
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens
from eligibility.tree import Node, Occurrence

_DIAGNOSED = frozenset(map(fold, ("diagnosis", "diagnosed", "confirmed", "proven")))
_SMALL = frozenset({"of", "with", "the", ":"})
_CONDITION = "condition"


def announces_kinds(tokens: Tokens, tail: Part, below: Sequence[Node]) -> Literal["said", "inferred"] | None:
    """How what introduces a list says that its items are kinds of what somebody has; None where it does not.

    Args:
        tokens: what introduces the list.
        tail: the last item of that.
        below: the items of the list; all are conditions where they are diagnoses.
    """
    if tail.listed and not ELIGIBLE.isdisjoint(tokens.words):
        return "said"
    if _DIAGNOSED.isdisjoint(tokens.words):
        return None
    last = next((word for word in reversed(tokens.folded) if word not in _SMALL), "")
    return "inferred" if last in _DIAGNOSED and all(map(_is_condition, below)) else None


def _is_condition(node: Node) -> bool:
    """Whether a node is, or begins with, a condition."""
    first = next(node.find(Occurrence), None)
    return first is not None and first.domain == _CONDITION
