"""What judging a leaf needs: the patient's facts, the settings, and how values are read."""

from __future__ import annotations

from functools import cached_property

from eligibility.check.calendar import ALWAYS, EARLIEST, Days, Frame, days_of, frame_of, months_between
from eligibility.check.facts import PatientFacts
from eligibility.check.knowledge import knowledge
from eligibility.check.limits import LimitsOfNormal, Person
from eligibility.check.patient import Patient
from eligibility.check.settings import Settings
from eligibility.check.values import ValueReader
from eligibility.check.vocabulary import Vocabulary
from eligibility.tree import Window


class Case:
    """One patient, to be judged on one day under some settings.

    Args:
        patient: the patient.
        settings: how to check.
        vocabulary: the words and codes in force.
        limits: where limits of normal come from.
    """

    def __init__(self, patient: Patient, settings: Settings, vocabulary: Vocabulary, limits: LimitsOfNormal) -> None:
        self.patient = patient
        self.settings = settings
        self.facts = PatientFacts(patient, vocabulary)
        self.vocabulary = vocabulary
        self.values = ValueReader(limits, self._person())

    @cached_property
    def today(self) -> Days:
        """The day of checking."""
        return Days(self.settings.as_of, self.settings.as_of)

    def frame(self, window: Window) -> Frame | str:
        """The days of a window, or the code of the reason why they are not known."""
        anchor = self.facts.anchor(window.anchor, self.settings.as_of)
        if anchor is None:
            return "no-anchor"
        frame = frame_of(window, anchor)
        if frame is None:
            return "no-calendar"
        if window.anchor == "study" and window.direction == "during" and window.distance is None:
            return Frame(frame.start, ALWAYS.end)
        return frame

    def months(self, day: Days) -> tuple[int, int] | None:
        """The least and the most completed months of age on a day; None without a date of birth."""
        if self.patient.birth_date is None or day.first <= EARLIEST:
            return None
        birth = days_of(self.patient.birth_date)
        return months_between(birth.last, day.first), months_between(birth.first, day.last)

    def _person(self) -> Person:
        months = self.months(self.today)
        age = months[0] // 12 if months is not None and months[0] // 12 == months[1] // 12 else None
        sex = self.patient.sex
        return Person(sex if sex in {"female", "male"} else None, age)


def is_study_anchor(window: Window) -> bool:
    """Whether a window is the moment of the trial itself: "at screening"."""
    moment = window.direction in {"during", "around"} and window.distance is None
    return moment and (window.anchor is None or window.anchor in knowledge().study_anchors)
