"""Verdicts on conditions, drugs, procedures and so on: whether they are on record, at the time that is meant."""

from __future__ import annotations

from typing import NamedTuple

from eligibility.check.calendar import ALWAYS, EARLIEST, LATEST, Days, Frame, overlap
from eligibility.check.finding import Finding, Recorded
from eligibility.check.intervals import Interval, inside
from eligibility.check.judging import Case, is_study_anchor
from eligibility.check.kleene import Verdict, every, opposite
from eligibility.check.knowledge import knowledge
from eligibility.check.patient import EventFact
from eligibility.check.qualifiers import fits
from eligibility.tree import Concept, Occurrence, Qualifier

_HAPPENING = frozenset({"procedure", "visit"})
"""Domains of what happens; conditions, drugs, devices and observations last."""


class _Seen(NamedTuple):
    """What one fact says of a leaf, and why where it does not say that it is met."""

    recorded: Recorded
    verdict: Verdict
    code: str = ""
    said: tuple[tuple[str, object], ...] = ()


def judge_occurrence(leaf: Occurrence, case: Case) -> Finding:
    """Whether what a leaf speaks of is on record; what its absence means is as the settings say."""
    if leaf.concept is None:
        return Finding("unknown", "no-concept")
    frame = ALWAYS if leaf.window is None else case.frame(leaf.window)
    if isinstance(frame, str):
        return Finding("unknown", frame, said=(("anchor", leaf.window and leaf.window.anchor),))
    events = case.facts.events(leaf.concept, leaf.domain)
    recorded = [one for one in events if isinstance(one.fact, EventFact) and one.fact.experiencer == leaf.experiencer]
    if leaf.experiencer != "patient" and not recorded:
        return Finding("unknown", "no-record-of-others", said=(("who", leaf.experiencer),))
    denied = [one for one in recorded if _is_denial(one) and _denies(one, leaf, frame, case)]
    seen = [_seen(one, leaf, frame, case) for one in recorded if not _is_denial(one)]
    counts = [qualifier for qualifier in leaf.qualifiers if qualifier.kind == "count"]
    finding = _counted(seen, counts, leaf, case) if counts and not denied else _any(seen, denied, leaf, case)
    return _named(finding, leaf, case)


def _named(finding: Finding, leaf: Occurrence, case: Case) -> Finding:
    """What the vocabulary does not know may be on record in other words, and some things records do not keep.

    Of both it cannot be told from a record that they are not so.
    """
    if finding.assumed != "closed" or finding.verdict != "not_met":
        return finding
    assert leaf.concept is not None
    if leaf.concept.name in knowledge().unrecorded:
        return finding._replace(verdict="unknown", code="unrecorded", assumed=None)
    subject = case.vocabulary.of_concept(leaf.concept, "event")
    if case.vocabulary.knows(subject) or _is_without_head(leaf, case.vocabulary.head(subject), case):
        return finding
    return finding._replace(verdict="unknown", code="not-in-vocabulary", assumed=None)


def _is_without_head(leaf: Occurrence, head: str | None, case: Case) -> bool:
    """Whether nothing is on record of what a thing that the vocabulary does not know is a kind of."""
    return head is not None and not case.facts.events(Concept(text=head, span=(0, 0)), leaf.domain)


def _any(seen: list[_Seen], denied: list[Recorded], leaf: Occurrence, case: Case) -> Finding:
    met = [one for one in seen if one.verdict == "met"]
    unclear = [one for one in seen if one.verdict == "unknown"]
    impossible = _is_of_other_sex(leaf, case)
    if denied or impossible:
        facts = (*(one.recorded for one in (*met, *unclear)), *denied)
        if met or unclear:
            return Finding("unknown", "contradiction", facts)
        return Finding("not_met", "recorded-absent" if denied else "other-sex", facts)
    if met:
        return Finding("met", "recorded", tuple(one.recorded for one in met))
    if unclear:
        return Finding("unknown", unclear[0].code, tuple(one.recorded for one in unclear), unclear[0].said)
    return _absent(seen, leaf, case)


def _is_of_other_sex(leaf: Occurrence, case: Case) -> bool:
    """Whether what is meant is only of people of the other sex."""
    name = leaf.concept.name if leaf.concept is not None else None
    return leaf.experiencer == "patient" and any(
        name in names for sex, names in knowledge().of_one_sex.items() if case.patient.sex in {"female", "male"} - {sex}
    )


def _absent(seen: list[_Seen], leaf: Occurrence, case: Case) -> Finding:
    """Nothing on record, or nothing of that time or kind: as the settings say."""
    assumed = case.settings.assumed(leaf.domain)
    code = seen[0].code if seen else "no-record"
    facts = tuple(one.recorded for one in seen)
    return Finding("not_met" if assumed == "closed" else "unknown", code, facts, seen[0].said if seen else (), assumed)


