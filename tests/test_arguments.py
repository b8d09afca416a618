"""Arguments of the wrong kind, as a notebook gives them: each is a line that says what is taken."""

import pytest

import eligibility
from eligibility import Checker, EligibilityError, Patient, read, screen
from eligibility.patients import read_patients
from eligibility.registries import records
from eligibility.tree import negation_normal_form

DAY = "2024-03-09"
TRIAL = eligibility.parse("Inclusion: HbA1c ≤ 8.5 %", trial_id="T")
[CRITERION] = TRIAL.criteria
TREE = CRITERION.constraint
PATIENT = Patient(patient_id="p1")

WRONG = {
    "no text": (lambda: eligibility.parse(None), "parse takes a text, or a Trial"),
    "what is parsed already": (lambda: eligibility.parse(TRIAL), "not StructuredTrial"),
    "no text of a criterion": (lambda: eligibility.parse_criterion(None), "parse_criterion takes a text, not None"),
    "no text to lint": (lambda: eligibility.lint(5), "takes a text"),
    "one pack": (lambda: eligibility.parse("gout", packs="site.pack.yaml"), "not str: put a single one in brackets"),
    "no packs": (lambda: eligibility.parse_criterion("gout", packs=None), "a list of rule packs"),
    "a pack of a checker": (lambda: Checker(DAY, packs="site.pack.yaml"), "a list of rule packs"),
    "a criterion described": (lambda: eligibility.describe(CRITERION), r"describe takes .*`criterion\.constraint`"),
    "a text described": (lambda: eligibility.describe("gout"), "not str"),
    "a trial simplified": (lambda: eligibility.simplify(TRIAL), "simplify takes a constraint tree"),
    "a criterion negated": (lambda: negation_normal_form(CRITERION), "negation_normal_form takes a constraint tree"),
    "a tree and a text": (lambda: eligibility.same(TREE, "gout"), "same takes a constraint tree"),
    "a tree and a trial": (lambda: eligibility.subsumes(TREE, TRIAL), "subsumes takes a constraint tree"),
    "a criterion and a tree": (lambda: eligibility.overlap(CRITERION, TREE), "overlap takes a constraint tree"),
    "no patient": (lambda: TRIAL.evaluate(None, as_of=DAY), "takes a Patient"),
    "a mapping as a patient": (lambda: TREE.evaluate({"sex": "female"}, as_of=DAY), "`Patient.model_validate`"),
    "trial and patient changed over": (lambda: Checker(DAY).trial(PATIENT, TRIAL), "takes a StructuredTrial"),
    "a tree as a criterion": (lambda: Checker(DAY).criterion(TREE, PATIENT), "takes a Criterion"),
    "a trial as a tree": (lambda: Checker(DAY).verdict(TRIAL, PATIENT), "verdict takes a constraint tree"),
    "a trial explained": (lambda: Checker(DAY).explain(TRIAL, PATIENT), "explain takes a constraint tree"),
    "ranges as a mapping": (lambda: Checker(DAY, reference_ranges={"ALT": 40}), "a list of ReferenceRange"),
    "texts screened": (lambda: list(screen(["gout"], [PATIENT], as_of=DAY)), "screen takes a StructuredTrial"),
    "no patients screened": (lambda: list(screen([TRIAL], ["p1"], as_of=DAY)), "takes a Patient"),
    "no file": (lambda: list(read(None)), "a path or an open file, not None"),
    "no file of patients": (lambda: list(read_patients(5)), "a path or an open file, not int"),
    "a mapping as a text": (
        lambda: list(records("x.csv", mapping="criteria=text")),
        "mapping takes the column of each",
    ),
    "no column": (lambda: list(records("x.csv", mapping={"criteria": None})), "the name of a column, not None"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_taken_is_said(case):
    call, said = WRONG[case]
    with pytest.raises(TypeError, match=said):
        call()


@pytest.mark.parametrize("kind", ["Exclusion", "excl", None])
def test_a_list_that_there_is_not(kind):
    with pytest.raises(EligibilityError, match="say one of inclusion, exclusion") as raised:
        eligibility.parse_criterion("gout", kind=kind)
    assert raised.value.code == "no-such-kind"
