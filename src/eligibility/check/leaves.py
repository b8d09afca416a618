"""The verdict on one leaf for one patient: a pure function, so that an engine can keep or tabulate what it says."""

from __future__ import annotations

from eligibility.check.finding import Finding
from eligibility.check.judging import Case
from eligibility.check.measurements import judge_measurement
from eligibility.check.occurrences import judge_occurrence
from eligibility.check.people import judge_age, judge_sex
from eligibility.tree import Age, Attestation, Leaf, Measurement, Occurrence, SexLeaf


def judge(leaf: Leaf, case: Case) -> Finding:
    """What the facts of a patient say of a leaf. It depends on the leaf and the case alone.

    Where a leaf stands and how it is worded does not matter, once the vocabulary has a name for what it speaks of: see
    `eligibility.screening.sameness`. What no record decides, and what was not understood, is unknown.
    """
    if isinstance(leaf, Measurement):
        return judge_measurement(leaf, case)
    if isinstance(leaf, Occurrence):
        return judge_occurrence(leaf, case)
    if isinstance(leaf, Age):
        return judge_age(leaf, case)
    if isinstance(leaf, SexLeaf):
        return judge_sex(leaf, case)
    if isinstance(leaf, Attestation):
        return Finding("unknown", "attested", said=(("topic", leaf.topic.replace("_", " ")),))
    return Finding("unknown", "not-understood")
