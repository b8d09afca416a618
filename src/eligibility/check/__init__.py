"""Patients against trees: three-valued verdicts (met, not met, unknown), each with its explanation.

`Checker` is the door; `patient` is what it takes, `explanation` and `results` what it gives, `leaves` judges one leaf.
`eligibility.screening` does the same for many patients at once.
"""

from eligibility.check.calendar import Frame
from eligibility.check.checker import Checker, Decided
from eligibility.check.explanation import Evidence, Explanation
from eligibility.check.facts import concept_of_anchor
from eligibility.check.finding import Finding, Recorded
from eligibility.check.judging import Case
from eligibility.check.kleene import Verdict
from eligibility.check.knowledge import knowledge
from eligibility.check.leaves import judge
from eligibility.check.measurements import days_that_count
from eligibility.check.missing import Question, question
from eligibility.check.patient import EventFact, Fact, MeasurementFact, Patient
from eligibility.check.people import bounds
from eligibility.check.results import CriterionResult, Eligibility, Missing, TrialResult
from eligibility.check.settings import Assume, Assumption, Choice, ReferenceRange
from eligibility.check.trials import registry_criteria
from eligibility.check.vocabulary import Group, Hierarchy, Subject, Vocabulary, broader_concepts

__all__ = [
    "Assume",
    "Assumption",
    "Case",
    "Checker",
    "Choice",
    "CriterionResult",
    "Decided",
    "Eligibility",
    "EventFact",
    "Evidence",
    "Explanation",
    "Fact",
    "Finding",
    "Frame",
    "Group",
    "Hierarchy",
    "MeasurementFact",
    "Missing",
    "Patient",
    "Question",
    "Recorded",
    "ReferenceRange",
    "Subject",
    "TrialResult",
    "Verdict",
    "Vocabulary",
    "bounds",
    "broader_concepts",
    "concept_of_anchor",
    "days_that_count",
    "judge",
    "knowledge",
    "question",
    "registry_criteria",
]
