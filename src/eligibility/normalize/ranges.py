"""Ranges: a limit as written becomes a Quantity, and an interval in the canonical unit of its concept."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from eligibility.grammar.limits import Amount, Inferred, Limit
from eligibility.normalize.acuity import seen_alike
from eligibility.normalize.by_value import is_graded, is_titer
from eligibility.normalize.converting import convert_end, in_points
from eligibility.normalize.diagnostics import Notes
from eligibility.normalize.level_ranges import level_ends, neighbouring_levels
from eligibility.normalize.source import Source
from eligibility.normalize.units import convert
from eligibility.rules import ConceptRule
from eligibility.tree import Quantity, Range, RelativeTo, Span
from eligibility.tree.values import Severity

AGE_UNIT = "a"
_PER_CENT = "%"
_SNELLEN = frozenset({6.0, 20.0})
"""Feet and metres at which letters are read."""
_LETTERS = "{letters}"
"""The unit in which else visual acuity is told."""
_FINEST = 12
"""The greatest part that a fraction is of: "1/12"."""
_OUT_OF = frozenset({10.0, 30.0, 100.0})
_COUNTED = re.compile(r"(?:\{\w+\}|\[\w+\])?/m?L")
"""What so many are counted of in a volume: copies, colony-forming units, cells, by UCUM code."""
_POWER = re.compile(r"10(?:[3-9]|1[0-2])")
"""Figures that such a count has by chance, or for a power of ten."""
_THOUSANDS = re.compile(r"\d{1,3}\.\d{3}(?:\.\d{3})*")
_POWER_SIGN = re.compile(r"^[xX×*]\s?(?=10)")
"""What ties a number to the power of ten that its unit begins with."""
_ROUNDED = 0.05
"""How far two ways of writing one limit may be apart."""
_PREDICTED = frozenset({"L", "L/min", "cm[H2O]", "mL/kg/min"})
"""Units of what is told in per cent of what is predicted."""
_LIMITING = frozenset({"uln", "lln"})
"""References of which a bare number is a multiple, though it is said to be above: "> 2.5 above ULN"."""
_KINDS = frozenset({"uln", "lln", "baseline", "predicted"})
_INFERENCES: tuple[tuple[Inferred, Severity, str], ...] = (
    ("comparator-shared", "info", "a bare number is taken to be a limit as the one beside it is"),
    ("modifier-shared", "info", "the grade of the last of what is listed is taken to be that of this as well"),
    ("bound-vague", "warning", "of the two numbers that one bound has, the one that asks less is taken"),
)
_INFERRED = {said[0]: said for said in _INFERENCES}


class Reading(Struct, frozen=True, gc=False):
    """A limit in both forms: as written, and normalized."""

    as_written: Quantity
    range: Range | None
    relative_to: RelativeTo | None = None


def as_written(limit: Limit, source: Source) -> Quantity:
    """The limit in the source's own numbers and unit."""
    span = source.span(limit.first, limit.last)
    values = None
    if limit.one_of:
        values = tuple(source.tokens.surface(*amount.tokens) for amount in limit.one_of)
    elif limit.amount.level and limit.lower is not None and limit.upper is not None:
        values = tuple(dict.fromkeys(source.tokens.surface(*end.tokens) for end in (limit.lower, limit.upper)))
    return Quantity.trusted(
        text=source.text(span),
        span=span,
        lower=None if _is_apart(limit) else _number(limit.lower),
        upper=_number(limit.upper),
        lower_inclusive=limit.lower_inclusive,
        upper_inclusive=limit.upper_inclusive,
        values=values,
        unit=_written_unit(limit, source),
    )


def _is_apart(limit: Limit) -> bool:
    """Whether a limit is on how far something lies from a reference, on either side: "within 20 % of baseline"."""
    return limit.lower is not None and limit.lower.over and (limit.lower.number or 0) < 0


def _number(end: Amount | None) -> float | None:
    return None if end is None or end.number is None else float(end.number)


def _written_unit(limit: Limit, source: Source) -> str | None:
    """The unit as written; both, where the ends have different ones; the reference limit, where it is one."""
    said: list[str] = []
    for end in (limit.lower, limit.upper):
        if end is None:
            continue
        for tokens in (end.unit_tokens, end.ref_tokens):
            if tokens is None:
                continue
            span = source.span(*tokens)
            text = _POWER_SIGN.sub("", source.text(span).strip("-() "))
            if text not in said:
                said.append(text)
    return " ".join(said) or None


