"""Mixed lists: "COPD, current or former smoker", "diabetes, HbA1c ≥ 7 % or BMI ≥ 30".

What is asked for may be a list of alternatives, or things that are all asked, of which the last has two forms. Where
the last ones are of one kind and what stands before them is of another, the commas are taken to add; which is noted.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import CARE, WHO, Draft, Op, Tree, drafts_of, first_of
from eligibility.normalize.joins import Join

_LAST = 2
"""Alternatives behind the last comma, at the least."""
_WHO, _VALUE, _COUNT = "who", "value", "count"
_CONDITION = "condition"
_LIMITED = frozenset({_VALUE, _COUNT})
_LEADS = frozenset({_WHO, _CONDITION, "visit"})
"""Kinds of what a criterion begins with that asks for values besides: "|diabetes|, HbA1c ≥ 7 % or BMI ≥ 30"."""
_WHERE = frozenset({"observation", "visit"})
"""Domains of where and how somebody lives: "at home or |in a nursing home|"."""


def ask_apart(tree: Tree, joins: Sequence[Join], *, listed: bool) -> Tree:
    """Lets all be asked of a list in which only the last things are alternatives.

    Args:
        tree: what is asked for, read as alternatives.
        joins: what stands between the items of its list.
        listed: whether its words say that all are alternatives: a comma stands before the "or" as well, or "either".
    """
    if listed or len(joins) < _LAST or joins[-1] != "or" or joins[0] != "comma":
        return tree
    commas = joins.index("or")
    if set(joins[:commas]) != {"comma"} or set(joins[commas:]) != {"or"}:
        return tree
    people, either = _people_apart(tree)
    if not isinstance(either, Op) or either.kind != "any_of":
        return tree
    things = either.parts
    merged = len(things) == len(joins)
    if not (merged or len(things) == len(joins) + 1):
        return tree
    before, last = things[:commas], things[commas:]
    if not _are_apart(before, last, alone=merged and len(last) == 1):
        return tree
    first_of(last[0]).comma_inferred = True
    return Op("all_of", [*people, *before, last[0] if len(last) == 1 else Op("any_of", [*last])])


def _people_apart(tree: Tree) -> tuple[list[Tree], Tree]:
    """Who all else is asked of, and that: "|adults with| gout, urate ≥ 8 mg/dL or tophi"."""
    if not isinstance(tree, Op) or tree.kind != "all_of":
        return [], tree
    *people, either = tree.parts
    return (people, either) if all(_kind(one) == _WHO for one in people) else ([], tree)


def _are_apart(before: Sequence[Tree], last: Sequence[Tree], *, alone: bool) -> bool:
    """Whether the last things of a list are of one kind, and all before them of others.

    Behind what somebody has or is, values are asked for besides, and what is done or given where one of them is not so.
    """
    kinds, others = {_kind(one) for one in last}, {_kind(one) for one in before}
    if None in kinds or None in others:
        return False
    besides = _VALUE in kinds and kinds <= _LIMITED | CARE and others <= _LEADS | _LIMITED
    if (besides and _kind(before[0]) in _LEADS) or (len(last) > _LAST and _kind(last[0]) in _LIMITED):
        return besides or others <= _LEADS
    plain = len(last) <= _LAST and all(isinstance(one, Draft) for one in (*before, *last))
    if not plain or not kinds.isdisjoint(others):
        return False
    if others == {_WHO} or (kinds <= _WHERE and "visit" in kinds):
        return True
    return len(kinds) == 1 and (alone or kinds <= _LIMITED)


def _kind(tree: Tree) -> str | None:
    """Of what kind something is: who somebody is, a value, a count, or the domain of what happens; None if of none.

    What is asked for together is of the kind that leads it, "|hospitalized| with COVID-19".
    """
    if isinstance(tree, Draft):
        return _kind_of(tree)
    if tree.kind not in {"all_of", "any_of"}:
        return None
    kinds = {_kind_of(draft) for draft in drafts_of(tree)}
    if len(kinds) == 1:
        return kinds.pop()
    return _CONDITION if _CONDITION in kinds and kinds <= _LEADS else None


def _kind_of(draft: Draft) -> str | None:
    if draft.kind in WHO:
        return _WHO
    if draft.kind == "measurement":
        return _VALUE if draft.limits or draft.values else None
    if draft.kind != "occurrence" or draft.entity is None:
        return None
    return _COUNT if draft.limits else draft.entity.domain
