from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from notation import cases, concept, is_limit, tree, variable, verdict

from eligibility.tree import (
    Age,
    AllOf,
    AnyOf,
    AtLeast,
    BaseLeaf,
    Concept,
    Implies,
    Measurement,
    Not,
    Quantity,
    Range,
    brief,
    key,
    negation_normal_form,
    simplify,
)
from strategies import SOURCE, crowded_nodes, limits_of_one_value, nodes

TABLE = cases(Path(__file__).with_name("simplify.txt"))


def patients(node, random, number=20):
    """Patients of whom some of what the tree asks for is known."""
    asked = {variable(leaf): is_limit(leaf) for leaf in node.walk() if isinstance(leaf, BaseLeaf)}
    values = {True: [None, 0, 1, 1.5, 2, 2.2, 2.5, 2.7, 3, 4], False: [None, True, False]}
    for _ in range(number):
        yield {name: random.choice(values[limit]) for name, limit in asked.items()}


@pytest.mark.parametrize(("before", "after"), TABLE)
def test_simplified(before, after):
    assert brief(simplify(tree(before))) == brief(tree(after))


@given(crowded_nodes(), st.sampled_from([None, SOURCE]), st.booleans(), st.randoms(use_true_random=False))
def test_it_says_the_same_of_every_patient(node, source, keep, random):
    says_the_same(simplify(node, source=source, keep_duplicates=keep), node, random)


@settings(max_examples=200)
@given(limits_of_one_value(), st.randoms(use_true_random=False))
def test_joined_limits_say_the_same_of_every_patient(node, random):
    says_the_same(simplify(node, source=SOURCE), node, random)


def says_the_same(simple, node, random):
    asks = {id(leaf): variable(leaf) for tree in (simple, node) for leaf in tree.walk() if isinstance(leaf, BaseLeaf)}
    for patient in patients(node, random):
        assert verdict(simple, patient, asks) is verdict(node, patient, asks)


@given(crowded_nodes(), st.sampled_from([None, SOURCE]), st.booleans())
def test_twice_gives_what_once_gives(node, source, keep):
    once = simplify(node, source=source, keep_duplicates=keep)
    assert simplify(once, source=source, keep_duplicates=keep) == once


@given(nodes())
def test_any_tree_can_be_simplified(node):
    assert simplify(simplify(node)) == simplify(node)


@given(crowded_nodes(), st.sampled_from([None, SOURCE]))
def test_spans_stay_true(node, source):
    for leaf in simplify(node, source=source).find(Measurement):
        said = [leaf, leaf.concept, *([leaf.as_written] if leaf.as_written else [])]
        assert [SOURCE[slice(*part.span)] for part in said] == [part.text for part in said]


@given(crowded_nodes())
def test_kept_duplicates_keep_every_fact(node):
    def facts(tree):
        return sorted(key(leaf) for leaf in tree.walk() if isinstance(leaf, BaseLeaf) and not is_limit(leaf))

    def constant(part):
        return part.type in {"all_of", "any_of", "at_least", "implies"}

    if not any(constant(part) and not part.parts() for part in node.walk()) and not list(node.find(AtLeast)):
        assert facts(simplify(node, keep_duplicates=True)) == facts(node)


def limits(source, *written, name="hemoglobin", unit="g/dL", factor=1.0):
    """One-sided limits of one measurement: (words, side, number, written unit)."""
    leaves = []
    for words, side, number, written_unit in written:
        span = (source.index(words), source.index(words) + len(words))
        quantity = Quantity(text=words, span=span, **{side: number}, unit=written_unit)
        value = Range(**{side: number * factor}, unit=unit)
        leaves.append(Measurement(text=words, span=span, concept=concept(name), range=value, as_written=quantity))
    return AllOf(children=tuple(leaves))


def test_joined_words_are_one_limit():
    source = "Hemoglobin ≥ 9 g/dL (at screening) and ≤ 16 g/dL."
    tree = limits(source, ("≥ 9 g/dL", "lower", 9, "g/dL"), ("≤ 16 g/dL", "upper", 16, "g/dL"))
    leaf = simplify(tree, source=source)
    words = "≥ 9 g/dL (at screening) and ≤ 16 g/dL"
    assert leaf.as_written == Quantity(text=words, span=(11, 48), lower=9, upper=16, unit="g/dL")
    assert leaf.range == Range(lower=9, upper=16, unit="g/dL")
    assert (leaf.text, leaf.span) == (words, (11, 48))


