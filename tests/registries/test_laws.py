"""What holds for any bytes and any text."""

import csv
import gc
import io
import json
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from eligibility.errors import ReadError
from eligibility.registries import read, record, records
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
        *("<Trial>", "<TrialID>", "</TrialID>", "</Trial>", "<clinical_study>", "</clinical_study>", "&lt;", "<br"),
        *("TrialID,Inclusion_Criteria\n", "nct_id|criteria|minimum_age\n", "id,criteria\n", ",", "|", '""', "~~"),
        *("EudraCT Number: 1\n", "E.3 Principal inclusion criteria: ", '"principalInclusionCriteria":', "PAR1", "PK"),
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


def study_of(number):
    return json.dumps({"protocolSection": {"identificationModule": {"nctId": f"N{number}"}}, "x": ["}", {"y": "]"}]})


def is_json(text):
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


CELLS = st.characters(codec="ascii", exclude_characters="\0\r") | st.sampled_from("≥µ𝛼")
BAD_LINES = st.text(st.characters(exclude_characters="\n", codec="utf-8"), min_size=1).filter(
    lambda text: text.strip(" \t\r") and not is_json(text)
)


@given(st.lists(st.none() | BAD_LINES | FRAGMENTS.map(str.strip).filter(lambda text: text and not is_json(text))))
def test_of_lines_each_bad_one_is_lost_alone(lines):
    """None stands for a good line. The first is good, as it tells that these are lines. Bad ones may make one value."""
    lines = [None, *lines]
    content = "\n".join(study_of(number) if line is None else line for number, line in enumerate(lines))
    found = list(records(io.BytesIO(content.encode()), format="clinicaltrials-json"))
    errors = [record for record in found if isinstance(record, ReadError)]
    bad = [line for line in lines if line is not None]
    good = [f"N{number}" for number, line in enumerate(lines) if line is None]
    assert [record.trial_id for record in found if record not in errors] == good
    assert min(len(bad), 1) <= len(errors) <= len(bad) or "[" in bad


@given(st.integers(1, len(study_of(1)) - 1), st.sampled_from([",", "\n,\n", ", "]))
def test_of_an_array_an_element_that_is_cut_is_lost_alone(length, between):
    content = "[" + between.join([study_of(0), study_of(1)[:length], study_of(2), study_of(3)]) + "]"
    found = [getattr(record, "trial_id", None) for record in records(io.BytesIO(content.encode()))]
    assert found == ["N0", None, "N2", "N3"]


@given(st.integers(0, 600))
def test_of_an_array_that_is_cut_off_all_before_is_given(length):
    content = "[" + ",\n".join(map(study_of, range(5))) + "]"
    length = min(length, len(content) - 1)
    whole = content[:length].count('"]"}]}')
    found = [
        getattr(record, "trial_id", None)
        for record in records(io.StringIO(content[: max(length, 1)]), format="clinicaltrials-json")
    ]
    assert found == [*(f"N{number}" for number in range(whole)), None]


@given(st.lists(st.lists(st.text(CELLS, max_size=20), min_size=3, max_size=3)))
def test_what_a_table_holds_comes_back(rows):
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(
        [["x", "y", "id"], *([x, y, f"N{i}"] for i, (x, y, _) in enumerate(rows))]
    )
    found = list(records(io.BytesIO(stream.getvalue().encode()), mapping={"criteria": "x", "title": "y", "id": "id"}))
    assert [trial.trial_id for trial in found] == [f"N{number}" for number in range(len(rows))]
    assert ["".join(trial.criteria_text.split()) for trial in found] == [
        "".join(record.lines(x).split()) for x, *_ in rows
    ]


@pytest.mark.parametrize(
    "unit", ["(", "and ", '"', "\\", "[", '{"', "a\n", "Sex\n", "\r", "\u202e", "1", "\\ud800", "< "]
)
@pytest.mark.parametrize("begin", ["Inclusion ", '{"a":"', "Status and phase\nDetails and patient eligibility\n"])
def test_time_is_linear_in_the_length(unit, begin):
    """Four times the length takes far from sixteen times as long; the first size warms up, the best of three counts."""
    sizes = [1, 20_000, 80_000]
    taken = []
    for size in sizes:
        content = (begin + unit * size).encode()
        taken.append(min(timed(content) for _ in range(3)))
    assert all(after < max(10 * before, 0.1) for before, after in pairwise(taken[1:]))


def timed(content):
    gc.disable()  # how long a collection takes depends on all the tests before
    try:
        start = process_time()
        trials_or_error(io.BytesIO(content))
        return process_time() - start
    finally:
        gc.enable()
