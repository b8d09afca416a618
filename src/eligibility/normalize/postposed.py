"""Modifiers behind what they are of: "asthma, |moderate or severe|", "cancer that is unresectable or |metastatic|"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.normalize.degrees import RECENT
from eligibility.normalize.drafts import CARE
from eligibility.normalize.joins import Join
from eligibility.normalize.modifier_lists import is_behind, only_modifies
from eligibility.normalize.parts import Part, Said
from eligibility.tagging.chunks import Entity, Modifier
from eligibility.tagging.tokens import Tokens

_CONDITION = "condition"
_POSTPOSED = frozenset({"severity", "control", "chronicity", "laterality", "certainty", "treatment", "symptoms"})
"""Kinds of modifiers that may stand behind a condition and a comma."""


def take_postposed(parts: list[Part], joins: list[Join], tokens: Tokens) -> None:
    """Gives a condition how bad it is, where that stands behind a comma: "asthma, |moderate or severe|"."""
    for place in range(len(parts) - 1, 0, -1):
        part = parts[place]
        if place > 1 and joins[place - 2 : place] == ["comma", "or"] and _are_alike(parts[place - 1], part):
            _join_modifiers(parts, joins, place, tokens)
            continue
        if joins[place - 1] == "or" and _join_behind(parts[place - 1], part, tokens):
            del parts[place], joins[place - 1]
            continue
        if joins[place - 1] != "comma" or not only_modifies(part, part) or part.own_negation:
            continue
        last = parts[place - 1].last
        if last is None or last.kind != "occurrence" or last.entity is None or last.entity.domain != _CONDITION:
            continue
        kinds = {one.kind for one in part.modifiers}
        if part.modifiers[0].name == RECENT and joins[place : place + 1] == ["or"]:
            continue
        if not kinds <= _POSTPOSED or any(one.kind in kinds for one in last.entity.modifiers):
            continue
        following = parts[place + 1] if place < len(joins) else None
        if following is not None and not (following.paused or following.comma or _is_apart(following)):
            continue
        last.entity.modifiers.extend(part.modifiers)
        last.reach(part.modifiers[0].first, part.modifiers[-1].last)
        if place > 1 and joins[place - 2] in {"and", "or"}:
            _share_postposed(parts[place - 2], last.entity, part.modifiers)
        del parts[place], joins[place - 1]


def _is_apart(following: Part) -> bool:
    """Whether an item is none that a modifier before it is of: "asthma, severe, |treated with a steroid|".

    Nor is a time: "asthma, severe, |within a year|".
    """
    first = following.first
    named = first.entity if first is not None else None
    timed = following.when is not None and not following.parts
    return timed or following.relative or (named is not None and named.domain in CARE)


def _share_postposed(part: Part, entity: Entity, said: Sequence[Modifier]) -> None:
    """Gives it to the one thing joined with that as well: "|gout| or asthma, moderate or severe"."""
    other = part.last.entity if part.last is not None and len(part.parts) == 1 else None
    if other is None or other.domain != entity.domain or other.modifiers or part.last is None or part.last.limits:
        return
    other.modifiers.extend(replace(one, shared=True) for one in said)


def _are_alike(one: Part, two: Part) -> bool:
    """Whether two items are nothing but a modifier of one kind: ", |definite| or |probable|"."""
    pair = (one, two)
    alone = all(only_modifies(part, part) and len(part.modifiers) == 1 for part in pair)
    return alone and not any(part.own_negation for part in pair) and one.modifiers[0].kind == two.modifiers[0].kind


def _join_modifiers(parts: list[Part], joins: list[Join], place: int, tokens: Tokens) -> None:
    """Makes one of two modifiers with "or" between them."""
    one, two = parts[place - 1].modifiers[0], parts[place].modifiers[0]
    parts[place - 1].modifiers = [replace(one, name=tokens.surface(one.first, two.last), last=two.last)]
    del parts[place], joins[place - 1]


def _join_behind(before: Part, part: Part, tokens: Tokens) -> bool:
    """Joins the modifier behind a thing with another of its kind: "cancer that is unresectable or |metastatic|".

    One of another kind is said of the same thing: "metastases that are symptomatic or |untreated|".

    Returns:
        Whether the item has become one with the one before it.
    """
    draft = before.last
    entity = draft.entity if draft is not None and draft.kind == "occurrence" else None
    waiting = before.modifiers or (entity.modifiers if entity is not None else [])
    said = waiting[-1] if waiting else None
    if draft is None or entity is None or said is None or not is_behind(said, entity) or part.own_negation:
        return False
    if not only_modifies(part, part) or len(part.modifiers) > 1 or part.modifiers[0].behind:
        return False
    other = part.modifiers[0]
    if other.kind == said.kind:
        said.name, said.last = tokens.surface(said.first, other.last), other.last
        draft.reach(other.first, other.last)
        return True
    if len(before.parts) == 1:
        again = draft.again()
        again.entity, again.extent = replace(entity, modifiers=[other]), (other.first, other.last)
        part.parts, part.modifiers = [Said(again, before.parts[-1].negation)], []
    return False
