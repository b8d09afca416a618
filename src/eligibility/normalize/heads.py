"""Heads: what is said once of all items of a list.

In "diabetes with |nephropathy or |retinopathy" it is "diabetes", in "pregnant or lactating |women" it is "women".
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.normalize.acted_on import is_acted_on
from eligibility.normalize.attaching import is_required_too
from eligibility.normalize.drafts import CARE, WHO, Draft, Tree, any_of, drafts_of
from eligibility.normalize.item_trees import item_tree
from eligibility.normalize.joins import Operator, is_by_sex
from eligibility.normalize.modifying import is_modifier
from eligibility.normalize.parts import Part, Said, said_tree
from eligibility.tagging.chunks import Entity

_PAIR = 2
_WITH = frozenset({"with", "having"})
_FEW = 2
"""Trees of an item among which what it is about is looked for."""
_BESIDE = "with"
"""The link to what comes with something, in whatever time: "cirrhosis |with| ascites or prior bleeding"."""
_CAUSE = "cause"
_TESTS = frozenset({"measurement", "procedure"})
"""Domains of by what something is found: "a solid tumor by |PCR or |immunohistochemistry"."""
_STATE = "condition"
_BACK = 16
"""Items back to which is looked for others of a kind."""
_GIVEN = frozenset({"drug", "procedure", "device"})
_STATES = frozenset({"condition", "observation"})
_FOUND = frozenset({"measurement", "condition"})


def shared_head(parts: list[Part], joins: list[Operator]) -> Tree | None:
    """ "diabetes with |nephropathy or |retinopathy": takes "diabetes" out of the first item, as it is with either."""
    if len(parts) < 2 or "or" not in joins:
        return None
    if (people := _shared_people(parts)) is not None:
        return people
    alone = len(parts[0].parts) < 2 or parts[0].must or _names_others(parts)
    first = parts[0].drafts()
    following = [] if alone else [_known(found) for part in parts[1:] if (found := part.drafts())]
    if not following or not (_denied_alike(parts) or _is_added(parts)) or _is_limited_anew(first[0], parts[1:]):
        if joins[-1] == "or" and len(parts[-1].parts) > 1:
            _note_last(parts)
        return None
    by_sex = len(parts) == _PAIR and is_by_sex(parts[0], parts[1])
    count = _before_limit(parts[0]) if by_sex else _head_length(parts, first, following)
    if count == 1 and len(first) == _PAIR and _is_timed_each(first[0], first[1], parts[1:]):
        _repeat_timed(first[0], first[1], parts[1:])
        return None
    head, parts[0].parts = parts[0].parts[:count], parts[0].parts[count:]
    return said_tree(head)


def _is_timed_each(head: Draft, tail: Draft, parts: list[Part]) -> bool:
    """Whether each item has a time of the head's own: "injection of |A within a year or |of B within a month|"."""
    if head.when is None or tail.when is not None or head.when.first < tail.last or not _is_event(head):
        return False
    alone = [part.drafts() for part in parts]
    return all(
        len(found) == 1 and not part.clausal and (when := found[0].when) is not None and when is not head.when
        for part, found in zip(parts, alone, strict=True)
    )


def _is_event(draft: Draft) -> bool:
    return draft.kind == "occurrence" and draft.entity is not None and draft.entity.domain in CARE


def _repeat_timed(head: Draft, tail: Draft, parts: list[Part]) -> None:
    """Puts what is done before what each item does it with, or for, at the time that the item says."""
    for part in parts:
        own = part.drafts()[0]
        entity = head.entity and replace(head.entity, modifiers=[*head.entity.modifiers])
        again = replace(head, entity=entity, when=own.when)
        again.extent, own.when = own.extent, None
        if tail.relation is not None and own.link == tail.link:
            own.relation = (tail.relation[0], own.first)
        part.parts.insert(0, Said(again, part.parts[0].negation))


