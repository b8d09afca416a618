"""A definition needs no diagnostic, unless it stands behind several things of which it may be."""

import pytest

from eligibility import parse_criterion


def codes(text):
    return [one.code for one in parse_criterion(text, kind="exclusion").diagnostics]


@pytest.mark.parametrize(
    "text",
    [
        "Kidney failure (i.e. dialysis)",
        "Obesity defined as a BMI > 30 kg/m2",
        "Skin disease i.e. psoriasis or eczema",
    ],
)
def test_what_is_said_again_is_no_second_thing(text):
    assert codes(text) == []


def test_it_is_said_that_a_definition_may_be_of_more_than_one_thing():
    assert "both-inferred" in codes("Liver or kidney failure (i.e. dialysis)")
