"""Criteria that may stand under the wrong heading say so."""

import pytest

from eligibility import parse_criterion

SUSPECT = [
    ("exclusion", "Women must use contraception"),
    ("exclusion", "Patients must not have gout"),
    ("exclusion", "Hemoglobin should be above 9 g/dL"),
    ("exclusion", "Signed informed consent"),
    ("exclusion", "Gout, or willing to comply with the protocol"),
    ("inclusion", "Unable to give informed consent"),
    ("exclusion", "No gout or asthma"),
    ("exclusion", "Not on aspirin; no gout"),
]
PLAIN = [
    ("inclusion", "Women must use contraception"),
    ("inclusion", "Signed informed consent"),
    ("exclusion", "Unable to give informed consent"),
    ("exclusion", "Patients who have to take steroids"),
    ("exclusion", "Gout unless it must be treated"),
    ("exclusion", "No signed informed consent"),
    ("exclusion", "Asthma without allergy"),
    ("exclusion", "No dialysis"),
    ("inclusion", "No gout or asthma"),
]


def codes(kind: str, text: str) -> list[str]:
    return [one.code for one in parse_criterion(text, kind=kind).diagnostics]


@pytest.mark.parametrize(("kind", "text"), SUSPECT)
def test_what_may_be_in_the_wrong_list(kind, text):
    assert codes(kind, text).count("polarity-suspect") == 1


@pytest.mark.parametrize(("kind", "text"), PLAIN)
def test_what_is_in_its_list(kind, text):
    assert "polarity-suspect" not in codes(kind, text)


def test_the_span_holds_the_words():
    text = "Women must use contraception"
    (note,) = parse_criterion(text, kind="exclusion").diagnostics
    assert note.severity == "warning"
    assert note.span is not None
    assert text[note.span[0] : note.span[1]] == "must use"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Melanoma. Patients with brain metastases are eligible.", 1),
        ("Patients with melanoma are eligible.", 0),
        ("Age 18 to 65 years. Only patients with gout are eligible.", 0),
    ],
)
def test_who_is_let_in_is_told(text, count):
    assert codes("inclusion", text).count("permission-inferred") == count
