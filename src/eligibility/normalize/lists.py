"""Lists: the items of a list become one tree."""

from __future__ import annotations

from dataclasses import replace

from eligibility.normalize.drafts import Op, Tree, all_of, any_of
from eligibility.normalize.heads import shared_head
from eligibility.normalize.joins import Join, Operator, resolve
from eligibility.normalize.parts import Part, Said, item_tree, said_tree, with_examples
from eligibility.tree import Kind


def join(parts: list[Part], joins: list[Join], kind: Kind) -> Tree | None:
    """The tree of a list: "and" binds tighter than "or", a comma is what the next "and" or "or" says."""
    for place, part in enumerate(parts):
        if part.listed and place < len(parts) - 1:
            return _counted(parts, joins, place, kind)
        if part.examples is not None and part.parts and place < len(parts) - 1:
            parts, joins = _exemplified(parts, joins, place)
            break
    if "colon" in joins:
        return _under_headings(parts, joins, kind)
    if len(parts) == 1:
        return item_tree(parts[0])
    operators = resolve(joins, parts, kind)
    if (chosen := next((place for place, part in enumerate(parts) if part.either and place), None)) is not None:
        parts, operators = _chosen(parts, operators, chosen)
    head = shared_head(parts, operators)
    tree = _precedence(*_negated_runs(parts, operators))
    return all_of([each for each in (head, tree) if each is not None])


def _chosen(parts: list[Part], joins: list[Operator], place: int) -> tuple[list[Part], list[Operator]]:
    """ "A and either |B or C|": the alternatives become one item."""
    end = place
    while end < len(joins) and joins[end] == "or":
        end += 1
    tree = _precedence(*_negated_runs(parts[place : end + 1], joins[place:end]))
    one = Part(parts=[Said(tree)] if tree is not None else [])
    return [*parts[:place], one, *parts[end + 1 :]], [*joins[:place], *joins[end:]]


def _negated_runs(parts: list[Part], joins: list[Operator]) -> tuple[list[Tree | None], list[Operator]]:
    """The trees of the items, those under one negation made one: "no A, B or C" is that none of them holds."""
    trees: list[Tree | None] = []
    between: list[Operator] = []
    place = 0
    while place < len(parts):
        end = place
        while end + 1 < len(parts) and _continues(parts[end], parts[end + 1]):
            end += 1
        if trees or place:
            between.append(joins[place - 1])
        trees.append(
            item_tree(parts[place]) if end == place else _one_negation(parts[place : end + 1], joins[place:end])
        )
        place = end + 1
    return trees, between


def _continues(left: Part, right: Part) -> bool:
    if not left.parts or not right.parts:
        return False
    return left.parts[-1].negation != 0 and left.parts[-1].negation == right.parts[0].negation


def _one_negation(parts: list[Part], joins: list[Operator]) -> Tree | None:
    """Items under one negation: what stands before it, and that none of the rest holds."""
    negation = parts[0].parts[-1].negation
    before = [said for said in parts[0].parts if said.negation != negation]
    inside = [all_of([said.tree for said in part.parts if said.negation == negation]) for part in parts]
    after = [said for part in parts[1:] for said in part.parts if said.negation != negation]
    denied = any_of([tree for tree in inside if tree is not None])
    out = [said_tree(before), Op("not", [denied]) if denied is not None else None, said_tree(after)]
    return all_of([tree for tree in out if tree is not None])


def _counted(parts: list[Part], joins: list[Join], place: int, kind: Kind) -> Tree | None:
    """ "at least two of the following: A, B, C"."""
    count = parts[place].count
    following = parts[place + 1 :]
    if count is None or count == 1:
        trees, _ = _negated_runs(following, ["or"] * (len(following) - 1))
        rest = [tree for tree in trees if tree is not None]
    else:
        rest = [tree for part in following if (tree := item_tree(part)) is not None]
    if not rest:
        counted = None
    elif count == -1:
        counted = all_of(rest)
    elif count is not None and count > 1:
        counted = Op("at_least", rest, count)
    else:
        counted = any_of(rest)
    before = join(parts[:place], joins[: max(0, place - 1)], kind) if place else None
    own = [tree for tree in (before, item_tree(parts[place]), counted) if tree is not None]
    return all_of(own)


def _exemplified(parts: list[Part], joins: list[Join], place: int) -> tuple[list[Part], list[Join]]:
    """ "diseases such as A, B and C": the items after "such as" are examples of what stands before."""
    first = parts[place]
    count = min(first.examples or len(first.parts), len(first.parts))
    own = all_of([said.tree for said in first.parts[count:]])
    examples = any_of(
        [
            *([] if own is None else [own]),
            *(tree for part in parts[place + 1 :] if (tree := any_of(_trees(part))) is not None),
        ]
    )
    last = first.parts[count - 1]
    joined = with_examples(last.tree, examples) or last.tree
    return [
        *parts[:place],
        replace(first, parts=[*first.parts[: count - 1], Said(joined, last.negation)], examples=None),
    ], joins[:place]


def _trees(part: Part) -> list[Tree]:
    tree = all_of([said.tree for said in part.parts])
    return [] if tree is None else [tree]


def _under_headings(parts: list[Part], joins: list[Join], kind: Kind) -> Tree | None:
    """ "cardiac disease: A or B": what stands before a colon holds together with what it introduces."""
    trees: list[Tree] = []
    start = 0
    for place, one in enumerate([*joins, "colon"]):
        if one == "colon":
            tree = join(parts[start : place + 1], joins[start:place], kind)
            if tree is not None:
                trees.append(tree)
            start = place + 1
    return all_of(trees)


def _precedence(trees: list[Tree | None], joins: list[Operator]) -> Tree | None:
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
