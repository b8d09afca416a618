"""The index finds all patients that asking each of them would find."""

from random import Random

import pytest

from eligibility import Checker, Patient
from eligibility.rules import load_builtin
from eligibility.screening.cohort import Cohort
from eligibility.tree import Coding, Concept

CHECKER = Checker("2024-03-09")
CODES = [("ICD-10", "I63.9"), ("ICD-10", "I63"), ("ICD-10", "C50.1"), ("http://loinc.org", "4548-4"), ("urn:x", "1")]
FAMILIES = ["stroke", "ischemic stroke", "cancer", "breast cancer", "lymphoma", "infection", "sepsis", "insulin", "xyz"]


def _fact(random, names):
    codes = [Coding(system=system, code=code) for system, code in random.sample(CODES, random.choice([0, 0, 0, 1]))]
    return {"name": random.choice(names), "codes": codes}


def _recorded(case, concept, group):
    return case.facts.measurements(concept) if group == "measurement" else case.facts.events(concept, "condition")


@pytest.mark.parametrize(("group", "field"), [("event", "conditions"), ("measurement", "measurements")])
def test_the_index_finds_whoever_may_have_anything_on_record(group, field):
    random = Random(5)
    concepts = [
        rule.name for rule in load_builtin().concepts if (rule.domain == "measurement") == (field != "conditions")
    ]
    names = [*random.sample(concepts, 150), *FAMILIES * 3, "HbA1c", "MI", "mi"]
    people = [Patient.model_validate({field: [_fact(random, names) for _ in range(3)]}) for _ in range(120)]
    cohort = Cohort([CHECKER.case(one) for one in people])
    found = 0
    for name in sorted({*names}):
        concept = Concept(text=name, span=(0, 0), name=random.choice([name, None]))
        wanted = cohort.cases[0].vocabulary.of_concept(concept, group)
        asked = [
            at
            for at, case in enumerate(cohort.cases)
            if any(case.vocabulary.may_speak_of(subject, wanted) for subject in case.facts.subjects(group))
        ]
        assert cohort.speaking_of(concept, group).tolist() == asked
        recorded = [at for at, case in enumerate(cohort.cases) if _recorded(case, concept, group)]
        assert set(recorded) <= set(asked)
        found += len(asked)
    assert found > 100
