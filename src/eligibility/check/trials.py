"""What a trial adds to its criteria: the registry's own limits, and what a person has decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from eligibility.check.explanation import Explanation
from eligibility.errors import EligibilityError
from eligibility.tree import Age, BaseNode, Criterion, Node, Range, Registry, SexLeaf

_NOWHERE = (0, 0)


def registry_criteria(registry: Registry) -> list[Criterion]:
    """The registry's age and sex as criteria `age` and `sex`; none where it says nothing or admits everyone."""
    found: list[Criterion] = []
    if registry.age is not None and (registry.age.lower is not None or registry.age.upper is not None):
        limit = Range(lower=registry.age.lower, upper=registry.age.upper, unit="a")
        found.append(_criterion("age", "age in the registry", Age(text="", span=_NOWHERE, range=limit)))
    if registry.sex in {"female", "male"}:
        text = f"{registry.sex} in the registry"
        found.append(_criterion("sex", text, SexLeaf(text="", span=_NOWHERE, values=(registry.sex,))))
    return found


def _criterion(name: str, text: str, leaf: Node) -> Criterion:
    leaf = leaf.model_copy(update={"text": text})
    return Criterion(
        id=name, kind="inclusion", text=text, span=_NOWHERE, constraint=leaf, checkable="full", coverage=1.0
    )


def settled(node: BaseNode, holds: bool) -> Explanation:
    """The explanation of what a person has decided."""
    return Explanation(
        type=node.type, verdict="met" if holds else "not_met", code="decided", reason="as the caller decided"
    )


def check_decided(decided: Mapping[str, bool], criteria: Iterable[Criterion]) -> None:
    """Sees to it that only criteria are decided that the trial has, and each as true or false.

    Raises:
        EligibilityError: there is no such criterion, or it is said to be something else: any word would be true.
    """
    known = [one.id for one in criteria]
    for name, holds in decided.items():
        if name not in known:
            raise EligibilityError(
                "no-such-criterion", f"decided names {name!r}; the criteria are {', '.join(known) or 'none'}"
            )
        if not isinstance(holds, bool):
            message = f"decided says {holds!r} of {name}; say True where the constraint holds, False where it does not"
            raise EligibilityError("not-decided", message)
