"""What checking a patient gives: of one criterion, of a trial, and what is missing."""

from __future__ import annotations

from typing import Literal

from eligibility.check.explanation import Explanation
from eligibility.check.kleene import Verdict
from eligibility.tree import Kind, Value

Eligibility = Literal["eligible", "ineligible", "undetermined"]


class CriterionResult(Value):
    """A criterion and a patient.

    Attributes:
        id: The criterion's id; `age` and `sex` are those of the registry's own fields.
        kind: Inclusion or exclusion.
        text: The criterion's words.
        verdict: Whether its constraint holds; of an exclusion criterion that excludes.
        admits: Whether it lets the patient take part: null where that is not known.
        explanation: Why.
    """

    id: str
    kind: Kind
    text: str
    verdict: Verdict
    admits: bool | None
    explanation: Explanation


class Missing(Value):
    """A fact that is not known, and what it would settle.

    Attributes:
        asks: What is asked for: the name of the concept, or the words.
        type: The type of the leaf: `measurement`, `occurrence`, `attestation` and so on.
        domain: The domain of an occurrence.
        reason: Why it is not known.
        criteria: The criteria that ask for it.
        excludes: Those of them that alone could make the patient ineligible, if it were so or not so.
        settles: Those of them that it alone would settle, whatever it turns out to be.
    """

    asks: str
    type: str
    domain: str | None = None
    reason: str
    criteria: tuple[str, ...]
    excludes: tuple[str, ...] = ()
    settles: tuple[str, ...] = ()


class TrialResult(Value):
    """A trial and a patient.

    Attributes:
        trial_id: The trial.
        patient_id: The patient.
        as_of: The day of checking.
        verdict: Eligible where every inclusion criterion is met and no exclusion criterion is; ineligible where one
            criterion says so; else undetermined.
        deciding: The criteria that decide: those that make the patient ineligible, or those that are not known, or all.
        missing: What would settle it, the most decisive first; empty unless undetermined.
        criteria: Each criterion, in reading order; the registry's own age and sex come first.
    """

    trial_id: str | None = None
    patient_id: str | None = None
    as_of: str
    verdict: Eligibility
    deciding: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    criteria: tuple[CriterionResult, ...] = ()
