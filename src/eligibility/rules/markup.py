"""Marked-up text: a test that shows in the text itself what it must give.

`<measurement name="hemoglobin A1c" upper=8.5 unit="%">HbA1c ≤ 8.5 %</measurement>`

A tag is the type of a node; its attributes are the node's fields, the usual ones without their parents' names.
Only types of nodes are tags, so that a comparison such as `<5` stays text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from eligibility.errors import PackError
from eligibility.rules.matching import Tree

_LEAVES = ("age", "sex", "measurement", "occurrence", "attestation", "unstructured")
_OPERATORS = ("all_of", "any_of", "not", "at_least", "implies")
_TAG = re.compile(rf"<(/?)({'|'.join((*_LEAVES, *_OPERATORS))})((?:\s+[\w.]+=(?:\"[^\"<>]*\"|[^\s\"<>]+))*)\s*>")
_ATTRIBUTE = re.compile(r"([\w.]+)=(?:\"([^\"]*)\"|(\S+))")
_PATHS = {
    **{name: f"range.{name}" for name in ("lower", "upper", "unit", "lower_inclusive", "upper_inclusive")},
    "name": "concept.name",
    "relative_to": "relative_to.kind",
    **{name: f"window.{name}" for name in ("direction", "anchor")},
}
_LISTS = ("values",)
_WORDS = {"true": True, "false": False, "null": None}


@dataclass
class Mark:
    """One marked stretch: the partial tree that it stands for, where it is in the bare text, the marks inside it."""

    tree: Tree
    start: int
    end: int = -1
    inside: list[Mark] = field(default_factory=list)

    def wanted(self) -> Tree:
        """The partial tree, with those of the marks inside it where it is an operator."""
        kind, below = self.tree["type"], [mark.wanted() for mark in self.inside]
        if not below:
            return self.tree
        if kind == "not":
            return {**self.tree, "child": below[0]}
        if kind == "implies":
            return {**self.tree, **dict(zip(("condition", "consequence"), below, strict=False))}
        return {**self.tree, "children": below}


def read_marks(text: str) -> tuple[str, list[Mark]]:
    """The bare text and the outermost marks in it.

    Raises:
        PackError: a tag that is not closed, or closed by another.

    Example:
        >>> bare, marks = read_marks('<age lower=18>Age ≥ 18</age> and <5 drinks')
        >>> bare, marks[0].tree
        ('Age ≥ 18 and <5 drinks', {'type': 'age', 'range': {'lower': 18.0}})
    """
    bare, at = [], 0
    length = 0
    open_marks: list[Mark] = []
    outermost: list[Mark] = []
    for tag in _TAG.finditer(text):
        bare.append(text[at : tag.start()])
        length += tag.start() - at
        at = tag.end()
        closing, kind, attributes = tag.groups()
        if not closing:
            mark = Mark({"type": kind, **_fields(attributes)}, length)
            (open_marks[-1].inside if open_marks else outermost).append(mark)
            open_marks.append(mark)
        elif open_marks and open_marks[-1].tree["type"] == kind:
            open_marks.pop().end = length
        else:
            raise PackError("bad-markup", f"</{kind}> closes no <{kind}>")
    if open_marks:
        raise PackError("bad-markup", f"<{open_marks[-1].tree['type']}> is not closed")
    bare.append(text[at:])
    return "".join(bare), outermost


def _fields(attributes: str) -> Tree:
    tree: Tree = {}
    for name, quoted, word in _ATTRIBUTE.findall(attributes):
        *parents, last = _PATHS.get(name, name).split(".")
        node = tree
        for parent in parents:
            node = node.setdefault(parent, {})
        written = quoted or word
        node[last] = [item.strip() for item in written.split(",")] if last in _LISTS else _value(last, written)
    return tree


def _value(name: str, written: str) -> str | float | bool | None:
    if written in _WORDS:
        return _WORDS[written]
    if name == "unit":
        return written
    try:
        return float(written)
    except ValueError:
        return written
