"""Tables whose columns the user names: as text with any usual delimiter, and as Parquet."""

import csv
import io

import pyarrow
import pyarrow.parquet
import pytest

from eligibility.errors import ReadError
from eligibility.registries import delimited, read, records

MAPPING = {"criteria": "Text", "id": "Study", "minimum_age": "from", "sex": "who"}
ROWS = [["Study", "Text", "from", "who", "other"], ["A", "Adults", "18", "F", "1"], ["B", "Children", "", "both", "2"]]


def text_of(delimiter):
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(ROWS)
    return stream.getvalue().encode()


def parquet_of(columns):
    stream = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), stream)
    return stream.getvalue()


TABLES = {
    "comma": text_of(","),
    "semicolon": text_of(";"),
    "tab": text_of("\t"),
    "pipe": text_of("|"),
    "parquet": parquet_of(
        {
            "Study": ["A", "B"],
            "Text": ["Adults", "Children"],
            "from": [18.0, None],
            "who": ["F", "both"],
            "other": [b"1", b"2"],
        }
    ),
}


def error_of(content, **options):
    with pytest.raises(ReadError) as raised:
        list(records(io.BytesIO(content), **options))
    assert "\n" not in str(raised.value)
    return raised.value


@pytest.mark.parametrize("kind", TABLES)
def test_mapped_columns(kind):
    first, second = read(io.BytesIO(TABLES[kind]), mapping=MAPPING)
    assert (first.trial_id, first.criteria_text, first.source_format) == ("A", "Adults", "table")
    assert (first.registry.age.lower, first.registry.age.upper, first.registry.sex) == (18, None, "female")
    assert (second.trial_id, second.registry.age.lower, second.registry.sex) == ("B", None, "all")


@pytest.mark.parametrize("kind", TABLES)
def test_a_column_that_is_not_there_is_told_with_those_that_are(kind):
    error = error_of(TABLES[kind], mapping={"criteria": "Texts"})
    assert error.code == "unknown-column"
    assert "'Texts'" in error.message
    assert error.message.endswith("Study, Text, from, who, other")


@pytest.mark.parametrize("kind", TABLES)
def test_columns_that_nobody_knows_ask_for_a_mapping(kind):
    error = error_of(TABLES[kind], format="table")
    assert error.code == "unknown-columns"
    assert "Study, Text, from, who, other" in error.message
    assert "mapping" in error.message


@pytest.mark.parametrize(
    ("mapping", "format", "code"),
    [
        ({"criterion": "Text"}, None, "unknown-field"),
        ({"id": "Study"}, None, "unknown-field"),
        ({}, None, "unknown-field"),
        (MAPPING, "aact", "not-a-table"),
    ],
)
def test_a_mapping_that_cannot_be_meant(mapping, format, code):
    assert error_of(TABLES["comma"], mapping=mapping, format=format).code == code


@pytest.mark.parametrize("format", ["aact", "ictrp", "isrctn", "table"])
def test_a_named_format_needs_its_columns(format):
    assert error_of(b"price,tea\n3,4\n", format=format).code == "unknown-columns"


@pytest.mark.parametrize("format", ["clinicaltrials-xml", "euctr", "ctis"])
def test_a_named_format_needs_its_records(format):
    [error] = records(io.BytesIO(b"price,tea\n3,4\n"), format=format)
    assert error.code in {"not-a-study", "bad-json"}


def test_parquet_is_known_by_a_registry_s_columns():
    content = parquet_of({"nct_id": ["A"], "criteria": ["x"], "minimum_age": ["6 Months"]})
    [trial] = read(io.BytesIO(content))
    assert (trial.trial_id, trial.registry.age.lower) == ("A", 0.5)


def test_parquet_with_types_that_are_no_text():
    content = parquet_of({"id": [1, 2], "criteria": [["a"], None]})
    error, trial = records(io.BytesIO(content))
    assert (error.code, error.place) == ("field-type", "<stream>:1:1")
    assert (trial.trial_id, trial.criteria_text) == ("2", "")


@pytest.mark.parametrize("cut", [4, 100, -1])
def test_parquet_that_is_cut_off(cut):
    [error] = records(io.BytesIO(TABLES["parquet"][:cut]), mapping=MAPPING)
    assert error.code == "broken-table"


def test_blank_lines_before_the_names_are_no_row():
    [trial] = read(io.StringIO("\n\nStudy,Text\n\nA,Adults\n\n"), mapping={"criteria": "Text", "id": "Study"})
    assert (trial.trial_id, trial.criteria_text) == ("A", "Adults")


def test_of_two_columns_of_a_name_none_is_taken():
    error = error_of(b"Study,Text,text\nA,Adults,Children\n", mapping={"criteria": "Text"})
    assert error.code == "unknown-column"
    assert "several columns are called 'Text'" in error.message
    [trial] = read(io.StringIO("Study,Text,x,x\nA,Adults,1,2\n"), mapping={"criteria": "Text"})
    assert trial.criteria_text == "Adults"


def test_lines_that_end_in_carriage_returns_alone():
    [error] = records(io.BytesIO(b"Study,Text\rA,Adults\r"), mapping={"criteria": "Text"})
    assert (error.code, "carriage returns" in error.message) == ("bad-row", True)


def test_a_table_of_a_registry_without_criteria_is_no_text(tmp_path):
    path = tmp_path / "outcomes.txt"
    path.write_text("id|nct_id|title\n1|NCT99000300|Survival of patients\n")
    with pytest.raises(ReadError, match="there are id, nct_id, title") as raised:
        list(records(path))
    assert raised.value.code == "unknown-columns"
    path.write_text("Inclusion criteria, as of 2024\n- Adults\n")
    assert [trial.source_format for trial in read(path)] == ["text"]


def test_large_fields_are_read_and_the_limit_of_others_is_left_alone():
    usual = csv.field_size_limit()
    large = "x" * (usual * 2)
    trials = read(io.StringIO(f"id,criteria\nA,{large}\nB,y\n"))
    assert next(trials).criteria_text == large
    assert csv.field_size_limit() == usual
    assert next(trials).trial_id == "B"


def test_a_field_beyond_all_limits_is_lost_alone(monkeypatch):
    monkeypatch.setattr(delimited, "MAX_FIELD", 1000)
    found = list(records(io.StringIO("id,criteria\nA,x\nB," + "y" * 1500 + "\nC,z\n")))
    assert [getattr(record, "trial_id", "lost") for record in found] == ["A", "lost", "C"]
    assert [(record.code, record.place) for record in found if isinstance(record, ReadError)] == [
        ("too-large", "<stream>:3:1")
    ]
