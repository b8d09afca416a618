"""What OHDSI's vocabularies know of kinds, from a download of Athena."""

import pytest

from eligibility import Checker, Patient, PatientError, parse
from eligibility.patients import athena
from eligibility.tree import Coding

CONCEPT = """\
concept_id\tconcept_name\tdomain_id\tvocabulary_id\tconcept_code
1\tStroke "CVA" of any kind\tCondition\tSNOMED\t230690007
2\tCerebral infarction\tCondition\tSNOMED\t432504007
3\tLacunar infarction\tCondition\tSNOMED\t81037000
4\tStroke, not specified\tCondition\tICD10CM\tI64
5\tLacunar infarction of unknown cause\tCondition\tKCD7\tI63.81
6\tAsthma\tCondition\tSNOMED\t195967001
7\tOdd code\tCondition\tICD10CM\t001
"""
ANCESTOR = """\
ancestor_concept_id\tdescendant_concept_id\tmin_levels_of_separation\tmax_levels_of_separation
1\t1\t0\t0
1\t2\t1\t1
1\t3\t2\t2
2\t2\t0\t0
2\t3\t1\t1
3\t3\t0\t0
6\t6\t0\t0
"""
RELATIONSHIP = """\
concept_id_1\tconcept_id_2\trelationship_id
4\t1\tMaps to
5\t3\tMaps to
1\t1\tMaps to
3\t6\tIs not
"""
TRIAL = parse("Exclusion:\n- Stroke within the last 3 months")


@pytest.fixture
def download(tmp_path):
    for name, text in (("CONCEPT", CONCEPT), ("CONCEPT_ANCESTOR", ANCESTOR), ("CONCEPT_RELATIONSHIP", RELATIONSHIP)):
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    return tmp_path


def trial_of(code, system="http://hl7.org/fhir/sid/icd-10-cm"):
    """The trial, with a code of one's own choice on its only leaf."""
    [criterion] = TRIAL.criteria
    [leaf] = criterion.constraint.walk()
    concept = leaf.concept.model_copy(update={"codes": (Coding(system=system, code=code),)})
    leaf = leaf.model_copy(update={"concept": concept})
    return TRIAL.model_copy(update={"criteria": (criterion.model_copy(update={"constraint": leaf}),)})


SNOMED = "http://snomed.info/sct"
KINDS = [
    ("SNOMED 432504007 is a SNOMED 230690007", True),
    ("SNOMED 81037000 is a SNOMED 230690007", True),
    ("KCD7 I63.81 is a SNOMED 230690007", True),
    ("SNOMED 81037000 is a ICD10CM I64", True),
    ("KCD7 I63.81 is a ICD10CM I64", True),
    ("SNOMED 230690007 is a SNOMED 432504007", False),
    ("SNOMED 195967001 is a SNOMED 230690007", False),
    ("SNOMED 195967001 is a ICD10CM I64", False),
    ("SNOMED 1 is a SNOMED 230690007", False),
    ("SNOMED 81037000 is a ICD10CM 001", False),
    ("SNOMED 81037000 is a ICD10CM 9'9", False),
]


@pytest.mark.parametrize(("said", "is_so"), KINDS)
def test_kinds(said, is_so, download):
    narrow, broad = (side.split(" ", 1) for side in said.split(" is a "))
    hierarchy = athena(download, trial_of(broad[1], broad[0]))
    sides = (Coding(system=side[0], code=side[1]) for side in (narrow, broad))
    assert hierarchy.is_a(*sides) is is_so


def test_verdicts_rest_on_it(download):
    trial = trial_of("I64")
    patient = Patient.model_validate(
        {"conditions": [{"name": "odd words", "codes": [{"system": "KCD7", "code": "I63.81"}], "start": "2024-03-01"}]}
    )
    without, with_ = (Checker("2024-03-09", hierarchy=one, assume="closed") for one in (None, athena(download, trial)))
    assert without.trial(trial, patient).criteria[0].verdict == "not_met"
    result = with_.trial(trial, patient).criteria[0]
    assert result.verdict == "met"
    assert result.explanation.evidence[0].matched == "kind"


def test_a_table_that_is_missing_is_told(download):
    (download / "CONCEPT_ANCESTOR.csv").unlink()
    with pytest.raises(PatientError, match="no table concept_ancestor: download it from Athena"):
        athena(download, trial_of("I64")).is_a(*[Coding(system=SNOMED, code="1")] * 2)
