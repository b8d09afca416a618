"""What callers can set, what results hold, and what is missing."""

from datetime import date

import pytest
from patient_notation import patient

from eligibility import Checker, EligibilityError, Patient, PatientError, parse, parse_criterion
from eligibility.check import ReferenceRange
from eligibility.check.knowledge import knowledge
from eligibility.rules import load_installed
from eligibility.tree import Age, Range, Registry, StructuredTrial

DAY = "2024-03-09"
TRIAL = parse(
    "Inclusion:\n- HbA1c ≤ 8.5 %\n- Type 2 diabetes\n"
    "Exclusion:\n- Stroke within 3 months\n- HbA1c < 5 % or hypoglycemia"
)


def says(text, facts, **options):
    return parse_criterion(text).constraint.evaluate(patient(facts), as_of=DAY, **options)


def test_what_absence_means_is_the_callers_choice_by_domain():
    facts = "female"
    assert says("Stroke", facts, assume="closed").assumed == "closed"
    assert says("Stroke", facts, assume={"drug": "closed"}).assumed == "open"
    assert says("Stroke", facts, assume={"drug": "closed"}).verdict == "unknown"
    assert says("Currently taking warfarin", facts, assume={"drug": "closed"}).verdict == "not_met"
    assert "incomplete" in says("Stroke", facts).reason


def test_evidence_says_which_fact_it_was_and_how_it_was_found():
    [by_code] = says("HbA1c ≤ 8.5 %", "sugar test [LOINC 4548-4] = 69 mmol/mol @2024-02-10").evidence
    assert (by_code.matched, by_code.place, by_code.value, by_code.unit) == ("code", "measurements/0", 69, "mmol/mol")
    assert (by_code.date, by_code.note) == ("2024-02-10", "69 mmol/mol is 8.5 %")
    [by_name] = says("HbA1c ≤ 8.5 %", "A1C = 8 %").evidence
    assert by_name.matched == "name"
    [by_kind] = says("Stroke", "cond ischemic stroke 2020").evidence
    assert (by_kind.matched, by_kind.date) == ("kind", "2020")


class Cabbages:
    """A vocabulary in which every code of cabbages is a kind of stroke."""

    def is_a(self, narrower, broader):
        return narrower.system == "cabbages" and broader.code == "I63"


def test_a_vocabulary_of_the_callers():
    facts = "cond red [cabbages 7] 2020"
    assert says("Ischemic stroke", facts).verdict == "unknown"
    assert says("Ischemic stroke", facts, hierarchy=Cabbages()).verdict == "met"


PACK = """
pack: ours
concepts:
  - {name: frobnicase, domain: measurement, kind: laboratory, synonyms: [frobnicase, FRB test], unit: U/L, units: [U/L]}
"""


def test_packs_of_the_callers(tmp_path):
    path = tmp_path / "ours.pack.yaml"
    path.write_text(PACK)
    criterion = parse_criterion("Frobnicase > 5 U/L", packs=[path])
    person = patient("FRB test = 6 U/L")
    assert criterion.evaluate(person, as_of=DAY).verdict == "unknown"
    assert criterion.evaluate(person, as_of=DAY, packs=[path]).verdict == "met"


RANGES = [
    ReferenceRange(name="creatinine", unit="umol/L", upper=84, sex="female", min_age=18),
    ReferenceRange(name="creatinine", unit="umol/L", upper=104, sex="male"),
]


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ("female; born 1970-01-01; creatinine = 169 umol/L", "met"),
        ("male; creatinine = 169 umol/L", "not_met"),
        ("male; creatinine = 2.4 mg/dL", "met"),
        ("male; creatinine = 2.3 mg/dL", "not_met"),
        ("female; creatinine = 169 umol/L", "unknown"),
        ("other; creatinine = 169 umol/L", "unknown"),
        ("male; creatinine = 169 umol/L uln=80", "met"),
    ],
)
def test_limits_of_normal_by_sex_and_age(facts, verdict):
    assert says("Creatinine ≥ 2 x ULN", facts, reference_ranges=RANGES).verdict == verdict


def test_numbers_among_their_limits_of_normal():
    assert says("Tumor markers abnormal", "tumor marker = 50 U/mL uln=35").verdict == "met"
    assert says("Tumor markers normal", "tumor marker = 50 U/mL uln=35").verdict == "not_met"
    assert says("Tumor markers normal", "tumor marker = 5 U/mL uln=35 lln=0").verdict == "met"
    assert says("Tumor markers normal", "tumor marker = 5 U/mL").verdict == "unknown"


def test_a_trial_says_what_decides():
    bad = TRIAL.evaluate(patient("HbA1c = 9 %; cond stroke 2024-01-01"), as_of=DAY)
    assert (bad.verdict, bad.deciding, bad.missing) == ("ineligible", ("I1", "E1"), ())
    good = TRIAL.evaluate(patient("HbA1c = 8 %; cond T2DM 2010"), as_of=date(2024, 3, 9), assume="closed")
    assert (good.verdict, good.as_of) == ("eligible", DAY)
    assert [one.admits for one in good.criteria] == [True] * 4


