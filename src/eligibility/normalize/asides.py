"""Asides: what brackets add to what stands before them: limits, cases, modifiers, examples, or more that holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, TypeGuard

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.grammar.whens import When
from eligibility.normalize.absence_shown import shows_none
from eligibility.normalize.attaching import attach_limit
from eligibility.normalize.brackets import (
    AT_A_TIME,
    age_in_place,
    limit_in_case,
    limit_in_people,
    limits_in_cases,
)
from eligibility.normalize.cases import cases_by_sex, divide, divide_pair
from eligibility.normalize.contraindications import advises_against, is_contraindication
from eligibility.normalize.degrees import RECENT
from eligibility.normalize.drafts import Draft, Op, Tree, all_of, any_of, drafts_of
from eligibility.normalize.examples import exemplified, is_inability
from eligibility.normalize.exceptions import is_limit
from eligibility.normalize.instead import Case, case_of
from eligibility.normalize.items import ItemReader
from eligibility.normalize.limiting import give_limit
from eligibility.normalize.lists import so_many
from eligibility.normalize.modifying import one_of
from eligibility.normalize.negating import has_denied
from eligibility.normalize.parts import Part, Said, Scope
from eligibility.normalize.same_state import is_other_scale
from eligibility.normalize.statuses import said_in_brackets
from eligibility.normalize.units import convert
from eligibility.tagging.chunks import Chunk, tags_of
from eligibility.tagging.collective import COLLECTIVE
from eligibility.tagging.tokens import Tokens

_NUMBER = re.compile(r".{1,2}|[ivx]{3,4}")
"""The number of an item in running text."""
_GIVEN = frozenset({"drug", "procedure", "device"})
_HAD = frozenset({"occurrence", "measurement"})
_PAIR = 2
_JOINTS = frozenset({"COMMA", "OR", "AND"})
_PAST = "history"
_MOLES = "mol"
_ROUNDED = 0.05
"""How far two ways of writing one limit may be apart."""
_JOINED = frozenset({"all_of", "any_of"})
_TWO = (["LIMIT", "OR", "LIMIT"], ["LIMIT", "COMMA", "LIMIT"])
"""Tags of two limits, of which either may do, or that may be one."""
_LIMITS_FIRST = frozenset({"LIMIT", "OR", "COMMA"})
"""Tags of what brackets begin with that hold a limit for some cases."""


def take_modifiers(inside: Sequence[Chunk], part: Part, scope: Scope, items: ItemReader) -> None:
    """Takes modifiers and statuses in brackets: "asthma |(severe)", "stroke |(prior)"."""
    last = part.last
    if (either := one_of(inside, items.tokens)) is not None:
        inside = [either]
    items.take((chunk for chunk in inside if chunk.tag == "MODIFIER"), part, scope)
    if last is not None and last.named:
        said_in_brackets(last, inside)
        part.ever = part.ever or any(chunk.tag == "STATUS" and chunk.value.attrs.get("ever") for chunk in inside)


def take_cases(inside: Sequence[Chunk], part: Part, before: list[Part], tokens: Tokens) -> bool:
    """Takes limits in brackets that hold in some cases only; gives whether that is what they are."""
    if part.parts and (divide_pair(part, inside) or ((cases := cases_by_sex(inside)) and divide(part, cases))):
        return True
    if inside[0].tag not in _LIMITS_FIRST:
        return False
    case = age_in_place(inside, part.last)
    limited = case is None and is_limited([*before, part])
    case = limit_in_people(inside, tokens) if limited else case
    said: list[tuple[Chunk, Tree]] = [case] if case is not None else _limits_in_states(inside) if limited else []
    part.conditions = (*part.conditions, *(Case(who, limit.value) for limit, who in said))
    return bool(said)


def _limits_in_states(inside: Sequence[Chunk]) -> list[tuple[Chunk, Tree]]:
    """Limits and the states in any of which each holds: "(or |≤ 3 x ULN for Gilbert syndrome|)"."""
    case = limit_in_case(inside)
    out: list[tuple[Chunk, Tree]] = []
    for limit, states in [case] if case is not None else limits_in_cases(inside):
        entities = [Draft("occurrence", c.value.first, c.value.last, c.value) for c in states]
        out.append((limit, any_of([*entities]) or entities[0]))
    return out


def takes_case(tree: Tree, inside: Sequence[Chunk], part: Part) -> bool:
    """Takes from brackets behind a limit the case in which another one holds instead, or none.

    "ALT ≤ 3 x ULN |(cirrhosis: ≤ 5 x ULN)|", "aPTT ≤ 1.5 x ULN |(except on heparin)|".

    Returns:
        Whether that is what they say.
    """
    last = part.last
    if last is None or not is_limit(last):
        return False
    rule = last.entity.rule if last.entity is not None else None
    case = _exempt(tree) if inside[0].tag == "EXCEPT" else None
    case = case or case_of(tree, named=True)
    if case is None or (case.rule is not None and case.rule is not rule):
        return False
    part.conditions = (*part.conditions, case)
    return True


def _exempt(tree: Tree) -> Case | None:
    """Those for whom no limit holds, where a tree denies that somebody is one of them."""
    if not isinstance(tree, Op) or tree.kind != "not" or any(one.kind != "occurrence" for one in drafts_of(tree)):
        return None
    return Case(tree.parts[0], None)


def aside(tree: Tree, tags: Sequence[str], part: Part, scope: Scope, tokens: Tokens) -> None:
    """What brackets say besides: examples, the members of a list that was announced, or more that holds."""
    part.exempts = not part.parts and (tags[0] == "EXCEPT" or "OPTIONAL_AFTER" in tags)
    last = part.last
    reasons = last is not None and (advises_against(last) or is_contraindication(last, tokens))
    if isinstance(tree, Op) and tree.kind == "all_of" and "AND" not in tags:
        listed = _members(tree, part.last_open) and not any(map(_is_added, tree.parts))
        tree.kind = "any_of" if reasons or listed else tree.kind
    if part.parts and part.whom is None and all(draft.people for draft in drafts_of(tree)):
        part.whom = len(part.parts)
    for draft in drafts_of(tree):
        draft.bracketed = True
    alternatives = isinstance(tree, Op) and tree.kind == "any_of" and _members(tree, part.last_open)
    alternatives = alternatives or (
        last is not None and not _JOINTS.isdisjoint(tags) and _is_of_class(tree, last, tokens)
    )
    alternatives = alternatives or (last is not None and last.kind == "attestation" and is_inability(tree))
    alternatives = alternatives or (reasons and _is_named(tree))
    if part.listed and _lists(tree, part, tokens):
        tree, part.listed = so_many(part.count, tree.parts, part.at_most) or tree, False
        part.parts.append(Said(tree, scope.negation))
        return
    if part.parts and tags[0] != "OR" and is_other_scale(tree, last):
        part.parts[-1] = replace(part.parts[-1], tree=Op("any_of", [part.parts[-1].tree, tree]))
        return
    shown = part.same and _is_measured(tree) and shows_none(tree) and has_denied(part, scope)
    if part.parts and not shown and (tags[0] in {"EXAMPLE", "OR"} or alternatives or _gives_reasons(tree, part)):
        named, excepted = _excepted(tree) if "EXCEPT" in tags else (tree, [])
        part.parts = exemplified(part.parts, named, part)
        part.parts[-1] = replace(part.parts[-1], tree=all_of([part.parts[-1].tree, *excepted]) or tree)
        return
    apart = part.whom == len(part.parts) or (tags[0] == "DEFINED" and _is_found(tree))
    apart = apart or (_is_measured(tree) and (part.inner_negation or (has_denied(part, scope) and shows_none(tree))))
    part.parts.append(Said(tree, 0 if apart else scope.negation))
    for draft in drafts_of(tree) if part.parts[-1].negation else ():
        draft.in_denial = draft.kind == "measurement" and bool(draft.limits)


def _is_added(tree: Tree) -> bool:
    """Whether a thing in brackets is no other, but says more of the one before: "(cirrhosis |with ascites|)"."""
    return tree.kind == "not" or drafts_of(tree)[0].link is not None


def _excepted(tree: Tree) -> tuple[Tree, list[Tree]]:
    """Examples, and what is excepted beside them from what they are of: "(including eczema, |but not hives|)"."""
    if not isinstance(tree, Op) or tree.kind not in _JOINED:
        return tree, []
    denied: list[Tree] = [one for one in tree.parts if isinstance(one, Op) and one.kind == "not"]
    named = [one for one in tree.parts if one not in denied]
    return (Op(tree.kind, named), denied) if len(named) > 1 else (named[0], denied) if named else (tree, [])


def _lists(tree: Tree, part: Part, tokens: Tokens) -> TypeGuard[Op]:
    """Whether brackets hold the list that an item announces, right away or with what all are: "two |risk factors| (".

    Args:
        tree: what they hold.
        part: the item.
        tokens: the criterion.
    """
    if not isinstance(tree, Op) or tree.kind not in _JOINED:
        return False
    named = part.last if part.listed_at == len(part.parts) - 1 else None
    of_class = named is not None and not COLLECTIVE.isdisjoint(tokens.folded[named.first : named.last])
    return part.listed_at == len(part.parts) or of_class


def _is_of_class(tree: Tree, last: Draft, tokens: Tokens) -> bool:
    """Whether brackets list what words for any of several things stand for: "MRI |contraindications| (pacemaker, ...)".

    A list of them without a word between is one of alternatives.
    """
    if last.kind != "words" or last.limits or tokens.folded[last.last - 1] not in COLLECTIVE:
        return False
    if isinstance(tree, Op) and tree.kind == "all_of" and all(isinstance(one, Draft) for one in tree.parts):
        tree.kind = "any_of"
    return isinstance(tree, Op) and tree.kind == "any_of" and all(draft.kind != "words" for draft in drafts_of(tree))


def _gives_reasons(tree: Tree, part: Part) -> bool:
    """Whether brackets say why something is denied within an item: "unable to swallow |(stroke, achalasia)"."""
    said, last = part.parts[-1], part.last
    if not said.negation or last is None or not (part.hindered or last.kind == "attestation"):
        return False
    domain = last.entity.domain if last.entity is not None else None
    first = next((draft.entity.domain for draft in drafts_of(tree) if draft.entity is not None), None)
    return domain != "condition" and first is not None and domain != first and not _is_measured(tree)


def further(tree: Tree, last: Draft | None) -> Tree | None:
    """What brackets behind something given within a time name besides, any of it within a time of its own.

    "Steroids within a week |(depot injections within a month; eye drops within a day)|": who has had any is excluded.
    None where they name something else.
    """
    if last is None or not _is_timed(last) or (isinstance(tree, Op) and tree.kind not in _JOINED):
        return None
    drafts = drafts_of(tree)
    inside = [draft for draft in drafts if draft.kind != "words"]
    if not inside or not all(map(_is_timed, inside)):
        return None
    if len(inside) == 1 or (isinstance(tree, Op) and tree.kind == "any_of"):
        return tree
    return any_of([*inside]) if len(inside) == len(drafts) else None


def _is_timed(draft: Draft) -> bool:
    """Whether something is given or done within a time."""
    given = draft.kind == "occurrence" and draft.entity is not None and draft.entity.domain in _GIVEN
    return given and draft.when is not None and draft.when.limit is not None


def take_amounts(inside: Sequence[Chunk], opened: int, part: Part, scope: Scope, items: ItemReader) -> None:
    """Limits and times in brackets; a limit right behind another says it again: "126 mg/dL |(7.0 mmol/L)".

    What it is said to be, more or less, is a range: "23 |(± 4)|".
    """
    last = part.last
    if last is not None and last.limits and last.when is not None and tags_of(inside) == AT_A_TIME:
        _measure_again(inside[0].value, inside[1].value, last, part, items)
        return
    if len(inside) == 1 and inside[0].tag == "LIMIT" and part.limit is None and _leads(opened, inside[0], part, items):
        _take_before(inside[0].value, part)
        return
    if last is not None and not last.limits and _are_apart(inside):
        if part.parts[-1].tree is last and _has_one_kind(last):
            _take_either(inside, last, part, scope, items)
            return
        last.either = True
        low, _, high = inside
        inside = [replace(low, value=low.value.with_unit_of(high.value)), high]
    elif last is not None and not last.limits and _are_the_same(inside):
        inside = [replace(inside[0], value=replace(inside[0].value, again=inside[2].value))]
    for chunk in inside:
        if chunk.tag != "LIMIT" or last is None or not last.limits or last.limits[-1].last != opened:
            items.take((chunk,), part, scope)
        elif not chunk.value.tolerance:
            last.restated = (*last.restated, *chunk.value.each_unit())
            last.reach(opened, chunk.last)
        elif (wider := last.limits[-1].widened(chunk.value)) is not None:
            last.limits[-1] = wider
            last.reach(opened, chunk.last)


def _has_one_kind(draft: Draft) -> bool:
    """Whether a draft is something of which each limit is one on itself, whatever its unit."""
    rule = draft.entity.rule if draft.entity is not None else None
    return draft.kind == "occurrence" and draft.entity is not None and (rule is None or not rule.instead)


def _take_either(inside: Sequence[Chunk], last: Draft, part: Part, scope: Scope, items: ItemReader) -> None:
    """Two limits of which either will do, of something that has them: "tumor |(> 5 cm or > 3 months)|"."""
    one, _, other = inside
    again = last.again()
    items.take((one,), part, scope)
    again.extent = (other.first, other.last)
    give_limit(again, other.value, part, items.tokens)
    part.parts[-1] = replace(part.parts[-1], tree=Op("any_of", [part.parts[-1].tree, again]))


def _measure_again(limit: Limit, when: When, last: Draft, part: Part, items: ItemReader) -> None:
    """A measurement at a further time: "potassium > 5.0 mmol/L at screening |(> 5.5 mmol/L at baseline)|"."""
    again = last.again()
    again.extent, again.when, again.anchor = (limit.first, when.last), when, None
    attach_limit(again, limit.with_unit_of(last.limits[-1]))
    said = part.parts[-1]
    kind: Literal["any_of", "all_of"] = "any_of" if (items.kind == "exclusion") != bool(said.negation) else "all_of"
    part.parts[-1] = replace(said, tree=Op(kind, [said.tree, again]))


def are_alternatives(inside: Sequence[Chunk]) -> bool:
    """Whether brackets hold two limits either of which will do, or one in two units."""
    return tags_of(inside) in _TWO and (_are_apart(inside) or _are_the_same(inside))


def _are_apart(inside: Sequence[Chunk]) -> bool:
    """Whether brackets hold two limits either of which will do: "potassium |(< 3.5 or > 5.5 mmol/L)|"."""
    if tags_of(inside) != _TWO[0]:
        return False
    one, two = inside[0].value, inside[2].value
    if one.is_range or two.is_range:
        return False
    return (one.lower is None) != (two.lower is None) or (_are_of_units(one, two) and not _are_the_same(inside))


def _are_the_same(inside: Sequence[Chunk]) -> bool:
    """Whether brackets hold one limit in two units: "hypertriglyceridemia |(> 1000 mg/dL or > 11.3 mmol/L)|"."""
    if tags_of(inside) not in _TWO:
        return False
    one: Limit = inside[0].value
    two: Limit = inside[2].value
    unit, other = one.amount.unit, two.amount.unit
    if unit is None or other is None or unit == other:
        return False
    if (one.lower is None, one.upper is None) != (two.lower is None, two.upper is None):
        return False
    number, value = one.amount.number or 0.0, convert(two.amount.number or 0.0, other, unit)
    if value is None:
        return (_MOLES in unit) != (_MOLES in other)
    return abs(value - number) <= _ROUNDED * abs(number)


def _are_of_units(one: Limit, two: Limit) -> bool:
    """Whether two limits are in two units."""
    return None not in {one.amount.unit, two.amount.unit} and one.amount.unit != two.amount.unit


def _take_before(limit: Limit, part: Part) -> None:
    """Takes a limit before what it is on; it may say when that was: "recent |(< 3 months)| surgery"."""
    if limit.calendar and limit.compared and (not part.modifiers or part.modifiers[-1].name == RECENT):
        part.when = When(limit.first, limit.last, "within" if limit.lower is None else "distant", limit)
    else:
        part.limit = limit


def _leads(opened: int, limit: Chunk, part: Part, items: ItemReader) -> bool:
    """Whether a limit in brackets stands between a modifier and what both are on: "high |(> 90 %)| cure rate".

    So does how long ago something was behind a word for that: "past |(> 5 years)| history of cancer".
    """
    after = limit.last + 1
    past = part.status is not None and part.status[0] == _PAST and part.status[2] == opened and limit.value.calendar
    if not (past or (part.modifiers and part.modifiers[-1].last == opened)) or after >= len(items.tokens):
        return False
    return items.tokens.folded[after][0].isalpha() and limit.value.compared


def is_item_number(inside: Sequence[Chunk], tokens: Tokens) -> bool:
    """Whether brackets hold only the number of an item in running text: "(1) age", "(b) stroke"."""
    chunk = inside[0]
    if len(inside) > 1 or chunk.tag != "WORDS" or chunk.last - chunk.first > 1:
        return False
    return _NUMBER.fullmatch(tokens.surface(chunk.first, chunk.last)) is not None


def is_limited(parts: list[Part]) -> bool:
    """Whether a measurement has been named that another limit may hold of."""
    return any(draft.kind == "measurement" for part in parts for draft in part.drafts())


def _is_named(tree: Tree) -> bool:
    """Whether something names what can be had, done or measured: "contraindications to MRI |(pacemaker)|"."""
    return any(draft.kind in _HAD for draft in drafts_of(tree))


def _is_found(tree: Tree) -> bool:
    """Whether something names only what is done to find what stands before it: "(as confirmed by |biopsy|)"."""
    return all(
        draft.entity is None or draft.entity.domain == "procedure" or _is_measured(draft) for draft in drafts_of(tree)
    )


def _is_measured(tree: Tree) -> bool:
    return all(draft.kind == "measurement" for draft in drafts_of(tree))


def _members(tree: Tree, draft: Draft | None) -> bool:
    """Whether brackets after a thing list things of its kind: "antiviral agents (acyclovir, ganciclovir)"."""
    inside = drafts_of(tree)
    if (
        draft is None
        or draft.kind != "occurrence"
        or draft.entity is None
        or isinstance(tree, Draft)
        or tree.kind not in _JOINED
    ):
        return False
    return all(
        d.kind == "occurrence" and d.entity is not None and d.entity.domain == draft.entity.domain for d in inside
    )
