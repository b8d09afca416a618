"""What is inferred about a time is said."""

import pytest

from eligibility import parse_criterion


def codes(text):
    return {note.code for note in parse_criterion(text, kind="exclusion").diagnostics}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Rituximab within 6 months, or cyclophosphamide within 3 months, before screening", "anchor-shared"),
        ("At least 6 months after stroke", "window-turned"),
        ("Malignancy except basal cell carcinoma within 5 years", "window-of-all"),
        ("Asthma or biopsy within 3 months", "window-of-list"),
        ("Asthma treated at home, gout, or biopsy within 3 months", "window-of-last"),
        ("Surgery planned within the next month", None),
        ("Planning pregnancy within 6 months", "window-ahead"),
        ("Investigational drug within 30 days or 5 half-lives before screening", "half-lives-unread"),
        ("Stroke 6 months before screening", "window-exact"),
        ("Stroke within 6 months before screening", None),
        ("No antibiotics for at least 4 weeks", None),
    ],
)
def test_inferences_are_said(text, code):
    assert codes(text) & {
        "anchor-shared", "window-turned", "window-of-all", "window-ahead", "half-lives-unread", "window-exact",
        "window-of-list", "window-of-last",
    } == ({code} if code else set())  # fmt: skip


def test_the_length_of_an_absence_is_a_time():
    said = parse_criterion("No antibiotics for at least 4 weeks before screening", kind="inclusion")
    assert [note.code for note in said.diagnostics] == ["window-of-absence"]
