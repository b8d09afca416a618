"""Asking: what is asked of some people only.

"A negative pregnancy test |in women of childbearing potential" asks nothing of men, and "women must be sterile |or use
contraception" asks women for either.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from eligibility.normalize.drafts import Draft, Op, Tree, any_of, drafts_of
from eligibility.normalize.joins import Operator
from eligibility.normalize.parts import Part, Said, item_tree, said_tree
from eligibility.tree import Kind

_PAIR = 2
_JOINED = frozenset({"all_of", "any_of"})


def ask(parts: list[Part], operators: list[Operator]) -> None:
    """Makes the item that names people after what is asked of them a condition, and what is asked.

    Where several items name people each has its own value ("≥ 13 g/dL in men and ≥ 12 g/dL in women"), and all stay as
    they are.
    """
    place = next(place for place, part in enumerate(parts) if part.whom)
    part = parts[place]
    if any(draft.kind == "sex" for one in parts if one is not part for draft in one.drafts()):
        return
    if (part.must and part.must < (part.whom or 0)) or not _is_asked(part.parts[: part.whom]):
        return
    asked, people = said_tree(part.parts[: part.whom]), said_tree(part.parts[part.whom :])
    if asked is None or people is None:
        return
    if place and place == len(parts) - 1 and set(operators) == {"or"}:
        before = [tree for one in parts[:-1] if (tree := item_tree(one)) is not None]
        asked = any_of([*before, asked]) or asked
        del parts[:-1], operators[:]
        part = parts[0]
    part.parts = [Said(Op("implies", [people, asked]))]


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


def only_people(part: Part) -> bool:
    """Whether an item says who, and nothing else: "women", "for diabetic patients"."""
    return bool(part.parts) and all(draft.people and not draft.limits for draft in part.drafts())


def demand(said: Said, who: Tree, kind: Kind) -> Said:
    """What is asked of some only, where it is asked; what excludes them together with it."""
    tree = Op("not", [said.tree]) if said.negation else said.tree
    return Said(Op("implies", [who, tree]) if kind == "inclusion" else Op("all_of", [tree, who]))


def instead(asked: Tree, who: Tree, kind: Kind) -> Tree | None:
    """ "BNP ≥ 600, or ≥ 900 |in atrial fibrillation": the second limit holds in that case, the first one in all others.

    None where it is not two limits of one mention of a measurement, or of several with one limit ("AST and ALT").
    """
    if not isinstance(asked, Op) or asked.kind != "any_of" or len(asked.parts) != _PAIR:
        return None
    one, two = asked.parts
    several = one.parts if isinstance(one, Op) and one.kind in _JOINED else [one]
    measured = [tree for tree in several if isinstance(tree, Draft) and tree.kind == "measurement" and tree.limits]
    if not isinstance(two, Draft) or not two.limits or not measured or len(measured) < len(several):
        return None
    if any(draft.limits != measured[-1].limits for draft in measured):
        return None
    if (measured[-1].first, measured[-1].last) != (two.first, two.last):
        return None
    others: list[Tree] = [_limited_as(draft, two) for draft in measured[:-1]]
    return _in_cases(who, one, replace(one, parts=[*others, two]) if isinstance(one, Op) else two, kind)


def but_in_case(body: Tree, exception: Tree, kind: Kind) -> Tree | None:
    """ "Bilirubin ≤ 1.5 x ULN, except in |Gilbert syndrome, who may have bilirubin < 3 mg/dL|": another limit there.

    None where the exception is no other limit of what is limited.
    """
    if not isinstance(body, Draft) or body.kind != "measurement" or body.entity is None or not body.limits:
        return None
    if not isinstance(exception, Op) or exception.kind not in {"implies", "all_of"} or len(exception.parts) != _PAIR:
        return None
    who, two = exception.parts
    if not isinstance(two, Draft) or two.kind != "measurement" or two.entity is None or not two.limits:
        return None
    if two.entity.rule is None or two.entity.rule is not body.entity.rule or not isinstance(who, Draft) or who.limits:
        return None
    return _in_cases(who, body, two, kind)


def _in_cases(who: Tree, one: Tree, two: Tree, kind: Kind) -> Tree:
    """One thing asked of all but some, and another of these."""
    case: Literal["implies", "all_of"] = "implies" if kind == "inclusion" else "all_of"
    cases: list[Tree] = [Op(case, [Op("not", [who]), one]), Op(case, [who, two])]
    return Op("all_of" if kind == "inclusion" else "any_of", cases)


def _limited_as(draft: Draft, other: Draft) -> Draft:
    """A measurement with the limits of another one."""
    again = draft.again()
    again.limits = [*other.limits]
    return again


def _names_people(part: Part) -> bool:
    return any(draft.kind in {"sex", "age", "definition"} for draft in part.drafts())


def _is_asked(said: list[Said]) -> bool:
    """Whether something is a demand, and no finding: it is attested, has a value or a limit, or must not be there."""
    return all(one.negation or all(_is_demand(draft) for draft in drafts_of(one.tree)) for one in said)


def _is_demand(tree: Tree) -> bool:
    if not isinstance(tree, Draft):
        return False
    return tree.kind == "attestation" or (tree.kind == "measurement" and bool(tree.values or tree.limits))
