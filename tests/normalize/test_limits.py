"""What is inferred about a limit is said."""

import pytest

from eligibility import parse_criterion


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hemoglobin ≥ 10 g/dL (hematocrit 31 %)", "comparator-shared"),
        ("Viral load above 105 copies/mL", "power-suspect"),
        ("HBV DNA between 103 and 400 IU/mL", "power-suspect"),
        ("BP above 145 mmHg systolic or 92 mmHg diastolic", "comparator-shared"),
        ("Patients ≥ 22 who undergo colonoscopy", "unit-inferred"),
        ("38 completed weeks of gestation", "unit-inferred"),
        ("Life expectancy of at least 3 to 6 months", "bound-vague"),
        ("On heparin for at least 5 to 7 days", "bound-vague"),
        ("ECOG ≤ 2 (Karnofsky ≥ 60 %)", "scale-inferred"),
        ("ECOG ≤ 2 (or Karnofsky ≥ 60 %)", None),
        ("Hemoglobin ≥ 10 g/dL (hematocrit ≥ 31 %)", None),
    ],
)
def test_inferences_are_said(text, code):
    assert {note.code for note in parse_criterion(text).diagnostics} == ({code} if code else set())
