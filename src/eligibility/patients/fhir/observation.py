"""Observations: values that were measured, and answers that state something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from eligibility.check import EventFact, Fact, MeasurementFact
from eligibility.patients.answers import denied, stated
from eligibility.patients.fhir.concepts import code_in, codes_in, codes_of, end_of, first, name_of, start_of
from eligibility.patients.fhir.elements import (
    CodeableConcept,
    Element,
    Period,
    Quantity,
    Range,
    Ratio,
    Resource,
    Timing,
)
from eligibility.patients.fhir.rules import rules, states_nothing

_NORMAL = "normal"


class ReferenceRange(Element):
    """Limits of what is normal, or of something else if `type` says so."""

    low: Quantity | None = None
    high: Quantity | None = None
    type: CodeableConcept | None = None
    applies_to: tuple[CodeableConcept, ...] = ()
    age: Range | None = None


class Component(Resource):
    """What was observed, and the value."""

    code: CodeableConcept | None = None
    value_quantity: Quantity | None = None
    value_codeable_concept: CodeableConcept | None = None
    value_string: str | None = None
    value_boolean: bool | None = None
    value_integer: int | None = None
    value_range: Range | None = None
    value_ratio: Ratio | None = None
    value_time: str | None = None
    value_date_time: str | None = None
    value_period: Period | None = None
    data_absent_reason: CodeableConcept | None = None
    interpretation: tuple[CodeableConcept, ...] = ()
    reference_range: tuple[ReferenceRange, ...] = ()


class Observation(Component):
    """An observation; a blood pressure has its two values in components."""

    category: tuple[CodeableConcept, ...] = ()
    effective_date_time: str | None = None
    effective_period: Period | None = None
    effective_instant: str | None = None
    effective_timing: Timing | None = None
    issued: str | None = None
    component: tuple[Component, ...] = ()


def facts(one: Observation, source: str | None) -> Iterator[tuple[str, Fact]]:
    """The facts of an observation and its components, each with the list of `Patient` it is for."""
    if states_nothing("Observation", one.status):
        return
    timed = one.effective_timing.event if one.effective_timing is not None else ()
    day = first(
        one.effective_date_time,
        one.effective_instant,
        end_of(one.effective_period),
        start_of(one.effective_period),
        *timed,
        one.issued,
    )
    states = not rules().stating.isdisjoint(codes_in(one.category))
    if not one.component or _has_value(one):
        yield from _of_value(one, day, states, source)
    for component in one.component:
        yield from _of_value(component, day, states, source)


def _of_value(one: Component, day: str | None, states: bool, source: str | None) -> Iterator[tuple[str, Fact]]:
    what: dict[str, Any] = {"name": name_of(one.code), "codes": codes_of(one.code), "source": source}
    value = {} if one.value_boolean is not None else _value(one)
    answer = one.value_codeable_concept
    if value:
        yield "measurements", MeasurementFact(**what, date=day, **value)
        if states and answer is not None:
            asked = EventFact(**what, start=day)
            yield "observations", stated(asked, name_of(answer), codes_of(answer), day, source)
    elif one.value_boolean is not None or one.data_absent_reason is None:
        asked = EventFact(**what, start=day)
        yield "observations", denied(asked) if one.value_boolean is False else asked


def _has_value(one: Component) -> bool:
    return one.value_boolean is not None or bool(_value(one))


def _value(one: Component) -> dict[str, Any]:
    """The fields of a measurement that say its value; none where there is no value."""
    if one.value_quantity is not None and (one.value_quantity.value is not None):
        return _quantity(one.value_quantity, one.reference_range)
    if one.value_integer is not None:
        return {"value": one.value_integer}
    written = (
        name_of(one.value_codeable_concept)
        or code_in(one.value_codeable_concept)
        or one.value_string
        or _range(one.value_range)
        or _ratio(one.value_ratio)
        or one.value_date_time
        or one.value_time
        or _period(one.value_period)
        or name_of(next(iter(one.interpretation), None))
    )
    return {"value_text": written} if written else {}


def _quantity(quantity: Quantity, limits: Sequence[ReferenceRange]) -> dict[str, Any]:
    unit = quantity.code or quantity.unit
    said: dict[str, Any] = {"unit": unit, **_limits(quantity, limits)}
    sign = rules().comparators.get(quantity.comparator or "")
    if quantity.comparator is None:
        return said | {"value": quantity.value}
    return said | {"value_text": f"{sign or quantity.comparator} {quantity.value!r}"}


def _limits(quantity: Quantity, given: Sequence[ReferenceRange]) -> dict[str, float]:
    """The limits of normal, where there is one range of them and it is in the unit of the value."""
    normal = [one for one in given if code_in(one.type) == _NORMAL] or [one for one in given if one.type is None]
    fitting = [one for one in normal if not one.applies_to and one.age is None] or normal
    if len(fitting) != 1:
        return {}
    sides = {"lower_limit": fitting[0].low, "upper_limit": fitting[0].high}
    return {
        name: side.value
        for name, side in sides.items()
        if side is not None and side.value is not None and _same_unit(side, quantity)
    }


def _same_unit(limit: Quantity, value: Quantity) -> bool:
    """Whether a limit is in the unit of a value; a limit without a unit is."""
    if limit.code and value.code:
        return limit.code == value.code
    return not limit.unit or not value.unit or limit.unit == value.unit


def _range(value: Range | None) -> str:
    if value is None:
        return ""
    low, high = (_written(side) for side in (value.low, value.high))
    return f"{low} - {high}" if low and high else f"≥ {low}" if low else f"≤ {high}" if high else ""


def _ratio(value: Ratio | None) -> str:
    if value is None:
        return ""
    return ":".join(filter(None, (_written(value.numerator), _written(value.denominator))))


def _written(value: Quantity | None) -> str:
    return "" if value is None or value.value is None else f"{value.value:g}"


def _period(value: Period | None) -> str:
    return "" if value is None else " to ".join(filter(None, (value.start, value.end)))
