"""Mixed lists: "COPD, current or former smoker", "age ≥ 40 years, gout or psoriasis".

What is asked for may be a list of alternatives, or things that are all asked, of which the last has two forms. Where
the last two are of one kind and what stands before them is of another, the commas are taken to add; which is noted.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import WHO, Draft, Op, Tree
from eligibility.normalize.joins import Join

_LAST = 2
"""Alternatives behind the last comma."""
_WHO, _VALUE, _COUNT = "who", "value", "count"
_LIMITED = frozenset({_VALUE, _COUNT})
_WHERE = frozenset({"observation", "visit"})
"""Domains of where and how somebody lives: "at home or |in a nursing home|"."""


def ask_apart(tree: Tree, joins: Sequence[Join], *, listed: bool) -> Tree:
    """Lets all be asked of a list in which only the last two things are alternatives.

    Args:
        tree: what is asked for, read as alternatives.
        joins: what stands between the items of its list.
        listed: whether its words say that all are alternatives: a comma stands before the "or" as well, or "either".
    """
    if listed or len(joins) < _LAST or joins[-1] != "or" or set(joins[:-1]) != {"comma"}:
        return tree
    if not isinstance(tree, Op) or tree.kind != "any_of":
        return tree
    things = [part for part in tree.parts if isinstance(part, Draft)]
    merged = len(things) == len(joins)
    if len(things) != len(tree.parts) or not (merged or len(things) == len(joins) + 1):
        return tree
    cut = len(things) - (1 if merged else _LAST)
    before, last = things[:cut], things[cut:]
    if not before or not _are_apart(before, last):
        return tree
    last[0].comma_inferred = True
    return Op("all_of", [*before, last[0] if merged else Op("any_of", [*last])])


def _are_apart(before: Sequence[Draft], last: Sequence[Draft]) -> bool:
    """Whether the last things of a list are of one kind, and all before them of others."""
    kinds, others = {_kind(one) for one in last}, {_kind(one) for one in before}
    if None in kinds or None in others or not kinds.isdisjoint(others):
        return False
    if others == {_WHO} or (kinds <= _WHERE and "visit" in kinds):
        return True
    return len(kinds) == 1 and (len(last) == 1 or kinds <= _LIMITED)


def _kind(draft: Draft) -> str | None:
    """Of what kind something is: who somebody is, a value, a count, or the domain of what happens."""
    if draft.kind in WHO:
        return _WHO
    if draft.kind == "measurement":
        return _VALUE if draft.limits else None
    if draft.kind != "occurrence" or draft.entity is None:
        return None
    return _COUNT if draft.limits else draft.entity.domain
