"""Times of an item: which of its drafts each is about, and what names the anchor of each."""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.grammar.whens import When
from eligibility.normalize.attaching import (
    REQUIRING,
    attach_limit,
    is_duration,
    lasting_subject,
    length_of,
    time_subject,
)
from eligibility.normalize.degrees import RECENT
from eligibility.normalize.drafts import Draft
from eligibility.normalize.parts import Part, Said, Scope
from eligibility.tagging.chunks import Chunk, begin_of
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

DEFINED = "defined"
"""The link between words and what defines them."""
_OBJECT = frozenset({"with", "by", "of", DEFINED})
_SAID = frozenset(map(fold, ("treatment", "therapy", "diagnosis")))
"""Words that say no more than that there is what follows "with" or "of"."""
_DEEDS = frozenset({"drug", "procedure", "device"})
_RETURNS = frozenset({"disease progression", "recurrent disease"})
"""Conditions that treatment comes before."""
_PROGRESSION = fold("progression")
"""What is said of one of them alone."""
PRIOR = frozenset({"prior", "previous"})
"""Words that say when with a "to" behind them, and not that it was: "hemoglobin > 9 g/dL |prior| to apheresis"."""
_BEFORE_EVENT = frozenset({"before", "to"})
"""Prepositions between what is measured and what it was measured before: "|before| a stroke", "prior |to| a stroke"."""
FIRST_DOSE = "first_dose"
"""The anchor of what is given, of the study where nothing else is named."""
_COUNTED_FROM = frozenset({"OF", "FROM", "AFTER", "SINCE", "FOLLOWING"})
"""What stands between a time and what has a drug of its own: "within 3 months |from| the start of a statin"."""
_OF_THE = 2
"""Tokens between a number and the time that it is of: "3 |of the| last 6 months"."""
_BARE = 2
"""Tokens of a length of time without a comparator."""
_INSIDE = frozenset({"-", "based"})
"""Tokens within the name of an anchor: "after trastuzumab|-based| chemotherapy"."""
_MOMENTS = frozenset({"s", "min"})
"""Units of how long something may take."""
_INABILITY = "inability"
_ANCHOR_REACH = 3
"""Tokens that may stand between a time and the words that name its anchor."""


def take_time(when: When, part: Part, scope: Scope) -> None:
    """Take a time: it goes to the event that it is about, or waits for one."""
    found = _told(part.recent())
    if when.kind == "lasting" and when.limit is not None:
        _lasting(when, when.limit, found, part)
        return
    if when.halved and when.limit is None:
        part.parts.append(Said(Draft("words", when.first, when.last)))
        return
    draft = time_subject(found) or next((one for one in reversed(found) if one.kind == "age" and one.limits), None)
    if draft is None:
        part.when = None if when.kind == "during" and when.open else when
        return
    if when.limit is not None and is_duration(draft) and not draft.limits:
        attach_limit(draft, length_of(when))
        return
    if when.limit is not None and when.limit.amount.unit in _MOMENTS and _is_pace(draft, found, when):
        if draft.kind == "occurrence":
            draft.durations.append(length_of(when))
        draft.reach(when.first, when.last)
        return
    if draft.when is not None and draft.when.limit is not None:
        told = draft.when.anchor is not None or draft.anchor is not None
        if when.limit is None and told and (when.kind == "beside" or when.side == "AT"):
            part.parts.append(Said(Draft("words", when.first, when.last)))
        elif when.limit is None:
            _tell_from(draft, draft.when, when)
        elif not scope.optional:
            part.parts.append(Said(Draft("words", when.first, when.last, when=when)))
        return
    draft.when = when
    draft.reach(when.first, when.last)
    if found[-1].kind == "words" and found[-1].link in REQUIRING:
        found[-1].when = None if when.open else when
    part.awaiting = draft if when.open or when.anchor else None


def _is_pace(draft: Draft, found: list[Draft], when: When) -> bool:
    """Whether a time that is told from nothing is how long something takes: "able to walk 10 m |within a minute|"."""
    if when.kind != "within" or when.open or when.anchor is not None or when.side is not None:
        return False
    if draft.entity is None:
        return any(one.kind == "attestation" for one in found)
    rule = draft.entity.rule
    unable = rule is not None and rule.name.startswith(_INABILITY)
    return draft.kind == "occurrence" and (unable or draft.entity.domain == "observation")


