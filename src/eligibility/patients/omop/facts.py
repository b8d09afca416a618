"""What a row of OMOP states."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from eligibility.check import EventFact, Fact, MeasurementFact
from eligibility.patients.answers import stated
from eligibility.patients.naming import ingredients, plain, visit_named
from eligibility.patients.omop.tables import Concept, Record, rules
from eligibility.patients.systems import uri
from eligibility.tree import Coding

_UCUM = "UCUM"
_OBSERVATION = "observation"
_CONDITIONS = "conditions"
_DRUGS, _VISITS = "drug_exposure", "visit_occurrence"

Facts = Iterator[tuple[str, Fact]]


def facts(record: Record) -> Facts:
    """The facts of a row, each with the list of `Patient` that it is for."""
    if record.table == "measurement":
        yield "measurements", _measurement(record)
    elif record.table == _OBSERVATION:
        yield from _observation(record)
    else:
        event = _event(record)
        names = ingredients(event.name) if record.table == _DRUGS else (_visit(record) or event.name,)
        for name in names:
            yield rules().lists[record.table], event.model_copy(update={"name": name})


def _visit(record: Record) -> str | None:
    return visit_named(str(record.concept.id)) if record.table == _VISITS else None


def source_of(record: Record) -> str:
    """Where a row stands."""
    return f"{record.table}/{record.id}"


def _measurement(record: Record) -> MeasurementFact:
    number = _number(record.number)
    sign = rules().operators.get(record.operator or 0)
    words = _name(record.answer) or (record.text if number is None else None)
    return MeasurementFact(
        **_of_what(record),
        value=None if sign else number,
        value_text=f"{sign} {number!r}" if sign and number is not None else words,
        unit=_unit(record),
        date=_day(record.start),
        lower_limit=_number(record.low),
        upper_limit=_number(record.high),
    )


def _unit(record: Record) -> str | None:
    if record.unit.vocabulary == _UCUM and record.unit.code:
        return record.unit.code
    return record.unit_written or _name(record.unit) or None


def _observation(record: Record) -> Facts:
    """An observation: with a number, a measurement; with an answer, what that states; or else what it is of."""
    event, answer = _event(record), _name(record.answer)
    about = record.concept.id
    if answer and (about in rules().family or about in rules().history or about in rules().allergy):
        yield _CONDITIONS, _about(record, event, answer)
    elif record.number is not None:
        yield "measurements", _measurement(record)
    elif answer or record.text:
        yield "measurements", _measurement(record)
        if answer:
            yield "observations", stated(event, answer, _codes(record.answer), _day(record.start), event.source)
    else:
        yield "observations", event


def _about(record: Record, event: EventFact, answer: str) -> EventFact:
    """What an observation says about another concept: of a relative, in the past, as what one is allergic to."""
    codes, source = _codes(record.answer), event.source
    if record.concept.id in rules().family:
        return EventFact(name=answer, codes=codes, experiencer="family", source=source)
    if record.concept.id in rules().history:
        return EventFact(name=answer, codes=codes, source=source)
    return EventFact(name=f"allergy to {answer}", start=event.start, source=source)


def _event(record: Record) -> EventFact:
    end = None if record.table == _OBSERVATION else _day(record.end)
    return EventFact(**_of_what(record), start=_day(record.start), end=end)


def _of_what(record: Record) -> dict[str, Any]:
    name = _name(record.concept) or _name(record.source_concept) or record.written or ""
    codes = dict.fromkeys((*_codes(record.concept), *_codes(record.source_concept)))
    return {"name": plain(name), "codes": tuple(codes), "source": source_of(record)}


def _name(concept: Concept) -> str:
    return concept.name or "" if concept.id else ""


def _codes(concept: Concept) -> tuple[Coding, ...]:
    """The code of a concept in the vocabulary that it is from."""
    if not concept.id or not concept.vocabulary or not concept.code:
        return ()
    return (Coding(system=uri(concept.vocabulary), code=str(concept.code), display=concept.name),)


def _number(value: Any) -> float | None:  # noqa: ANN401 - a Decimal, a float, a text, as the database has it
    return None if value is None or value == "" else float(value)


def _day(value: Any) -> str | None:  # noqa: ANN401 - a date, a time or a text, as the database has it
    if value is None or value == "":
        return None
    return value.isoformat()[:10] if isinstance(value, date) else str(value)
