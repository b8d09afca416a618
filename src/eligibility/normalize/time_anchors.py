"""Anchors that the times of a list share: what a time is told from may be said with another one."""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.grammar.whens import When
from eligibility.normalize.drafts import CARE, Draft
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part, Said
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_IT = "it"
"""The anchor of "after its end"."""
_ITS_END = "its end"
"""The anchor of that where none was named before."""
_DEEDS = frozenset({"surgery", "vaccination", "apheresis", "conditioning"})
"""Anchors that are something done, in a study or besides."""
_PROCEDURES = frozenset({"procedure", "device"})
_PAIR = 2
_NEARBY = 8
"""Items back in which a time that awaits an anchor is looked for."""


def share_anchors(parts: list[Part], joins: list[Join]) -> None:
    """ "A within 6 months, or B within 3 months, before |screening": what both times are told from."""
    said: Draft | When | None = None
    event: Draft | When | None = None
    for place in range(len(parts) - 1, -1, -1):
        part = parts[place]
        if place < len(joins) and joins[place] == "colon":
            said = event = None
        if part.when is not None and not part.drafts():
            if part.when.kind == "beside":
                said = event = part.when if part.when.direction == "before" else None
                if said is not None and _any_open(parts, place, joins):
                    part.when = None
            elif part.when.anchor:
                event = part.when
            continue
        for draft in reversed(part.recent()):
            when = draft.when
            if when is None or when.limit is None:
                continue
            if when.side is not None and (when.anchor or draft.anchor):
                said = draft if when.direction == "before" else said
                event = draft
            elif when.unanchored and said is not None:
                _anchor(draft, when, said)
            elif when.hanging and event is not None and draft.anchor is None:
                _anchor(draft, when, event)


def _any_open(parts: list[Part], place: int, joins: list[Join]) -> bool:
    """Whether a time before an item awaits the anchor that the item is."""
    for at in range(place - 1, max(-1, place - _NEARBY), -1):
        if joins[at] == "colon":
            return False
        times = [(draft.when, draft.anchor) for draft in parts[at].recent() if draft.when is not None]
        if any(when.unanchored or (when.hanging and anchor is None) for when, anchor in times):
            return True
    return False


def _anchor(draft: Draft, when: When, said: Draft | When) -> None:
    """Gives a time the anchor of a later one, and its side where it has none: "within a week |before| or after X"."""
    source = said if isinstance(said, When) else said.when
    if source is None:
        return
    draft.when = replace(
        when, side=when.side or source.side, anchor=source.anchor, open=False, inferred="anchor-shared"
    )
    draft.anchor = None if isinstance(said, When) else said.anchor


def share_events(parts: list[Part], joins: list[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """Tells an event from any of what is done: "stroke within a month of |bypass surgery or |stenting|".

    So it does of a series of procedures, which a comma might part from it: "bleeding within a week of |surgery|,
    |biopsy| or |dialysis|" gets a diagnostic.

    Args:
        parts: the items of a list; they are changed.
        joins: what stands between them.
        tokens: the criterion.
        lexicon: knows what is done.
    """
    for place in range(1, len(parts)):
        series = joins[place - 1] == "comma" and place < len(joins) <= _NEARBY
        if series and (joins[-1] != "or" or {*joins[place:-1]} - {"comma"}):
            continue
        if not series and (
            joins[place - 1] != "or" or "comma" in joins[max(0, place - _PAIR) : place] or parts[place].paused
        ):
            continue
        event = parts[place - 1].last_open
        if event is None or event.when is None or event.when.limit is None:
            continue
        domain = event.entity.domain if event.entity is not None else None
        others = [_only_named(part) for part in (parts[place:] if series else parts[place : place + 1])]
        named = [other for other in others if other is not None and (not series or _is_procedure(other))]
        if len(named) < len(others) or domain in CARE or domain is None:
            continue
        if not _is_done(event.when, event.anchor, tokens, lexicon):
            continue
        if series:
            event.when = replace(event.when, inferred=event.when.inferred or "anchor-shared")
        for at, other in enumerate(named, place):
            again = replace(event, limits=[*event.limits], anchor=(other.first, other.last))
            again.when = replace(event.when, anchor=None, open=True)
            again.extent = other.extent
            parts[at].parts = [Said(again, parts[place - 1].parts[-1].negation)]
        if series:
            return


def _is_procedure(draft: Draft) -> bool:
    return draft.entity is not None and draft.entity.domain in _PROCEDURES


def _is_done(when: When, anchor: tuple[int, int] | None, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Whether a time is told from something that is done, and not from what is of the study."""
    if anchor is None:
        return when.anchor in _DEEDS
    told = lexicon.named(tokens.surface(*anchor))
    if told is None and (phrase := lexicon.phrases.get(tokens.folded[slice(*anchor)])) is not None:
        told = phrase.said_in(tokens, *anchor).concept
    return told is not None and told.domain in CARE


def _only_named(part: Part) -> Draft | None:
    """The one thing that is done that an item names, where it says no more."""
    tree = part.parts[0].tree if len(part.parts) == 1 else None
    if not isinstance(tree, Draft) or tree.entity is None or tree.kind != "occurrence" or tree.link is not None:
        return None
    if part.own_status or part.clausal or part.own_negation or tree.when is not None or tree.limits or tree.durations:
        return None
    return tree if tree.entity.domain in CARE else None


def refer_back(parts: list[Part]) -> None:
    """ "during the study or within a month after |its end|": what a time is told from was named by one before it."""
    named: str | None = None
    for part in parts:
        for draft in part.recent():
            draft.when = draft.when and _referred(draft.when, named, told=draft.anchor is not None)
            named = (draft.when and draft.when.anchor) or named
        part.when = part.when and _referred(part.when, named, told=bool(part.parts))
        named = (part.when and part.when.anchor) or named


def _referred(when: When, named: str | None, *, told: bool) -> When:
    """A time told from what was named before: "after |its end|", "on the day of surgery or in the week |before|"."""
    if when.hanging and not told and named is not None:
        return replace(when, anchor=named, open=False)
    return replace(when, anchor=named or _ITS_END) if when.anchor == _IT else when
