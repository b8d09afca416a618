"""Further times: the same event at another time: "surgery in the past 6 months or |within the next 6 months|"."""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.grammar.whens import When
from eligibility.normalize.attaching import takes_part
from eligibility.normalize.drafts import Draft, Op, drafts_of
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part, Said
from eligibility.tagging.counted import HAPPENINGS
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

NEARBY = 8
"""Items back in which the event of a further time is looked for."""
_TO_COME = frozenset({"ahead", "during"})
_ANY = "any"
_GIVEN = frozenset(
    map(fold, ("treatment", "therapy", "drug", "medication", "product", "dosing", "study", "trial", "investigational"))
)
"""Words for what is given in a study, which name what a time is told from: "a month after the end of |treatment|"."""
_THE, _WITH = "the", "with"


def once_more(parts: list[Part], place: int, joined: Join, when: When, tokens: Tokens) -> None:
    """Gives an item that is only a time the event before it, once more at that time.

    What the item says anew holds instead ("steroids in one eye within a week or |in both within a month"), and of "any"
    it is not said how many ("two courses of steroids in a year or |any within a month|").

    Args:
        parts: the items of a list.
        place: that of the item.
        joined: what stands before it.
        when: the time.
        tokens: the criterion.
    """
    aged = parts[place - 1].last_open
    if aged is not None and aged.kind == "age" and aged.limits and aged.when is None and when.limit is None:
        aged.when = when
        return
    for part in reversed(parts[max(0, place - NEARBY) : place]):
        draft = part.last_open
        if draft is not None and draft.named:
            break
    else:
        parts[place].when = when
        return
    if draft.when is None and draft.limits and part is parts[place - 1]:
        draft.when = when
        return
    count = _count(parts[place], draft)
    if draft.when is not None and count is None and not parts[place].modifiers:
        _others_once_more(parts, place, joined, draft, when)
    again = _again(draft, when, (when.first, when.last))
    if count is not None:
        again.limits, again.counts, parts[place].limit = [], (count.compared_as(draft.limits[-1]),), None
        again.reach(count.first, count.last)
    if tokens.folded[when.first - 1] == _ANY:
        again.limits = []
    if draft.entity is not None and (own := {modifier.kind for modifier in parts[place].modifiers}):
        kept = [modifier for modifier in draft.entity.modifiers if modifier.kind not in own]
        again.entity = replace(draft.entity, modifiers=kept)
    if when.kind in _TO_COME and again.status == "history":
        again.status = None
    said = next((said for said in part.parts if said.tree is draft), None)
    embedded = len(part.parts) > 1 and part is parts[place - 1] and not parts[place].modifiers
    if said is not None and embedded and joined == "or":
        said.tree = Op("any_of", [draft, again])
        return
    parts[place].parts.append(Said(again, _negation_of(draft, part)))


def part_times(parts: list[Part], joins: list[Join]) -> None:
    """Makes an item of its own of the second of two occasions, where more is told behind it.

    "MADRS ≥ 28 at screening and |at baseline| with CGI-S ≥ 4" is a MADRS on either occasion, and a CGI-S besides.
    """
    for place in range(len(parts) - 1, 0, -1):
        first, before = parts[place].first, parts[place - 1].last_open
        if first is None or before is None or joins[place - 1] != "and" or first.link != _WITH:
            continue
        when, other = first.when, before.when
        if when is None or other is None or when.last > first.first or not (_is_occasion(when) and _is_occasion(other)):
            continue
        first.when = None
        parts.insert(place, Part(when=when))
        joins.insert(place, "and")


def _is_occasion(when: When) -> bool:
    """Whether a time is an event of the study, and no span before or behind one: "at screening"."""
    return when.limit is None and when.anchor is not None and when.kind == "during"


def _count(part: Part, draft: Draft) -> Limit | None:
    """How often something happened in another time: "two falls in the last year or |three in the last 2 years|"."""
    limit = part.limit
    if limit is None or draft.kind != "occurrence" or len(draft.limits) != 1 or draft.limits[0].last > draft.first:
        return None
    return limit if limit.amount.unit_tokens is None or limit.amount.unit in HAPPENINGS else None


