"""The tables are documented as they are, and a change of them counts their version up."""

import hashlib
import json

import pyarrow.parquet as pq
import pytest
from dumps import study

import eligibility
from eligibility.convert import TABLES, TABLES_VERSION, convert
from eligibility.convert.tables import page

SHAPES = {"1.0": "880420576802aa9b", "1.1": "1b1e5ffe0c2defec"}
"""The digest of names and types of all columns, by version: where it changes, the version must."""


def test_the_reference_is_what_the_tables_say(root):
    assert page() in (root / "docs" / "reference" / "tables.md").read_text("utf8")


def test_the_version_counts_with_the_columns():
    shape = [[table.name, [[column.name, column.type] for column in table.columns]] for table in TABLES]
    assert hashlib.sha256(json.dumps(shape).encode()).hexdigest()[:16] == SHAPES[TABLES_VERSION]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_file_has_the_columns(tmp_path, table):
    (tmp_path / "dump.jsonl").write_text(study(0), "utf8")
    convert(tmp_path / "dump.jsonl", tmp_path / "out", workers=1)
    schema = pq.read_schema(tmp_path / "out" / table.name / "part-00000.parquet")
    assert schema.equals(table.schema, check_metadata=False)


def test_json_in_the_tables_is_of_the_contract(tmp_path):
    (tmp_path / "dump.jsonl").write_text(study(0), "utf8")
    convert(tmp_path / "dump.jsonl", tmp_path / "out", workers=1)
    [trial] = eligibility.read(tmp_path / "dump.jsonl")
    parsed = eligibility.parse(trial)
    criteria = pq.read_table(tmp_path / "out" / "criteria").to_pylist()
    assert [json.loads(row["tree"]) for row in criteria] == [
        json.loads(one.constraint.model_dump_json()) for one in parsed.criteria
    ]
    codes = [[note["code"] for note in json.loads(row["diagnostics"])] for row in criteria]
    assert codes == [row["diagnostic_codes"] for row in criteria]
