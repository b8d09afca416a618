"""What a change means for who may take part."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.comparing.change import Effect, What
from eligibility.deciding import Budget, Statement, subsumes
from eligibility.tree import AllOf, Criterion, Node, same


def effect_of(old: Criterion, new: Criterion, budget: Budget) -> Effect:
    """What becomes of who passes a criterion, where both versions are asked of the same people."""
    before, after = old.requirement(), new.requirement()
    return "none" if same(before, after) else effect_between(before, after, budget)


def effect_between(old: Node, new: Node, budget: Budget | None = None) -> Effect:
    """What becomes of who meets a tree."""
    before, after = Statement(old), Statement(new)
    narrower, wider = (bool(subsumes(*pair, budget=budget)) for pair in ((before, after), (after, before)))
    if narrower and wider:
        return "none"
    return "tighter" if narrower else "looser" if wider else "unclear"


def effect_for(effect: Effect, old: str | None, new: str | None) -> Effect:
    """The effect where a criterion may now be asked of others: cohorts by name, None is everybody."""
    if old == new:
        return effect
    of_others: Effect = "tighter" if new is None else "looser" if old is None else "unclear"
    return of_others if effect in {"none", of_others} else "unclear"


def effect_of_one(criterion: Criterion, others: Sequence[Criterion], budget: Budget, *, added: bool) -> Effect:
    """What adding a criterion to others does, or dropping it from them: nothing, where they ask for as much."""
    rest = AllOf(children=tuple(one.requirement() for one in others))
    if subsumes(criterion.requirement(), rest, budget=budget):
        return "none"
    return "tighter" if added else "looser"


def named(effect: Effect) -> What:
    """What a change of a criterion that is in both versions is called by its effect."""
    names: dict[Effect, What] = {"tighter": "tightened", "looser": "loosened", "unclear": "changed", "none": "reworded"}
    return names[effect]