def read_range(limit: Limit, rule: ConceptRule | None, source: Source, notes: Notes) -> Reading:
    """A limit on a concept, normalized to the concept's canonical unit where it has one."""
    if limit.inferred is not None:
        note_inferred(limit.inferred, source.span(limit.first, limit.last), notes)
    limit = _grouped(neighbouring_levels(limit, rule, source, notes), rule, source, notes)
    if limit.quality is not None:
        settled = directed(limit, rule)
        if settled is None:
            return Reading(unsettled(limit, source, notes), None)
        limit = settled
    if limit.amount.unit is not None and _COUNTED.fullmatch(limit.amount.unit):
        _note_powers(limit, source, notes)
    written = as_written(limit, source)
    relative = _relative(limit, source) or _predicted(limit, rule, source, notes)
    if relative is not None:
        return _read_relative(limit, written, relative, rule, notes)
    unit = rule.unit if rule is not None else None
    if rule is not None and unit != "1" and _has_no_value(limit, rule, source, notes):
        return Reading(written, None)
    if rule is not None and rule.levels and (levels := level_ends(limit, rule, source)) is not None:
        return Reading(written, _range(limit, levels, unit))
    both = (in_points(limit.lower, rule), in_points(limit.upper, rule))
    ends = [convert_end(end, rule, written.span, notes, both) for end in both]
    given = [end for end in ends if end is not None]
    codes = {code for _, code in given}
    if len(codes) > 1:
        notes.add("unit-mixed", "warning", "the two ends have units that do not convert into one another", written.span)
        return Reading(written, None)
    return Reading(written, _range(limit, ends, next(iter(codes), unit)))


def _read_relative(
    limit: Limit, written: Quantity, relative: RelativeTo, rule: ConceptRule | None, notes: Notes
) -> Reading:
    """A limit on a multiple of a reference; how much more than it something is has no value ("0.3 mg/dL above").

    Nor is it known of what is measured in per cent whether "within 5 % of baseline" are of these or of the baseline.
    """
    if not _is_difference(limit) and not (_is_apart(limit) and rule is not None and rule.unit == _PER_CENT):
        return Reading(written, _multiple(limit), relative)
    message = "so much more than a reference is no multiple of it, and has no value of its own"
    notes.add("difference-unread", "warning", message, written.span)
    return Reading(written, None)


def _has_no_value(limit: Limit, rule: ConceptRule, source: Source, notes: Notes) -> bool:
    """Whether a limit without a unit cannot be one in the unit of its concept, and says so."""
    if rule.unit is None or limit.amount.unit_tokens is not None:
        return False
    span = source.span(limit.first, limit.last)
    if limit.multiple:
        notes.add("reference-missing", "warning", "a multiple, and it is not said of what", span)
        return True
    if is_graded(limit, source.tokens):
        notes.add("unit-missing", "warning", f"a grade such as 2+ is no value of {rule.name}", span)
        return True
    if is_titer(limit, source.tokens):
        notes.add("unit-mismatch", "warning", f"a titer such as 1:80 is no value of {rule.name}", span)
        return True
    return False


def note_inferred(inferred: Inferred, span: Span, notes: Notes) -> None:
    """Says what was taken for granted of a limit, which stands in a span."""
    notes.add(*_INFERRED[inferred], span)


def is_vague(limit: Limit, source: Source, notes: Notes) -> bool:
    """Whether it is only said in what a length of time is told, and not how many ("|months|"); says that it is."""
    unit = limit.amount.unit_tokens
    if unit is None or unit != limit.amount.tokens or not limit.calendar:
        return False
    last = source.tokens.surface(unit[1] - 1, unit[1]).lower()
    if not last.endswith("s") or last == source.tokens.folded[unit[1] - 1]:
        return False
    notes.add("length-vague", "warning", "it is not said how long that is", source.span(limit.first, limit.last))
    return True


def _grouped(limit: Limit, rule: ConceptRule | None, source: Source, notes: Notes) -> Limit:
    """ "Platelets ≥ 100.000/mm3": dots between thousands, where only so it is what a criterion would name."""
    ends = [end for end in (limit.lower, limit.upper) if end is not None and end.number is not None]
    if rule is None or rule.plausible is None or not ends:
        return limit
    if not all(_THOUSANDS.fullmatch(source.tokens.surface(*end.tokens).split("/")[0].split()[0]) for end in ends):
        return limit
    if any(_is_plausible(end, rule) or not _is_plausible(_thousandfold(end), rule) for end in ends):
        return limit
    notes.add(
        "thousands-inferred",
        "warning",
        "dots are taken to stand between thousands: as decimal points they make no plausible value",
        source.span(limit.first, limit.last),
    )
    lower, upper = (None if end is None else _thousandfold(end) for end in (limit.lower, limit.upper))
    return replace(limit, lower=lower, upper=upper)