def _counted(seen: list[_Seen], counts: list[Qualifier], leaf: Occurrence, case: Case) -> Finding:
    """ "At least 2 strokes": those that are surely on record, and those that may be."""
    sure = sum(one.verdict == "met" for one in seen)
    possible: float = sum(one.verdict != "not_met" for one in seen)
    assumed = case.settings.assumed(leaf.domain)
    number = Interval(sure, possible if assumed == "closed" else float("inf"))
    limits = [qualifier.range for qualifier in counts if qualifier.range is not None]
    verdict = every(inside(number, limit) for limit in limits) if len(limits) == len(counts) else "unknown"
    facts = tuple(one.recorded for one in seen if one.verdict != "not_met")
    return Finding(verdict, "counted", facts, (("count", sure),), None if verdict == "met" else assumed)


def _seen(one: Recorded, leaf: Occurrence, frame: Frame, case: Case) -> _Seen:
    """Whether a fact is of the time and the kind that a leaf means."""
    verdict, code = _in_time(one, leaf, frame, case)
    if verdict == "not_met":
        return _Seen(one, verdict, code)
    fitting, kinds = fits(leaf, one, case.today)
    if fitting == "not_met":
        return _Seen(one, fitting, "other-qualifier", (("kinds", kinds),))
    if verdict == "met" and fitting == "unknown":
        return _Seen(one, fitting, "unchecked-qualifier", (("kinds", kinds),))
    return _Seen(one, verdict, code)


def _in_time(one: Recorded, leaf: Occurrence, frame: Frame, case: Case) -> tuple[Verdict, str]:
    """Whether a fact is of the time that a leaf means, and the code of why not."""
    today, window = case.today, leaf.window
    if leaf.status == "planned":
        later = Frame(Days(today.first + 1, today.first + 1), ALWAYS.end)
        verdict = every((overlap(one.start, one.start, later), overlap(one.start, one.end, frame)))
        return verdict, "not-planned" if verdict == "not_met" else "date-unclear"
    if window is not None and not (is_study_anchor(window) and window.anchor != "study"):
        verdict = overlap(one.start, one.end, frame)
        return verdict, "outside-window" if verdict == "not_met" else "date-unclear"
    return _at(one, leaf, today if window is None else frame.end, case)


def _at(one: Recorded, leaf: Occurrence, day: Days, case: Case) -> tuple[Verdict, str]:
    """Whether something is present on a day, or was there before it, or either where the leaf says nothing more."""
    begun = _begun(one, day)
    if begun == "not_met":
        return begun, "not-yet"
    if leaf.status == "history" or (not _is_present(leaf) and _is_over(one, leaf, case)):
        return begun, "date-unclear"
    ended = _ended(one, day, case.today)
    if ended == "met" and not _is_present(leaf):
        return "unknown", "ended-unclear"
    return every((begun, opposite(ended))), "ended" if ended == "met" else "date-unclear"


def _is_present(leaf: Occurrence) -> bool:
    """Whether a leaf means what lasts at its time: it says so, or names a state that passes."""
    name = leaf.concept.name if leaf.concept is not None else None
    return leaf.status == "present" or leaf.window is not None or name in knowledge().passing


def _is_over(one: Recorded, leaf: Occurrence, case: Case) -> bool:
    """Whether what happened on a day is meant, so that having had it is having it."""
    return leaf.domain in _HAPPENING or case.vocabulary.kind_of(one.subject, knowledge().events)


def _begun(one: Recorded, day: Days) -> Verdict:
    """Whether something began up to a day; what is on record without a date did."""
    assert isinstance(one.fact, EventFact)
    return "met" if one.fact.start is None else overlap(one.start, one.start, Frame(ALWAYS.start, day))


def _ended(one: Recorded, day: Days, today: Days) -> Verdict:
    """Whether something ended before a day; what has no end on record did not, unless it is said to be over by now."""
    assert isinstance(one.fact, EventFact)
    if one.fact.end is None and one.fact.ended:
        return "met" if day.first >= today.first else "unknown"
    if one.fact.end is None or one.end.first >= day.last:
        return "not_met"
    return "met" if one.end.last < day.first else "unknown"


def _is_denial(one: Recorded) -> bool:
    return isinstance(one.fact, EventFact) and one.fact.absent


def _denies(one: Recorded, leaf: Occurrence, frame: Frame, case: Case) -> bool:
    """Whether what is recorded as absent was so all the time that a leaf means."""
    fact = one.fact
    assert isinstance(fact, EventFact)
    if leaf.window is None:
        frame = Frame(case.today if _is_present(leaf) else ALWAYS.start, case.today)
    since = Days(EARLIEST, EARLIEST) if fact.start is None else one.start
    until = Days(LATEST, LATEST) if fact.end is None else one.end
    return since.last <= frame.start.first and until.first >= frame.end.last
