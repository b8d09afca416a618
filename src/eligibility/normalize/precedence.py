"""Precedence: the trees of items, and the operators between them, become one tree.

"And" binds tighter than "or", and what stands under one negation is denied together.
"""

from __future__ import annotations

from eligibility.normalize.drafts import WHO, Draft, Op, Tree, all_of, any_of, drafts_of
from eligibility.normalize.item_trees import item_tree
from eligibility.normalize.joins import Operator, is_denied_on
from eligibility.normalize.parts import Part, said_tree

_PAIR = 2


def precedence(trees: list[Tree | None], joins: list[Operator]) -> Tree | None:
    """ "A or B and C" is A or (B and C)."""
    either: list[Tree] = []
    every: list[Tree] = []
    for place, tree in enumerate(trees):
        if place and joins[place - 1] == "or" and every:
            either.append(Op("all_of", every) if len(every) > 1 else every[0])
            every = []
        if tree is not None:
            every.append(tree)
    if every:
        either.append(Op("all_of", every) if len(every) > 1 else every[0])
    return any_of(either)


def negated_runs(parts: list[Part], joins: list[Operator]) -> tuple[list[Tree | None], list[Operator]]:
    """The trees of the items, those under one negation made one: "no A, B or C" is that none of them holds."""
    trees: list[Tree | None] = []
    between: list[Operator] = []
    place = 0
    while place < len(parts):
        end = place
        while end + 1 < len(parts) and is_denied_on(parts[end], parts[end + 1]):
            end += 1
        if trees or place:
            between.append(joins[place - 1])
        trees.append(
            item_tree(parts[place]) if end == place else _one_negation(parts[place : end + 1], joins[place:end])
        )
        place = end + 1
    return trees, between


def _one_negation(parts: list[Part], joins: list[Operator]) -> Tree | None:
    """Items under one negation: what stands before it, and that none of the rest holds.

    Of what is denied together, "not both |asthma and gout|", not all holds.
    """
    negation = parts[0].parts[-1].negation
    before = [said for said in parts[0].parts if said.negation != negation]
    inside = [all_of([said.tree for said in part.parts if said.negation == negation]) for part in parts]
    after = [said for part in parts[1:] for said in part.parts if said.negation != negation]
    if any(part.together for part in parts[1:]):
        denied = precedence(inside, ["and" if part.together else "or" for part in parts[1:]])
    else:
        denied = any_of([tree for tree in inside if tree is not None])
    if len(inside) > 1 and (ability := _ability(inside[0])) is not None and denied is not None:
        denied = Op("all_of", [ability, denied])
    who = [
        tree for tree in (said_tree(before), Op("not", [denied]) if denied is not None else None) if tree is not None
    ]
    asked = said_tree(after)
    if asked is not None and before and _is_demanded(parts, negation):
        return Op("implies", [tree for tree in (all_of(who), asked) if tree is not None])
    return all_of([*who, *([] if asked is None else [asked])])


def _is_demanded(parts: list[Part], negation: int) -> bool:
    """Whether what follows the last thing denied is demanded of those who have none: "women not A or B |must| C"."""
    last, people = parts[-1], parts[0].parts[0]
    if not last.must or any(part.must for part in parts[:-1]) or people.negation:
        return False
    named = all(draft.kind in WHO for draft in drafts_of(people.tree))
    return named and all(said.negation == negation for said in last.parts[: last.must])


def _ability(tree: Tree | None) -> Tree | None:
    """Takes out what denies all of a list: "|cannot take| aspirin or clopidogrel"."""
    if not isinstance(tree, Op) or tree.kind != "all_of" or len(tree.parts) != _PAIR:
        return None
    first = tree.parts[0]
    if not isinstance(first, Draft) or first.kind != "attestation":
        return None
    tree.kind, tree.parts = "any_of", tree.parts[1:]
    return first
