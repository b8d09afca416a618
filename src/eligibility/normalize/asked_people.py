"""Asked people: who something is demanded of, where several are named before the demand.

"Women of childbearing potential and |men must use contraception" asks both, and asks nobody to be either.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.normalize.complements import leaf, topic_of
from eligibility.normalize.drafts import WHO, Draft, any_of, drafts_of, first_of, last_of, sexes
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part, Said, said_tree
from eligibility.tagging.tokens import Tokens

_CONTRACEPTION = "contraception"
_SEX_OF = {
    "women of childbearing potential": "female",
    "pregnancy": "female",
    "lactation": "female",
    "menopause": "female",
    "men of reproductive potential": "male",
}
"""Concepts that say of themselves of which sex somebody is."""
_RELATIVES = frozenset({"who", "that", "which"})
_JOINED = frozenset({"and", "or"})


def join_asked(parts: list[Part], joins: list[Join]) -> None:
    """Makes one item of all the people that something is demanded of, or attested by, in the last of several items.

    Args:
        parts: the items of a list; they are changed.
        joins: what stands between them.
    """
    for place in range(len(parts) - 1, 0, -1):
        left, right = parts[place - 1], parts[place]
        if right.must == 0 and joins[place - 1] == "comma" and _names_people(left):
            right.parts[:0], right.must = left.parts, len(left.parts)
            right.people = right.people or left.people
            del parts[place - 1], joins[place - 1]
            continue
        if joins[place - 1] == "or" and _have_neither(left, right):
            who = any_of([said.tree for said in (*left.parts, *right.parts[: right.must])])
            right.parts[: right.must], right.must = [Said(who, left.parts[0].negation)] if who is not None else [], 1
            del parts[place - 1], joins[place - 1]
            continue
        count = right.must or _attested(right) or (len(right.parts) if left.whom == 0 and _names_people(right) else 0)
        if joins[place - 1] not in _JOINED or not count or not _are_others(left, right, count, joins[place - 1]):
            continue
        who = any_of([tree for said in (left.parts, right.parts[:count]) if (tree := said_tree(said)) is not None])
        if who is None:
            continue
        right.parts[:count] = [Said(who)]
        right.must = None if right.must is None else 1
        right.people, right.whom = right.people or left.people, left.whom
        del parts[place - 1], joins[place - 1]


def demand_contraception(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens) -> None:
    """Makes a demand on some people of their contraception, as nobody need be one of them to take part.

    "Women of childbearing potential |agree to use contraception|", but not "women |who| agree to use contraception".

    Args:
        parts: the items of a list; they are changed.
        joins: what stands between them; alternatives ("or women |using contraception|") say who may take part.
        tokens: the criterion.
    """
    for place, part in enumerate(parts):
        at = _attested(part)
        if not at or part.must is not None or "or" in joins[max(0, place - 1) : place + 1]:
            continue
        if not _names_people(replace(part, parts=part.parts[:at])) or not any(
            map(_is_of_contraception, part.parts[at:])
        ):
            continue
        first, last = first_of(part.parts[at].tree).first, last_of(part.parts[at - 1].tree).last
        if _RELATIVES.isdisjoint(tokens.folded[last:first]):
            part.must = at


def _names_people(part: Part) -> bool:
    """Whether all that an item says is who somebody is."""
    plain = part.limit is None and part.when is None and part.must is None
    named = plain and bool(part.parts) and not any(said.negation for said in part.parts)
    return named and any(map(_is_person, part.parts)) and all(map(_says_who, part.parts))


def _have_neither(left: Part, right: Part) -> bool:
    """Whether more is asked of people who have neither what an item names nor what the next one begins with.

    "Patients without gout or |asthma must be ...".
    """
    negation = left.parts[0].negation if left.parts else 0
    if not negation or not right.must:
        return False
    if left.must is not None or left.limit is not None or left.when is not None or left.listed:
        return False
    who = [*left.parts, *right.parts[: right.must]]
    named = [said.tree for said in who if said.negation == negation and isinstance(said.tree, Draft)]
    return len(named) == len(who) and all(draft.kind == "occurrence" for draft in named) and named[-1].people


def _attested(part: Part) -> int:
    """Where the first thing that is attested stands in an item, behind something else; 0 where there is none."""
    return next((at for at, said in enumerate(part.parts) if at and topic_of(leaf(said))), 0)


def _is_of_contraception(said: Said) -> bool:
    draft = leaf(said)
    return draft is not None and (draft.topic or topic_of(draft)) == _CONTRACEPTION


def _are_others(left: Part, right: Part, count: int, between: Join) -> bool:
    """Whether an item names people other than those that the next one begins with, and says no more of them."""
    if any(
        one is not None
        for one in (left.must, left.whom or None, left.examples, right.whom, right.examples, right.either)
    ):
        return False
    if left.limit is not None or left.when is not None or not left.parts or left.listed:
        return False
    who = [*left.parts, *right.parts[:count]]
    if any(said.negation for said in who) or not all(map(_says_who, who)):
        return False
    one, two = _of_sex(left.parts), _of_sex(right.parts[:count])
    if one and two:
        return one.isdisjoint(two)
    return right.must is not None and (between == "or" or right.people)


def _is_person(said: Said) -> bool:
    """Whether a tree names people by who they are."""
    return bool(_of_sex([said])) or all(draft.people for draft in drafts_of(said.tree))


def _says_who(said: Said) -> bool:
    """Whether a tree may say which people are meant: of which sex or age they are, or what they have."""
    return all(
        draft.kind in WHO or (draft.kind == "occurrence" and not draft.limits and draft.when is None)
        for draft in drafts_of(said.tree)
    )


def _of_sex(said: Sequence[Said]) -> set[str]:
    """Of which sex the people are that some trees name."""
    drafts = [draft for one in said for draft in drafts_of(one.tree)]
    return sexes(drafts) | {sex for draft in drafts if (sex := _SEX_OF.get(_name_of(draft))) is not None}


def _name_of(draft: Draft) -> str:
    rule = draft.entity.rule if draft.entity is not None else None
    return rule.name if rule is not None else ""
