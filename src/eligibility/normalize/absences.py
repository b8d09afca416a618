"""Absences: for how long there must have been nothing is a time in which there must be none of it.

"No antibiotics for at least 4 weeks before screening" is no antibiotics within these weeks, however long anybody took
them; it is not that nobody took them for so long. "Not free of seizures for 4 weeks" is seizures within these.
"""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.grammar.whens import When
from eligibility.normalize.drafts import Draft
from eligibility.normalize.parts import Part
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

_LASTING = frozenset({"for", "since"})
"""Words before how long there was none: "no seizures |for| a year", "|since| a year"."""
_TAKEN = frozenset(map(fold, ("on", "taken", "take", "used", "use", "received", "receive", "using", "taking")))
"""Links before what is not taken for a time: "not |on| steroids for 4 weeks"."""
_OF = frozenset({"of", "from"})
"""Links that a further item of what there is none of begins with: "free of gout for a year and |of| fever"."""
_INSIDE = frozenset({"within", "in", "during"})
"""Words that begin a time in which something is or is not."""
_MOMENTS = frozenset({"min", "s"})
"""Units of what is over soon: "no pauses for 2 minutes" denies long pauses, and not all of them."""
_HELD = frozenset({"control", "course"})
"""Kinds of modifiers of what is held: "not on a stable dose |for 3 months" denies how long it was held."""


def time_absences(part: Part, tokens: Tokens) -> None:
    """Makes times of the durations of what an item of the inclusion list denies, or of what none is denied.

    So it does in any list where it says how long there was none: "free of seizures for a year". Where that is less than
    so long, there was some in that time.
    """
    for said in part.parts:
        draft = said.tree
        if bool(said.negation) is part.freed or not isinstance(draft, Draft):
            continue
        if part.clear and draft.lasting is None:
            _last(draft)
        if part.clear and draft.when is not None:
            if _leads(draft.when, draft, tokens) and _is_short(draft.when) and not part.freed:
                draft.when, said.negation = replace(draft.when, inferred="window-of-absence"), 0
                continue
            draft.when = _since(draft, draft.when)
        if draft.lasting is None:
            continue
        listed = draft.link in _OF and part.parts[0] is said
        if draft.link is not None and draft.link not in _TAKEN and not (part.freed or part.clear or listed):
            continue
        short = part.clear and not part.freed and _is_short(draft.lasting)
        clear = part.clear and (draft.entity is not None or part.parts[0] is said)
        when = _absence(draft, draft.lasting, tokens, clear=clear)
        if when is None or draft.when is not None or (short and len(part.parts) > 1):
            continue
        draft.when = when
        draft.durations = []
        draft.status = None if draft.loose else draft.status
        said.negation = 0 if short else said.negation


def _last(draft: Draft) -> None:
    """Makes a length of time beside what there has been none of how long that was: "off steroids |> 2 weeks|".

    It may stand before it: "|at least 2 weeks| off steroids", "|at least 2 weeks of| no steroids".
    """
    limit = next(iter(draft.durations or draft.limits[-1:]), None)
    if limit is None or not (limit.calendar and limit.compared):
        return
    if limit.last <= draft.first or (limit.first >= draft.last and not draft.durations):
        draft.lasting = When(limit.first, limit.last, "lasting", limit)
        if not draft.durations:
            draft.durations = [draft.limits.pop()]


def _leads(when: When, draft: Draft, tokens: Tokens) -> bool:
    """Whether a length of time stands before what it is of: "|less than a month| free of seizures"; not "within"."""
    return when.kind == "within" and when.last <= draft.first and tokens.folded[when.first] not in _INSIDE


def _since(draft: Draft, when: When) -> When:
    """How long before something there must be none as the time in which there is none: "off X |≥ 2 weeks before|"."""
    limit = when.limit
    if when.kind != "distant" or limit is None or limit.lower is None or limit.upper is not None:
        return when
    if when.first < draft.last or when.direction != "before" or when.inferred is not None:
        return when
    return replace(when, kind="within", limit=_most(limit), inferred="window-of-absence")


def _most(limit: Limit) -> Limit:
    """The least length of time without something as the time in which there is none."""
    return replace(limit, lower=None, upper=limit.lower, lower_inclusive=True, upper_inclusive=True)


def _is_short(when: When) -> bool:
    """Whether a length of time is less than so long: "for less than 3 months"."""
    return when.limit is not None and when.limit.lower is None


def _absence(draft: Draft, when: When, tokens: Tokens, *, clear: bool) -> When | None:
    """The time in which what is denied must not be; None where the denial may be of how long it was.

    Args:
        draft: what is denied.
        when: how long.
        tokens: the criterion.
        clear: whether that is how long there was none, in so many words.
    """
    limit, entity = when.limit, draft.entity
    named = draft.kind == "occurrence" if entity is not None else clear and draft.kind == "words"
    if limit is None or not named or len(draft.durations) != 1:
        return None
    if limit.is_range or limit.amount.unit in _MOMENTS:
        return None
    if tokens.folded[when.first] not in _LASTING and not (clear and when.first == limit.first):
        return None
    if limit.lower is None:
        return replace(when, kind="within", inferred="window-of-absence") if clear else None
    long = limit.upper is None and not limit.lower_inclusive
    if entity is not None and (
        (long and not clear and not entity.denied) or any(said.kind in _HELD for said in entity.modifiers)
    ):
        return None
    return replace(when, kind="within", limit=_most(limit), inferred="window-of-absence")
