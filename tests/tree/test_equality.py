import pytest
from hypothesis import given

from eligibility import tree as t
from eligibility.tree import key, same
from strategies import crowded_nodes, nodes

STROKE = t.Concept(text="stroke", span=(11, 17), name="stroke")
GRADE = t.Qualifier(
    kind="grade", as_written=t.Quantity(text="≥ 2", span=(0, 3), lower=2), range=t.Range(lower=2, unit="1")
)
RECENT = t.Window(text="for 3 months", span=(18, 30), direction="before", distance=t.Range(upper=3, unit="mo"))
ULN = t.RelativeTo(kind="uln", text="ULN")
LEAVES = {
    "age": t.Age(text="≥ 18", span=(0, 4), range=t.Range(lower=18, unit="a")),
    "sex": t.SexLeaf(text="women", span=(0, 5), values=("female",)),
    "measurement": t.Measurement(
        text="ALT", span=(0, 3), concept=STROKE, range=t.Range(upper=3, unit="1"), relative_to=ULN
    ),
    "occurrence": t.Occurrence(text="stroke", span=(0, 6), concept=STROKE, domain="condition", window=RECENT),
    "attestation": t.Attestation(text="consent", span=(0, 7), topic="consent"),
    "unstructured": t.Unstructured(text="words", span=(0, 5), reason="no-meaning"),
}


def moved(node):
    """The tree with every span, code and wording of a known concept another."""
    if not isinstance(node, t.BaseLeaf):
        return node
    update = {"span": (500, 501)}
    if node.concept:
        words = "other words" if node.concept.name is not None else f" {node.concept.text} "
        codes = (t.Coding(system="s", code="c"),)
        update["concept"] = node.concept.model_copy(update={"text": words, "span": (0, 1), "codes": codes})
    if node.window:
        update["window"] = node.window.model_copy(update={"span": (0, 1), "text": f"{node.window.text}  "})
    update["qualifiers"] = tuple(reversed(node.qualifiers))
    return node.model_copy(update=update)


def turned(node):
    """The tree with the children of each operator the other way round, where that says the same."""
    return node if isinstance(node, t.Not | t.Implies) else node.with_parts(tuple(reversed(node.parts())))


@given(nodes())
def test_what_stands_elsewhere_is_the_same(node):
    assert node.same_as(node.transform(moved))


@given(crowded_nodes())
def test_the_order_of_children_does_not_matter(node):
    assert same(node, node.transform(turned))


@given(crowded_nodes(3), crowded_nodes(3))
def test_the_same_is_symmetric_and_keys_decide_it(one, other):
    assert same(one, other) == same(other, one) == (key(one) == key(other))


@pytest.mark.parametrize("kind", LEAVES)
def test_leaves_of_different_kinds_differ(kind):
    assert [other for other, leaf in LEAVES.items() if same(leaf, LEAVES[kind])] == [kind]


DIFFERENT = [
    ("age", {"range": t.Range(lower=18, lower_inclusive=False, unit="a")}),
    ("age", {"range": t.Range(lower=18.5, unit="a")}),
    ("age", {"range": t.Range(upper=18, unit="a")}),
    ("age", {"range": t.Range(lower=18, unit="mo")}),
    ("age", {"range": None}),
    ("age", {"window": RECENT}),
    ("sex", {"values": ("male",)}),
    ("sex", {"values": ("female", "male")}),
    ("measurement", {"relative_to": None}),
    ("measurement", {"relative_to": t.RelativeTo(kind="lln", text="ULN")}),
    ("measurement", {"values": ("high",)}),
    ("measurement", {"concept": STROKE.model_copy(update={"name": "ALT"})}),
    ("measurement", {"concept": STROKE.model_copy(update={"name": None})}),
    ("measurement", {"qualifiers": (GRADE,)}),
    ("occurrence", {"domain": "observation"}),
    ("occurrence", {"status": "history"}),
    ("occurrence", {"severity": "severe"}),
    ("occurrence", {"experiencer": "family"}),
    ("occurrence", {"window": None}),
    ("occurrence", {"window": RECENT.model_copy(update={"direction": "after"})}),
    ("occurrence", {"window": RECENT.model_copy(update={"anchor": "screening"})}),
    ("occurrence", {"window": RECENT.model_copy(update={"distance": t.Range(upper=4, unit="mo")})}),
    ("occurrence", {"window": RECENT.model_copy(update={"distance": None})}),
    ("occurrence", {"qualifiers": (GRADE,)}),
    ("attestation", {"topic": "compliance"}),
    ("attestation", {"text": "agreement of the partner"}),
    ("unstructured", {"text": "other words"}),
]


@pytest.mark.parametrize(("kind", "update"), DIFFERENT)
def test_what_means_something_counts(kind, update):
    assert not LEAVES[kind].same_as(LEAVES[kind].model_copy(update=update))


ALIKE = [
    ("age", {"text": "adults", "as_written": t.Quantity(text="18 years", span=(0, 8), lower=18)}),
    ("age", {"range": t.Range(lower=18 * (1 + 1e-14), upper_inclusive=False, unit="a")}),
    ("sex", {"values": ("female", "female"), "text": "girls"}),
    ("measurement", {"relative_to": t.RelativeTo(kind="uln", text="upper limit of normal")}),
    ("occurrence", {"text": "a stroke", "window": RECENT.model_copy(update={"text": "since May"})}),
    ("attestation", {"text": " Consent "}),
    ("unstructured", {"text": "WORDS", "reason": "too-long"}),
]


@pytest.mark.parametrize(("kind", "update"), ALIKE)
def test_wording_does_not_count(kind, update):
    assert LEAVES[kind].same_as(LEAVES[kind].model_copy(update=update))


def test_words_count_where_nothing_else_says_what_is_meant():
    def written(**fields):
        fields = {"range": None, "as_written": t.Quantity(text="9 Torr", span=(0, 6), lower=9, unit="Torr"), **fields}
        return LEAVES["measurement"].model_copy(update=fields)

    assert same(written(), written(text="something"))
    assert not same(written(), written(as_written=t.Quantity(text="9 bar", span=(0, 5), lower=9, unit="bar")))
    assert not same(written(as_written=None, text="rising"), written(as_written=None, text="stable"))
    now, then = (
        t.Window(text=words, span=(0, 1), direction="during") for words in ("currently", "at the time of the event")
    )
    occurrence = LEAVES["occurrence"]
    assert not same(occurrence.model_copy(update={"window": now}), occurrence.model_copy(update={"window": then}))


A, B = LEAVES["occurrence"], LEAVES["sex"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (t.AllOf(children=(A, B)), t.AnyOf(children=(A, B))),
        (t.AllOf(children=(A, A)), t.AllOf(children=(A,))),
        (t.AllOf(children=(A,)), A),
        (t.AtLeast(count=1, children=(A, B)), t.AtLeast(count=2, children=(A, B))),
        (t.Implies(condition=A, consequence=B), t.Implies(condition=B, consequence=A)),
        (t.Not(child=A), A),
        (t.AllOf(children=()), t.AnyOf(children=())),
    ],
)
def test_operators_count(one, other):
    assert not same(one, other)
