"""A record that is broken is lost alone, and reported in its turn."""

import re
from pathlib import Path

import pytest
import yaml

from eligibility.errors import ReadError
from eligibility.registries import json_values, read, records

FIXTURES = Path(__file__).parent.parent / "fixtures" / "registries"
CASES = yaml.safe_load((FIXTURES / "broken-records.yaml").read_text("utf-8"))


def content_of(text: str) -> bytes:
    text = re.sub(r"\bS([0-9])\b", r'{"protocolSection": {"identificationModule": {"nctId": "S\1"}}}', text)
    return re.sub(rb"~([0-9a-f]{2})", lambda found: bytes.fromhex(found[1].decode()), text.encode())


def shown(record, file):
    if isinstance(record, ReadError):
        assert record.place
        return f"{record.code} {record.place.removeprefix(str(file))}"
    return record.trial_id


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_broken_record_is_lost_alone(case, tmp_path):
    file = tmp_path / case["file"]
    file.write_bytes(content_of(case["text"]))
    found = list(records(file))
    assert [shown(record, file) for record in found] == case["gives"]
    assert not any("\n" in str(record) for record in found if isinstance(record, ReadError))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_read_raises_the_first_error(case, tmp_path):
    file = tmp_path / case["file"]
    file.write_bytes(content_of(case["text"]))
    before, error = [], None
    try:
        before.extend(trial.trial_id for trial in read(file))
    except ReadError as raised:
        error = shown(raised, file)
    expected = case["gives"]
    end = next((i for i, given in enumerate(expected) if " :" in given), len(expected))
    assert (before, error) == (expected[:end], expected[end] if end < len(expected) else None)


def test_an_element_that_lacks_its_end_does_not_take_all_that_follows(monkeypatch, tmp_path):
    monkeypatch.setattr(json_values, "MAX_ELEMENT", 1000)
    file = tmp_path / "dump.json"
    whole = ",\n".join(["S1"] * 50_000)
    file.write_bytes(content_of('[S1, {"protocolSection": {"a": ["b", "c", \n' + whole + "]"))
    first, error, *others = records(file)
    assert (first.trial_id, error.code, len(others)) == ("S1", "truncated-json", 50_000)