def with_heads(parts: list[Part], joins: list[Operator]) -> tuple[list[Part], list[Operator]]:
    """ "Gout, and a response to |A or |B": what two ways are of is shared where they stand behind "and", too.

    Args:
        parts: the items of a list.
        joins: what stands between them.
    """
    out, between = list(parts), list(joins)
    for place in range(len(parts) - 2, 0, -1):
        if between[place] != "or" or len(out[place].parts) == 1:
            continue
        if between[place - 1] != "and" and not _is_apart(out, place):
            continue
        end = next((at for at in range(place, len(between)) if between[at] != "or"), len(between))
        run = [replace(part, parts=list(part.parts)) for part in out[place : end + 1]]
        if any(len(part.parts) != 1 for part in run[1:]) or any(said.negation for part in run for said in part.parts):
            continue
        head = shared_head(run, between[place:end])
        rest = any_of([tree for part in run if (tree := item_tree(part)) is not None])
        if head is not None and rest is not None:
            out[place : end + 1] = [replace(out[place], parts=[Said(head), Said(rest)], must=None, examples=None)]
            between[place:end] = []
    return out, between


def _is_apart(parts: list[Part], place: int) -> bool:
    """Whether what an item ends in is unlike all before it: "pregnancy, or no response to |naproxen or ibuprofen"."""
    following = parts[place + 1].parts
    one, two = parts[place].last, following[0].tree if len(following) == 1 else None
    if one is None or one.link is None or one.entity is None or not isinstance(two, Draft) or two.entity is None:
        return False
    domain, first = one.entity.domain, parts[place].drafts()[0]
    domains = _STATES if domain in _STATES and _is_limit_with(first, one) else _GIVEN & {domain}
    if two.entity.domain not in domains or two.link is not None or first is one:
        return False
    known = (draft.entity for part in parts[max(0, place - _BACK) : place] for draft in part.drafts())
    return all(entity is None or entity.domain not in domains for entity in known)


def _is_limit_with(first: Draft, last: Draft) -> bool:
    """Whether an item is a limit and what has to come with it: "BMI ≥ 30, or |BMI ≥ 27 with asthma| or gout"."""
    return last.link == _BESIDE and first.kind in {"measurement", "age"} and bool(first.limits)


def _is_limited_anew(head: Draft, parts: list[Part]) -> bool:
    """Whether what is measured has another limit in another item: "BMI ≥ 30 with gout or |≥ 27 with diabetes|"."""
    rule = head.entity.rule if head.kind == "measurement" and head.limits and head.entity is not None else None
    if rule is None:
        return False
    again = (draft for part in parts for draft in part.drafts() if draft.kind == "measurement" and draft.limits)
    return any(draft.entity is not None and draft.entity.rule is rule for draft in again)


def _names_others(parts: list[Part]) -> bool:
    """Whether items are said of people of their own: "men with gout or |women with psoriasis|"."""
    if any(part.people or part.others for part in parts[1:]):
        return True
    firsts = [part.parts[0].tree for part in parts if len(part.parts) > 1]
    named = [isinstance(tree, Draft) and tree.kind in WHO for tree in firsts]
    return named[0] and any(named[1:])


def _denied_alike(parts: list[Part]) -> bool:
    """Whether the first item is denied as a whole, and the rest with it, or nothing of it is."""
    first, last = parts[0].parts[0].negation, parts[0].parts[-1].negation
    return first == last and (not first or all(said.negation == first for part in parts for said in part.parts))


def _before_limit(part: Part) -> int:
    """ "Atrial fibrillation with |a score ≥ 2 in men or |≥ 3 in women": how many trees stand before the limit.

    A sex that stands there is of that limit only: "|men| with hemoglobin ≥ 13 g/dL or women with ≥ 12 g/dL".
    """
    if any(draft.kind == "sex" for draft in part.drafts()[:1]):
        return 0
    limited = (at for at, said in enumerate(part.parts) if isinstance(said.tree, Draft) and said.tree.limits)
    return next(limited, 0)