def _told(found: list[Draft]) -> list[Draft]:
    """What a time may be told of: not the people who attest to something ("women who use a |contraceptive")."""
    attests = bool(found) and found[-1].kind == "attestation"
    return [draft for draft in found if not draft.people] if attests else found


def _lasting(when: When, limit: Limit, found: list[Draft], part: Part) -> None:
    subject = lasting_subject(found)
    attested = found[-1] if found and found[-1].kind == "attestation" else None
    if subject is None and attested is not None:
        attested.reach(when.first, when.last)
    elif subject is None:
        part.duration = when
    elif is_duration(subject) and not subject.limits:
        attach_limit(subject, limit)
    elif subject.when is None and limit.last - limit.first == _BARE and limit.lower and _is_recent(subject):
        subject.when = replace(when, kind="within", limit=replace(limit, lower=None, upper=limit.lower), inferred=None)
    else:
        subject.durations.append(limit)
        subject.lasting = when
        part.awaiting = subject if when.open else None
    if subject is not None:
        subject.reach(when.first, when.last)


def _is_recent(draft: Draft) -> bool:
    """Whether something is said to be recent: "recent infection |for the last 6 weeks|" befell in them."""
    return draft.entity is not None and any(one.name == RECENT for one in draft.entity.modifiers)


def lasts_within(part: Part, when: When, tokens: Tokens) -> bool:
    """ "Migraine on at least |3 of| the last 6 months": so long, all in all; says whether it was that."""
    last, waits = part.last, part.waiting is not None
    if last is None or last.kind == "words" or when.limit is None or not (waits or last.limits):
        return False
    limit = part.waiting[0] if part.waiting is not None else last.limits[-1]
    if when.first - limit.last > _OF_THE or tokens.folded[limit.last] != "of":
        return False
    if limit.amount.unit_tokens is None:
        limit = limit.with_unit_of(when.limit)
    if not limit.calendar:
        return False
    if waits:
        part.waiting = None
    else:
        last.limits.pop()
        if last.entity is None and not last.limits:
            last.kind = "words"
    last.durations.append(limit)
    last.reach(limit.first, limit.last)
    return True


def seen_from(draft: Draft, when: When) -> When:
    """A time before an event, told from it where it is that of a drug: "within a week of treatment start |with X|"."""
    given = draft.link == "with" and when.anchor == FIRST_DOSE and when.limit is not None
    return replace(when, anchor=None, open=True) if given else when


def hand_on(draft: Draft, part: Part, tokens: Tokens) -> None:
    """ "treatment within 3 months |with rituximab": the time is that of the drug, which says that it is one."""
    if draft.link not in _OBJECT:
        return
    last = part.last
    if last is None or not last.bare or last.when is None or last.when.limit is None:
        return
    draft.when, draft.anchor, last.when, last.anchor = last.when, last.anchor, None, None
    draft.reach(draft.when.first, draft.when.last)
    last.extent = (last.first, last.last)
    if part.parts[-1].tree is last and _SAID.issuperset(tokens.folded[last.first : last.last]):
        part.parts.pop()
        draft.reach(last.first, last.last)
    part.leading = True


def names_anchor(chunk: Chunk, part: Part, tokens: Tokens) -> bool:
    """Whether a chunk names the anchor of the time before it, or what an event that is the anchor is of.

    What comes with an event is no anchor of it: "stroke 3 months prior |with| weakness".
    """
    draft, part.awaiting = part.awaiting, None
    when = None if draft is None else draft.when or draft.lasting
    if draft is None or when is None:
        return False
    if part.link == "with" and when.side == "PRIOR" and draft.anchor is None:
        return False
    end = when.last if draft.anchor is None else draft.anchor[1]
    completes = draft.anchor is not None or not when.open
    if completes and when.open and part.link is None and _goes_on(chunk, end, tokens):
        part.awaiting = draft
    elif chunk.first - end > _ANCHOR_REACH or (completes and not (_may_complete(part.link, when) and _is_deed(chunk))):
        return False
    else:
        part.awaiting = None if completes else draft
    if part.link == "with" and draft.when is not None and draft.when.side in _COUNTED_FROM and chunk.tag == "ENTITY":
        draft.when, draft.anchor = _from_start(draft, draft.when), (chunk.first, chunk.last)
    part.link = None
    if draft.when is not None and draft.when.halved and draft.when.side == "OF" and _is_drug(chunk):
        draft.when = replace(draft.when, side=None, open=False)
        draft.reach(draft.when.first, chunk.last)
        part.awaiting = None
        return True
    if draft.when is not None and draft.when.side == "OF" and _comes_after(draft, chunk, tokens):
        draft.when = replace(draft.when, side="AFTER")
    if when.open:
        begun = chunk.first if draft.anchor is None else draft.anchor[0]
        first = begun if draft.anchor is None else max(when.last, min(begun, begin_of(chunk)))
        draft.anchor = (first, chunk.last)
    draft.reach(chunk.first, chunk.last)
    return True


