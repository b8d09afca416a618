"""Windows: a time as written becomes a direction, an anchor and a distance in its own calendar unit."""

from __future__ import annotations

from eligibility.grammar.limits import Limit
from eligibility.grammar.whens import Inference, When
from eligibility.normalize.diagnostics import Notes
from eligibility.normalize.ranges import is_vague, note_inferred
from eligibility.normalize.source import Source
from eligibility.normalize.units import convert
from eligibility.tree import Range, Window
from eligibility.tree.values import Severity

_INFERENCES: tuple[tuple[Inference, Severity, str], ...] = (
    ("anchor-shared", "info", "taken to be told from what a later time of the list is told from"),
    ("window-of-absence", "info", "taken to be a time without it, and not how long what is denied lasted"),
    ("window-ahead", "info", "taken to lie ahead, as what it is about is planned"),
    ("window-not-ended", "info", "taken to be a time in which it was still there, as it had not ended before"),
    ("window-of-all", "info", "taken to be about what is said, not about the exception that it follows"),
    (
        "window-of-last",
        "info",
        "taken to be about the last of what is listed, as the rest is of another kind",
    ),
    ("window-of-list", "info", "taken to be about all that is listed, of whatever kind"),
    ("window-recent", "warning", "taken to be how long ago it was, at most, and may be how long it lasts"),
    ("time-within", "info", "taken to be how long it was so in that time, all in all"),
    ("duration-least", "info", "a bare length of time is read as the least"),
    ("window-turned", "info", "taken to be how long ago, or how far ahead, the event is that the time is told from"),
)
_INFERRED = {code: (severity, message) for code, severity, message in _INFERENCES}


def read_window(when: When, anchor: str | None, source: Source, notes: Notes) -> Window:
    """The window that a time says.

    Args:
        when: the time.
        anchor: the words after it that name its anchor, if they do.
        source: the criterion.
        notes: takes the diagnostics.
    """
    span = source.span(when.first, when.last)
    if when.inferred is not None:
        notes.add(when.inferred, *_INFERRED[when.inferred], span)
    if when.limit is not None and when.limit.inferred is not None:
        note_inferred(when.limit.inferred, span, notes)
    if when.halved:
        notes.add("half-lives-unread", "warning", "half-lives are passed over, as they differ from drug to drug", span)
    limit = None if when.limit is None or is_vague(when.limit, source, notes) else when.limit
    return Window.trusted(
        text=source.text(span),
        span=span,
        direction=when.direction,
        anchor=when.anchor or anchor,
        distance=None if limit is None else _distance(when, limit, notes, span),
    )


def _distance(when: When, limit: Limit, notes: Notes, span: tuple[int, int]) -> Range:
    """The distance; a bare time ("in the past 5 years") is an upper bound, as is "3 months before"."""
    lower = None if limit.lower is None else limit.lower.number
    upper = None if limit.upper is None else limit.upper.number
    lower_unit = limit.lower.unit if limit.lower is not None else None
    unit = limit.upper.unit if limit.upper is not None else lower_unit
    if limit.one_of and not limit.compared:
        lower = None
    elif lower is not None and (lower, lower_unit) == (upper, unit):
        lower = None
        if when.kind == "distant":
            notes.add(
                "window-exact", "info", "a bare time before or after an event is read as the longest distance", span
            )
    if lower is not None and lower_unit and unit and lower_unit != unit:
        lower = convert(lower, lower_unit, unit)
    return Range(
        lower=lower,
        upper=upper,
        lower_inclusive=limit.lower_inclusive,
        upper_inclusive=limit.upper_inclusive,
        unit=unit,
    )
