"""Qualifiers: what is said of a leaf beside its own value: how long, how often, how much, which stage, what kind."""

from __future__ import annotations

from eligibility.grammar.limits import Limit
from eligibility.normalize.attaching import is_duration, is_of_analyte
from eligibility.normalize.by_value import is_graded
from eligibility.normalize.diagnostics import Notes
from eligibility.normalize.drafts import CARE, Draft
from eligibility.normalize.level_ranges import in_levels, note_sublevels
from eligibility.normalize.modifying import modifiers_of
from eligibility.normalize.ranges import (
    as_written,
    directed,
    is_vague,
    note_inferred,
    plain_limits,
    plain_range,
    says_again,
    unsettled,
)
from eligibility.normalize.source import Source
from eligibility.tagging.counted import COUNTED, HAPPENINGS
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens
from eligibility.tree import Qualifier, Quantity, Range

_LEVELS = ("emia", "uria", "penia", "cytosis", "philia")

_OFTEN = frozenset({"min", "h", "d", "wk", "mo", "a"})
"""Units of time in which something happens so often, in UCUM."""
_RADIATED = frozenset({"Gy", "cGy"})
"""Units of doses of radiation: "total body irradiation |> 4 Gy|"."""
_SIZES = frozenset({"cm", "mm", "m", "mL", "cm2", "cm3", "mm2", "mm3", "L"})
_FELT = frozenset(
    map(fold, ("pain", "ache", "itch", "itching", "pruritus", "fatigue", "nausea", "stiffness", "tenderness"))
)
"""Words for what is felt, which has no size: so many mm of it are those of a scale that is not named."""
_LABORATORY = "laboratory"
"""The kind of what is measured in a sample."""
_GRADING = frozenset(map(fold, ("grade", "grades", "class")))
"""Words for how far a result is off."""
_DIOPTERS = "[diop]"
_NUMBER_OF = ("number", "of")
_AGAIN = frozenset(map(fold, ("recurrent", "recurring", "frequent", "repeated", "repetitive", "multiple")))
"""Words for what comes several times."""


def qualifiers_of(draft: Draft, source: Source, notes: Notes) -> tuple[Qualifier, ...]:
    """How long, how often, how much, how bad: what is said of a leaf beside its own value.

    Args:
        draft: the leaf in the making.
        source: where its words stand.
        notes: takes the diagnostics.
    """
    modifiers = modifiers_of(draft)
    if not (draft.durations or draft.limits or draft.counts or modifiers):
        return ()
    told = draft.kind == "occurrence" or is_duration(draft)
    if told and draft.lasting is not None and draft.lasting.inferred is not None:
        span = source.span(draft.lasting.first, draft.lasting.last)
        notes.add("duration-least", "info", "a bare length of time is read as the least", span)
    out = [
        Qualifier.trusted(kind="duration", as_written=as_written(one, source), range=_length(one, source, notes))
        for one in draft.durations
    ]
    out.extend(_times(one, source) for one in draft.counts)
    out.extend(_restated(draft, one, source, notes) for one in draft.restated)
    if draft.kind == "occurrence":
        out.extend(_limit_qualifier(draft, limit, source, notes) for limit in draft.limits)
    elif draft.limits and is_graded_result(draft, source.tokens):
        out.extend(_graded(limit, source) for limit in draft.limits)
    for modifier in modifiers:
        if modifier.kind != "severity":
            span = source.span(modifier.first, modifier.last)
            quantity = Quantity.trusted(text=source.text(span), span=span)
            out.append(Qualifier.trusted(kind=modifier.kind, as_written=quantity))
    return tuple(out)


def is_graded_result(draft: Draft, tokens: Tokens) -> bool:
    """Whether the limits on a laboratory test are on grades of how far its result is off: "|ALT grade ≥ 2|"."""
    if _GRADING.isdisjoint(tokens.words) or draft.kind != "measurement" or draft.entity is None:
        return False
    rule = draft.entity.rule
    if rule is None or rule.kind != _LABORATORY:
        return False
    return bool(draft.limits) and all(_is_of_grade(limit, tokens) for limit in draft.limits)


def _is_of_grade(limit: Limit, tokens: Tokens) -> bool:
    """Whether the word "grade" or "class" stands in a bare limit, or right before it."""
    said = tokens.folded[max(0, limit.first - 1) : limit.last]
    return limit.amount.unit_tokens is None and limit.ref is None and not _GRADING.isdisjoint(said)


def _graded(limit: Limit, source: Source) -> Qualifier:
    """How far a result is off."""
    return Qualifier.trusted(kind="grade", as_written=as_written(limit, source), range=plain_range(limit))


def _times(limit: Limit, source: Source) -> Qualifier:
    """How many times something was found, or how often it is."""
    often = _how_often(limit.amount.unit) if limit.amount.unit is not None else ""
    return Qualifier.trusted(kind=often or "count", as_written=as_written(limit, source), range=_count(limit))


def _is_level(draft: Draft, source: Source) -> bool:
    """Whether a state is that there is so much of something in a sample: "phenylalanin|emia|", "leukocyt|uria|"."""
    return source.tokens.folded[draft.last - 1].endswith(_LEVELS)


def _restated(draft: Draft, limit: Limit, source: Source, notes: Notes) -> Qualifier:
    """A limit over again, as a qualifier: it binds no more than the limit that it says again."""
    rule = draft.entity.rule if draft.entity is not None else None
    written = as_written(limit, source)
    said = in_levels(draft.limits[-1], draft.limits[-1], rule, source)
    limit = plain_limits(in_levels(limit, said, rule, source), rule)[0]
    if not says_again(limit, said, rule):
        message = "the limit in brackets is not the same in another unit; the one before them is taken"
        notes.add("restated-differently", "warning", message, written.span)
    return Qualifier.trusted(kind="restated", as_written=written, range=plain_range(limit))


