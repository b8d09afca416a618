"""The registry's own fields in two versions."""

from __future__ import annotations

from collections.abc import Iterator

from eligibility.comparing.change import Change, Effect, Side
from eligibility.comparing.effects import effect_between, named
from eligibility.tree import Age, AllOf, AnyOf, Node, Range, Registry, SexLeaf

_NOWHERE = {"text": "", "span": (0, 0)}


def registry_changes(old: Registry, new: Registry) -> Iterator[Change]:
    """What is different in the fields of the record; a field that one version does not have is not compared."""
    if old.age is not None and new.age is not None and old.age != new.age:
        ages = [Range(lower=one.lower, upper=one.upper, unit="a") for one in (old.age, new.age)]
        yield _change("age", [f"{_end(one.lower)} to {_end(one.upper)}" for one in ages], [_age(one) for one in ages])
    if old.sex is not None and new.sex is not None and old.sex != new.sex:
        yield _change("sex", [old.sex, new.sex], [_sex(old.sex), _sex(new.sex)])
    healthy = old.healthy_volunteers, new.healthy_volunteers
    if None not in healthy and healthy[0] != healthy[1]:
        effect: Effect = "looser" if new.healthy_volunteers else "tighter"
        said = ["accepted" if one else "not accepted" for one in healthy]
        yield _told("healthy_volunteers", said, effect)


def _change(field: str, said: list[str], trees: list[Node]) -> Change:
    return _told(field, said, effect_between(trees[0], trees[1]))


def _told(field: str, said: list[str], effect: Effect) -> Change:
    old, new = (Side(id=field, text=one, meaning=one) for one in said)
    return Change(what=named(effect), effect=effect, old=old, new=new)


def _age(limit: Range) -> Node:
    return AllOf(children=()) if limit.lower is None and limit.upper is None else Age(**_NOWHERE, range=limit)


def _sex(sex: str) -> Node:
    if sex == "all":
        return AllOf(children=())
    return AnyOf(children=tuple(SexLeaf(**_NOWHERE, values=(one,)) for one in ("female", "male") if one == sex))


def _end(bound: float | None) -> str:
    return "any" if bound is None else f"{bound:g} a"
