"""Times that the items of a list share."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from eligibility.grammar.whens import Inference, When
from eligibility.normalize.attaching import REQUIRING, is_required_too, time_subject
from eligibility.normalize.degrees import RECENT
from eligibility.normalize.drafts import STATES, Draft, Tree, drafts_of
from eligibility.normalize.events_before import events_before
from eligibility.normalize.further_times import (
    NEARBY,
    goes_on,
    is_attested,
    lasts_on,
    name_anchor,
    once_more,
    part_times,
)
from eligibility.normalize.graded_times import is_grade, timed_in
from eligibility.normalize.joins import LISTING, Join, is_by_sex
from eligibility.normalize.leading_times import forward, lead_in, lead_in_twice, share_leading, share_with_examples
from eligibility.normalize.parts import Part
from eligibility.normalize.statuses import REASONS
from eligibility.normalize.time_anchors import refer_back, share_anchors
from eligibility.normalize.time_heads import befalls, head_of, measured_by, move, of_one_kind, time_head
from eligibility.tagging.tokens import Tokens

_YEARS = "a"
_LONGEST = 12
"""Years above which a limit behind how long something lasts is an age."""
_BESIDE = frozenset({"and", "comma"})
"""Joins before what is counted, whose time is its own."""
_DENIED_TWICE: dict[bool, Inference] = {True: "window-of-last", False: "window-of-list"}
"""What a time behind two denials is taken to be of, by whether the first says when: "no |prior| A, no B this year"."""
_TWICE = frozenset({"and", "or"})
"""Joins between two times of a list that they introduce."""


def share_times(parts: list[Part], joins: list[Join], tokens: Tokens) -> None:
    """Gives each time the events before it in the list that have none, and a leading time all that follow."""
    share_anchors(parts, joins)
    refer_back(parts)
    _end_durations(parts, joins)
    part_times(parts, joins)
    for place, part in enumerate(parts):
        leads = place < len(joins) and joins[place] == "colon"
        if leads:
            if place and joins[place - 1] in _TWICE and not part.parts and lead_in_twice(parts, place):
                continue
            lead_in(parts, place)
        if place:
            name_anchor(part, tokens)
        if place and (part.when or part.duration) is not None and is_attested(parts, place, joins):
            part.when = part.duration = None
        elif place and part.duration is not None and (goes_on(parts, place, joins) or lasts_on(parts, place, joins)):
            part.duration = None
        elif part.when is not None and leads and forward(parts, part.when, place):
            part.when = None
        elif part.when is not None and not part.drafts():
            _place_alone(parts, place, joins, part.when, tokens)
        elif part.examples and part.parts:
            if place:
                _share_own(parts, place, joins, tokens)
            share_with_examples(parts, place, part.examples)
        else:
            _share_own(parts, place, joins, tokens)


def _end_durations(parts: list[Part], joins: list[Join]) -> None:
    """ "For at least 6 months (stable), but |less than 10 years|": the other end of how long something lasts."""
    for place in range(1, len(parts)):
        part, before = parts[place], parts[place - 1].last_open
        limit = part.limit
        if limit is None or part.parts or before is None or not before.durations or joins[place - 1] not in LISTING:
            continue
        said = before.durations[-1]
        if limit.old or limit.elder or (limit.amount.unit == _YEARS and (limit.amount.number or 0) > _LONGEST):
            continue
        if not limit.calendar or (limit.lower is None) == (said.lower is None) or said.is_range or limit.is_range:
            continue
        low, high = (said, limit) if limit.lower is None else (limit, said)
        both = replace(low, upper=high.upper, upper_inclusive=high.upper_inclusive)
        before.durations[-1] = replace(both, first=said.first, last=limit.last)
        before.reach(limit.first, limit.last)
        part.limit = None


def leave_time(parts: list[Part], outer: Part) -> None:
    """Gives a time that is said in brackets, of nothing that is named there, to what stands before them."""
    event = time_subject(outer.recent())
    if event is None or event.when is not None:
        return
    for part in parts:
        drafts = part.drafts()
        if any(draft.kind != "words" for draft in drafts):
            return
        if part.when is not None:
            event.when, part.when = part.when, None
            return
        for draft in drafts:
            if draft.when is not None:
                event.when, event.anchor, draft.when, draft.anchor = draft.when, draft.anchor, None, None
                return


def time_of_all(body: Tree, exception: Tree, tokens: Tokens) -> None:
    """ "cancer, except skin cancer, |within 5 years": a time right after an exception is that of what is said."""
    excepted = drafts_of(exception)
    last, when = excepted[-1], excepted[-1].when
    if when is None or when.limit is None or when.limit.upper is None or last.bracketed:
        return
    said = drafts_of(body)
    event = time_subject(said)
    if event is None or not event.named:
        return
    between = tokens.folded[last.last : when.first]
    if any(word[0].isalnum() for word in between) or any(draft.when is not None for draft in said):
        return
    for draft in said:
        if draft is event or (draft.kind == "occurrence" and of_one_kind(draft, event)):
            draft.when, draft.anchor = replace(when, inferred="window-of-all"), last.anchor
    for draft in excepted:
        if draft.when is when:
            draft.when = draft.anchor = None


def _place_alone(parts: list[Part], place: int, joins: list[Join], when: When, tokens: Tokens) -> None:
    """A time that is an item of its own: of all events before it, or after it where it comes first."""
    if place == 0:
        said = parts[0].modifiers
        if said and joins[:1] == ["and"] and when.first >= said[-1].last:
            return
        if _says_ever(parts, joins):
            parts[1].drafts()[0].reach(when.first, when.last)
            parts[0].when = None
        elif forward(parts, when, 0):
            parts[0].when = None
        return
    parts[place].when = None
    events = events_before(parts, place, joins, alone=True)
    for draft in events:
        if _is_had(draft, events[0]):
            break
        draft.when = when
        if draft.status == "present" and joins[place - 1] == "or" and when.direction == "before":
            draft.status, draft.whenever = None, True
    if not events:
        once_more(parts, place, joins[place - 1], when, tokens)


def _says_ever(parts: list[Part], joins: list[Join]) -> bool:
    """Whether a time of what is there now is followed by what was at any time: "|current (now)| or past gout"."""
    if joins[:1] != ["or"] or not parts[1].own_status or not parts[1].parts:
        return False
    one, two = parts[0].status, parts[1].status
    return one is not None and two is not None and (one[0], two[0]) == ("present", "history")


def _share_own(parts: list[Part], place: int, joins: list[Join], tokens: Tokens) -> None:
    """The time of an item's event, with the events before it that it is said of as well."""
    part = parts[place]
    found = [draft for draft in part.recent() if not draft.bracketed]
    timed = timed_in(found)
    if timed is None or timed.when is None:
        return
    if part.leading:
        share_leading(parts, place, joins, timed, tokens)
        return
    if timed.kind == "measurement" and place and any(draft.kind == "sex" for draft in found):
        _share_by_sex(parts, place, timed, timed.when)
    postposed = part.status is not None and part.status[0] == "planned" and part.status[1] >= timed.last
    absent = timed.when.inferred == "window-of-absence"
    alone = absent and place > 0 and not any(one.negation for one in parts[place - 1].parts)
    counted = part.apart and bool(timed.limits) and timed.limits[-1].last <= timed.first
    counted = counted or _is_counted_beside(timed, joins[place - 1 : place])
    anew = alone or counted or part.clausal or timed.ahead or _begins_anew(parts, place, timed, postposed=postposed)
    if _leads(found, timed) is not timed or anew or timed.when.last <= timed.first or _amid(place, joins):
        timed.when = _of_last(timed, timed.when, parts, place, joins) if anew and timed is found[0] else timed.when
        return
    if timed.kind == "measurement" and timed.limits and (timed.when.limit is not None or timed.when.kind == "during"):
        _share_with_measured(parts, place, joins, timed)
        return
    events = events_before(parts, place, joins)
    if (
        not events
        and place
        and (_may_share(parts[place - 1], timed, joins[place - 1]) or _is_open(parts, place, joins))
    ):
        timed.when = replace(timed.when, inferred="window-of-last")
    head = measured_by(parts, place, joins, timed)
    if head is None and events and timed.named:
        head = head_of(parts, place, joins, timed, tokens)
    if head is not None:
        time_head(timed, timed.when, head, [event for event in events if event.first < head.first])
        return
    if events and timed.kind == "words" and (timed.link or _ends_linked(parts[place - 1])):
        move(timed, events)
        return
    nameless = joins[place - 1] == "or" and _names_nothing(found, timed.when, tokens)
    nameless = nameless and bool(events) and events[0] is parts[place - 1].last_open
    if events and events[0].link in REQUIRING and "," in tokens.folded[events[0].last : timed.first]:
        timed.when, events = replace(timed.when, inferred=timed.when.inferred or "window-of-last"), []
    if events and part.own_negation and parts[place - 1].own_negation and timed.when.inferred is None:
        stated = parts[place - 1].own_status
        events, timed.when = [] if stated else events, replace(timed.when, inferred=_DENIED_TWICE[stated])
    if events and timed.when.inferred is None and _is_amid_others(events[0], parts[place - 1]):
        timed.when = replace(timed.when, inferred="window-of-list")
    plain = joins[place - 1] == "or" and all(len(one.parts) == 1 for one in parts[max(0, place - NEARBY) : place])
    plain = plain and (len(part.parts) == 1 or all(draft.link in REASONS for draft in found[1:]))
    _share_back(timed, events, events[0] if nameless else timed, plain=plain)