def _is_steeper(limit: Limit) -> bool:
    """Whether more than a negative number may be less than it: "myopia greater than |-6 D|"."""
    end = limit.lower
    return end is not None and limit.upper is None and (end.number or 0.0) < 0


def _limit_qualifier(draft: Draft, limit: Limit, source: Source, notes: Notes) -> Qualifier:
    limit = plain_limits(limit.as_one())[0]
    settled = directed(limit, None, graded=_qualifier_kind(draft, limit) in {"grade", "stage"})
    if settled is None or (limit.amount.unit == _DIOPTERS and _is_steeper(limit)):
        return Qualifier.trusted(kind="value", as_written=unsettled(limit, source, notes))
    limit = settled
    written = as_written(limit, source)
    kind, between = _qualifier_kind(draft, limit), plain_range(limit)
    kind = "grade" if kind in {"count", "value"} and is_graded(limit, source.tokens) else kind
    note_sublevels(limit, source, notes)
    if limit.ref is not None:
        message = "a multiple of a reference limit, of which the range has only the number"
        notes.add("reference-dropped", "warning", message, written.span)
    if limit.inferred is not None:
        note_inferred(limit.inferred, source.span(*draft.extent), notes)
    if kind == "value" and limit.amount.unit_tokens is None and _is_number_of(draft, source):
        kind = "count"
    if kind == "value" and limit.amount.unit_tokens is None and limit.ref is None and _has_none(draft, source):
        notes.add("subject-missing", "warning", "a bare number behind the name of what has no values", written.span)
    if kind == "value" and limit.ref is None and is_of_analyte(limit) and not _is_level(draft, source):
        message = "a value of something that is not measured so"
        notes.add("subject-missing", "warning", message, written.span)
    if kind == "size" and _is_felt(draft, source):
        kind = "value"
        notes.add("subject-missing", "warning", "a length of what is felt, on a scale that is not named", written.span)
    if kind == "grade" and draft.entity is not None and draft.entity.domain in CARE:
        notes.add("subject-missing", "warning", "a grade of something that has none", written.span)
    return Qualifier.trusted(kind=kind, as_written=written, range=_count(limit) if kind == "count" else between)


def _is_number_of(draft: Draft, source: Source) -> bool:
    """Whether a name is one of what is counted: "|number of| warts between 3 and 9", "rib fractures ≥ 3".

    So is a condition that comes again: "|recurrent| cystitis (≥ 3 within a year)".
    """
    had = draft.entity is not None and draft.entity.domain == "condition"
    if had and (
        _is_plural(draft.last - 1, source) or not _AGAIN.isdisjoint(source.tokens.folded[slice(*draft.extent)])
    ):
        return True
    first = draft.first if draft.entity is None else min([draft.first, *(m.first for m in draft.entity.modifiers)])
    return tuple(source.tokens.folded[max(0, first - 2) : first]) == _NUMBER_OF


def _has_none(draft: Draft, source: Source) -> bool:
    """Whether a name is of what has no values: a condition, or a short form that may be one of a score: "POEM ≥ 8"."""
    entity = draft.entity
    if entity is not None and entity.domain == "condition":
        return True
    if entity is None or entity.last - entity.first != 1 or entity.by != "concept":
        return False
    return source.tokens.written[entity.first].isupper()


def _is_felt(draft: Draft, source: Source) -> bool:
    """Whether a name is of what is felt: "knee |pain|"."""
    return source.tokens.folded[draft.last - 1] in _FELT and draft.entity is not None


def _is_plural(place: int, source: Source) -> bool:
    """Whether a token is a word in the plural, which the form that it is looked up by is not."""
    written = source.tokens.written[place].lower()
    return written.endswith("s") and source.tokens.folded[place] == written[:-1]


def _length(limit: Limit, source: Source, notes: Notes) -> Range | None:
    """How long something goes on; None where that is not said in numbers: "for weeks"."""
    if limit.inferred is not None:
        note_inferred(limit.inferred, source.span(limit.first, limit.last), notes)
    return None if is_vague(limit, source, notes) else plain_range(limit)


def _count(limit: Limit) -> Range:
    """How many times, without the name of what is counted."""
    between = plain_range(limit)
    counted = between.unit in COUNTED
    return between.model_copy(update={"unit": "1"}) if counted else between


def _how_often(unit: str) -> str:
    """Whether a unit counts what happens, or says how often it does; empty where it does neither."""
    if unit in COUNTED:
        return "count"
    happens, _, rate = unit.partition("}/")
    per = rate if f"{happens}}}" in HAPPENINGS else unit.removeprefix("d").removeprefix("/")
    return "frequency" if per != unit and (per in _OFTEN or per.startswith("(")) else ""


def _qualifier_kind(draft: Draft, limit: Limit) -> str:
    amount = limit.amount
    if limit.scale or amount.level or (draft.scale is not None and amount.unit_tokens is None):
        return limit.scale or draft.scale or "stage"
    if limit.calendar:
        return "duration"
    if amount.unit is not None and (often := _how_often(amount.unit)):
        return often
    if amount.unit_tokens is None:
        return "count" if limit.first < draft.first else "value"
    if amount.unit in _SIZES:
        return "size"
    given = draft.entity is not None and draft.entity.domain == "drug"
    return "dose" if given or amount.unit in _RADIATED else "value"