def test_one_unit_at_the_end_serves_both():
    source = "from 90 up to 160 g/L"
    leaf = simplify(
        limits(source, ("90", "lower", 90, None), ("160 g/L", "upper", 160, "g/L"), factor=0.1), source=source
    )
    assert leaf.as_written == Quantity(text="90 up to 160 g/L", span=(5, 21), lower=90, upper=160, unit="g/L")


def test_the_upper_limit_may_stand_first():
    source = "below 16 and above 9"
    leaf = simplify(limits(source, ("below 16", "upper", 16, None), ("above 9", "lower", 9, None)), source=source)
    assert (leaf.as_written.text, leaf.as_written.lower, leaf.as_written.upper) == (source, 9, 16)


def test_words_are_joined_from_leaves_that_overlap():
    source = "age ≥ 18 and ≤ 80"
    tree = limits(source, ("≥ 18", "lower", 18, None), ("≤ 80", "upper", 80, None))
    whole = AllOf(children=tuple(leaf.model_copy(update={"text": source, "span": (0, 17)}) for leaf in tree.children))
    assert simplify(whole).as_written.text == "≥ 18 and ≤ 80"


UNJOINED = {
    "no source": (None, ("≥ 9", "lower", 9, None), ("≤ 16", "upper", 16, None)),
    "a number between": ("≥ 9, MCV 80, ≤ 16", ("≥ 9", "lower", 9, None), ("≤ 16", "upper", 16, None)),
    "a line between": ("≥ 9\n≤ 16", ("≥ 9", "lower", 9, None), ("≤ 16", "upper", 16, None)),
    "far apart": ("≥ 9 " + "and so on " * 7 + "≤ 16", ("≥ 9", "lower", 9, None), ("≤ 16", "upper", 16, None)),
    "two units": ("≥ 9 g/L, ≤ 16 g/dL", ("≥ 9 g/L", "lower", 9, "g/L"), ("≤ 16 g/dL", "upper", 16, "g/dL")),
}


@pytest.mark.parametrize("case", UNJOINED)
def test_limits_whose_words_do_not_join_stay(case):
    source, *written = UNJOINED[case]
    tree = limits(source or "≥ 9 and ≤ 16", *written)
    assert simplify(tree, source=source) == tree


def test_limits_by_different_factors_stay():
    source = "90 to 16 g/dL"
    low, high = limits(source, ("90", "lower", 90, None), ("16 g/dL", "upper", 16, "g/dL")).children
    low = low.model_copy(update={"range": Range(lower=9, unit="g/dL")})
    assert simplify(low & high, source=source) == low & high


@pytest.mark.parametrize(
    "other",
    [
        {"concept": Concept(text="x", span=(0, 1), name="hematocrit")},
        {"range": Range(upper=16, unit="g/L")},
        {"values": ("normal",)},
        {"as_written": None},
        {"range": None},
    ],
)
def test_limits_of_different_things_stay(other):
    source = "≥ 9 and ≤ 16"
    low, high = limits(source, ("≥ 9", "lower", 9, None), ("≤ 16", "upper", 16, None)).children
    high = high.model_copy(update=other)
    assert simplify(low & high, source=source) == low & high


def test_offsets_beyond_the_source_are_left_alone():
    low, high = limits("≥ 9 and ≤ 16", ("≥ 9", "lower", 9, None), ("≤ 16", "upper", 16, None)).children
    assert simplify(low & high, source="short") == low & high


LEAF = Age(text="adults", span=(0, 6), range=Range(lower=18, unit="a"))
DEEP = {
    "all": lambda node, number: AllOf(children=(LEAF.model_copy(update={"text": str(number), "range": None}), node)),
    "not": lambda node, number: Not(child=node),
    "turns": lambda node, number: (AnyOf if number % 2 else AllOf)(children=(node,)),
    "mixed": lambda node, number: (AnyOf if number % 2 else AllOf)(children=(node, LEAF)),
    "implies": lambda node, number: Implies(condition=LEAF, consequence=node),
}


@pytest.mark.parametrize("shape", DEEP)
def test_no_depth_is_too_deep(shape):
    node = LEAF
    for number in range(10_000):
        node = DEEP[shape](node, number)
    simple = simplify(node)
    assert simplify(Not(child=Not(child=node))).same_as(simple)
    assert negation_normal_form(node).type in {"age", "not", "all_of", "any_of"}
    assert brief(simple)