def _begins_anew(parts: list[Part], place: int, timed: Draft, *, postposed: bool) -> bool:
    """Whether an item says anew when what it names was, so that its time is its own: "or |recent| surgery"."""
    entity = timed.entity
    if place and entity is not None and any(one.name == RECENT and not one.shared for one in entity.modifiers):
        return True
    if not place or not parts[place].own_status or postposed:
        return False
    before = parts[place - 1].last_open
    return before is None or not is_required_too(before, timed)


def _is_counted_beside(timed: Draft, joins: list[Join]) -> bool:
    """Whether an event is counted in its time, beside what is not: "COPD, |2 exacerbations| in a year"."""
    return timed.kind == "occurrence" and bool(timed.limits) and not _BESIDE.isdisjoint(joins)


def _leads(found: list[Draft], timed: Draft) -> Draft:
    """What an item begins with, but for words right before its event, which only say of what kind that is.

    "Antacids, supplements, or |dietary| supplementation in the last month"; or the grade right before it, "stroke or
    |NYHA class III| heart failure in the last month".
    """
    first, following = found[0], found[1:2]
    if following != [timed] or timed.link is not None:
        return first
    described = first.kind == "words" and first.last == timed.first and not first.limits
    return timed if described or (is_grade(first) and first.extent[1] == timed.first) else first


