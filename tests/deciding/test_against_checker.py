"""Answers against the checker of patients: no patient's verdicts contradict one."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

import strategies
from eligibility import Checker, Patient, overlap, parse_criterion, subsumes

TODAY = date(2024, 3, 31)
CRITERIA = """
Age ≥ 18 years; Age > 17 years; Age ≤ 65 years; Age < 65.5 years; Age 17.5 to 18.25 years; Age > 64 years
Women; Men
HbA1c ≥ 7 %; HbA1c < 7 %; HbA1c ≤ 53 mmol/mol; HbA1c 6.5 to 8 %; HbA1c ≥ 7 % within the last 3 months
ECOG performance status 0-1; ECOG performance status < 2; ECOG performance status ≥ 2
HBsAg positive; HBsAg negative
Stroke; Intracerebral hemorrhage; History of stroke; Cancer; Melanoma; Infection; Pneumonia; Diabetes mellitus
Stroke within the last 3 months; Stroke within the last 6 months; Stroke more than 4 months ago
Stroke within the last 90 days; Stroke within the last 2 weeks; Stroke within the last month
Intracerebral hemorrhage within the last 3 months; Melanoma within the last 6 months; Cancer within the last year
Warfarin within the last 4 weeks; Anticoagulant within the last 4 weeks; Anticoagulant
Pregnancy; Prostate cancer; Pregnancy within the last 6 months
"""
LEAVES = [parse_criterion(text.strip()).constraint for text in CRITERIA.replace("\n", ";").split(";") if text.strip()]
TREES = strategies.nodes(st.sampled_from(LEAVES), max_leaves=4)
CONDITIONS = [
    *["stroke", "intracerebral hemorrhage", "cancer", "melanoma", "infection", "pneumonia", "diabetes mellitus"],
    *["type 2 diabetes mellitus", "pregnancy", "prostate cancer"],
]
SPANS = [
    0,
    1,
    10,
    14,
    15,
    27,
    28,
    29,
    30,
    31,
    32,
    80,
    89,
    90,
    91,
    92,
    93,
    110,
    125,
    170,
    182,
    183,
    184,
    200,
    365,
    370,
    900,
]


def days() -> st.SearchStrategy[str]:
    return st.sampled_from(SPANS).map(lambda ago: (TODAY - timedelta(days=ago)).isoformat())


def events(names: list[str]) -> st.SearchStrategy[list[dict]]:
    lasting = st.tuples(st.sampled_from(names), days(), days(), st.booleans())
    return st.lists(lasting.map(_event), max_size=3)


def _event(drawn: tuple[str, str, str, bool]) -> dict:
    name, one, other, ended = drawn
    return {"name": name, "start": min(one, other)} | ({"end": max(one, other)} if ended else {})


def values() -> st.SearchStrategy[list[dict]]:
    of_a1c = st.sampled_from([6.4, 6.5, 6.9, 7.0, 7.000001, 7.1, 8.0, 8.1]).map(
        lambda value: {"name": "HbA1c", "value": value, "unit": "%"}
    )
    of_ecog = st.integers(0, 4).map(lambda value: {"name": "ECOG performance status", "value": value})
    of_hbsag = st.sampled_from(["positive", "negative", "borderline"]).map(
        lambda value: {"name": "HBsAg", "value_text": value}
    )
    dated = st.tuples(st.one_of(of_a1c, of_ecog, of_hbsag), days())
    return st.lists(dated.map(lambda pair: pair[0] | {"date": pair[1]}), max_size=4)


def births() -> st.SearchStrategy[str]:
    years = st.sampled_from([17, 17.4, 17.5, 17.9, 18, 18.2, 18.3, 19, 40, 64, 64.9, 65, 65.3, 65.6, 66])
    return years.map(lambda age: (TODAY - timedelta(days=round(age * 365.25) + 1)).isoformat())


PATIENTS = st.builds(
    Patient,
    birth_date=births(),
    sex=st.sampled_from(["female", "male", None]),
    measurements=values(),
    conditions=events(CONDITIONS),
    drugs=events(["warfarin", "anticoagulant"]),
)


@settings(max_examples=120)
@given(TREES, TREES, st.lists(PATIENTS, min_size=5, max_size=15), st.sampled_from(["open", "closed"]))
def test_no_verdict_contradicts_an_answer(a, b, patients, assume):
    contained, together = subsumes(a, b), overlap(a, b)
    checker = Checker(TODAY, assume=assume)
    for patient in patients:
        case = checker.case(patient)
        verdicts = checker.verdict(a, case), checker.verdict(b, case)
        assert not (contained == "yes" and verdicts == ("not_met", "met")), patient
        assert not (together == "no" and verdicts == ("met", "met")), patient
        assert not (contained == "no" and together == "no" and verdicts == ("met", "met"))
