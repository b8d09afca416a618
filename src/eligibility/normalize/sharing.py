"""What the items of a list share: people, limits, times, and the heads of phrases."""

from __future__ import annotations

from itertools import islice

from eligibility.grammar.whens import When
from eligibility.normalize.attaching import attach_limit
from eligibility.normalize.drafts import Draft, Tree, any_of, drafts_of
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part, Said

_INTERVENTIONS = frozenset({"drug", "procedure", "device"})
_NEARBY = 8
"""Items back in which the event of a further time is looked for."""


def join_people(parts: list[Part], joins: list[Join]) -> None:
    """Makes "men and |women with diabetes" one item: whoever it is, the rest is asked of both."""
    place = 0
    while place < len(parts) - 1:
        left, right = parts[place], parts[place + 1]
        if joins[place] != "colon" and _ends_in_people(left) and _begins_with_people(right):
            people = any_of([left.parts[-1].tree, right.parts[0].tree])
            if people is not None:
                right.parts[:1] = [*left.parts[:-1], Said(people, right.parts[0].negation)]
            del parts[place], joins[place]
        elif joins[place] in {"and", "or"} and _described(left, right):
            who = right.parts.pop()
            both = any_of([left.parts[0].tree, right.parts[0].tree])
            if both is not None:
                right.parts = [Said(both), who]
            del parts[place], joins[place]
        else:
            place += 1


def _described(left: Part, right: Part) -> bool:
    """ "pregnant or |lactating women": two things, and the people that the second says both of."""
    if len(left.parts) != 1 or len(right.parts) != 2 or not _is_person(right.parts[1].tree):
        return False
    one, two = left.parts[0], right.parts[0]
    if (
        one.negation
        or two.negation
        or right.parts[1].negation
        or left.limit is not None
        or left.clausal
        or right.clausal
    ):
        return False
    return all(
        isinstance(said.tree, Draft) and said.tree.kind == "occurrence" and not said.tree.limits for said in (one, two)
    )


def _begins_with_people(part: Part) -> bool:
    return bool(part.parts) and part.limit is None and _is_person(part.parts[0].tree)


def _ends_in_people(part: Part) -> bool:
    return bool(part.parts) and part.limit is None and part.when is None and _is_person(part.parts[-1].tree)


def _is_person(tree: Tree) -> bool:
    return all(draft.kind == "sex" for draft in drafts_of(tree))


def share_limits(parts: list[Part], joins: list[Join]) -> None:
    """Gives each limit without a subject the subject before it, and each measurement without a limit the one after."""
    for place, part in enumerate(parts):
        if part.limit is not None and place and not any(draft.subject for draft in part.drafts()):
            _share_head(parts, place, joins[place - 1])
    for place in range(len(parts) - 1, 0, -1):
        measured = [d for d in parts[place].drafts() if d.kind == "measurement" and not d.bracketed]
        if measured and measured[0].limits:
            _share_back(parts, place, joins, measured[0])


def _share_head(parts: list[Part], place: int, join: Join) -> None:
    """ "HbA1c > 7 % or |< 9 %": the subject of the limit before."""
    limit = parts[place].limit
    at = place - 1
    while at > max(0, place - _NEARBY) and not parts[at].parts:
        at -= 1
    before = parts[at] if parts[at].parts else None
    if before is None or limit is None:
        return
    draft = next((d for d in reversed(before.recent()) if d.kind in {"measurement", "age"}), None)
    if draft is None:
        return
    parts[place].limit = None
    if not draft.limits:
        attach_limit(draft, limit)
        return
    again = draft.again()
    again.extent = (limit.first, limit.last)
    attach_limit(again, limit)
    negation = next((said.negation for said in before.parts if draft in drafts_of(said.tree)), 0)
    parts[place].parts.append(Said(again, negation))


def _share_back(parts: list[Part], place: int, joins: list[Join], source: Draft) -> None:
    """ "ALT and |AST > 3 x ULN": the limit is on both."""
    at = place - 1
    while at >= 0 and joins[at] != "colon":
        found = parts[at].drafts()
        last = found[-1] if found else None
        if last is None or last.kind != "measurement" or last.limits or last.values or last.entity is None:
            return
        last.limits.extend(source.limits)
        at -= 1


def share_times(parts: list[Part], joins: list[Join]) -> None:
    """Gives each time the events before it in the list that have none, and a leading time all that follow."""
    for place, part in enumerate(parts):
        if part.when is not None and not part.drafts():
            if place == 0:
                if _forward(parts, part.when, 0):
                    part.when = None
                continue
            when, part.when = part.when, None
            events = _events_before(parts, place, joins)
            for draft in events:
                draft.when = when
            if not events:
                _once_more(parts, place, when)
        else:
            found = [draft for draft in part.recent() if not draft.bracketed]
            timed = next((d for d in found if d.when is not None), None)
            if timed is not None and part.leading and timed.when is not None:
                _forward(parts, timed.when, place)
                continue
            anew = part.clausal or (part.own_status and place > 0)
            if timed is not None and timed.when is not None and found[0] is timed and not anew:
                for draft in _events_before(parts, place, joins):
                    if not _of_one_kind(draft, timed):
                        break
                    draft.when, draft.anchor = timed.when, timed.anchor


def _of_one_kind(one: Draft, two: Draft) -> bool:
    """Whether two events are of one domain, so that a time after the second may be meant of both."""
    if one.entity is None or two.entity is None:
        return False
    domains = {one.entity.domain, two.entity.domain}
    return len(domains) == 1 or domains <= _INTERVENTIONS


def _once_more(parts: list[Part], place: int, when: When) -> None:
    """ "surgery in the past 6 months or |within the next 6 months": the same event at another time."""
    nearby = (part.last_open for part in reversed(parts[max(0, place - _NEARBY) : place]))
    named = next((draft for draft in nearby if draft is not None and draft.named), None)
    if named is None:
        parts[place].when = when
        return
    again = named.again()
    again.when, again.extent = when, (when.first, when.last)
    parts[place].parts.append(Said(again))


def _forward(parts: list[Part], when: When, place: int) -> bool:
    """Gives a leading time to the events after its item that have none; says whether there were any."""
    given = False
    for part in islice(parts, place + 1, None):
        for draft in part.drafts():
            if draft.when is not None:
                return given
            if draft.kind == "occurrence" and not draft.bracketed:
                draft.when = when
                given = True
    return given


def _events_before(parts: list[Part], place: int, joins: list[Join]) -> list[Draft]:
    """The events in the items before one, back to the first that has a time or a limit of its own."""
    out: list[Draft] = []
    at = place - 1
    while at >= 0 and joins[at] != "colon":
        found = [d for d in parts[at].recent() if not d.bracketed]
        if any(d.when is not None or d.limits for d in found):
            break
        events = [d for d in found if d.kind in {"occurrence", "words", "attestation"}]
        out.extend(d for d in events[-1:] if d.kind == "occurrence")
        at -= 1
    return out
