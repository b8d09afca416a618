"""What is found out about one leaf and one patient: the verdict, why, and the facts that it rests on."""

from __future__ import annotations

from typing import NamedTuple

from eligibility.check.calendar import Days
from eligibility.check.kleene import Verdict
from eligibility.check.patient import EventFact, MeasurementFact
from eligibility.check.vocabulary import Match, Subject


class Recorded(NamedTuple):
    """A fact of a patient that speaks of what a leaf speaks of.

    Attributes:
        fact: the fact.
        place: where it stands in the patient: "conditions/0".
        match: how it was found to speak of that.
        subject: what it speaks of.
        start: when it began, happened or was measured.
        end: when it ended; of what has no end on record, and of a measurement, the same as `start`.
        note: what was made of its value: "69 mmol/mol is 8.46 %".
    """

    fact: MeasurementFact | EventFact
    place: str
    match: Match
    subject: Subject
    start: Days
    end: Days
    note: str = ""


class Finding(NamedTuple):
    """The verdict on a leaf.

    Attributes:
        verdict: the verdict.
        code: why, as a stable code, such as "no-record"; `reasons.yaml` has the words of each.
        facts: the facts that it rests on, or that were looked at in vain.
        said: what the words of the reason are completed with.
        assumed: "open" or "closed", where the verdict rests on what absence means.
    """

    verdict: Verdict
    code: str
    facts: tuple[Recorded, ...] = ()
    said: tuple[tuple[str, object], ...] = ()
    assumed: str | None = None
