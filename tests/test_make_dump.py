"""Dumps of invented trials: what is asked for is in them, and every good record can be read."""

import json
import zipfile

import make_dump
import pytest

import eligibility
from eligibility.convert import convert


def test_the_same_numbers_give_the_same_dump():
    assert list(make_dump.records(5)) == list(make_dump.records(5))
    assert list(make_dump.records(5)) != list(make_dump.records(5, seed=8))


def test_a_share_is_broken_each_in_its_way_and_listed(tmp_path):
    made = list(make_dump.records(300, broken=0.1))
    broken = [at for at, record in enumerate(made) if record.broken]
    assert {made[at].broken for at in broken} == set(make_dump.BREAKS)
    assert 15 < len(broken) < 50
    make_dump.write(tmp_path / "dump.zip", iter(made))
    told = convert(tmp_path / "dump.zip", tmp_path / "out", workers=1)
    assert (told.read, told.failed) == (300, len(broken))
    listed = [json.loads(line) for line in (tmp_path / "out" / "errors.jsonl").read_text().splitlines()]
    assert [one["record"] for one in listed] == broken
    assert all(made[one["record"]].name in one["place"] for one in listed)


@pytest.mark.parametrize(("share", "low", "high"), [(0.0, 0.97, 1.0), (0.5, 0.4, 0.75)])
def test_a_share_of_criteria_is_repeated(share, low, high):
    texts = [
        line.partition(" ")[2]
        for record in make_dump.records(120, duplicates=share)
        for line in json.loads(record.content)["protocolSection"]["eligibilityModule"]["eligibilityCriteria"].split(
            "\n"
        )
        if line and not line.endswith("Criteria:")
    ]
    assert low < len(set(texts)) / len(texts) <= high


def test_criteria_are_understood(tmp_path):
    make_dump.write(tmp_path / "dump.zip", make_dump.records(20))
    with zipfile.ZipFile(tmp_path / "dump.zip") as archive:
        assert len(archive.namelist()) == 20
    criteria = [one for trial in eligibility.read(tmp_path / "dump.zip") for one in eligibility.parse(trial).criteria]
    assert sum(one.checkable == "full" for one in criteria) / len(criteria) > 0.95
