"""A patient: who it is, and the facts on record, each with its date."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError

from eligibility.check.calendar import PartialDate
from eligibility.errors import PatientError
from eligibility.tree import Coding, Experiencer, Value
from eligibility.tree.values import EncodableText

LARGEST = 256 * 1024 * 1024
"""Bytes: no larger file is read as one patient."""


class Fact(Value):
    """What every fact has.

    Attributes:
        name: What it is, in words: "HbA1c".
        codes: The same in published systems.
        source: Where it comes from, for explanations: "Observation/17". By default its place in the patient.
    """

    name: EncodableText = ""
    codes: tuple[Coding, ...] = ()
    source: EncodableText | None = None


class MeasurementFact(Fact):
    """A laboratory value, vital sign, score, stage or size.

    Attributes:
        value: The value as a number.
        value_text: The value in words, where it is no number: "positive", "III", "< 0.5".
        unit: The unit of value and limits, in UCUM or as it is written in laboratories.
        date: When it was measured.
        upper_limit: The upper limit of normal of the laboratory, in `unit`.
        lower_limit: The lower limit of normal of the laboratory, in `unit`.
    """

    value: float | None = None
    value_text: EncodableText | None = None
    unit: EncodableText | None = None
    date: PartialDate | None = None
    upper_limit: float | None = None
    lower_limit: float | None = None


class EventFact(Fact):
    """A condition, drug, procedure, observation, device or visit.

    Attributes:
        start: When it began, or happened.
        end: When it ended; null where that is not recorded.
        ended: True where the record says that it is over by now, though not since when; with an `end` it says no more.
        absent: True where the record says that it did not occur, from `start` to `end` or at all.
        experiencer: Who has it.
        qualifiers: What else is recorded, by kind: `{"severity": "severe", "grade": 3}`.
    """

    start: PartialDate | None = None
    end: PartialDate | None = None
    ended: bool = False
    absent: bool = False
    experiencer: Experiencer = "patient"
    qualifiers: dict[str, float | EncodableText] = Field(default={})


class Patient(Value):
    """A patient. What is not in the lists is not known, unless the caller assumes a domain to be complete.

    Attributes:
        patient_id: The patient's identifier.
        birth_date: The date of birth.
        sex: The sex.
        measurements: Values that were measured or assessed.
        conditions: Diagnoses, symptoms and states.
        drugs: Medicines and vaccines.
        procedures: Operations, therapies, examinations.
        observations: Other facts: habits, origin, circumstances.
        devices: Implants and aids.
        visits: Stays and contacts.
        anchors: The days that windows are counted from, by name: `{"surgery": "2024-01-05"}`.

    Example:
        >>> patient = Patient(patient_id="p1", birth_date="1960-05", conditions=[EventFact(name="stroke")])
        >>> Patient.model_validate_json(patient.model_dump_json()) == patient
        True
    """

    patient_id: EncodableText | None = None
    birth_date: PartialDate | None = None
    sex: Literal["female", "male", "other", "unknown"] | None = None
    measurements: tuple[MeasurementFact, ...] = ()
    conditions: tuple[EventFact, ...] = ()
    drugs: tuple[EventFact, ...] = ()
    procedures: tuple[EventFact, ...] = ()
    observations: tuple[EventFact, ...] = ()
    devices: tuple[EventFact, ...] = ()
    visits: tuple[EventFact, ...] = ()
    anchors: dict[str, PartialDate] = Field(default={})

    @classmethod
    def read(cls, path: str | Path) -> Self:
        """The patient in a JSON file.

        Raises:
            PatientError: the file cannot be read, or is no patient; it says where and what was expected.
        """
        try:
            with Path(path).open("rb") as stream:
                content = stream.read(LARGEST + 1)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise PatientError("patient-unreadable", f"the patient cannot be read: {reason}", place=str(path)) from None
        if len(content) > LARGEST:
            raise PatientError("patient-too-large", f"more than {LARGEST} bytes: is it one patient?", place=str(path))
        return cls.from_json(content.removeprefix(b"\xef\xbb\xbf"), place=str(path))

    @classmethod
    def from_json(cls, content: bytes | str, *, place: str) -> Self:
        """The patient that some JSON is.

        Args:
            content: the JSON.
            place: where it stands, for the error.

        Raises:
            PatientError: it is no patient; says what was expected.
        """
        try:
            return cls.model_validate_json(content)
        except ValidationError as error:
            raise _error(error, place) from None


def _error(error: ValidationError, place: str) -> PatientError:
    """The first of the mistakes, with its place in the JSON and how many more there are."""
    mistakes: list[Any] = list(error.errors(include_url=False, include_input=False))
    field = ".".join(str(step) for step in mistakes[0]["loc"])
    more = f" (and {len(mistakes) - 1} more)" if len(mistakes) > 1 else ""
    what = mistakes[0]["msg"].removeprefix("Value error, ")
    return PatientError(
        "not-a-patient",
        f"no patient{f', {field}' if field else ''}: {what}{more}; see the guide to checking a patient",
        place=place,
    )
