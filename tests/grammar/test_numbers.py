"""Numbers in figures and words."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.grammar import NUMBER_PATTERN, WORD_NUMBERS, read_number, read_roman

FIGURES = re.compile(NUMBER_PATTERN)
SIGNS = "0123456789.,/\\^*xeE+-() ½ "


def test_value(number_case):
    text, value = number_case
    assert read_number(text) == (None if value is None else pytest.approx(float(value), rel=1e-12))


def test_figures_in_a_text(marked):
    text = marked.replace("[", "").replace("]", "")
    assert FIGURES.sub(lambda found: f"[{found[0]}]", text) == marked


@pytest.mark.parametrize(("word", "value"), WORD_NUMBERS.items())
def test_the_grammar_knows_every_word(word, value):
    assert read_number(word) == value


@pytest.mark.parametrize("number", range(1, 13))
def test_roman(number):
    numeral = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"][number - 1]
    assert (read_roman(numeral), read_roman(numeral.lower())) == (number, number)


@pytest.mark.parametrize("text", ["", "IIa", "iV", "IIII", "XIII", "L", "1", "ı"])
def test_not_roman(text):
    assert read_roman(text) is None


@given(st.floats(allow_nan=False, allow_infinity=False).map(abs))
def test_a_number_reads_as_itself(number):
    assert read_number(str(number)) == number


@given(st.integers(0, 10**15))
def test_thousands_reads_as_the_number(number):
    assert read_number(f"{number:,}") == number
    assert read_number(f"{number:,}".replace(",", " ")) == number


@given(st.integers(0, 999_999))
def test_the_decimal_sign_may_be_a_comma(number):
    assert read_number(f"{number},5") == number + 0.5


@given(st.text() | st.text(SIGNS, max_size=30))
def test_any_text(text):
    value = read_number(text)
    assert value is None or math.isfinite(value)
    read_roman(text)


@given(st.text(SIGNS, max_size=30))
def test_every_figure_found_is_a_number(text):
    for found in FIGURES.finditer(text):
        assert read_number(found[0]) is not None


@pytest.mark.parametrize("piece", ["1,", "1 ", "1.", "123,456,", "10^", "1/", "1 000 ", "-", "1 x 10", "1 1/"])
def test_a_hostile_text_takes_linear_time(piece):
    text = piece * 50_000
    assert sum(len(found) for found in FIGURES.findall(text)) <= len(text)
