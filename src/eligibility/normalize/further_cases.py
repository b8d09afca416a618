"""Further cases: a limit that holds in one more case stands in for all that is said of the others.

"ALT ≤ 3 x ULN (≤ 5 x ULN if liver metastases), |or ≤ 4 x ULN if cirrhosis|".
"""

from __future__ import annotations

from eligibility.normalize.drafts import Draft, Op, Tree, drafts_of

_PAIR = 2


def in_several(tree: Tree) -> dict[int, Op]:
    """By the measurements in a tree that are limited otherwise in some case, what says both of these.

    Args:
        tree: the tree; each measurement is told by its identity.
    """
    if isinstance(tree, Draft):
        return {}
    if is_in_cases(tree):
        return {id(draft): tree for part in tree.parts for draft in drafts_of(part)}
    return {draft: cases for part in tree.parts for draft, cases in in_several(part).items()}


def is_in_cases(tree: Op) -> bool:
    """Whether a tree limits something otherwise in one case than in all others, as `instead` says it."""
    if len(tree.parts) != _PAIR:
        return False
    one, two = tree.parts
    if not isinstance(one, Op) or not isinstance(two, Op) or one.kind != two.kind or len(two.parts) != _PAIR:
        return False
    others = one.parts[0]
    return isinstance(others, Op) and others.kind == "not" and others.parts[0] is two.parts[0]


def in_further_case(before: Op, case: Tree, limited: list[Draft]) -> Op | None:
    """ "≤ 3 x ULN, or ≤ 5 x ULN if A, |or ≤ 4 x ULN if B|": a further case in place of those before it.

    Args:
        before: what is said before it.
        case: the further case: an implication, or what excludes with who it excludes.
        limited: what is limited before it.

    Returns:
        The limits in all cases; None where nothing is limited in cases before.
    """
    if not isinstance(case, Op) or len(case.parts) != _PAIR or not is_in_cases(before):
        return None
    if {id(one) for one in limited}.isdisjoint(id(one) for one in drafts_of(before)):
        return None
    who, said = case.parts if case.kind == "implies" else reversed(case.parts)
    cases: list[Tree] = [Op(case.kind, [Op("not", [who]), before]), Op(case.kind, [who, said])]
    return Op("all_of" if case.kind == "implies" else "any_of", cases)
