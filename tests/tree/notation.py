"""Trees as one writes them in a table of cases, and what a tree says of a patient."""

import json
from pathlib import Path

from lark import Lark, Transformer

from eligibility.tree import Age, AllOf, AnyOf, AtLeast, Concept, Implies, Measurement, Node, Not, Occurrence, Range

GRAMMAR = r"""
    ?node: "all_of" "(" parts ")" -> all_of
         | "any_of" "(" parts ")" -> any_of
         | "not" "(" node ")" -> not_
         | "at_least" "(" NUMBER "," parts ")" -> at_least
         | "implies" "(" node "," node ")" -> implies
         | CONDITION -> condition
         | NAME SIDE NUMBER -> one_sided
         | NAME NUMBER NUMBER -> two_sided
    parts: [node ("," node)*]
    CONDITION: /[A-Z]/
    NAME: /age|[a-z](?![a-z])/
    SIDE: /[≥>≤<]/
    NUMBER: /[0-9.]+/
    %ignore " "
"""
SIDES = {"≥": ("lower", True), ">": ("lower", False), "≤": ("upper", True), "<": ("upper", False)}

Truth = bool | None
"""Unknown is None."""


def cases(path: Path) -> list[tuple[str, str]]:
    """The pairs of a table: one case a line, `before => after`; a line with # in front is a remark."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]
    return [tuple(side.strip() for side in line.split("=>")) for line in lines]


def tree(text: str) -> Node:
    """The tree that is written: `all_of(A, not(B))`, `at_least(2, A, B, C)`, `implies(A, x ≥ 3)`, `age 18 80`.

    A capital is a condition, a small letter a measurement with a limit; `age` and a measurement followed by two
    numbers have both bounds.
    """
    return PARSER.parse(text)


class Build(Transformer):
    """Makes nodes of what the grammar found."""

    def parts(self, found):
        return tuple(part for part in found if part is not None)

    def all_of(self, found):
        return AllOf(children=found[0])

    def any_of(self, found):
        return AnyOf(children=found[0])

    def not_(self, found):
        return Not(child=found[0])

    def at_least(self, found):
        return AtLeast(count=int(found[0]), children=found[1])

    def implies(self, found):
        return Implies(condition=found[0], consequence=found[1])

    def condition(self, found):
        name = str(found[0])
        return Occurrence(text=name, span=(0, len(name)), concept=concept(name), domain="condition")

    def one_sided(self, found):
        side, inclusive = SIDES[found[1]]
        return limit(str(found[0]), Range(**{side: float(found[2]), f"{side}_inclusive": inclusive}))

    def two_sided(self, found):
        return limit(str(found[0]), Range(lower=float(found[1]), upper=float(found[2])))


PARSER = Lark(GRAMMAR, start="node", parser="lalr", transformer=Build(), maybe_placeholders=True)


def limit(name: str, between: Range) -> Node:
    """A limit of the age or of a measurement."""
    where = {"text": name, "span": (0, len(name)), "range": between}
    return Age(**where) if name == "age" else Measurement(**where, concept=concept(name))


def concept(name: str) -> Concept:
    """A concept at the start of its text."""
    return Concept(text=name, span=(0, len(name)), name=name)


def variable(leaf: Node) -> str:
    """What of a patient a leaf asks for; written apart from the library's own equality, as its check."""
    said = leaf.model_dump(exclude={"text", "as_written", "reason"})
    if said.get("range"):
        said["range"] = {"unit": said["range"]["unit"]}
    elif "range" in said:
        written = leaf.as_written
        said["limit"] = leaf.text.split() if written is None else written.model_dump(exclude={"text", "span"})
    if leaf.concept is None and leaf.type != "age":
        said["text"] = leaf.text.lower().split()
    return json.dumps(_without_offsets(said), sort_keys=True)


def _without_offsets(said: object) -> object:
    if isinstance(said, dict):
        kept = {name: part for name, part in said.items() if name not in {"span", "codes"}}
        if kept.get("name") or kept.get("direction") or kept.get("kind") in {"uln", "lln"}:
            kept.pop("text", None)
        for end in ("lower", "upper"):
            if kept.get(end, 0) is None:
                kept.pop(f"{end}_inclusive")
        return {name: _without_offsets(part) for name, part in kept.items()}
    return [_without_offsets(part) for part in said] if isinstance(said, list | tuple) else said


def is_limit(leaf: Node) -> bool:
    """Whether a number decides the leaf."""
    return getattr(leaf, "range", None) is not None


def verdict(node: Node, patient: dict[str, float | bool | None], asks: dict[int, str]) -> Truth:
    """What a tree says of a patient, in Kleene's logic of three values; `asks` has the variable of each leaf by id."""

    def combine(part: Node, below: tuple[Truth, ...]) -> Truth:
        if isinstance(part, AllOf):
            return False if False in below else None if None in below else True
        if isinstance(part, AnyOf):
            return True if True in below else None if None in below else False
        if isinstance(part, Not):
            return None if below[0] is None else not below[0]
        if isinstance(part, AtLeast):
            sure, possible = below.count(True), below.count(True) + below.count(None)
            return True if sure >= part.count else None if possible >= part.count else False
        if isinstance(part, Implies):
            return True if below[0] is False or below[1] is True else None if None in below else False
        value = patient[asks[id(part)]]
        return value if value is None or not is_limit(part) else inside(value, part.range)

    return node.fold(combine)


def inside(number: float, limit: Range) -> bool:
    """Whether a number is in a range."""
    if limit.lower is not None and (number < limit.lower or (number == limit.lower and not limit.lower_inclusive)):
        return False
    return limit.upper is None or number < limit.upper or (number == limit.upper and limit.upper_inclusive)
