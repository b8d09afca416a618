"""The times of leaves: on which side of what it is told from the time of something lies."""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.grammar.whens import Kind, When
from eligibility.normalize.complements import topic_of
from eligibility.normalize.diagnostics import Notes
from eligibility.normalize.drafts import Draft
from eligibility.normalize.source import Source
from eligibility.normalize.windows import read_window
from eligibility.tree import Window

_COUNTED = frozenset({"OF", "FROM"})
_CAME = "presentation"
"""The anchor before which something befell, and before or after which something was done."""
_ANEW = frozenset({"rehospitalization", "hospital discharge"})
"""What comes after that from which it is told."""
_DONE_THERE = "surgery"
"""The anchor that, among those that are known, somebody is in hospital for."""
_TO_COME = frozenset({"death", "pregnancy intention"})
"""What nobody has had yet, and what somebody means to have."""
DONE = frozenset({"procedure", "device", "visit"})
"""Domains of what somebody who "will have" it is to be given."""
_BY_DOMAIN: dict[str | None, str] = {"procedure": "AFTER", "drug": "AROUND", "measurement": "AROUND"}
_GIVEN = "vaccination"
"""The anchor that a condition may come of."""


def window_of(draft: Draft, source: Source, notes: Notes) -> Window | None:
    """The time of a leaf; None where none is said.

    Args:
        draft: the leaf in the making.
        source: where its words stand.
        notes: takes the diagnostics.
    """
    when = draft.when or _ending_at(draft)
    if when is None or (when.kind == "during" and _is_agreed_to(draft, when)):
        return draft.window
    anchor = None
    if draft.anchor is not None:
        anchor = source.text(source.span(*draft.anchor)).lower()
    done = draft.ahead and draft.status is None and draft.entity is not None and draft.entity.domain in DONE
    ahead = draft.status == "planned" or done
    if when.unanchored and (ahead or _is_to_come(draft)):
        when = replace(when, kind="ahead", inferred="window-ahead")
    elif when.side in _COUNTED and (side := _side(draft, when)) is not None:
        when = replace(when, side=side)
    return read_window(when, anchor, source, notes)


def _is_agreed_to(draft: Draft, when: When) -> bool:
    """Whether a time only names the study that somebody consents to: "refuses to enroll |in the study|"."""
    return when.anchor == "study" and topic_of(draft) == "consent"


def _is_to_come(draft: Draft) -> bool:
    """Whether something can only lie ahead, whatever is said of it: "death |likely within a day|"."""
    rule = draft.entity.rule if draft.entity is not None else None
    return rule is not None and rule.name in _TO_COME and not draft.family


def _ending_at(draft: Draft) -> When | None:
    """The time at which, or from which on, something lasts: "on a stable dose for 6 weeks |before screening|".

    What lasts so long before an event is there at it, and did not just last so long at some time; unless it was.
    """
    lasting = draft.lasting
    if lasting is None or lasting.side is None or not draft.durations or (lasting.open and draft.anchor is None):
        return None
    kind: Kind = "during" if lasting.direction == "before" and draft.status != "history" else "beside"
    return replace(lasting, kind=kind, limit=None, halved=False, inferred=None)


def _side(draft: Draft, when: When) -> str | None:
    """On which side of what it is told from a time lies that says only "of" or "from", if not on the usual one."""
    if when.anchor == _CAME:
        return _BY_DOMAIN.get(draft.entity.domain if draft.entity is not None else None)
    if draft.status == "planned":
        return "AROUND" if draft.anchor is not None else "AFTER"
    rule = draft.entity.rule if draft.entity is not None else None
    if (draft.anchor is not None or when.anchor == _DONE_THERE) and rule is not None and rule.name in _ANEW:
        return "AFTER"
    if _may_follow(draft, when):
        return "AROUND" if when.side == "OF" else "AFTER" if draft.anchor is not None else None
    return None


def _may_follow(draft: Draft, when: When) -> bool:
    """Whether a condition may come of what its time is told from: "encephalitis within 6 weeks |of a vaccination|"."""
    told = draft.anchor is not None or when.anchor == _GIVEN
    return told and draft.kind == "occurrence" and draft.entity is not None and draft.entity.domain == "condition"
