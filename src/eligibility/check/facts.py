"""The facts of one patient, ready to be asked for by what they speak of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from eligibility.check.calendar import EARLIEST, LATEST, SOME_DAY, Days, days_of
from eligibility.check.finding import Recorded
from eligibility.check.knowledge import knowledge
from eligibility.check.patient import EventFact, MeasurementFact, Patient
from eligibility.check.vocabulary import Group, Subject, Vocabulary
from eligibility.tree import Concept

LISTS = {
    "condition": "conditions",
    "drug": "drugs",
    "procedure": "procedures",
    "observation": "observations",
    "device": "devices",
    "visit": "visits",
}
"""The list of the patient that holds the facts of each domain."""
LASTING = frozenset({"drug", "device", "observation"})
"""Domains whose facts last as long as no end is on record; of procedures and visits, each is over."""

Row = tuple[MeasurementFact | EventFact, str, Days, Days]
"""A fact, its place in the patient, when it began and when it ended."""


class _Shelf:
    """Facts by what they are of and by whether they are recorded as absent: many facts, but of few things.

    What the vocabulary does not know can only be met by its own words, so it is kept by them.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[Subject, bool], list[Row]] = {}
        self._worded: dict[tuple[str, ...], dict[tuple[Subject, bool], list[Row]]] = {}

    def put(self, subject: Subject, absent: bool, row: Row) -> None:
        """Adds a fact."""
        known = subject.rule is not None or subject.codes
        rows = self._known if known else self._worded.setdefault(subject.words, {})
        rows.setdefault((subject, absent), []).append(row)

    def about(self, wanted: Subject) -> Iterator[tuple[tuple[Subject, bool], list[Row]]]:
        """The facts that may speak of something."""
        yield from self._known.items()
        yield from self._worded.get(wanted.words, {}).items()

    def subjects(self) -> Iterator[Subject]:
        """What the facts are of."""
        for subject, _ in self._known:
            yield subject
        for rows in self._worded.values():
            for subject, _ in rows:
                yield subject


class PatientFacts:
    """A patient with the dates of the facts read and their words looked up.

    Args:
        patient: the patient.
        vocabulary: the words and codes in force.

    Attributes:
        patient: the patient.
    """

    def __init__(self, patient: Patient, vocabulary: Vocabulary) -> None:
        self.patient = patient
        self._vocabulary = vocabulary

    def measurements(self, concept: Concept) -> list[Recorded]:
        """The measurements of a concept."""
        wanted = self._vocabulary.of_concept(concept, "measurement")
        match = self._vocabulary.match
        return [
            Recorded(fact, place, how, subject, start, end)
            for (subject, _), rows in self._measurements.about(wanted)
            if (how := match(subject, wanted)) is not None
            for fact, place, start, end in rows
        ]

    def events(self, concept: Concept, domain: str) -> list[Recorded]:
        """What is on record of a concept, and its kinds: in its domain first, then in all others.

        What is recorded as absent is among it only where it denies the concept: "no stroke" denies an ischemic stroke,
        "no ischemic stroke" does not deny a stroke.
        """
        wanted = self._vocabulary.of_concept(concept, "event")
        match = self._vocabulary.match
        found: list[Recorded] = []
        for own in (domain, *(other for other in LISTS if other != domain)):
            for (subject, denies), rows in self._events[own].about(wanted):
                how = match(wanted, subject) if denies else match(subject, wanted)
                if how is not None:
                    found += [Recorded(fact, place, how, subject, start, end) for fact, place, start, end in rows]
        return found

    def subjects(self, group: Group) -> set[Subject]:
        """All that the measurements, or the other facts, speak of: of nothing else there is anything on record."""
        shelves = [self._measurements] if group == "measurement" else self._events.values()
        return {subject for shelf in shelves for subject in shelf.subjects()}

    def anchor(self, name: str | None, as_of: int) -> Days | None:
        """The day that a window is counted from; None where the patient does not tell.

        Args:
            name: the anchor; None is now.
            as_of: the day of checking; the trial's own anchors are that day, unless the patient has another.
        """
        if name is None:
            return Days(as_of, as_of)
        if name in self.patient.anchors:
            return days_of(self.patient.anchors[name])
        if name in knowledge().study_anchors:
            return Days(as_of, as_of)
        days = {one.start for one in self.events(concept_of_anchor(name), "procedure") if not _absent(one)}
        return days.pop() if len(days) == 1 and SOME_DAY not in days else None

    @cached_property
    def _measurements(self) -> _Shelf:
        shelf = _Shelf()
        for at, fact in enumerate(self.patient.measurements):
            subject = self._vocabulary.of_measured(fact.name, fact.codes, fact.unit)
            shelf.put(subject, False, (fact, f"measurements/{at}", _when(fact.date), _when(fact.date)))
        return shelf

    @cached_property
    def _events(self) -> dict[str, _Shelf]:
        shelves = {domain: _Shelf() for domain in LISTS}
        for domain, name in LISTS.items():
            facts: tuple[EventFact, ...] = getattr(self.patient, name)
            for at, fact in enumerate(facts):
                subject = self._vocabulary.of_fact(fact.name, fact.codes, "event")
                row = (fact, f"{name}/{at}", *self._lasting(fact, subject, domain))
                shelves[domain].put(subject, fact.absent, row)
        return shelves

    def _lasting(self, fact: EventFact, subject: Subject, domain: str) -> tuple[Days, Days]:
        """When something began and ended.

        Without an end on record, what happens on a day is over, a drug, device or habit goes on unless it is
        said to be over, and of other conditions it is not known until when they lasted.
        """
        end = _when(fact.end)
        if fact.start is None:
            return Days(EARLIEST, end.last), end
        start = _when(fact.start)
        if fact.end is not None:
            return start, end
        if domain in LASTING and not fact.ended:
            return start, Days(LATEST, LATEST)
        if domain in {"procedure", "visit"} or self._vocabulary.kind_of(subject, knowledge().events):
            return start, start
        return start, Days(start.first, LATEST)


def concept_of_anchor(name: str) -> Concept:
    """What has to be on record for an anchor that the patient does not name."""
    return Concept(text=name.replace("_", " "), span=(0, 0))


def _when(written: str | None) -> Days:
    return SOME_DAY if written is None else days_of(written)


def _absent(one: Recorded) -> bool:
    return isinstance(one.fact, EventFact) and one.fact.absent
