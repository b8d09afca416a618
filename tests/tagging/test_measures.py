"""Which numbers limit something, what the pieces of limits and times are, and which pieces belong together."""

import pytest

from eligibility.tagging.levels import is_level, level_number
from eligibility.tagging.tokens import Tokens

NUMBERS = {"NUM", "FOLD", "LEVEL"}
AMOUNTS = {"LIMIT", "WHEN", "REF"}


def tags(tagger, text):
    tokens = Tokens(text)
    return tokens, tagger.measures.tag(tokens, tagger.lexicon.matches(tokens))


def test_numbers(number_case, tagger, plain, marked):
    tokens, found = tags(tagger, plain(number_case))
    assert marked(tokens, [("", one.first, one.last) for one in found if one.tag in NUMBERS]) == number_case


def test_tags(tag_case, tagger, plain, marked):
    tokens, found = tags(tagger, plain(tag_case))
    assert marked(tokens, [(one.tag, one.first, one.last) for one in found]) == tag_case


def test_amounts(amount_case, tagger, plain, marked):
    tagged = tagger.tag(plain(amount_case))
    spans = [(chunk.tag, chunk.first, chunk.last) for chunk in tagged.chunks if chunk.tag in AMOUNTS]
    assert marked(tagged.tokens, spans) == amount_case


@pytest.mark.parametrize(
    ("written", "number"),
    [("III", 3), ("iv", 4), ("IX", 9), ("IIIb", 3), ("B", 2), ("3a", 3), ("T4", 4), ("N0", 0), ("M1", 1)],
)
def test_levels(written, number):
    assert is_level(written)
    assert level_number(written) == number


@pytest.mark.parametrize("written", ["F", "5a", "T5", "IIIII", "and", "N4"])
def test_no_levels(written):
    assert not is_level(written)