def is_attested(parts: list[Part], place: int, joins: list[Join]) -> bool:
    """Gives a time that is an item of its own to what is attested before it: "abstinence and |for a month after"."""
    when = parts[place].when or parts[place].duration
    if when is None or parts[place].parts or joins[place - 1] not in LISTING:
        return False
    attested = next((draft for draft in reversed(parts[place - 1].drafts()) if draft.kind != "words"), None)
    if attested is None or attested.kind != "attestation" or takes_part(attested):
        return False
    attested.reach(when.first, when.last)
    return True


def name_anchor(part: Part, tokens: Tokens) -> None:
    """Lets the words of an item name what its time is told from, where they name what is given in the study."""
    draft = part.parts[0].tree if len(part.parts) == 1 else None
    if not isinstance(draft, Draft) or draft.kind != "words" or draft.when is not None or draft.limits:
        return
    when = part.when or part.duration or draft.lasting
    if when is None or not when.open or when.last > draft.first:
        return
    words = tokens.folded[when.last : draft.last]
    if _GIVEN.issuperset(words[1:] if words[:1] == [_THE] else words):
        named = replace(when, last=draft.last, anchor=tokens.surface(draft.first, draft.last).lower(), open=False)
        part.when, part.duration = (named, None) if part.when is not None else (None, named)
        part.parts.clear()


def goes_on(parts: list[Part], place: int, joins: list[Join]) -> bool:
    """Gives an item that only says for how long after something the event before it, once more for so long.

    "Condoms during the study and |for 90 days after the last dose|". Says whether it did.
    """
    part, draft, when = parts[place], parts[place - 1].last_open, parts[place].duration
    if when is None or when.limit is None or when.side is None or part.parts or joins[place - 1] not in LISTING:
        return False
    if draft is None or not draft.named or draft.when is None or draft.durations or draft.limits:
        return False
    again = _again(draft, None, (when.first, when.last))
    again.durations, again.lasting = [when.limit], when
    part.parts.append(Said(again, _negation_of(draft, parts[place - 1])))
    return True


def lasts_on(parts: list[Part], place: int, joins: list[Join]) -> bool:
    """Gives how long something lasts behind a comma to what stands before it: "gout, though rare, |for a year|".

    Says whether it did.
    """
    part, when = parts[place], parts[place].duration
    if when is None or when.limit is None or part.parts or part.limit is not None or joins[place - 1] != "comma":
        return False
    at = place - 1
    while at > max(0, place - NEARBY) and all(draft.kind == "words" for draft in parts[at].drafts()):
        if parts[at].parts and joins[at - 1] != "comma":
            break
        at -= 1
    draft = parts[at].last_open
    if draft is None or draft.kind != "occurrence" or draft.durations or draft.when is not None:
        return False
    draft.durations.append(when.limit)
    draft.lasting = when
    draft.reach(when.first, when.last)
    return True


def _negation_of(draft: Draft, part: Part) -> int:
    """The negation under which an item says something."""
    return next((said.negation for said in part.parts if draft in drafts_of(said.tree)), 0)


def _others_once_more(parts: list[Part], place: int, joined: Join, last: Draft, when: When) -> None:
    """ "Surgery or |biopsy within a month| or during the study": a further time is that of all that share the first.

    What is measured at several visits passes its limit at each: "ALT ≤ 40 U/L and |bilirubin ≤ 1 mg/dL at screening
    and baseline|".
    """
    for part in parts[max(0, place - NEARBY) : place]:
        for said in part.parts:
            told = said.tree.parts if isinstance(said.tree, Op) and said.tree.kind == "any_of" else [said.tree]
            one = told[-1]
            if not isinstance(one, Draft) or one is last or one.when is not last.when:
                continue
            measured = one.kind == last.kind == "measurement" and when.kind == "during"
            if one.limits == last.limits or measured:
                each: Literal["all_of", "any_of"] = "all_of" if measured and joined == "and" else "any_of"
                said.tree = Op(each, [*told, _again(one, when, (one.first, one.last))])


def _again(draft: Draft, when: When | None, extent: tuple[int, int]) -> Draft:
    """What a draft says, at another time."""
    again = replace(draft, limits=list(draft.limits), durations=[], when=when, anchor=None)
    again.extent = extent
    return again
