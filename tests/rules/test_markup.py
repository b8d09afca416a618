"""Marked-up text: the bare text, and what the marks stand for."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from eligibility.errors import PackError
from eligibility.rules.markup import read_marks

CASES = yaml.safe_load(Path(__file__).with_name("marks.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:50] for case in CASES])
def test_marks(case):
    if "error" in case:
        with pytest.raises(PackError, match=case["error"]):
            read_marks(case["text"])
        return
    bare, marks = read_marks(case["text"])
    assert bare == case["bare"]
    assert [mark.wanted() for mark in marks] == case["want"]
    assert all(0 <= mark.start <= mark.end <= len(bare) for mark in marks)


@given(st.text(alphabet=st.characters(exclude_characters="<")))
def test_text_without_marks_is_itself(text):
    assert read_marks(text) == (text, [])


@given(st.text(max_size=30), st.text(alphabet="abc 1<>≥", max_size=30), st.text(max_size=30))
def test_mark_is_where_its_words_are(before, inside, after):
    bare, (mark,) = read_marks(f"{before}<age lower=1>{inside}</age>{after}")
    assert bare == before + inside + after
    assert bare[mark.start : mark.end] == inside
