"""Leading times: said before what they are about, as by what introduces a list: "within 6 months: |stroke or gout|"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from msgspec.structs import replace

from eligibility.grammar.whens import When
from eligibility.normalize.drafts import Draft, Op
from eligibility.normalize.further_times import NEARBY
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part
from eligibility.normalize.time_heads import befalls, of_one_kind
from eligibility.tagging.tokens import Tokens

_PAIR = 2


def lead_in(parts: list[Part], place: int) -> None:
    """Lets what introduces a list, up to a place, leave its time to what is listed, as the time of the item there.

    Words that are nothing else lose it: "laboratory values within 14 days:"; a class keeps it: "heart disease within
    6 months, including:".
    """
    nearby = reversed(parts[max(0, place + 1 - NEARBY) : place + 1])
    part = next((part for part in nearby if part.parts), None)
    if part is None or parts[place].when is not None:
        return
    drafts = part.recent()
    timed = [draft for draft in drafts if draft.when is not None]
    if len(timed) != 1:
        return
    if all(draft.bare for draft in drafts):
        parts[place].when, timed[0].when = timed[0].when, None
    elif part.examples == len(part.parts) and drafts[-1] is timed[0]:
        parts[place].when = timed[0].when
    elif drafts[-1] is timed[0] and timed[0].when is not None and _are_kinds(parts, place, timed[0]):
        forward(parts, timed[0].when, place)


def _are_kinds(parts: list[Part], place: int, timed: Draft) -> bool:
    """Whether all that a class with a time introduces is of its kind: "immunosuppressants within a week: |A, B|"."""
    listed = [draft for part in islice(parts, place + 1, None) for draft in part.drafts() if draft.named]
    return bool(listed) and all(one.when is None and of_one_kind(one, timed) for one in listed)


def lead_in_twice(parts: list[Part], place: int) -> bool:
    """Lets what introduces a list leave both of its times: "within a week before and during the study: |A or B|".

    Args:
        parts: the list.
        place: the item that is the second time alone, behind which the colon stands.

    Returns:
        Whether each thing that is listed is one at either time now.
    """
    second, before = parts[place].when, parts[place - 1]
    listed = [said for part in islice(parts, place + 1, None) for said in part.parts]
    drafts = [said.tree for said in listed if isinstance(said.tree, Draft)]
    if second is None or parts[place].own_status or not drafts or len(drafts) < len(listed):
        return False
    timed = [draft for draft in before.drafts() if draft.when is not None]
    given = drafts[0].when if not before.parts and place == 1 else None
    first = given or (timed[0].when if timed else before.when)
    if first is None or len(timed) > 1 or any(not one.named or one.when is not given for one in drafts):
        return False
    for said, draft in zip(listed, drafts, strict=True):
        again = replace(draft, limits=[*draft.limits], when=second, anchor=None)
        draft.when, draft.anchor = first, timed[0].anchor if timed else None
        said.tree = Op("any_of", [draft, again])
    parts[place].when = before.when = None
    for draft in timed:
        draft.when = draft.anchor = None
    return True


def share_leading(parts: list[Part], place: int, joins: Sequence[Join], timed: Draft, tokens: Tokens) -> None:
    """Gives a time before its event to those that follow, if it is not in brackets."""
    when = timed.when
    if when is None:
        return
    if len(parts) > place + 1 and _is_bracketed(timed, when, tokens):
        _share_bracketed(parts, place, timed)
    elif when.inferred == "window-turned":
        forward(parts, when, place, timed, _ends_alternatives(joins, place))
    else:
        forward(parts, when, place)


def _ends_alternatives(joins: Sequence[Join], place: int) -> int:
    """The item that ends the alternatives which one begins: "since stroke, PCI |or bypass|"; itself without any."""
    at = place
    while at < len(joins) and joins[at] == "comma":
        at += 1
    return at + 1 if at < len(joins) and joins[at] == "or" else place


def forward(parts: list[Part], when: When, place: int, alike: Draft | None = None, end: int = 0) -> bool:
    """Gives a leading time to the events after its item that have none; says whether there were any.

    Args:
        parts: the list.
        when: the time.
        place: its item.
        alike: the event that it is already given to, where only events like it can be meant too.
        end: the item up to which anything that happens is like it.
    """
    given = False
    for at, part in enumerate(islice(parts, place + 1, None), place + 1):
        if alike is not None and part.own_negation:
            return given
        for draft in part.drafts():
            if draft.when is not None:
                return given
            if alike is not None and not of_one_kind(draft, alike) and not (at <= end and befalls(draft, alike)):
                return given
            if draft.named and not draft.bracketed:
                draft.when = when
                given = True
    return given


def share_with_examples(parts: list[Part], place: int, count: int) -> None:
    """ "heart disease within 6 months such as |myocardial infarction or |angina": the time holds for the examples.

    A function of the body is measured in it: "marrow function within a week, i.e. |platelets ≥ 100 x 10^9/L".
    """
    part = parts[place]
    timed = Part(parts=part.parts[:count]).last_open
    if timed is None or timed.when is None or timed.when.limit is None:
        return
    own = [draft for draft in Part(parts=part.parts[count:]).recent() if draft.named and draft.when is None]
    for draft in own:
        draft.when, draft.anchor = timed.when, timed.anchor
    measured = timed.bare and bool(own)
    forward(parts, timed.when, place, own[-1] if measured else timed)
    if measured:
        timed.when = timed.anchor = None


def time_class(part: Part) -> None:
    """Gives the time behind one example to its class: "steroids including |inhaled steroids within a month|".

    A time behind a class that one example follows is that of the example, as it is of several.
    """
    count = part.examples
    if not count or len(part.parts) != count + 1:
        return
    of_class, example = Part(parts=part.parts[:count]).last_open, part.last_open
    if of_class is None or example is None or not of_one_kind(of_class, example):
        return
    if of_class.when is not None and example.when is None:
        share_with_examples([part], 0, count)
    when = example.when
    if when is None or when.limit is None or when.first < example.last or of_class.when is not None:
        return
    if not (of_class.limits or of_class.durations):
        befell = of_class.entity is not None and of_class.entity.domain == "condition"
        example.when = replace(when, inferred=when.inferred or "window-of-list") if befell else when
        of_class.when, of_class.anchor = example.when, example.anchor


def _is_bracketed(draft: Draft, when: When, tokens: Tokens) -> bool:
    """Whether a time stands in brackets before what it is of: "recent |(within 3 months)| stroke"."""
    return tokens.folded[when.first - 1] == "(" and draft.entity is not None


def _share_bracketed(parts: list[Part], place: int, timed: Draft) -> None:
    """ "Recent |(within 3 months)| stroke or gout": a time in brackets reaches to all that is no more than named."""
    when = timed.when
    if when is None:
        return
    several = len(parts) > place + _PAIR
    following = parts[place + 1 :]
    alike = timed if several else None
    if all(_is_bare(part, alike) for part in following) and (several or not following[0].paused):
        timed.when = replace(when, inferred=when.inferred or "window-of-list") if several else when
        forward(parts, timed.when, place)
    elif timed.entity is not None:
        timed.entity.alone = timed.entity.alone or ("first", when.first, when.last)


def _is_bare(part: Part, alike: Draft | None) -> bool:
    """Whether an item names one thing, that may befall as one of a longer list does, and says nothing more of it."""
    drafts = [draft for draft in part.drafts() if not draft.bracketed]
    if alike is not None and any(
        draft.entity is not None and not (of_one_kind(draft, alike) or befalls(draft, alike)) for draft in drafts
    ):
        return False
    if any(draft.limits or draft.values for draft in drafts):
        return False
    if len(drafts) != 1 or drafts[0].entity is None or part.own_status:
        return False
    return all(one.shared for one in drafts[0].entity.modifiers)
