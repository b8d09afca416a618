"""What holds for any bytes and any text."""

import io
import json
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from eligibility.errors import ReadError
from eligibility.registries import read
from eligibility.registries.formats import FORMATS

FRAGMENTS = st.sampled_from(
    [
        *(
            "{",
            "}",
            "[",
            "]",
            '"',
            ":",
            ",",
            "\\",
            "\\ud83d",
            "\\ude00",
            "null",
            "true",
            "1e999",
            "\n",
            "\r",
            " ",
            "\0",
        ),
        *(
            '{"protocolSection":',
            '"eligibilityModule":',
            '"eligibilityCriteria":',
            '"minimumAge":',
            '"sex":',
            '"studies":',
        ),
        *(
            "NCT ID: NCT99000070\n",
            "Basic Information\n",
            "Eligibility Criteria\n",
            "18 Years\n",
            "ALL\n",
            "No\n",
            "Sponsors\n",
        ),
        *(
            "Status and phase\n",
            "Details and patient eligibility\n",
            "Sex\n",
            "Ages\n",
            "18+ years old\n",
            "Trial design\n",
        ),
        *("Inclusion criteria\n", "≥ 18 years", "\ufeff", "\u2028", "\u202e", "é", "𝛼"),
    ]
)
NAMES = [chosen.NAME for chosen in FORMATS]


def trials_or_error(stream, **options):
    try:
        return list(read(stream, **options))
    except ReadError as error:
        assert "\n" not in str(error)
        assert error.code
        return error


@given(st.binary(), st.sampled_from([None, *NAMES]))
@example(b'{"a":' * 100_000, None)
@example(b"[" * 100_000, "clinicaltrials-json")
def test_any_bytes_are_read_or_refused(content, format):
    trials_or_error(io.BytesIO(content), format=format)


@given(st.lists(FRAGMENTS).map("".join), st.sampled_from([None, *NAMES]), st.sampled_from(["utf-8", "utf-16", "cp037"]))
def test_anything_like_a_registry_file_is_read_or_refused(text, format, encoding):
    trials_or_error(io.BytesIO(text.encode(encoding, "replace")), format=format)


@given(st.text(st.characters()))
def test_text_streams_are_read_or_refused(text):
    trials_or_error(io.StringIO(text))


@given(st.text(st.characters(codec="utf-8"), min_size=1), st.booleans(), st.sampled_from([None, 2]))
def test_criteria_of_a_study_come_back_verbatim(text, ascii_only, indent):
    study = {"protocolSection": {"eligibilityModule": {"eligibilityCriteria": text}}}
    content = json.dumps(study, ensure_ascii=ascii_only, indent=indent)
    assert [trial.criteria_text for trial in read(io.BytesIO(content.encode()))] == [text]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff")))
def test_plain_text_comes_back_verbatim(text):
    text = f"Inclusion {text}"
    assert [trial.criteria_text for trial in read(io.BytesIO(text.encode()))] == [text]


@given(st.integers(0, 200))
def test_a_study_that_is_cut_off_is_refused_at_its_end(length):
    study = '{"protocolSection": {"eligibilityModule":\n {"eligibilityCriteria": "Adults \\u2265 18", "sex": null}}}'
    cut = study[: min(length, len(study) - 1)]
    error = trials_or_error(io.StringIO(cut), format="clinicaltrials-json")
    assert isinstance(error, ReadError)
    place = f"<stream>:{1 + cut.count(chr(10))}:{len(cut) - cut.rfind(chr(10))}"
    assert (error.code, error.place) == (("truncated-json", place) if cut else ("empty-file", "<stream>"))


@pytest.mark.parametrize(
    "unit", ["(", "and ", '"', "\\", "[", '{"', "a\n", "Sex\n", "\r", "\u202e", "1", "\\ud800", "< "]
)
@pytest.mark.parametrize("begin", ["Inclusion ", '{"a":"', "Status and phase\nDetails and patient eligibility\n"])
def test_time_is_linear_in_the_length(unit, begin):
    """Four times the length takes far from sixteen times as long; the first size warms up, the better of two counts."""
    sizes = [1, 20_000, 80_000]
    taken = []
    for size in sizes:
        content = (begin + unit * size).encode()
        taken.append(min(timed(content) for _ in range(2)))
    assert all(after < max(10 * before, 0.1) for before, after in pairwise(taken[1:]))


def timed(content):
    start = process_time()
    trials_or_error(io.BytesIO(content))
    return process_time() - start