def _note_powers(limit: Limit, source: Source, notes: Notes) -> None:
    """Notes what may be a power of ten whose exponent has lost its place: "> 105 copies/mL" for 10^5."""
    for end in (limit.lower, limit.upper):
        if end is not None and _POWER.fullmatch(source.tokens.surface(*end.tokens).split("/")[0].split()[0]):
            message = "may be a power of ten whose exponent has lost its place, and is read as it is written"
            notes.add("power-suspect", "warning", message, source.span(limit.first, limit.last))


def _thousandfold(amount: Amount) -> Amount:
    return replace(amount, number=(amount.number or 0.0) * 1000)


def _is_plausible(amount: Amount, rule: ConceptRule) -> bool:
    """Whether an amount is one that a criterion would name for a concept."""
    assert rule.plausible is not None
    number, unit = amount.number or 0.0, amount.unit or "1"
    value = convert(number, unit, rule.unit or "1", molar_mass=rule.molar_mass, formula=rule.formula)
    return value is not None and rule.plausible[0] <= value <= rule.plausible[1]


def directed(limit: Limit, rule: ConceptRule | None, *, graded: bool = False) -> Limit | None:
    """A limit to better or worse values as one to higher or lower ones; None where no rule says which those are.

    Args:
        limit: the limit, read as if the values that it is for were the higher ones.
        rule: the concept that is limited; of a stage or grade lower ones are better unless it says otherwise.
        graded: whether it is the stage or grade of something else.
    """
    if limit.quality is None:
        return limit
    lower_is_better = graded or (rule is not None and rule.kind in {"stage", "grade"})
    better = (rule.better if rule is not None else None) or ("lower" if lower_is_better else None)
    if better is None:
        return None
    return limit if (limit.quality == "better") == (better == "higher") else limit.turned()


def unsettled(limit: Limit, source: Source, notes: Notes) -> Quantity:
    """A limit of which it is not known on which side it is, as written, without an end."""
    span = source.span(limit.first, limit.last)
    notes.add("direction-unknown", "warning", "it is not known whether higher or lower values are better", span)
    return Quantity(text=source.text(span), span=span, unit=_written_unit(limit, source))


def _range(limit: Limit, ends: list[tuple[float, str | None] | None], unit: str | None) -> Range:
    lower, upper = ends
    return Range.trusted(
        lower=None if lower is None else float(lower[0]),
        upper=None if upper is None else float(upper[0]),
        lower_inclusive=limit.lower_inclusive,
        upper_inclusive=limit.upper_inclusive,
        unit=unit,
    )


def _relative(limit: Limit, source: Source) -> RelativeTo | None:
    ends = [end for end in (limit.upper, limit.lower) if end is not None]
    end = next((end for end in ends if end.ref and end.ref_tokens), None)
    if end is None or end.ref_tokens is None:
        return None
    text = source.text(source.span(*end.ref_tokens))
    return RelativeTo(kind=end.ref if end.ref in _KINDS else "other", text=text)


def _predicted(limit: Limit, rule: ConceptRule | None, source: Source, notes: Notes) -> RelativeTo | None:
    """Per cent of a function of the lungs or muscles that has another unit are of what is predicted: "FEV1 > 60 %"."""
    amount = limit.amount
    if amount.unit != _PER_CENT or rule is None or rule.kind != "function" or rule.unit not in _PREDICTED:
        return None
    assert amount.unit_tokens is not None
    span = source.span(*amount.unit_tokens)
    notes.add("reference-inferred", "info", f"per cent of {rule.name} are taken to be of what is predicted", span)
    return RelativeTo(kind="predicted", text=source.text(span))


def _multiple(limit: Limit) -> Range:
    """The interval as a multiple: "50 % of predicted" is 0.5, "50 % above baseline" 1.5."""
    ends: list[tuple[float, str | None] | None] = []
    for end in (limit.lower, limit.upper):
        if end is None or end.number is None:
            ends.append(None)
            continue
        share = 0.01 if end.unit == _PER_CENT else 1.0
        whole = 1.0 if end.over and end.unit == _PER_CENT else 0.0
        ends.append((round(whole + end.number * share, 12), "1"))
    return _range(limit, ends, "1")


def _is_difference(limit: Limit) -> bool:
    """Whether a limit is on how much more than a reference something is: "0.3 mg/dL above baseline"."""
    ends = [end for end in (limit.lower, limit.upper) if end is not None and end.over and end.unit != _PER_CENT]
    return any(end.unit_tokens is not None or end.ref not in _LIMITING or not end.multiple for end in ends)


def says_again(limit: Limit, said: Limit, rule: ConceptRule | None) -> bool:
    """Whether a limit says the same as another in a unit of its own: within a twentieth, as both are rounded."""
    canonical = (rule.unit if rule is not None else AGE_UNIT) or said.amount.unit
    ends = [(limit.lower or limit.upper, said.lower or said.upper)]
    if limit.lower is not limit.upper and said.lower is not said.upper:
        ends.append((limit.upper or limit.lower, said.upper or said.lower))
    seen = rule is not None and _LETTERS in rule.units
    return all(seen_alike(*pair) if seen else _same_end(*pair, canonical, rule) for pair in ends)