def _may_share(before: Part, timed: Draft, joined: Join) -> bool:
    """Whether the time of an event may be that of what is listed before it, which has a status or value of its own.

    "Current use of aspirin or |steroids within a week|", "weight loss > 5 kg or |fever within a month|".
    """
    when, one = timed.when, before.last_open
    if one is None or when is None or when.limit is None or when.inferred is not None or joined != "or":
        return False
    if one.entity is not None and timed.entity is not None and one.entity.rule is timed.entity.rule:
        return False
    own = before.own_status or one.status == "present" or bool(one.limits or one.durations)
    return own and not before.ever and one.entity is not None and one.when is None


def _is_open(parts: list[Part], place: int, joins: list[Join]) -> bool:
    """Whether what stands before an event has no time, and is attested or tested: "HBsAg positive or |HIV lately"."""
    one = parts[place - 1].last_open
    if one is None or one.when is not None or joins[place - 1] != "or":
        return False
    return one.kind == "attestation" or (one.kind == "measurement" and bool(one.values))


def _share_back(timed: Draft, events: list[Draft], alike: Draft, *, plain: bool) -> None:
    """Gives the time of an item's event to those before it that are of one kind with it, or with another one.

    Args:
        timed: the event.
        events: those before it, the nearest first.
        alike: what the nearest of them has to be of one kind with.
        plain: whether they are alternatives that are no more than named.

    When something is planned is not said of what somebody has: "gout or |surgery planned within a month|".
    """
    like = [alike]
    near = timed
    for draft in events:
        assert timed.when is not None
        if _is_had(draft, timed) or _is_again(draft, timed):
            break
        required = draft.link in REQUIRING
        if not any(of_one_kind(draft, one) for one in like):
            if draft.entity is None or timed.when.inferred not in {None, "window-of-list"}:
                break
            if not required and not (plain and befalls(draft, near)):
                timed.when = replace(timed.when, inferred="window-of-last")
                break
            timed.when = replace(timed.when, inferred="window-of-list")
            like.append(draft)
        draft.when, draft.anchor = timed.when, timed.anchor
        near = draft if _is_put_in(timed) else near
        if required:
            break


