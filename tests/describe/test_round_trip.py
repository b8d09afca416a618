from pathlib import Path

import pytest

from eligibility import parse_criterion
from eligibility.describe import describe
from eligibility.tree import same, simplify

SENTENCES = Path(__file__).with_name("regular.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_regular_sentence_is_what_its_tree_says(sentence):
    assert describe(parse_criterion(sentence).constraint) == sentence


def test_a_sentence_in_other_words_gets_a_regular_one_of_the_same_meaning():
    tree = simplify(parse_criterion("Subjects must be 18 to 65 y.o., Hb of at least 90 g/L").constraint)
    sentence = describe(tree)
    assert sentence == "(age ≥ 18 years and ≤ 65 years) and hemoglobin ≥ 9 g/dL"
    assert same(simplify(parse_criterion(sentence).constraint), tree)
