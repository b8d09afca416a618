"""Denied classes: what is listed under one is denied with it: "no serious illness: |gout|", "none such as: |A|"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from eligibility.normalize.drafts import FERTILE
from eligibility.normalize.parts import Part
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.lexicon import Lexicon
from eligibility.tree import AllOf, AnyOf, Measurement, Node, Not, Occurrence

_TAKEN = frozenset({"condition", "drug", "procedure", "device"})
"""Domains of what has kinds, or is one of a class."""
_LEADING = frozenset({"COLON", "COMMA", "EXAMPLE", "LP", "DASH"})
"""Tags of what may stand between a class and the list of what is in it."""
_BETTER: dict[str, Literal["higher", "lower"]] = {"uln": "lower", "lln": "higher"}
"""Which results are the better ones of what is compared with the limit of what is normal."""


def denies_class(tail: Part, chunks: Sequence[Chunk]) -> bool:
    """Whether an item with a list under it ends in a class that it denies.

    Args:
        tail: its last item.
        chunks: its chunks.
    """
    last = tail.last
    if last is None or last.entity is None or not tail.parts[-1].negation or last.kind != "occurrence":
        return False
    if last.entity.domain not in _TAKEN or (last.entity.rule is not None and last.entity.rule.name in FERTILE):
        return False
    end = max(last.last, last.extent[1])
    for chunk in reversed(chunks):
        if chunk.first < end:
            return True
        if chunk.tag not in _LEADING:
            return False
    return True


def names_none_of(own: Node | None) -> bool:
    """Whether an item says last who is not in a state, so that the list says why: "not fertile: |sterilized|"."""
    node = own.children[-1] if isinstance(own, AllOf) else own
    child = node.child if isinstance(node, Not) else None
    return isinstance(child, Occurrence) and child.concept is not None and child.concept.name in FERTILE


def are_had(listed: Sequence[Node], lexicon: Lexicon) -> bool:
    """Whether all that a list says may be denied with its class: "no liver disease: |hepatitis|, |ALT > 3 x ULN|".

    What is measured may show as well that nothing is there: "no liver disease: |ALT < 3 x ULN|".

    Args:
        listed: the items of the list.
        lexicon: knows which results are the better ones.
    """
    stack = list(listed)
    while stack:
        node = stack.pop()
        if isinstance(node, AllOf | AnyOf):
            stack.extend(node.children)
        elif not (isinstance(node, Occurrence) or (isinstance(node, Measurement) and _is_bad(node, lexicon))):
            return False
    return True


def _is_bad(node: Measurement, lexicon: Lexicon) -> bool:
    """Whether a limit is on the worse side of what is measured."""
    rule = lexicon.named(node.concept.name) if node.concept is not None and node.concept.name else None
    better = rule.better if rule is not None else None
    if better is None and node.relative_to is not None:
        better = _BETTER.get(node.relative_to.kind)
    if node.range is None or better is None:
        return False
    good, bad = node.range.lower, node.range.upper
    if better == "lower":
        good, bad = bad, good
    return good is None and bad is not None