def _is_put_in(draft: Draft) -> bool:
    """Whether a device stands for its being put in, beside what is done: "bypass surgery or |stent|"."""
    return draft.entity is not None and draft.entity.domain == "device"


def _is_again(draft: Draft, timed: Draft) -> bool:
    """Whether a thing is named anew, with more that is said of it: "untreated gout or |gout treated| this year"."""
    if draft.entity is None or timed.entity is None or draft.entity.rule is None or draft.first == timed.first:
        return False
    return draft.entity.rule is timed.entity.rule and draft.entity.by == timed.entity.by == "concept"


def _is_had(draft: Draft, timed: Draft) -> bool:
    """Whether a thing is one that somebody has, beside one that is planned."""
    had = draft.entity is not None and draft.entity.domain in STATES and draft.status != timed.status
    return had and timed.status == "planned"


def _is_amid_others(draft: Draft, part: Part) -> bool:
    """Whether more is named behind an event in its item: "|transplant| with rejection or steroids within a month"."""
    found = part.recent()
    if draft not in found:
        return False
    return any(one.named and not one.bracketed for one in found[found.index(draft) + 1 :])


def _of_last(timed: Draft, when: When, parts: list[Part], place: int, joins: list[Join]) -> When:
    """The time of the last of a list, which may be that of all.

    "Hospitalization or |use of| steroids in a month", "stroke or |active| infection within 4 weeks".
    """
    part = parts[place]
    if when.limit is None or when.inferred is not None or joins[place - 1] not in LISTING:
        return when
    if not timed.loose and (timed.status == "planned" or part.paused or joins[place - 1] != "or"):
        return when
    before = parts[place - 1].last_open
    measured = before is not None and before.kind == "measurement" and bool(before.limits) and before.when is None
    shared = (measured and not timed.loose) or events_before(parts, place, joins) or _is_open(parts, place, joins)
    return replace(when, inferred="window-of-last") if shared else when


def _share_by_sex(parts: list[Part], place: int, timed: Draft, when: When) -> None:
    """ "Hemoglobin < 13 g/dL in men or |< 12 g/dL in women within a week": the time is that of both limits."""
    if when.first < max(draft.last for draft in parts[place].recent() if draft.kind == "sex"):
        return
    for at in range(place - 1, max(-1, place - NEARBY), -1):
        if not is_by_sex(parts[at], parts[place]):
            return
        give_time((draft for draft in parts[at].recent() if draft.limits), timed)


def give_time(drafts: Iterable[Draft], timed: Draft) -> None:
    """Gives the time of a measurement to others of the same that have none."""
    rule = timed.entity.rule if timed.entity is not None else None
    for draft in drafts:
        same = draft.kind == "measurement" and draft.entity is not None and draft.entity.rule is rule
        if same and draft.when is None:
            draft.when, draft.anchor = timed.when, timed.anchor


def _share_with_measured(parts: list[Part], place: int, joins: list[Join], timed: Draft) -> None:
    """Gives the time of a limited measurement to those before it: "Hb < 9 g/dL or |platelets < 50 within a week".

    A visit at which all is measured needs no diagnostic: "|at screening|".
    """
    for at in range(place - 1, max(-1, place - NEARBY), -1):
        found = parts[at].drafts()
        alone = len(found) == 1 and joins[at] in LISTING and parts[at].when is None
        if not alone or found[0].kind != "measurement" or not found[0].limits or found[0].when is not None:
            return
        if timed.when is not None and timed.when.inferred is None and timed.when.limit is not None:
            timed.when = replace(timed.when, inferred="window-of-list")
        found[0].when, found[0].anchor = timed.when, timed.anchor


def _names_nothing(found: list[Draft], when: When, tokens: Tokens) -> bool:
    """Whether an item is words with a time of their own that it does not add in brackets: "a drug or |any product"."""
    plain = when.limit is not None and tokens.folded[when.first - 1] != "("
    return plain and all(draft.kind == "words" for draft in found)


def _ends_linked(part: Part) -> bool:
    """Whether an item ends in the place of its event: "surgery of the |knee or hip"."""
    last = part.last_open
    return last is not None and last.kind == "words" and last.link is not None


def _amid(place: int, joins: list[Join]) -> bool:
    """Whether an item stands between commas: "A, |B within 6 months, C" says the time of B alone."""
    return 0 < place < len(joins) and joins[place - 1] == "comma"
