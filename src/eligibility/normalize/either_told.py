"""Either told: two values that tell the same are alternatives within a list of what is asked.

"Platelets ≥ 100 x 10^9/L, |creatinine ≤ 1.5 mg/dL or creatinine clearance ≥ 60 mL/min|, albumin ≥ 3 g/dL".
"""

from __future__ import annotations

from eligibility.normalize.drafts import Draft, any_of
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part, Said

_FEWEST = 3
"""Items of a list that holds more than the two."""
_TOLD = (
    frozenset(
        {
            "creatinine", "creatinine clearance", "estimated creatinine clearance", "measured creatinine clearance",
            "estimated glomerular filtration rate",
        }
    ),
    frozenset({"international normalized ratio", "prothrombin time"}),
    frozenset({"hemoglobin", "hematocrit"}),
    frozenset({"ECOG performance status", "Karnofsky performance status", "Lansky performance status"}),
)  # fmt: skip
"""What is told by any of several values: how the kidneys work, how blood clots, anemia, how somebody is."""


def tell_either(parts: list[Part], joins: list[Join]) -> None:
    """Makes one item of two that an "or" joins and that tell the same, where other things are joined otherwise.

    Args:
        parts: the items of a list of what is asked; they are changed.
        joins: what stands between them; they are changed.
    """
    if len(parts) < _FEWEST or "or" not in joins or set(joins) == {"or"}:
        return
    for place in range(len(joins) - 1, -1, -1):
        beside = {*joins[max(0, place - 1) : place], *joins[place + 1 : place + 2]}
        one, two = _value(parts[place]), _value(parts[place + 1])
        if joins[place] != "or" or "or" in beside or one is None or two is None or not _tell_same(one, two):
            continue
        either = any_of([one, two])
        if either is not None:
            parts[place].parts = [Said(either)]
            del parts[place + 1], joins[place]


def _value(part: Part) -> Draft | None:
    """The value that an item asks for, where it says nothing else."""
    said = part.parts[0] if len(part.parts) == 1 else None
    if said is None or said.negation or not isinstance(said.tree, Draft) or part.listed or part.either is not None:
        return None
    return said.tree if said.tree.limits or said.tree.values else None


def _tell_same(one: Draft, two: Draft) -> bool:
    rules = {draft.entity.rule.name for draft in (one, two) if draft.entity and draft.entity.rule}
    return len(rules) > 1 and any(rules <= told for told in _TOLD)
