"""The words of many registries for ages, sex and volunteers; texts that were encoded twice."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from eligibility.registries import fields, wordings
from eligibility.registries.mojibake import repaired

CASES = yaml.safe_load((Path(__file__).parent.parent / "fixtures" / "registries" / "wordings.yaml").read_text("utf-8"))


@pytest.mark.parametrize(("words", "years"), CASES["ages"].items())
def test_age(words, years):
    assert wordings.age(words) == (years if years is None else pytest.approx(years))


@pytest.mark.parametrize(("words", "meaning"), CASES["sexes"].items())
def test_sex(words, meaning):
    assert wordings.sex(words) == meaning


@pytest.mark.parametrize(("words", "meaning"), CASES["volunteers"].items())
def test_volunteers(words, meaning):
    assert wordings.volunteers(words) is meaning


@pytest.mark.parametrize("subject", ["ages", "sexes", "volunteers"])
def test_unknown_words_are_said_to_be_unknown(subject):
    meaning = {"ages": wordings.age, "sexes": wordings.sex, "volunteers": wordings.volunteers}[subject]
    for words in CASES[f"unknown_{subject}"]:
        with pytest.raises(ValueError, match="understood"):
            meaning(words)


@given(st.decimals(0, 9999, places=1), st.sampled_from(sorted(fields.DAYS)), st.sampled_from(["", "s"]), st.booleans())
def test_ages_of_clinicaltrials_mean_the_same(number, unit, plural, capital):
    words = f"{number} {unit.capitalize() if capital else unit}{plural}"
    assert wordings.age(words) == fields.age(words)


@pytest.mark.parametrize(("text", "meant"), CASES["encoded_twice"].items())
def test_encoded_twice(text, meant):
    assert repaired(text) == meant


@given(st.text(st.characters(codec="utf-8")).filter(lambda text: not text.isascii()))
def test_all_that_was_encoded_twice_comes_back(text):
    assert repaired(text.encode().decode("latin-1")) == text


@given(st.text(st.characters(codec="utf-8")))
def test_a_repair_can_be_undone(text):
    if (meant := repaired(text)) is not None:
        assert repaired(meant.encode().decode("latin-1")) == meant