def _goes_on(chunk: Chunk, end: int, tokens: Tokens) -> bool:
    """Whether a chunk goes on with the name of an anchor: "after first-line |platinum-based chemotherapy|"."""
    return _is_deed(chunk) and _INSIDE.issuperset(tokens.folded[end : chunk.first])


def _is_drug(chunk: Chunk) -> bool:
    """Whether a chunk names a drug, which half-lives are of: "within 30 days or 5 half-lives of |the agent|"."""
    return chunk.tag == "ENTITY" and chunk.value.domain == "drug"


def _may_complete(link: str | None, when: When) -> bool:
    """Whether what follows a preposition says of what a known anchor is: "start of treatment |with| a statin"."""
    return link == "of" or (link == "with" and when.anchor == FIRST_DOSE)


def _from_start(draft: Draft, when: When) -> When:
    """A time told from the start of a drug that is named; a condition within it comes of that."""
    befalls = draft.entity is not None and draft.entity.domain == "condition"
    return replace(when, anchor=None, side="AFTER" if befalls else when.side)


def is_of_anchor(chunk: Chunk, part: Part) -> bool:
    """Whether words stand between a time and what names its anchor: "3 weeks before the |planned| surgery"."""
    draft = part.awaiting
    when = None if draft is None else draft.when or draft.lasting
    if draft is None or when is None or not when.open or draft.anchor is not None or chunk.first - when.last > 1:
        return False
    draft.reach(chunk.first, chunk.last)
    return True


def _tell_from(draft: Draft, said: When, when: When) -> None:
    """ "aspirin within 7 days |before surgery", said in two: the second says what the first is told from."""
    if said.anchor is None and draft.anchor is None:
        draft.when = replace(said, anchor=when.anchor, side=said.side or when.side, open=False)
    draft.reach(when.first, when.last)


def _comes_after(draft: Draft, chunk: Chunk, tokens: Tokens) -> bool:
    """Whether something can only come after what its time is told from: "relapse within 6 months of |chemotherapy|".

    What is measured within some time of something that befalls people is measured after it: "within a day of |injury|".
    """
    if draft.kind == "measurement" and chunk.tag == "ENTITY" and chunk.value.domain == "condition":
        return True
    rule = draft.entity.rule if draft.entity is not None else None
    cared = chunk.tag == "ENTITY" and chunk.value.domain in _DEEDS
    returns = rule.name in _RETURNS if rule is not None else tokens.folded[draft.last - 1] == _PROGRESSION
    return cared and returns


def _is_deed(chunk: Chunk) -> bool:
    """Whether a chunk may complete the anchor of a time: "the first dose of |rituximab", "start of |dialysis"."""
    return chunk.tag == "WORDS" or chunk.value.domain in _DEEDS


def times_before(chunk: Chunk, part: Part, tokens: Tokens) -> bool:
    """ "NIHSS 0-1 prior to |the seizure": what is measured was so before something happened."""
    if part.link not in _BEFORE_EVENT:
        return False
    last, first = part.last, part.linked - 1 if part.linked is not None else 0
    if last is None or last.kind != "measurement" or not last.limits or last.when is not None:
        return False
    if part.link == "to":
        first -= 1
        if tokens.folded[first] not in PRIOR:
            return False
    last.when = When(first, chunk.last, "beside", side="BEFORE")
    last.anchor = (chunk.value.first, chunk.value.last)
    last.reach(first, chunk.last)
    return True


def begins_time(chunk: Chunk, last: Draft | None, tokens: Tokens) -> bool:
    """Whether "prior" says that something comes before what follows, which no time was read of."""
    folded = tokens.folded
    if folded[chunk.last - 1] not in PRIOR or folded[chunk.last : chunk.last + 1] != ["to"]:
        return False
    return last is None or last.kind != "attestation"
