"""Valued findings: what a limit tells of the last of several findings, it tells of all that are told by it.

"Hypokalemia or hyperkalemia |(potassium < 3.5 or > 5.5 mmol/L)|", "overweight or obese |(BMI ≥ 25)|": the rules name
what is measured by "hypokalemia value" and "hyperkalemia value", which is the same.
"""

from __future__ import annotations

from eligibility.normalize.as_one import one_item
from eligibility.normalize.drafts import Draft, Tree, drafts_of
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part
from eligibility.rules import ConceptRule
from eligibility.tagging.lexicon import Lexicon

_VALUE = "value"
_FOUND = "condition"
"""The domain of findings, which some values are said of."""
_LISTED = frozenset({"or", "comma"})


def value_findings(parts: list[Part], joins: list[Join], lexicon: Lexicon) -> None:
    """Makes one item of alternatives that the limit behind the last of them is on the value of.

    Args:
        parts: the items of a list; they are changed.
        joins: what stands between them; they are changed.
        lexicon: knows what is measured of a finding.
    """
    for place in range(len(parts) - 1, 0, -1):
        if place >= len(parts) or joins[place - 1] != "or" or len(parts[place].parts) == 1:
            continue
        rule = _valued(parts[place], lexicon)
        start = place
        while rule is not None and start and joins[start - 1] in _LISTED and _is_found(parts[start - 1], rule, lexicon):
            start -= 1
        one = one_item(parts[start : place + 1]) if start < place else None
        if one is not None:
            parts[start : place + 1], joins[start:place] = [one], []


def _valued(part: Part, lexicon: Lexicon) -> ConceptRule | None:
    """What is measured of the finding that an item begins with, where a limit on just that stands behind it."""
    said = part.parts
    if len(said) == 1 or not said or said[1].negation:
        return None
    rule = _value_of(said[0].tree, lexicon)
    told = drafts_of(said[1].tree)
    measured = all(
        one.kind == "measurement" and one.limits and one.entity is not None and one.entity.rule is rule for one in told
    )
    return rule if measured else None


def _is_found(part: Part, rule: ConceptRule, lexicon: Lexicon) -> bool:
    """Whether an item is a finding, and no more, of which the same is measured."""
    return len(part.parts) == 1 and _value_of(part.parts[0].tree, lexicon) is rule


def _value_of(tree: Tree, lexicon: Lexicon) -> ConceptRule | None:
    """What is measured of a finding that nothing limits yet, as the rules name it."""
    if not isinstance(tree, Draft) or tree.kind != "occurrence" or tree.limits or tree.entity is None:
        return None
    found = tree.entity.rule
    return lexicon.named(f"{found.name} {_VALUE}") if found is not None and found.domain == _FOUND else None