def _head_length(parts: list[Part], first: list[Draft], following: list[Draft]) -> int:
    """How many trees at the front of the first item are its head; 0 for none."""
    who = next((place for place, said in enumerate(parts[0].parts) if not _is_who(said.tree)), 0)
    if any(_is_who(said.tree) for part in parts[1:] for said in part.parts):
        who = 0
    if is_acted_on(first[-1]):
        return who if any(part.apart for part in parts[1:]) else len(parts[0].parts) - 1
    if _is_measured(first[-1]) and first[-1].link is not None and all(map(_is_measured, following)):
        return len(parts[0].parts) - 1
    tail = following[0].entity if is_modifier(first[-1]) else first[-1].entity
    limited = first[-1].kind == "measurement" and bool(first[-1].limits)
    if (tail is None and not limited) or first[-1].link is None:
        return who or (len(parts[0].parts) - 1 if _are_results(first[-1], parts[1:]) else 0)
    if first[0].kind == "attestation" and not first[-1].reason:
        return who
    alike = all(
        (first[-1].is_tied(_CAUSE) and (limited or not (d.kind == "measurement" and d.limits)))
        or d.link == first[-1].link
        or (limited and d.kind == "measurement" and d.limits)
        or (_of_one_kind(d, tail) and not (limited and d.kind == "occurrence") if tail is not None else d.limits)
        or _are_findings(first[-1], d)
        or (_is_counted(first[-1]) and _is_counted(d))
        for d in following
    )
    alike = alike or (len(parts) == _PAIR and not parts[1].apart and _is_found_limited(first[-1], following[0]))
    apart = not alike or any(part.clausal for part in parts[1:]) or _is_said_again(first[0], following)
    if apart or _stands_alone(parts, first, following):
        return who
    if len(parts) > _PAIR and tail is not None and _is_open_with(first, following):
        tail.alone = ("any", first[0].last, first[-1].last)
    return len(parts[0].parts) - 1


def _is_open_with(named: Sequence[Draft], others: Sequence[Draft]) -> bool:
    """Whether conditions are listed beside one that another comes with, and may each be the like of either."""
    if named[-1].link != _BESIDE or any(draft.link is not None for draft in others):
        return False
    return all(_is_state(draft) and not draft.bracketed for draft in (*named, *others))


def _stands_alone(parts: list[Part], first: list[Draft], following: list[Draft]) -> bool:
    """Whether the first item shares no head although the others are like its tail.

    They have a status of their own, or what would be the head is counted or limited by itself, or comes with something,
    as they are and do: "gout with tophi or |asthma with eczema|". So may a comma say, which is noted: "gout with tophi,
    or |asthma|".
    """
    if first[-1].link == _BESIDE and any(map(_comes_with, parts[1:])):
        return True
    head, paused = first[0].entity, len(parts) == _PAIR and parts[1].paused
    if first[-1].link == _BESIDE and paused and head is not None and all(map(_is_state, (*first, *following))):
        head.alone = ("first", first[0].last, first[-1].last)
        return True
    beside = first[-1].link == _BESIDE and not parts[1].apart
    if first[-1].status is None and not beside and any(_has_own_status(part, first[-1]) for part in parts[1:]):
        return True
    if _is_counted(first[0]) and any(map(_is_counted, following)):
        return True
    return first[0].entity is None and bool(first[0].limits) and first[-1].link == "of"


def _note_last(parts: Sequence[Part]) -> None:
    """ "Asthma or COPD |with FEV1 < 60 %|": notes that what comes with the last of several conditions may be of all."""
    last, before = parts[-1], parts[-2]
    named, beside = last.parts[0].tree, last.parts[1].tree
    if not isinstance(beside, Draft) or beside.link != _BESIDE or beside.bracketed or last.apart or last.paused:
        return
    other = before.parts[0].tree if len(before.parts) == 1 else None
    if not isinstance(named, Draft) or not isinstance(other, Draft) or not (_is_state(named) and _is_state(other)):
        return
    alone = named.limits or other.limits or other.when or last.own_status or last.own_negation
    if named.entity is not None and not alone:
        named.entity.alone = ("last", named.last, beside.extent[1])


def _is_state(draft: Draft) -> bool:
    return draft.kind == "occurrence" and draft.entity is not None and draft.entity.domain == _STATE


def _comes_with(part: Part) -> bool:
    """Whether an item names something, and what that comes with."""
    named, others = part.drafts()[:1], part.drafts()[1:]
    return bool(named) and named[0].link is None and any(one.link == _BESIDE and not one.bracketed for one in others)


def _are_results(tail: Draft, parts: list[Part]) -> bool:
    """Whether items are results of tests, and no more: "lung cancer that is |ALK-positive| or |ROS1-positive|"."""
    drafts = [draft for part in parts for draft in part.drafts()]
    alone = len(drafts) == len(parts) and all(len(part.parts) == 1 and not part.apart for part in parts)
    return alone and all(draft.kind == "measurement" and draft.values for draft in (tail, *drafts))


