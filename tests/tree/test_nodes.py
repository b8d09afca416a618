import pytest
from hypothesis import given
from notation import tree
from pydantic import ValidationError

from eligibility.tree import Age, AllOf, AnyOf, AtLeast, BaseLeaf, Implies, Not, Occurrence, Range, SexLeaf, brief
from strategies import nodes

A, B, C = (tree(name) for name in "ABC")
TREE = tree("all_of(A, not(any_of(B, x ≥ 3)), implies(C, at_least(1, A, B)))")


def depth(node):
    return node.fold(lambda _, below: 1 + max(below, default=0))


def test_walk_goes_parents_first_in_reading_order():
    assert [brief(node).partition("(")[0] for node in TREE.walk()] == [
        "all_of",
        'occurrence condition "A"',
        "not",
        "any_of",
        'occurrence condition "B"',
        'measurement "x" ≥3',
        "implies",
        'occurrence condition "C"',
        "at_least",
        'occurrence condition "A"',
        'occurrence condition "B"',
    ]


def test_find_by_kind_and_condition():
    assert list(TREE.find(Occurrence)) == [A, B, C, A, B]
    assert list(TREE.find(Occurrence, lambda leaf: leaf.text == "C")) == [C]
    assert [node.type for node in TREE.find(AtLeast)] == ["at_least"]
    assert list(TREE.find(SexLeaf)) == []


@given(nodes())
def test_transform_by_nothing_gives_the_tree_itself(node):
    assert node.transform(lambda part: part) is node


@given(nodes())
def test_transform_reaches_every_leaf_and_keeps_the_shape(node):
    marked = node.transform(lambda part: part.model_copy(update={"text": "!"}) if isinstance(part, BaseLeaf) else part)
    assert [part.type for part in marked.walk()] == [part.type for part in node.walk()]
    assert {part.text for part in marked.walk() if isinstance(part, BaseLeaf)} <= {"!"}
    assert all(type(new) is type(old) for new, old in zip(marked.walk(), node.walk(), strict=True))


def test_transform_sees_children_before_their_parents():
    seen = []
    tree("not(all_of(A, B))").transform(lambda node: seen.append(node.type) or node)
    assert seen == ["occurrence", "occurrence", "all_of", "not"]


def test_transform_leaves_what_does_not_change():
    changed = TREE.transform(lambda node: C if node == B else node)
    assert changed.children[0] is TREE.children[0]
    assert brief(changed.children[1]) == 'not(any_of(occurrence condition "C", measurement "x" ≥3))'
    assert changed.children[2].condition is TREE.children[2].condition


@given(nodes())
def test_fold_visits_every_node_once(node):
    assert node.fold(lambda _, below: 1 + sum(below)) == len(list(node.walk()))


@given(nodes())
def test_parts_make_the_node_again(node):
    assert all(part.with_parts(part.parts()) == part for part in node.walk())


def test_operators_flatten():
    assert A & B & C == AllOf(children=(A, B, C)) == A & (B & C)
    assert A | B | C == AnyOf(children=(A, B, C)) == A | (B | C)
    assert AllOf(children=(A, AnyOf(children=(B, C)))) == A & (B | C)
    assert Not(child=A) == ~A
    assert ~~A is A
    assert Not(child=AllOf(children=(A, B))) == ~(A & B)


def test_str_is_the_brief_form():
    assert str(~A) == f"{~A}" == brief(~A)


def test_nodes_are_immutable_and_hashable():
    with pytest.raises(ValidationError):
        A.text = "other"
    assert len({A, B, A.model_copy()}) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Age(text="a", span=(0, 1), unknown=1),
        lambda: AtLeast(count=-1, children=()),
        lambda: Range(lower=float("inf")),
        lambda: Range(upper=float("nan")),
        lambda: SexLeaf(text="a", span=(0, 1), values=("other",)),
        lambda: Not(child=None),
        lambda: Implies(condition=A, consequence="B"),
    ],
)
def test_what_the_contract_does_not_know_is_refused(wrong):
    with pytest.raises(ValidationError):
        wrong()


def test_no_depth_is_too_deep():
    node = A
    for _ in range(20_000):
        node = Not(child=node)
    assert depth(node) == 20_001
    assert sum(1 for _ in node.walk()) == 20_001
    assert brief(node.transform(lambda part: B if part is A else part)).count("B") == 1
    assert node.same_as(Not(child=node.child))
