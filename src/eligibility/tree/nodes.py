"""The nodes of a constraint tree: five operators and six leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, Literal, Self, TypeVar, Union

from pydantic import Field

from eligibility.tree.values import Concept, Qualifier, Quantity, Range, RelativeTo, Span, Value, Window

Sex = Literal["female", "male"]
Domain = Literal["condition", "drug", "procedure", "observation", "device", "visit"]
Status = Literal["present", "history", "planned"]
Experiencer = Literal["patient", "family", "other"]

N = TypeVar("N", bound="BaseNode")


class BaseNode(Value):
    """What all nodes can do: be walked, searched, rebuilt, and combined with `&`, `|` and `~`."""

    def parts(self) -> tuple[Node, ...]:
        """The nodes directly below this one, in reading order; empty for a leaf."""
        return ()

    def with_parts(self, parts: tuple[Node, ...]) -> Self:
        """This node over other nodes: as many, in the order of `parts`."""
        return self

    def walk(self) -> Iterator[Node]:
        """This node and all below it, parents first, in reading order."""
        stack: list[BaseNode] = [self]
        while stack:
            node = stack.pop()
            yield node  # type: ignore[misc]  # every BaseNode that can be built is one of Node
            stack.extend(reversed(node.parts()))

    def find(self, kind: type[N], where: Callable[[N], bool] | None = None) -> Iterator[N]:
        """All nodes of a class at or below this one; with `where`, those for which it is true."""
        for node in self.walk():
            if isinstance(node, kind) and (where is None or where(node)):
                yield node

    def transform(self, change: Callable[[Node], Node]) -> Node:
        """The tree with `change` applied to every node, children before their parents."""
        below = self.parts()
        node: BaseNode = self
        if below:
            changed = tuple(part.transform(change) for part in below)
            if any(new is not old for new, old in zip(changed, below, strict=True)):
                node = self.with_parts(changed)
        return change(node)  # type: ignore[arg-type]

    def __and__(self, other: Node) -> AllOf:
        return AllOf(children=(self, other))  # type: ignore[arg-type]

    def __or__(self, other: Node) -> AnyOf:
        return AnyOf(children=(self, other))  # type: ignore[arg-type]

    def __invert__(self) -> Not:
        return Not(child=self)  # type: ignore[arg-type]


class AllOf(BaseNode):
    """Conjunction: every child holds."""

    type: Literal["all_of"] = "all_of"
    children: tuple[Node, ...]

    def parts(self) -> tuple[Node, ...]:
        """The children."""
        return self.children

    def with_parts(self, parts: tuple[Node, ...]) -> Self:
        """A conjunction of other nodes."""
        return self.model_copy(update={"children": parts})


class AnyOf(BaseNode):
    """Disjunction: at least one child holds."""

    type: Literal["any_of"] = "any_of"
    children: tuple[Node, ...]

    def parts(self) -> tuple[Node, ...]:
        """The children."""
        return self.children

    def with_parts(self, parts: tuple[Node, ...]) -> Self:
        """A disjunction of other nodes."""
        return self.model_copy(update={"children": parts})


class Not(BaseNode):
    """Negation. "A except B" is all_of(A, not(B))."""

    type: Literal["not"] = "not"
    child: Node

    def parts(self) -> tuple[Node, ...]:
        """The one child."""
        return (self.child,)

    def with_parts(self, parts: tuple[Node, ...]) -> Self:
        """The negation of another node."""
        return self.model_copy(update={"child": parts[0]})


class AtLeast(BaseNode):
    """At least `count` of the children hold: "two or more of the following"."""

    type: Literal["at_least"] = "at_least"
    count: int = Field(ge=0)
    children: tuple[Node, ...]

    def parts(self) -> tuple[Node, ...]:
        """The children."""
        return self.children

    def with_parts(self, parts: tuple[Node, ...]) -> Self:
        """The same count of other nodes."""
        return self.model_copy(update={"children": parts})


class Implies(BaseNode):
    """A condition and what must hold where it does: "if diabetic, HbA1c ≤ 8.5 %"."""

    type: Literal["implies"] = "implies"
    condition: Node
    consequence: Node

    def parts(self) -> tuple[Node, ...]:
        """The condition, then the consequence."""
        return (self.condition, self.consequence)

    def with_parts(self, parts: tuple[Node, ...]) -> Self:
        """An implication between two other nodes."""
        return self.model_copy(update={"condition": parts[0], "consequence": parts[1]})


class BaseLeaf(BaseNode):
    """What every leaf has: the words that it came from, its concept, window and qualifiers."""

    text: str
    span: Span
    concept: Concept | None = None
    window: Window | None = None
    qualifiers: tuple[Qualifier, ...] = ()


class Age(BaseLeaf):
    """A limit on the patient's age; the canonical unit is the year, UCUM `a`."""

    type: Literal["age"] = "age"
    range: Range | None = None
    as_written: Quantity | None = None


class SexLeaf(BaseLeaf):
    """The sexes that are meant."""

    type: Literal["sex"] = "sex"
    values: tuple[Sex, ...]


class Measurement(BaseLeaf):
    """A laboratory value, vital sign, score, stage or size, with its limit or the values that it may take.

    With `relative_to` the range is a multiple of that, in unit "1".
    """

    type: Literal["measurement"] = "measurement"
    range: Range | None = None
    values: tuple[str, ...] | None = None
    as_written: Quantity | None = None
    relative_to: RelativeTo | None = None


class Occurrence(BaseLeaf):
    """Something that is present, past or planned; the domains are those of the OMOP common data model."""

    type: Literal["occurrence"] = "occurrence"
    domain: Domain
    status: Status | None = None
    severity: str | None = None
    experiencer: Experiencer = "patient"


class Attestation(BaseLeaf):
    """What no record decides: consent, compliance, the investigator's judgment and the like."""

    type: Literal["attestation"] = "attestation"
    topic: str


class Unstructured(BaseLeaf):
    """Text that was not understood, kept whole, and why."""

    type: Literal["unstructured"] = "unstructured"
    reason: str


Leaf = Age | SexLeaf | Measurement | Occurrence | Attestation | Unstructured
Operator = AllOf | AnyOf | Not | AtLeast | Implies
Node = Annotated[
    Union[AllOf, AnyOf, Not, AtLeast, Implies, Age, SexLeaf, Measurement, Occurrence, Attestation, Unstructured],  # noqa: UP007
    Field(discriminator="type"),
]
"""Any node of a constraint tree; in JSON told apart by `type`."""

for _operator in (AllOf, AnyOf, Not, AtLeast, Implies):
    _operator.model_rebuild()
