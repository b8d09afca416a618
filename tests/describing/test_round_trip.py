from pathlib import Path
from random import Random

import pytest
import speakable

from eligibility import describe, parse_criterion
from eligibility.tree import same, simplify
from eligibility.tree.negation import negation_normal_form

SENTENCES = Path(__file__).with_name("regular.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_regular_sentence_is_what_its_tree_says(sentence):
    assert describe(parse_criterion(sentence).constraint) == sentence


def test_a_sentence_in_other_words_gets_a_regular_one_of_the_same_meaning():
    tree = simplify(parse_criterion("Subjects must be 18 to 65 y.o., Hb of at least 90 g/L").constraint)
    sentence = describe(tree)
    assert sentence == "(age ≥ 18 years and ≤ 65 years) and hemoglobin ≥ 9 g/dL"
    assert same(simplify(parse_criterion(sentence).constraint), tree)


TREES = 1000
"""Trees for each seed; with ten seeds ten thousand."""


@pytest.mark.parametrize("seed", range(10))
def test_what_is_said_means_what_was_meant(seed):
    random = Random(seed)
    wrong = []
    for _ in range(TREES):
        tree = simplify(speakable.tree(random))
        sentence = describe(tree)
        if not same(regular(parse_criterion(sentence).constraint), regular(tree)):
            wrong.append(sentence)
    assert not wrong, min(wrong, key=len)


def regular(tree):
    """A tree without words in the form that two wordings share: "neither A nor B" is not A and not B."""
    return simplify(negation_normal_form(tree.transform(without_words)))


def without_words(node):
    """A limit without its words, on which it depends whether two limits are made one range."""
    if node.type not in {"age", "measurement"}:
        return node
    return node.model_copy(update={"text": "", "span": (0, 0), "as_written": None})
