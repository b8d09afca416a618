"""Asking: what is asked of some people only.

"A negative pregnancy test |in women of childbearing potential" asks nothing of men, and "women must be sterile |or use
contraception" asks women for either.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import FERTILE, WHO, Draft, Op, Tree, drafts_of, last_of, sexes
from eligibility.normalize.item_trees import item_tree
from eligibility.normalize.joins import Join, Operator
from eligibility.normalize.parts import Part, Said, said_tree
from eligibility.tree import Kind

_SEVERAL = 2
_ALTERNATIVE = frozenset({"or", "comma"})
"""What stands between things none of which is so."""


def ask(parts: list[Part], operators: list[Operator]) -> Tree | None:
    """Makes the item that names people after what is asked of them a condition, and what is asked.

    Where several items name people each has its own value ("≥ 13 g/dL in men and ≥ 12 g/dL in women"), and all stay as
    they are.

    Returns:
        The people, where all of several alternatives are asked of them: "not pregnant or nursing |(for women)|".
    """
    place = next(place for place, part in enumerate(parts) if part.whom)
    part = parts[place]
    if any(draft.kind == "sex" for one in parts if one is not part for draft in one.drafts()):
        return None
    if (part.must and part.must < (part.whom or 0)) or not _is_asked(part.parts[: part.whom]):
        return None
    asked, people = said_tree(part.parts[: part.whom]), said_tree(part.parts[part.whom :])
    if asked is None or people is None:
        return None
    if place == len(parts) - 1 and set(operators) == {"or"}:
        part.parts, part.whom = part.parts[: part.whom], None
        return people
    part.parts = [Said(Op("implies", [people, asked]))]
    return None


def ask_first(part: Part) -> None:
    """ "For women of childbearing potential |a negative pregnancy test|": makes who comes first a condition.

    So they are where all that follows is asked, and no comma parts them from it.
    """
    who, rest = part.parts[0], part.parts[1:]
    if not rest or who.negation or not all(draft.people for draft in drafts_of(who.tree)) or not _is_asked(rest):
        return
    asked, last = said_tree(rest), last_of(who.tree).last
    drafts = drafts_of(asked)
    if asked is not None and all(draft.kind not in WHO and draft.extent[0] >= last for draft in drafts):
        part.parts = [Said(Op("implies", [who.tree, asked]))]


def take_condition(parts: list[Part], operators: list[Operator]) -> Tree | None:
    """ "Women |must be sterile or use contraception": takes who is asked out of the first item, as it is said of all.

    None where nobody is asked, or where a later item asks, or speaks of others, anew.
    """
    first, rest = parts[0], parts[1:]
    if first.whom == 0 and rest and only_people(first):
        del parts[0], operators[0]
        return item_tree(first)
    if not first.must or first.must >= len(first.parts) or first.examples:
        return None
    if any(part.must or part.people or part.whom or _names_people(part) for part in rest):
        return None
    who = said_tree(first.parts[: first.must])
    if who is None or not all(draft.kind in {"sex", "occurrence"} for draft in drafts_of(who)):
        return None
    first.parts, first.must = first.parts[first.must :], None
    return who


def cases_of(parts: list[Part], joins: list[Join]) -> list[int]:
    """Where items say of whom the rest excludes: "|in women|, pregnancy or lactation"."""
    return [place for place, join in enumerate(joins) if join == "comma" and _leads(parts[place])]


def _leads(part: Part) -> bool:
    """Whether an item says whom what follows is of, and nothing else."""
    return part.whom == 0 and only_people(part) and not any(said.negation for said in part.parts)


def only_people(part: Part) -> bool:
    """Whether an item says who, and nothing else: "women", "for diabetic patients"."""
    return bool(part.parts) and all(draft.people and not draft.limits for draft in part.drafts())


def asks_of(part: Part) -> bool:
    """Whether an item ends in who is asked, and what is asked of them follows: "women |must:|", "for women|:|"."""
    if not part.parts:
        return False
    named = all(draft.kind in WHO or draft.kind == "occurrence" for draft in part.drafts())
    return (named and part.must == len(part.parts)) or (part.whom == 0 and only_people(part)) or _is_one_sex(part)


def _is_one_sex(part: Part) -> bool:
    """Whether an item names people of one sex and nothing else: "|female participants|:"."""
    found = part.drafts()
    if len(found) == 1 and found[0].entity is not None and found[0].entity.rule is not None:
        return found[0].entity.rule.name in FERTILE and found[0].when is None
    return all(draft.kind == "sex" for draft in found) and sexes(found) in ({"female"}, {"male"})


def demand(said: Said, who: Tree, kind: Kind) -> Said:
    """What is asked of some only, where it is asked; what excludes them together with it."""
    tree = Op("not", [said.tree]) if said.negation else said.tree
    return Said(Op("implies", [who, tree]) if kind == "inclusion" else Op("all_of", [tree, who]))


def asked_of_all(parts: Sequence[Part], joins: Sequence[Join]) -> Tree | None:
    """Those of whom it is asked that none of several things is so: "not pregnant or nursing |(if female)|"; else None.

    Args:
        parts: the items of a list, the last of which has the case.
        joins: what stands between them.
    """
    if len(parts) < _SEVERAL or not parts[-1].parts or parts[-1].case is None or any(one.case for one in parts[:-1]):
        return None
    negation = parts[-1].parts[-1].negation
    if not negation or not _ALTERNATIVE.issuperset(joins):
        return None
    return parts[-1].case[0] if all(said.negation == negation for one in parts for said in one.parts) else None


def _names_people(part: Part) -> bool:
    return any(draft.kind in WHO for draft in part.drafts())


def _is_asked(said: list[Said]) -> bool:
    """Whether something is a demand, and no finding: it is attested, has a value or a limit, or must not be there."""
    return all(one.negation or all(_is_demand(draft) for draft in drafts_of(one.tree)) for one in said)


def _is_demand(tree: Tree) -> bool:
    if not isinstance(tree, Draft):
        return False
    return tree.kind == "attestation" or (tree.kind == "measurement" and bool(tree.values or tree.limits))
