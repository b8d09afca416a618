"""Joins: what the separators of a list say, and which operator each stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from eligibility.grammar.limits import Amount
from eligibility.normalize.drafts import WHO, Draft, Op, sexes
from eligibility.normalize.parts import Part
from eligibility.normalize.units import convert
from eligibility.tree import Kind

Join = Literal["and", "or", "comma", "colon", "next"]
Operator = Literal["and", "or"]
LISTING: frozenset[Join] = frozenset({"and", "or", "comma"})
"""The joins between the members of one list."""

_VIRUS = re.compile(r"\b(?:hepatitis |H)(B|C|D|E|IV)")
"""The letter of a virus in the name of what it is found by."""
_GENOMES = ("DNA", "RNA")
_GRADES = frozenset({"score", "stage", "grade", "size"})
"""Kinds of what says how bad something is that stands before it."""

_AGED = frozenset({"age", "definition"})
_HELD = frozenset({"legal guardianship", "legal protection measure", "incarceration", "deprivation of liberty"})
"""Concepts that some people are told by: "adults under guardianship", "prisoners"."""
"""Kinds of what people of an age are named by."""


def join_of(tags: Sequence[str]) -> Join:
    """What a separator says: and, or, a bare comma (which means what the next word of the list says), a colon.

    The semicolon between the members of a list that is counted is "next", whatever stands beside it.
    """
    found = set(tags)
    if "NEXT" in found:
        return "next"
    if found & {"OR", "NOR", "SLASH"}:
        return "or"
    if found & {"AND", "BUT"}:
        return "and"
    return "colon" if "COLON" in found else "comma"


def resolve(joins: list[Join], parts: list[Part], kind: Kind) -> list[Operator]:
    """The operator of each separator.

    An exclusion list that enumerates ("A, B and C") names alternatives; between limits behind an "or" an "and" is one:
    "ALT > 5 x ULN, or ALT > 3 x ULN and bilirubin > 2 x ULN". An "or" within what is denied together says nothing of
    the commas around it: "gout, asthma, |no fever or cough|".
    """
    if kind == "exclusion" and joins == ["comma"] and _is_in_apposition(*parts):
        return ["and"]
    out: list[Operator] = []
    following: Operator | None = None
    enumerated = kind == "exclusion" and "comma" in joins and "or" not in joins
    for place in range(len(joins) - 1, -1, -1):
        one = joins[place]
        if one == "or" and is_denied_on(parts[place], parts[place + 1]):
            out.append("or")
            continue
        if one == "comma" and following == "and" and is_by_sex(parts[place], parts[place + 1]):
            out.append("or")
            continue
        bound = one == "and" and (parts[place + 1].together or parts[place].together)
        if bound and not _either(parts[place], parts[place + 1], "inclusion"):
            out.append("and")
            continue
        if one == "comma" and following != "or" and is_by_sex(parts[place], parts[place + 1]):
            out.append("or")
            continue
        if one == "or":
            following = "or"
        elif one == "and":
            listed = (
                enumerated
                or _others(kind, parts[place + 1])
                or (kind == "exclusion" and joins[max(0, place - 2) : place] == ["comma", "comma"])
            )
            either = _either(parts[place], parts[place + 1], kind) and not _asks_both(parts, joins, place)
            either = either and not (kind == "inclusion" and _demands_again(parts, place + 1))
            following = "or" if listed or either else "and"
            if either and not listed and kind == "exclusion":
                _note_either(parts[place], parts[place + 1])
        elif following is None:
            others = (
                kind == "exclusion"
                or _alike(parts)
                or name_other_ages(parts[place].drafts(), parts[place + 1].drafts())
            )
            following = "or" if others else "and"
        out.append(following)
    return out[::-1]


def _demands_again(parts: Sequence[Part], place: int) -> bool:
    """Whether an item says what must be, as one before it does: "men must be sterile, |and patients must consent|"."""
    return parts[place].must is not None and any(part.must is not None for part in parts[:place])


def _is_in_apposition(left: Part, right: Part) -> bool:
    """Whether all that a criterion names is a condition and how bad it is: "heart failure, |NYHA class III".

    What is no grade or score may be another thing, "stroke, |QTc > 450 ms|", which is noted.
    """
    if len(left.parts) != 1 or len(right.parts) != 1 or left.parts[0].negation or right.parts[0].negation:
        return False
    one, two = left.parts[0].tree, right.parts[0].tree
    if not isinstance(one, Draft) or not isinstance(two, Draft) or one.entity is None or right.own_status:
        return False
    if one.entity.domain != "condition" or two.kind != "measurement" or not two.limits:
        return False
    rule = two.entity.rule if two.entity is not None else None
    two.comma_inferred = rule is None or rule.kind not in _GRADES
    return True


def _others(kind: Kind, part: Part) -> bool:
    """Whether others are excluded besides: "pregnancy or lactation, |and women who use no contraception|"."""
    return kind == "exclusion" and part.comma and len(part.parts) > 1 and part.drafts()[0].kind == "sex"


def is_denied_on(left: Part, right: Part) -> bool:
    """Whether an item goes on with what the one before it denies: "no fever |or cough"."""
    if not left.parts or not right.parts:
        return False
    return left.parts[-1].negation != 0 and left.parts[-1].negation == right.parts[0].negation


def _asks_both(parts: Sequence[Part], joins: Sequence[Join], place: int) -> bool:
    """Whether an "and" between two limited measurements is one, as an "or" before it says what are alternatives."""
    left, right = parts[place], parts[place + 1]
    if "or" in joins[place:] or not (_limited(left) and _limited(right)):
        return False
    tree = left.parts[-1].tree
    return "or" in joins[:place] or (isinstance(tree, Op) and tree.kind == "any_of")


def _limited(part: Part) -> bool:
    """Whether an item ends in a measurement with a limit or a value, and is not said of one sex."""
    last = part.last
    valued = last is not None and last.kind == "measurement" and bool(last.limits or last.values)
    return valued and not sexes(part.drafts())


def _alike(parts: list[Part]) -> bool:
    """Whether all items are on one scale: "ASA I, ASA II, ASA III" are alternatives."""
    found = [part.drafts()[:1] for part in parts]
    rules = {id(one[0].entity.rule) if one and one[0].entity is not None else None for one in found}
    return len(rules) == 1 and None not in rules and all(one[0].kind == "measurement" for one in found)


def is_by_sex(left: Part, right: Part) -> bool:
    """Whether two limits are for people of different sexes: "≥ 13 g/dL in men, |≥ 12 g/dL in women"."""
    one = sexes(left.drafts())
    two = sexes(right.drafts()) if one else one
    if not two or one == two:
        return False
    return all(any(draft.limits for draft in part.drafts()) for part in (left, right))


def _are_of_an_age(part: Part) -> bool:
    """Whether an item begins with people of an age: "children under 12 years", "children"."""
    first = part.first
    return first is not None and first.kind in {"age", "definition"} and (part.others or first.definition is not None)


def name_other_ages(left: Sequence[Draft], right: Sequence[Draft]) -> bool:
    """Whether only people are named, of ages of which nobody has both: "children (2-11), |adolescents (12-17)"."""
    if any(draft.kind not in _AGED for draft in (*left, *right)):
        return False
    return _of_other_ages(left, right)


def _of_other_ages(left: Sequence[Draft], right: Sequence[Draft]) -> bool:
    """Whether two ages of people have nothing in common: "infants of 6 to 11 months and |toddlers of 1 to 3 years".

    What is asked of one age twice may contradict itself: "age ≥ 40 years and |age ≤ 20 years".
    """
    ages = [[draft for draft in found if draft.kind == "age" and draft.limits] for found in (left, right)]
    if len(ages[0]) != 1 or len(ages[1]) != 1:
        return False
    again = ages[1][0]
    if again.cue is not None and again.cue.name == "age" and again.first != ages[0][0].first:
        return False
    (low, high), (lowest, highest) = ((years_of(one.limits[0].lower), years_of(one.limits[0].upper)) for (one,) in ages)
    return (high is not None and lowest is not None and high <= lowest) or (
        highest is not None and low is not None and highest <= low
    )


def years_of(end: Amount | None) -> float | None:
    """An end of an age in years."""
    if end is None or end.number is None:
        return None
    return convert(end.number, end.unit or "a", "a")


def _is_choice(part: Part, place: int) -> bool:
    """Whether an item ends, or begins, in alternatives with one limit: beside "ALT or AST > 3 x ULN", "and" is both."""
    tree = part.parts[place].tree if part.parts else None
    if not isinstance(tree, Op) or tree.kind != "any_of":
        return False
    return all(isinstance(one, Draft) and one.kind == "measurement" for one in tree.parts)


def _either(left: Part, right: Part, kind: Kind) -> bool:
    """Whether "and" means that either will do: between people, and between things in an exclusion list.

    Nobody is both male and female; and who excludes "pregnant and lactating women" means either. What each of two kinds
    of people must be is asked of both: "patients with gout must fast, |and patients with asthma must not|".
    """
    if right.relative or right.either == 0 or (left.must and right.must):
        return False
    ends = (left.last, right.first)
    people = all(one is not None and one.kind == "sex" and not one.bracketed for one in ends)
    if people and left.parts[-1].negation == right.parts[0].negation:
        return True
    others = (right.people and not (kind == "inclusion" and _are_attested(left, right))) or _are_of_an_age(right)
    if others or is_by_sex(left, right) or _of_other_ages(left.drafts(), right.drafts()):
        return True
    if kind != "exclusion" or _is_choice(left, -1) or _is_choice(right, 0) or _is_had_without(left, right):
        return False
    if _names_groups(left, right) or _names_groups(right, left):
        return True
    return _either_excludes(left, right)


def _are_attested(left: Part, right: Part) -> bool:
    """Whether both items say no more than what is attested, be it by others: "consent and |the parents' consent|"."""
    return all(part.parts and all(draft.kind == "attestation" for draft in part.drafts()) for part in (left, right))


def _is_had_without(left: Part, right: Part) -> bool:
    """Whether one thing is there and the other is not, so that both are asked: "diabetes |but no retinopathy|"."""
    return bool(right.own_negation and right.parts and right.parts[0].negation and left.parts) and not left.own_negation


def _names_groups(one: Part, other: Part) -> bool:
    """Whether an item says no more than what people of an age are called, and another names people, too.

    So it is in "pregnant women |and minors|", of whom nobody need be both to be excluded. Those who are told by what
    they are under are people, too: "pregnant women |and adults under guardianship|".
    """
    if one.last is not None and one.last.kind in WHO and _is_held(other.first):
        return True
    alone = one.parts[0].tree if len(one.parts) == 1 and not one.parts[0].negation else None
    if not isinstance(alone, Draft) or alone.kind != "definition" or alone.limits:
        return False
    return any(draft.kind in {"sex", "definition", "attestation"} for draft in other.drafts())


def _is_held(draft: Draft | None) -> bool:
    """Whether a draft tells people by what they are under: "|adults under guardianship|"."""
    rule = draft.entity.rule if draft is not None and draft.entity is not None and draft.link is None else None
    return rule is not None and rule.name in _HELD


def _either_excludes(left: Part, right: Part) -> bool:
    """Whether two things of one domain exclude each by itself, where "and" stands between them in an exclusion list."""
    sides = [next((d for d in part.drafts() if d.entity is not None), None) for part in (left, right)]
    domains = {side.entity.domain if side is not None and side.entity is not None else None for side in sides}
    if len(domains) != 1 or None in domains:
        return False
    one, two = sides
    if one is not None and two is not None and one.kind == two.kind == "measurement":
        if _is_confirmed(one, two):
            return False
        two.either_inferred = bool(one.limits and two.limits) and not one.limits[-1].says_as(two.limits[-1])
    return True


def _note_either(left: Part, right: Part) -> None:
    """Marks the second of two things that exclude each by itself, unless they share a noun, or say who is meant."""
    one, two = left.last, right.first
    if one is None or two is None or right.bound or right.people or {one.kind, two.kind} != {"occurrence"}:
        return
    two.either_inferred = not (one.people or two.people)


def _is_confirmed(one: Draft, two: Draft) -> bool:
    """Whether a virus is sought in two ways, and both results count: "HBsAg positive and |HBV DNA > 2000 IU/mL"."""
    names = [side.entity.rule.name if side.entity and side.entity.rule else "" for side in (one, two)]
    viruses = [_VIRUS.findall(name) for name in names]
    if not viruses[0] or viruses[0] != viruses[1]:
        return False
    genomes = [name.endswith(_GENOMES) for name in names]
    return genomes[0] != genomes[1] and all(side.values or side.limits for side in (one, two))
