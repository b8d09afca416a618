"""The words of registries for ages, sex and healthy volunteers."""

from pathlib import Path

import pytest
import yaml

from eligibility.registries import fields

AGES = yaml.safe_load((Path(__file__).parent.parent / "fixtures" / "registries" / "ages.yaml").read_text("utf-8"))


@pytest.mark.parametrize(("words", "years"), AGES["limits"].items())
def test_age(words, years):
    assert fields.age(words) == (years if years is None else pytest.approx(years))


@pytest.mark.parametrize(("words", "years"), AGES["ranges"].items())
def test_age_range(words, years):
    limits = fields.age_range(words)
    assert [limits.lower, limits.upper] == years


@pytest.mark.parametrize("words", AGES["unknown"])
def test_unknown_ages_are_said_to_be_unknown(words):
    assert not fields.is_age(words)
    for meaning in (fields.age, fields.age_range):
        with pytest.raises(ValueError, match="understood"):
            meaning(words)


@pytest.mark.parametrize("words", ["both", "ALL", " all "])
def test_all_sexes(words):
    assert fields.sex(words) == "all"


def test_one_sex():
    assert [fields.sex("Female"), fields.sex("MALE")] == ["female", "male"]


def test_unknown_sex_and_volunteers():
    with pytest.raises(ValueError, match="'unknown'"):
        fields.sex("unknown")
    with pytest.raises(ValueError, match="'perhaps'"):
        fields.volunteers("perhaps")


def test_volunteers():
    assert fields.volunteers("Accepts Healthy Volunteers") is fields.volunteers("yes") is True
    assert fields.volunteers("No Healthy Volunteers") is fields.volunteers("No") is False
