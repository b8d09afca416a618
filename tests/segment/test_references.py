"""Which words of a criterion point to others, and where they lead."""

import time

import pytest

from eligibility import StructuredTrial, parse, parse_criterion
from eligibility.segment import pointers

TEXT = """Inclusion Criteria:
1. HbA1c > 7 %
2. Age ≥ 18 years
3. {}

Exclusion Criteria:
1. Gout
2. {}
"""


def led_to(included, excluded):
    trial = parse(TEXT.format(included, excluded))
    return [(one.text, *one.targets) for criterion in trial.criteria for one in criterion.cross_references]


@pytest.mark.parametrize(
    ("included", "excluded", "led"),
    [
        ("Hypertension as defined in inclusion criterion 1", "Asthma", [("inclusion criterion 1", "I1")]),
        ("Asthma", "Not meeting inclusion criteria 1 and 2", [("inclusion criteria 1 and 2", "I1", "I2")]),
        ("Asthma", "Stroke (see inclusion criteria #1-3)", [("inclusion criteria #1-3", "I1", "I2", "I3")]),
        ("Asthma, if criterion 2 applies", "Stroke", [("criterion 2", "I2")]),
        ("Asthma", "Stroke, unless criterion 1 applies", [("criterion 1", "E1")]),
        ("Asthma", "Stroke, unless criterion 3 applies", [("criterion 3", "I3")]),
        ("Asthma", "Fails inclusion criterion no. 2", [("inclusion criterion no. 2", "I2")]),
        ("Asthma", "Any condition in exclusion criterion 9", [("exclusion criterion 9",)]),
        ("Asthma", "Exclusion criteria 1 or 7", [("Exclusion criteria 1 or 7",)]),
        ("Meets all criteria above", "Stroke", [("criteria above", "I1", "I2")]),
        ("The above-mentioned conditions", "Stroke", [("above-mentioned conditions", "I1", "I2")]),
        ("Asthma", "Any of the diseases below", [("diseases below",)]),
        ("Any of the conditions below: asthma, lupus", "Stroke", []),
        ("Duke criterion 1 is met", "Meets the inclusion criteria", []),
        ("Meets 3 of the criteria", "Inclusion criterion of 30 %", []),
    ],
)
def test_where_words_lead(included, excluded, led):
    assert led_to(included, excluded) == led


def test_numbers_are_those_that_are_written():
    trial = parse("Inclusion Criteria:\n4. Gout\n5. Asthma\n6. Lupus, see inclusion criterion 4")
    assert trial.criteria[2].cross_references[0].targets == ("I1",)


def test_what_leads_nowhere_is_said():
    trial = parse(TEXT.format("Asthma", "Stroke as in inclusion criterion 8"))
    last = trial.criteria[-1]
    (note,) = last.diagnostics
    assert (note.code, note.span) == ("reference-unresolved", last.cross_references[0].span)
    assert StructuredTrial.model_validate_json(trial.model_dump_json()) == trial


def test_the_number_of_a_criterion_limits_nothing():
    criterion = parse_criterion("Asthma or HbA1c as in inclusion criterion 3")
    assert not [leaf for leaf in criterion.constraint.walk() if getattr(leaf, "range", None)]
    assert criterion.coverage < 1


@pytest.mark.parametrize(
    "unit", ["criterion 1", " , ", "and ", "criterion 1, 2 and ", "conditions ", "above-", "1 to "]
)
def test_time_is_linear(unit):
    def seconds(text):
        began = time.process_time()
        pointers(text)
        return time.process_time() - began

    texts = ["inclusion criterion 1" + unit * (size // len(unit)) for size in (20_000, 200_000)]
    small, large = (min(seconds(text) for _ in range(3)) for text in texts)
    assert large < 30 * max(small, 0.001)
