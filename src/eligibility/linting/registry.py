"""The text against what the registry says of age and sex in fields of its own."""

from __future__ import annotations

from collections.abc import Iterator

from eligibility.deciding import Answer, Statement, overlap, subsumes
from eligibility.linting.finding import Finding, finding
from eligibility.linting.gates import Gate
from eligibility.tree import Age, AllOf, BaseLeaf, Criterion, Node, Range, Registry, SexLeaf

_NOWHERE = {"text": "", "span": (0, 0)}


def registry_findings(registry: Registry, found: list[Gate]) -> Iterator[Finding]:
    """Where the text and the registry differ. Criteria of single cohorts are left out, and those that ask for more."""
    for_all = [gate for gate in found if gate.cohort is None]
    yield from _age(registry, _only(for_all, Age))
    yield from _sex(registry, _only(for_all, SexLeaf))


def _only(found: list[Gate], kind: type[Age | SexLeaf]) -> list[Gate]:
    """The gates that speak of nothing but an age, or a sex, without further limits."""
    return [
        gate
        for gate in found
        if all(
            isinstance(leaf, kind) and leaf.window is None and not leaf.qualifiers
            for leaf in gate.criterion.constraint.find(BaseLeaf)
        )
        and not gate.is_closed
        and not gate.is_open
    ]


def _age(registry: Registry, asked: list[Gate]) -> Iterator[Finding]:
    if registry.age is None or not asked:
        return
    text = _together(asked)
    if overlap(text, text) is Answer.NO:
        return
    for side, word, bound in (("lower", "lowest", registry.age.lower), ("upper", "highest", registry.age.upper)):
        limiting = [gate.criterion for gate in asked if _limits(gate, side)]
        if limiting and bound is None:
            yield _differs("age", f"the text has a {word} age, the registry has none", limiting)
        elif limiting and bound is not None and not any(_is_bound(text, side, one) for one in _meant(side, bound)):
            yield _differs("age", f"{bound:g} years is the {word} age in the registry, and not in the text", limiting)


def _meant(side: str, bound: float) -> tuple[Range, ...]:
    """The limits that a bound of the registry can stand for: "65 Years" may be anybody who is not yet 66."""
    if side == "lower":
        return Range(lower=bound, unit="a"), Range(lower=bound - 1, lower_inclusive=False, unit="a"), _open(lower=bound)
    return Range(upper=bound, unit="a"), _open(upper=bound + 1), _open(upper=bound)


def _open(*, lower: float | None = None, upper: float | None = None) -> Range:
    return Range(lower=lower, upper=upper, lower_inclusive=False, upper_inclusive=False, unit="a")


def _limits(gate: Gate, side: str) -> bool:
    """Whether a gate has a bound on this side: very young, or very old, one does not pass."""
    far = _open(upper=-1.0) if side == "lower" else _open(lower=1000.0)
    return overlap(gate.passes, _age_leaf(far)) is Answer.NO


def _is_bound(text: Statement, side: str, limit: Range) -> bool:
    """Whether the text allows just this bound: all beyond it is out, and what lies next to it is in."""
    edge = limit.lower if side == "lower" else limit.upper
    inclusive = limit.lower_inclusive if side == "lower" else limit.upper_inclusive
    assert edge is not None
    step = 0.0 if inclusive else 0.001 if side == "lower" else -0.001
    inside = Range(lower=edge + step, upper=edge + step, unit="a")
    return bool(subsumes(_age_leaf(limit), text)) and overlap(text, _age_leaf(inside)) is not Answer.NO


def _sex(registry: Registry, asked: list[Gate]) -> Iterator[Finding]:
    if registry.sex is None or not asked:
        return
    text = _together(asked)
    for sex in ("female", "male"):
        leaf = SexLeaf(**_NOWHERE, values=(sex,))
        in_text = overlap(text, leaf) is not Answer.NO
        in_registry = registry.sex in {"all", sex}
        if in_text != in_registry:
            where = ("the text", "the registry") if in_text else ("the registry", "the text")
            criteria = [gate.criterion for gate in asked]
            yield _differs("sex", f"{sex} patients may take part by {where[0]}, and not by {where[1]}", criteria)
            return


def _together(asked: list[Gate]) -> Statement:
    return Statement(AllOf(children=tuple(gate.passes.node for gate in asked)))


def _age_leaf(limit: Range) -> Node:
    return Age(**_NOWHERE, range=limit)


def _differs(field: str, message: str, criteria: list[Criterion]) -> Finding:
    return finding(f"{field}-differs-from-registry", message, criteria)
