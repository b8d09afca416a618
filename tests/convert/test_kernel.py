"""The kernel's laws: its rows say what `parse` says, whatever was read before and wherever it stands."""

import json

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import eligibility
from eligibility.convert import NESTED, structure
from eligibility.convert.cache import Cache
from eligibility.convert.kernel import Kernel
from eligibility.convert.sinks.jsonl import lines
from eligibility.convert.structured import unnest
from eligibility.segment import clean

KERNEL = Kernel()
"""One for all tests, so that what it remembers of one text is used for another."""

PIECES = [
    "* HbA1c ≤ 8.5 %",
    "  * HbA1c \\<= 8.5 %",
    '1. HbA1c <= 8.5 % ("span":[1,2])',
    "- Stroke or MI within 3 months; 100 %d %s",
    "* Any of the following:",
    "    - ALT \\> 3 x ULN, or",
    "    - platelets below 100 x10^9/L",
    "Exclusion Criteria:",
    "Inclusion Criteria:",
    "",
    "\tSevere asthma&nbsp;or\u00a0COPD",
    "Adults aged 16 to 75 years",
    "-----",
    "𝔸ge ⩾ 18 years",
]


def batch(**columns: list) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(columns)


@settings(max_examples=60)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=8).map("\n".join), min_size=1, max_size=3))
def test_rows_say_what_parse_says(texts):
    numbered = [f"T{at}" for at in range(len(texts))]
    found = KERNEL.structure(batch(record=list(range(len(texts))), trial_id=numbered, criteria_text=texts))
    parsed = [
        eligibility.parse(text, trial_id=name).model_dump_json() for text, name in zip(texts, numbered, strict=True)
    ]
    assert list(lines(found)) == parsed


@settings(max_examples=40)
@given(st.text(max_size=40))
def test_any_text_is_a_row(text):
    text = text.encode("utf-8", "replace").decode()
    found = KERNEL.structure(batch(record=[0], criteria_text=[text]))
    assert (found.trials.num_rows, found.errors.num_rows) == (1, 0)
    assert list(lines(found)) == [eligibility.parse(text).model_dump_json()]


@settings(max_examples=20)
@given(st.lists(st.sampled_from([*PIECES, None]), max_size=4))
def test_nested_rows_are_the_flat_ones(texts):
    given_batch = batch(record=pa.array(range(len(texts)), pa.int64()), criteria_text=pa.array(texts, pa.string()))
    nested = KERNEL.nested(given_batch)
    assert nested.schema == NESTED
    assert nested.num_rows == len(texts)
    assert unnest(nested) == KERNEL.structure(given_batch)


def test_a_record_that_fails_is_an_error_and_the_rest_goes_on(monkeypatch):
    def failing(text):
        if "fever" in text:
            raise RecursionError("too deep")
        return clean(text)

    monkeypatch.setattr("eligibility.convert.kernel.clean", failing)
    texts = batch(record=[0, 1, 2], trial_id=["A", "B", "C"], criteria_text=["asthma", "fever", "HbA1c > 9 %"])
    found = KERNEL.structure(texts)
    assert found.trials["trial_id"].to_pylist() == ["A", "C"]
    [error] = found.errors.to_pylist()
    assert (error["record"], error["trial_id"], error["code"]) == (1, "B", "not-parsed")
    assert error["message"] == "RecursionError: too deep"
    assert unnest(KERNEL.nested(texts)) == found


def test_what_is_too_long_to_be_criteria_is_an_error(monkeypatch):
    monkeypatch.setattr("eligibility.convert.kernel.LONGEST", 30)
    found = KERNEL.structure(batch(record=[0, 1], criteria_text=["asthma " * 5, "asthma"], source=["a.txt", "b.txt"]))
    assert found.trials["record"].to_pylist() == [1]
    assert [(one["place"], one["code"]) for one in found.errors.to_pylist()] == [("a.txt", "too-large")]


def test_a_criterion_is_read_once():
    kernel = Kernel()
    texts = [f"Inclusion Criteria:\n* Trial {name}\n* HbA1c \\> 9 %\n" for name in "ABC"]
    kernel.structure(batch(criteria_text=texts))
    assert (kernel.cache.asked, kernel.cache.known) == (6, 2)


def test_a_short_form_is_read_as_its_own_trial_defines_it():
    defined = ["No donor-specific antibodies (DSA)", "Digital subtraction angiography (DSA)", "Gout", "Gout"]
    found = Kernel().structure(batch(criteria_text=[f"Inclusion:\n* {one}\n* Prior DSA\n" for one in defined]))
    names = [json.loads(tree)["concept"]["name"] for tree in found.criteria["tree"].to_pylist()[1::2]]
    assert names[0] == "donor-specific antibody"
    assert names[1:] == ["digital subtraction angiography"] * 3


def test_the_cache_is_bounded_and_forgets_what_was_used_least_recently():
    cache = Cache(size=10)
    made: list[str] = []
    for key in ("a", "b", "a", "c", "a", "b"):
        cache.get(key, 5, lambda key=key: made.append(key))
    assert made == ["a", "b", "c", "b"]
    assert (cache.asked, cache.known) == (6, 2)


@pytest.mark.parametrize(
    ("columns", "code"),
    [({"text": ["asthma"]}, "no-column"), ({"criteria_text": [["asthma"]]}, "column-type"), ({}, "no-column")],
)
def test_other_columns_are_an_error(columns, code):
    with pytest.raises(eligibility.EligibilityError) as raised:
        KERNEL.structure(batch(**columns))
    assert raised.value.code == code


def test_columns_of_other_types_are_taken_where_they_can_be():
    [found] = structure([batch(criteria_text=pa.array(["asthma"], pa.large_string()), age_lower=[18], more=["x"])])
    assert found["age_lower"].to_pylist() == [18.0]
    assert found["has_ages"].to_pylist() == [True]