def _same_end(one: Amount | None, two: Amount | None, canonical: str | None, rule: ConceptRule | None) -> bool:
    values: list[float] = []
    for end in (one, two):
        if end is None or end.number is None:
            return False
        value = end.number
        if canonical is not None and end.unit is not None:
            molar_mass, formula = (rule.molar_mass, rule.formula) if rule is not None else (None, None)
            value = convert(value, end.unit, canonical, molar_mass=molar_mass, formula=formula) or value
        values.append(value)
    return abs(values[0] - values[1]) <= _ROUNDED * max(map(abs, values))


def read_age(limit: Limit, source: Source, notes: Notes) -> Reading:
    """A limit on age, in years (UCUM a: 365.25 d; mo: a/12; wk: 7 d)."""
    written = as_written(limit, source)
    ends: list[tuple[float, str | None] | None] = []
    for end in (limit.lower, limit.upper):
        if end is None or end.number is None:
            ends.append(None)
            continue
        unit = end.unit or AGE_UNIT
        if end.unit is None:
            notes.add("unit-inferred", "info", "no unit is written; an age is taken to be in years", written.span)
        value = convert(end.number, unit, AGE_UNIT)
        ends.append((end.number if value is None else value, AGE_UNIT))
    return Reading(written, _range(limit, ends, AGE_UNIT))


def plain_range(limit: Limit) -> Range:
    """The interval in the unit that is written, as it is: for durations, counts and doses.

    Of two units it is the higher end's: "more than 10 days but less than 2 months".
    """
    ends = [None if end is None or end.number is None else (end.number, end.unit) for end in (limit.lower, limit.upper)]
    lower, upper = ends
    if lower and upper and lower[1] != upper[1] and lower[1] and upper[1]:
        value = convert(lower[0], lower[1], upper[1])
        ends[0] = None if value is None else (value, upper[1])
    return _range(limit, ends, limit.amount.unit or (None if limit.amount.unit_tokens else "1"))


def halves(one: Limit, two: Limit) -> tuple[Limit, Limit]:
    """The two limits of a pair, each over its own words: "> 160" and "100 mmHg" of "> 160/100 mmHg".

    The words of two ranges are not apart: both stand over all of "90/60 to 140/90 mmHg".
    """
    if one.is_range:
        return replace(one, paired=None), replace(two, paired=None)
    first, second = one.lower or one.upper, two.lower or two.upper
    assert first is not None and second is not None
    return replace(one, last=first.tokens[1], paired=None), replace(two, first=second.tokens[0], paired=None)


def plain_limits(limit: Limit, rule: ConceptRule | None = None) -> tuple[Limit, ...]:
    """A pair of limits on what has no pairs: a fraction ("> 1/2"), a score out of ten, or two limits.

    Args:
        limit: the limit.
        rule: the concept that is limited, if a rule knows it.
    """
    if limit.paired is None:
        return (limit,)
    if limit.outside:
        return halves(*sorted((limit, limit.paired), key=lambda half: half.amount.tokens))
    one, two = limit.lower or limit.upper, limit.paired.lower or limit.paired.upper
    if not limit.alternatives or one is None or two is None or not one.number or not two.number:
        return replace(limit, paired=None), replace(limit.paired, paired=None)
    seen = one.number in _SNELLEN and rule is not None and _LETTERS in rule.units
    scored = _is_out_of(one.number, two.number, rule)
    if (one.number >= two.number and not seen) or (one.unit_tokens and one.number not in _SNELLEN and not scored):
        return halves(limit, limit.paired)
    pairs = (limit.lower, limit.paired.lower), (limit.upper, limit.paired.upper)
    ends = [_portion(*pair, seen=seen) for pair in pairs]
    if scored:
        ends = [limit.lower, limit.upper]
    return (replace(limit, paired=None, lower=ends[0], upper=ends[1]),)


def _is_out_of(number: float, highest: float, rule: ConceptRule | None) -> bool:
    """Whether "12/50" is so many out of the most that there are, and no share: a score, a count, or too fine a part."""
    if rule is not None and rule.kind in {"score", "count"}:
        return True
    return rule is None and highest > _FINEST and number not in _SNELLEN and number == int(number)


def _portion(one: Amount | None, two: Amount | None, *, seen: bool) -> Amount | None:
    """A fraction, or so many points out of ten; what is seen of letters is none out of any number: "20/|100|"."""
    if one is None or two is None or one.number is None or not two.number:
        return one
    if two.number in _OUT_OF and not seen:
        return one
    return replace(one, number=one.number / two.number)