def own_status_after(parts: list[Part], joins: list[Operator]) -> int:
    """Where an item with a status of its own begins after several that share a head; 0 where none does."""
    first = parts[0].drafts()
    if len(parts[0].parts) < 2 or set(joins) != {"or"} or first[-1].status is not None or first[-1].link is None:
        return 0
    for place in range(2, len(parts)):
        if _has_own_status(parts[place], first[-1]):
            return place if parts[place].apart or first[-1].link != _BESIDE else 0
    return 0


def _has_own_status(part: Part, tail: Draft) -> bool:
    """Whether an item begins with a status of its own: "repair of a valve or |planned| implantation of a pacemaker"."""
    first = part.drafts()[:1]
    if not (part.own_status and first and part.status is not None):
        return False
    return part.status[1] < first[0].first and not is_required_too(tail, first[0])


def _is_measured(draft: Draft) -> bool:
    """Whether something that no concept names is limited: "a |step-off > 2 mm|"."""
    return draft.kind == "measurement" and draft.entity is None and draft.link in {None, *_WITH} and bool(draft.limits)


def _is_counted(draft: Draft) -> bool:
    """Whether it is said before it how often it is there: "|at least two| falls"."""
    return draft.kind == "occurrence" and bool(draft.limits) and draft.limits[0].last <= draft.first


def _is_added(parts: list[Part]) -> bool:
    """Whether all items say why or how what is denied is: "no fracture |on CT or |MRI", "unable due to |A or |B"."""
    last = parts[0].parts[-1].tree
    if not isinstance(last, Draft) or not (last.reason or last.how) or parts[0].parts[-1].negation:
        return False
    return all(len(part.parts) == 1 and not part.own_negation and not part.parts[0].negation for part in parts[1:])


def _is_said_again(head: Draft, following: list[Draft]) -> bool:
    """Whether what would be the head is named anew: "travel to the tropics or planned |travel"."""
    rule = head.entity.rule if head.entity is not None else None
    return rule is not None and any(draft.entity is not None and draft.entity.rule is rule for draft in following)


def _known(drafts: list[Draft]) -> Draft:
    """What an item is about: the first that names something, which other words may stand before."""
    return next((draft for draft in drafts[:_FEW] if draft.entity is not None), drafts[0])


def _of_one_kind(draft: Draft, entity: Entity) -> bool:
    """Whether a draft is of the domain of an entity, or both are something that is done for a condition."""
    if draft.entity is None:
        return False
    domains = {draft.entity.domain, entity.domain}
    if domains == _TESTS:
        return not draft.limits and not draft.values
    return len(domains) == 1 or domains <= CARE


def _are_findings(tail: Draft, draft: Draft) -> bool:
    """Whether two things are found with something: "nephritis with |proteinuria or |edema"."""
    found = tail.link == _BESIDE and draft.link is None and {tail.kind, draft.kind} == {"measurement", "occurrence"}
    return found and not (tail.limits or draft.limits) and _FOUND.issuperset(_domains(tail, draft))


def _is_found_limited(tail: Draft, draft: Draft) -> bool:
    """Whether a condition, or instead of it a limit, comes with something: "sepsis with |shock or |lactate > 2"."""
    found = tail.link == _BESIDE and draft.link is None and tail.kind == "occurrence" and draft.kind == "measurement"
    return found and bool(draft.limits) and _FOUND.issuperset(_domains(tail, draft))


def _domains(*drafts: Draft) -> set[str | None]:
    return {draft.entity.domain if draft.entity is not None else None for draft in drafts}


def _is_who(tree: Tree) -> bool:
    return all(draft.kind in WHO or draft.people for draft in drafts_of(tree))


def _shared_people(parts: list[Part]) -> Tree | None:
    """ "pregnant or lactating |women": takes "women" out of the last item, as all of them are."""
    last = parts[-1].parts
    if len(last) != 2 or any(len(part.parts) != 1 for part in parts[:-1]):
        return None
    people = last[-1].tree
    if (
        not isinstance(last[0].tree, Draft)
        or not isinstance(people, Draft)
        or people.kind != "sex"
        or last[0].negation != last[1].negation
    ):
        return None
    if not all(draft.kind == "occurrence" for part in parts[:-1] for draft in part.drafts()):
        return None
    parts[-1].parts = last[:-1]
    return people