def test_what_is_missing_comes_the_most_decisive_first():
    result = TRIAL.evaluate(Patient(), as_of=DAY)
    assert result.verdict == "undetermined"
    asked = [(one.asks, one.criteria, one.excludes, one.settles) for one in result.missing]
    assert asked == [
        ("hemoglobin A1c", ("I1", "E2"), ("I1", "E2"), ("I1",)),
        ("type 2 diabetes mellitus", ("I2",), ("I2",), ("I2",)),
        ("stroke", ("E1",), ("E1",), ("E1",)),
        ("hypoglycemia", ("E2",), ("E2",), ()),
    ]
    known = TRIAL.evaluate(patient("HbA1c = 8 %; cond T2DM 2010; no cond stroke"), as_of=DAY)
    assert [one.asks for one in known.missing] == ["hypoglycemia"]


def test_the_registrys_own_limits_count():
    trial = StructuredTrial(registry=Registry(age={"lower": 18, "upper": 80}, sex="female"))
    assert trial.evaluate(patient("born 1960-01-01; female"), as_of=DAY).verdict == "eligible"
    assert trial.evaluate(patient("born 1940-01-01; male"), as_of=DAY).deciding == ("age", "sex")
    assert StructuredTrial(registry=Registry(sex="all")).evaluate(Patient(), as_of=DAY).criteria == ()


def test_what_a_person_decided_stands():
    result = TRIAL.evaluate(Patient(), as_of=DAY, decided={"E1": True})
    assert (result.verdict, result.deciding) == ("ineligible", ("E1",))
    assert result.criteria[2].explanation.code == "decided"


def test_a_criterion_of_its_own():
    result = TRIAL.criteria[2].evaluate(patient("cond stroke 2024-01-01"), as_of=DAY, explain=False)
    assert (result.id, result.verdict, result.admits, result.explanation.reason) == ("E1", "met", False, "")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"as_of": "tomorrow"}, "not-a-date"),
        ({"as_of": None}, "not-a-date"),
        ({"as_of": DAY, "assume": "closd"}, "no-such-assumption"),
        ({"as_of": DAY, "assume": {"conditions": "closed"}}, "no-such-domain"),
        ({"as_of": DAY, "choose": "newest"}, "no-such-choice"),
        ({"as_of": DAY, "decided": {"I9": True}}, "no-such-criterion"),
        ({"as_of": DAY, "decided": {"I1": "not_met"}}, "not-decided"),
    ],
)
def test_settings_that_there_are_not(options, code):
    with pytest.raises(EligibilityError) as caught:
        TRIAL.evaluate(Patient(), **options)
    assert caught.value.code == code


def test_bad_patients_have_codes(tmp_path):
    for content, code in ((None, "patient-unreadable"), ("{}}", "not-a-patient")):
        path = tmp_path / "p.json"
        if content is not None:
            path.write_text(content)
        with pytest.raises(PatientError) as caught:
            Patient.read(path)
        assert caught.value.code == code


def test_all_names_that_are_known_are_those_of_the_packs():
    names = {rule.name for rule in load_installed().concepts}
    rows = knowledge().is_a
    used = {name for row in rows for name in (row.name, *row.kinds, *row.except_)}
    used = used.union(*knowledge().of_one_sex.values())
    assert used | knowledge().events | knowledge().passing | knowledge().unrecorded <= names
    assert len({row.name for row in rows}) == len(rows)


@pytest.mark.parametrize(("as_of", "of_age"), [("0001-01-01", "unknown"), ("9999-12-31", "not_met")])
def test_the_ends_of_the_calendar(as_of, of_age):
    person = patient("born 9999; cond stroke 0001; HbA1c = 8 % @9999-12-31; anchor surgery 0001-01-01")
    checker = Checker(as_of)
    for text in (
        "Stroke within 3 months",
        "HbA1c ≤ 8 % within 50 years before surgery",
        "Age ≥ 18",
        "Stroke at surgery",
    ):
        assert checker.verdict(parse_criterion(text).constraint, person) in {"met", "not_met", "unknown"}
    old = Age(text="", span=(0, 0), range=Range(lower=1e308, unit="a"))
    assert checker.verdict(old, person) == of_age


def test_a_long_record_is_checked_quickly():
    facts = [{"name": f"test {n % 900}", "value": n, "unit": "mg", "date": "2024-01-01"} for n in range(60_000)]
    events = [{"name": "x" * 5000 + str(n), "start": "2020"} for n in range(100)]
    person = Patient.model_validate({"measurements": facts, "conditions": events})
    case = Checker(DAY).case(person)
    for criterion in TRIAL.criteria:
        assert Checker(DAY).verdict(criterion.constraint, case) == "unknown"
