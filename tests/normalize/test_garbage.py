"""What is made for one criterion goes with it: nothing is left that only the garbage collector would find.

With a million criteria such leftovers cost more time than reading does.
"""

import gc

import pytest

from eligibility import parse

TEXTS = [
    "Age 18-75 years",
    "HbA1c ≤ 8.5 % or stroke within 3 months, except TIA",
    "[E] Gout unless mild, or asthma (FEV1 < 50 % of predicted)",
    "If on insulin, HbA1c must be below 9 %",
    "At least two of the following: fever, cough, dyspnea",
    "Women of childbearing potential must use contraception until 4 weeks after the last dose",
]


@pytest.mark.parametrize("text", TEXTS)
def test_no_criterion_leaves_cycles(text):
    heading = "Exclusion criteria" if text.startswith("[E] ") else "Inclusion criteria"
    document = f"{heading}:\n* {text.removeprefix('[E] ')}"
    parse(document)
    gc.collect()
    gc.disable()
    try:
        parse(document)
        assert gc.collect() == 0
    finally:
        gc.enable()
