from pathlib import Path

import pytest
import yaml
from hypothesis import given
from notation import tree

from eligibility import tree as t
from eligibility.describing import describe
from strategies import nodes

FAMILIES = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text("utf-8"))
CASES = [pytest.param(*case, id=case[1]) for cases in FAMILIES.values() for case in cases]
DOMAINS = {"condition", "drug", "procedure"}


@pytest.mark.parametrize(("given_as", "english"), CASES)
def test_described(given_as, english):
    node = tree(given_as) if isinstance(given_as, str) else leaf(given_as)
    assert describe(node) == english


def leaf(given_as):
    """A leaf from its short form in the table."""
    said = dict(given_as)
    words, opened, written = said.pop("text", "the words"), said.pop("open", None), said.pop("as_written", None)
    common = {"text": words, "span": (0, len(words))}
    if "window" in said:
        common["window"] = window(*said.pop("window"), words=words, opened=opened)
    if "qualifiers" in said:
        common["qualifiers"] = tuple(qualifier(*one) for one in said.pop("qualifiers"))
    if written:
        common["as_written"] = t.Quantity(text=written, span=(0, len(written)))
    kind = next(iter(said))
    value = said.pop(kind)
    if kind == "age":
        return t.Age(**common, range=between(value, opened))
    if kind == "sex":
        return t.SexLeaf(**common, values=value)
    if kind == "measurement":
        reference = said.pop("relative_to", None)
        return t.Measurement(
            **common,
            concept=concept(value),
            range=between(said.pop("range", None), opened),
            relative_to=reference and t.RelativeTo(kind=reference, text=words),
            **said,
        )
    if kind in DOMAINS:
        return t.Occurrence(**common, domain=kind, concept=concept(value), **said)
    if kind == "attestation":
        return t.Attestation(**common, topic=value)
    return t.Unstructured(**{**common, "text": value, "span": (0, len(value))}, reason="x")


def concept(name):
    if name is None:
        return None
    known = not name.startswith("(")
    return t.Concept(text=name if known else name[1:-1], span=(0, 1), name=name if known else None)


def between(limit, opened=None):
    if limit is None:
        return None
    lower, upper, unit = limit
    return t.Range(
        lower=lower, upper=upper, unit=unit, lower_inclusive=opened != "lower", upper_inclusive=opened != "upper"
    )


def window(direction, anchor=None, *distance, words, opened):
    return t.Window(
        text=words,
        span=(0, 1),
        direction=direction,
        anchor=anchor,
        distance=between(distance, opened) if distance else None,
    )


def qualifier(kind, limit, opened=None):
    words = limit if isinstance(limit, str) else "a limit"
    interval = None if isinstance(limit, str) else between(limit, opened)
    return t.Qualifier(kind=kind, as_written=t.Quantity(text=words, span=(0, len(words))), range=interval)


A, B = tree("A"), tree("B")
RECENT = window("before", None, None, 3, "mo", words="recently", opened=None)
OLD_A, OLD_B = (node.model_copy(update={"window": RECENT}) for node in (A, B))


@pytest.mark.parametrize(
    ("node", "english"),
    [
        (A | OLD_B, "B in the last 3 months or A"),
        (OLD_A & OLD_B, "A in the last 3 months and B in the last 3 months"),
        (A & ~B & ~OLD_A, "A, (no A in the last 3 months) and no B"),
        (A & ~OLD_B, "A, except (B in the last 3 months)"),
        (~(A | OLD_B), "neither B in the last 3 months nor A"),
        (t.AtLeast(count=1, children=(A, OLD_B)), "at least 1 of the following: A; B in the last 3 months"),
    ],
)
def test_a_window_belongs_to_one(node, english):
    assert describe(node) == english


@given(nodes())
def test_any_tree_is_one_line_of_text(node):
    assert len(describe(node).splitlines()) <= 1


def test_no_depth_is_too_deep():
    node = tree("A")
    for _ in range(10_000):
        node = t.Not(child=node)
    assert describe(node) == "not (" * 9_998 + "not no A" + ")" * 9_998
