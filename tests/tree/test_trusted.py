"""`Value.trusted` makes what the class itself makes."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from pydantic import TypeAdapter

from eligibility import tree
from eligibility.tree import values

SPAN = (2, 9)
CONCEPT = tree.Concept(text="stroke", span=SPAN, codes=(tree.Coding(system="s", code="c"),))
RANGE = tree.Range(lower=1.5, unit="a")
QUANTITY = tree.Quantity(text="1.5", span=SPAN, lower=1.5, values=("0", "1"))
WINDOW = tree.Window(text="before", span=SPAN, direction="before", distance=RANGE)
QUALIFIERS = (tree.Qualifier(kind="size", as_written=QUANTITY, range=RANGE),)
COMMON: dict[str, Any] = {"text": "words", "span": SPAN}
FULL: dict[str, Any] = COMMON | {"concept": CONCEPT, "window": WINDOW, "qualifiers": QUALIFIERS}
LEAF = tree.SexLeaf(**COMMON, values=("female",))
OTHER = tree.Age(**COMMON, range=RANGE)

CASES: list[tuple[type[values.Value], dict[str, Any]]] = [
    (tree.Coding, {"system": "s", "code": "c"}),
    (tree.Concept, {**COMMON, "name": "stroke"}),
    (tree.Quantity, {**COMMON, "lower": 1.5}),
    (tree.Range, {"upper": 3.0, "upper_inclusive": False}),
    (tree.RelativeTo, {"kind": "uln", "text": "ULN"}),
    (tree.Window, {**COMMON, "direction": "after", "distance": RANGE}),
    (tree.Qualifier, {"kind": "size", "as_written": QUANTITY}),
    (tree.Diagnostic, {"code": "c", "severity": "info", "message": "m"}),
    (tree.AllOf, {"children": (LEAF, OTHER)}),
    (tree.AnyOf, {"children": (LEAF, OTHER)}),
    (tree.Not, {"child": LEAF}),
    (tree.AtLeast, {"count": 2, "children": (LEAF, OTHER)}),
    (tree.Implies, {"consequence": OTHER, "condition": LEAF}),
    (tree.Age, {**FULL, "range": RANGE, "as_written": QUANTITY}),
    (tree.SexLeaf, {**FULL, "values": ("female", "male")}),
    (tree.Measurement, {**FULL, "values": ("positive",)}),
    (tree.Occurrence, {"domain": "condition", "status": None, **FULL}),
    (tree.Occurrence, {**COMMON, "domain": "drug", "severity": "severe"}),
    (tree.Attestation, {**FULL, "topic": "consent"}),
    (tree.Unstructured, {**COMMON, "reason": "not-understood"}),
    (tree.Marker, COMMON),
    (tree.Section, {"kind": "inclusion", "title": "Inclusion", "span": SPAN}),
    (
        tree.Criterion,
        {"id": "I1", "kind": "inclusion", **COMMON, "constraint": LEAF, "checkable": "full", "coverage": 1.0},
    ),
]


@pytest.mark.parametrize(("kind", "fields"), CASES, ids=[kind.__name__ for kind, _ in CASES])
def test_same_as_checked(kind: type[values.Value], fields: dict[str, Any]) -> None:
    checked, trusted = kind(**fields), kind.trusted(**fields)
    assert trusted == checked
    assert checked == trusted
    assert hash(trusted) == hash(checked)
    assert repr(trusted) == repr(checked)
    assert list(vars(trusted).items()) == list(vars(checked).items())
    assert trusted.model_fields_set == checked.model_fields_set
    for sparing in (False, True):
        assert trusted.model_dump_json(exclude_unset=sparing) == checked.model_dump_json(exclude_unset=sparing)
    assert trusted.model_copy(deep=True) == checked
    assert pickle.loads(pickle.dumps(trusted)) == checked
    assert kind.model_validate_json(trusted.model_dump_json()) == checked
    with pytest.raises(ValueError, match="frozen"):
        setattr(trusted, next(iter(fields)), None)


@pytest.mark.parametrize(("kind", "fields"), CASES, ids=[kind.__name__ for kind, _ in CASES])
def test_made_of_all_fields(kind: type[values.Value], fields: dict[str, Any]) -> None:
    checked = kind(**fields)
    made = kind.maker(*(name for name in kind.model_fields if name not in fields))(dict(vars(checked)))
    assert made == checked
    assert list(vars(made).items()) == list(vars(checked).items())
    assert made.model_fields_set == checked.model_fields_set
    assert made.model_dump_json(exclude_unset=True) == checked.model_dump_json(exclude_unset=True)
    assert pickle.loads(pickle.dumps(made)) == checked


def test_every_node_class_is_covered() -> None:
    named = set(TypeAdapter(tree.Node).json_schema()["discriminator"]["mapping"])
    assert named == {kind.model_fields["type"].default for kind, _ in CASES if issubclass(kind, tree.nodes.BaseNode)}


def test_instances_share_nothing_that_changes() -> None:
    one, two = tree.Unstructured.trusted(**COMMON, reason="a"), tree.Unstructured.trusted(**COMMON, reason="b")
    assert vars(one) is not vars(two)
    for change in ("add", "discard", "remove", "update", "__ior__"):
        with pytest.raises(TypeError, match="shared"):
            getattr(one.model_fields_set, change)({"window"})
    with pytest.raises(TypeError, match="shared"):
        one.model_fields_set.clear()
    assert one.model_fields_set == two.model_fields_set == {"text", "span", "reason"}
    changed = two.model_copy(update={"reason": "c", "window": None})
    assert changed.reason == "c"
    assert changed.model_fields_set == {"text", "span", "reason", "window"}
    assert type(pickle.loads(pickle.dumps(two)).model_fields_set) is set
    assert (one.reason, two.reason) == ("a", "b")
