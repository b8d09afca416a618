"""All patients that a few leaves can tell apart, and what a tree says of one: a check that knows nothing of the search.

A leaf speaks of an age (0 to 4), of the measurement x, of a result, of the sex, of events of A (each so many days ago),
or of something that holds or not.
"""

from itertools import chain, combinations, product

from hypothesis import strategies as st

from eligibility import tree as t

NUMBERS = (0.0, 1.0, 1.5, 2.0, 3.0, 4.0)
DAYS = (0.0, 7.0, 14.0, 20.0, 30.4375, 45.0, 60.875, 100.0)
EVENTS = tuple(chain.from_iterable(combinations(DAYS, size) for size in range(3)))
RESULTS = (None, "positive", "negative")
WHERE = {"text": "words", "span": (0, 5)}
LIMITS = [
    t.Range(lower=low, upper=high, lower_inclusive=low_in, upper_inclusive=high_in, unit="a")
    for low, high in [(1, None), (2, None), (None, 2), (None, 1), (1, 2), (2, 1), (2, 3)]
    for low_in, high_in in [(True, True), (False, True), (True, False)]
]
DISTANCES = [
    t.Range(upper=2, unit="wk"),
    t.Range(upper=1, unit="mo"),
    t.Range(upper=2, unit="mo", upper_inclusive=False),
    t.Range(lower=2, unit="mo"),
    t.Range(lower=1, upper=2, unit="wk"),
]


def concept(name: str) -> t.Concept:
    return t.Concept(text=name, span=(0, 1), name=name)


def event(distance: t.Range) -> t.Node:
    window = t.Window(text="then", span=(0, 4), direction="before", anchor="screening", distance=distance)
    return t.Occurrence(**WHERE, concept=concept("A"), domain="condition", window=window)


LEAVES = [
    *[t.Age(**WHERE, range=limit) for limit in LIMITS],
    *[t.Measurement(**WHERE, concept=concept("x"), range=limit) for limit in LIMITS[:9]],
    *[t.Measurement(**WHERE, concept=concept("HBsAg"), values=(one,)) for one in ("positive", "negative")],
    *[t.SexLeaf(**WHERE, values=values) for values in (("female",), ("male",), ("female", "male"), ())],
    *[event(distance) for distance in DISTANCES],
    *[t.Occurrence(**WHERE, concept=concept(name), domain="condition") for name in ("B", "C")],
    t.Occurrence(**WHERE, concept=concept("B"), domain="condition", status="history"),
    t.Attestation(**WHERE, topic="consent"),
    t.Unstructured(**WHERE, reason="no-meaning"),
]


def leaves() -> st.SearchStrategy[t.Node]:
    return st.sampled_from(LEAVES)


def asks(leaf: t.Node) -> tuple[str, tuple]:
    """What of a patient a leaf asks for, and all that this can be."""
    if leaf.type == "age":
        return "age", NUMBERS
    if leaf.type == "sex":
        return "sex", ("female", "male", "other")
    if leaf.type == "measurement":
        return leaf.concept.name, NUMBERS if leaf.range else RESULTS
    if leaf.type == "occurrence" and leaf.window:
        return "events", EVENTS
    return f"{leaf.type} {leaf.concept and leaf.concept.name} {getattr(leaf, 'status', '')}", (True, False)


def patients(*trees: t.Node) -> list[dict[str, object]]:
    """All patients that differ in what some trees ask for."""
    asked = dict(asks(leaf) for tree in trees for leaf in tree.find(t.BaseLeaf))
    return [dict(zip(asked, answers, strict=True)) for answers in product(*asked.values())]


def size(*trees: t.Node) -> int:
    """How many patients that are."""
    count = 1
    for answers in dict(asks(leaf) for tree in trees for leaf in tree.find(t.BaseLeaf)).values():
        count *= len(answers)
    return count


def meets(patient: dict[str, object], tree: t.Node) -> bool:
    """Whether a patient meets a tree."""

    def combine(node: t.Node, below: tuple[bool, ...]) -> bool:
        return OPERATORS[node.type](node, below) if node.type in OPERATORS else says(node, patient[asks(node)[0]])

    return tree.fold(combine)


OPERATORS = {
    "all_of": lambda node, below: all(below),
    "any_of": lambda node, below: any(below),
    "not": lambda node, below: not below[0],
    "at_least": lambda node, below: sum(below) >= node.count,
    "implies": lambda node, below: not below[0] or below[1],
}


def says(leaf: t.Node, answer: object) -> bool:
    """What a leaf says of a patient of whom the answer to what it asks is known."""
    if leaf.type == "sex":
        return answer in leaf.values
    if leaf.type == "occurrence" and leaf.window:
        length = {"wk": 7, "mo": 30.4375}[leaf.window.distance.unit]
        return any(inside(days / length, leaf.window.distance) for days in answer)
    if leaf.type in {"age", "measurement"}:
        return inside(answer, leaf.range) if leaf.range else answer in leaf.values
    return bool(answer)


def inside(number: float, limit: t.Range) -> bool:
    """Whether a number is in a range."""
    if limit.lower is not None and not (number > limit.lower or (number == limit.lower and limit.lower_inclusive)):
        return False
    return limit.upper is None or number < limit.upper or (number == limit.upper and limit.upper_inclusive)
