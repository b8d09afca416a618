"""The nodes of a constraint tree: five operators and six leaves."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeVar, Union

from pydantic import Field

from eligibility.tree.values import Concept, Qualifier, Quantity, Range, RelativeTo, Span, Value, Window

if TYPE_CHECKING:
    from eligibility.check import Explanation, Patient

Sex = Literal["female", "male"]
Domain = Literal["condition", "drug", "procedure", "observation", "device", "visit"]
Status = Literal["present", "history", "planned"]
Experiencer = Literal["patient", "family", "other"]

N = TypeVar("N", bound="BaseNode")
R = TypeVar("R")


class BaseNode(Value):
    """What all nodes can do: be walked, searched, folded, rebuilt, compared, and combined with `&`, `|` and `~`.

    Nothing here recurses, so that no depth of a tree is too deep.

    Attributes:
        type: Names the kind of node.
    """

    type: str

    def parts(self) -> tuple[Node, ...]:
        """The nodes directly below this one, in reading order; empty for a leaf."""
        return ()

    def with_parts(self, parts: tuple[Node, ...]) -> Self:
        """This node over other nodes: as many, in the order of `parts`."""
        return self

    def rebuilt(self, parts: tuple[Node, ...]) -> Self:
        """This node over `parts`: itself if these are its parts already."""
        same = all(new is old for new, old in zip(parts, self.parts(), strict=True))
        return self if same else self.with_parts(parts)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, parents first, in reading order."""
        stack: list[BaseNode] = [self]
        while stack:
            node = stack.pop()
            yield node  # type: ignore[misc]  # every BaseNode that can be built is one of Node
            stack.extend(reversed(node.parts()))

    def find(self, kind: builtins.type[N], where: Callable[[N], bool] | None = None) -> Iterator[N]:
        """All nodes of a class at or below this one; with `where`, those for which it is true."""
        for node in self.walk():
            if isinstance(node, kind) and (where is None or where(node)):
                yield node

    def fold(self, combine: Callable[[Node, tuple[R, ...]], R]) -> R:
        """What `combine` makes of this node and of what it made of the parts, children before their parents.

        Example:
            >>> from eligibility.tree import Age, Not
            >>> Not(child=Age(text="adults", span=(0, 6))).fold(lambda node, below: 1 + max(below, default=0))
            2
        """
        done: list[R] = []
        stack: list[tuple[BaseNode, tuple[Node, ...]]] = [(self, self.parts())]
        while stack:
            node, below = stack.pop()
            if below:
                stack.append((node, ()))
                stack.extend((part, part.parts()) for part in reversed(below))
            else:
                first = len(done) - len(node.parts())
                done[first:] = [combine(node, tuple(done[first:]))]  # type: ignore[arg-type]  # as above
        return done[0]

    def transform(self, change: Callable[[Node], Node]) -> Node:
        """The tree with `change` applied to every node, children before their parents."""
        return self.fold(lambda node, parts: change(node.rebuilt(parts)))

    def same_as(self, other: BaseNode) -> bool:
        """Whether both say the same, wherever their words stand: see `eligibility.tree.same`."""
        from eligibility.tree.equality import same  # noqa: PLC0415  # equality is built on nodes

        return same(self, other)

    def evaluate(self, patient: Patient, *, as_of: date | str, explain: bool = True, **settings: Any) -> Explanation:  # noqa: ANN401 - each setting has its own type
        """Whether it holds of a patient: met, not met or unknown, with the reasons.

        Args:
            patient: The patient.
            as_of: The day of checking.
            explain: Whether to say why; without, it costs half as much or less.
            settings: `assume`, `choose`, `reference_ranges`, `hierarchy`, `packs`: see `eligibility.check.Checker`.

        Raises:
            EligibilityError: A setting that there is not.
        """
        from eligibility.check import Checker  # noqa: PLC0415  # checking is built on nodes

        return Checker(as_of, **settings).node(self, patient, explain=explain)

    def __and__(self, other: Node) -> AllOf:
        return AllOf(children=(*_operands(self, AllOf), *_operands(other, AllOf)))

    def __or__(self, other: Node) -> AnyOf:
        return AnyOf(children=(*_operands(self, AnyOf), *_operands(other, AnyOf)))

    def __invert__(self) -> Node:
        return Not(child=self)

    def __str__(self) -> str:
        from eligibility.tree.text import brief  # noqa: PLC0415  # text is built on nodes

        return brief(self)


class AllOf(BaseNode):
    """Conjunction: every child holds. Without children it is true of everyone.

    Attributes:
        children: The nodes that all hold.
    """

    type: Literal["all_of"] = "all_of"
    children: tuple[Node, ...]

    def parts(self) -> tuple[Node, ...]:
        """The children."""
        return self.children

    def with_parts(self, parts: tuple[Node, ...]) -> Self:
        """A conjunction of other nodes."""
        return self.model_copy(update={"children": parts})


class AnyOf(BaseNode):
    """Disjunction: at least one child holds. Without children it is true of nobody.

    Attributes:
        children: The nodes of which one or more hold.
    """

    type: Literal["any_of"] = "any_of"
    children: tuple[Node, ...]

    def parts(self) -> tuple[Node, ...]:
        """The children."""
        return self.children

    def with_parts(self, parts: tuple[Node, ...]) -> Self:
        """A disjunction of other nodes."""
        return self.model_copy(update={"children": parts})


class Not(BaseNode):
    """Negation. "A except B" is all_of(A, not(B)).

    Attributes:
        child: The node that does not hold.
    """

    type: Literal["not"] = "not"
    child: Node

    def parts(self) -> tuple[Node, ...]:
        """The one child."""
        return (self.child,)

    def with_parts(self, parts: tuple[Node, ...]) -> Self:
        """The negation of another node."""
        return self.model_copy(update={"child": parts[0]})

    def __invert__(self) -> Node:
        return self.child


class AtLeast(BaseNode):
    """Some number of the children hold: "two or more of the following". A repeated child counts each time.

    Attributes:
        count: How many hold at the least.
        children: The nodes that are counted.
    """

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
    """A condition and what must hold where it does: "if diabetic, HbA1c ≤ 8.5 %".

    Attributes:
        condition: For whom the consequence must hold; true of all others.
        consequence: What must hold.
    """

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
    """What every leaf has.

    Attributes:
        text: The words in the source.
        span: Where they stand.
        concept: What the leaf speaks of; null where it names nothing.
        window: When it holds; null is not said.
        qualifiers: Further limits.
    """

    text: str
    span: Span
    concept: Concept | None = None
    window: Window | None = None
    qualifiers: tuple[Qualifier, ...] = ()


class Age(BaseLeaf):
    """A limit on the patient's age.

    Attributes:
        range: The limit in years, UCUM `a`.
        as_written: The limit as the source writes it.
    """

    type: Literal["age"] = "age"
    range: Range | None = None
    as_written: Quantity | None = None


class SexLeaf(BaseLeaf):
    """The sexes that are meant.

    Attributes:
        values: One or both of `female` and `male`.
    """

    type: Literal["sex"] = "sex"
    values: tuple[Sex, ...]


class Measurement(BaseLeaf):
    """A laboratory value, vital sign, score, stage or size, with its limit or the values that it may take.

    It speaks of one value of a patient: that of its concept in its window, under its qualifiers.

    Attributes:
        range: The limit in the canonical unit of the concept; with `relative_to` a multiple of that, in unit "1".
        values: The values that it may take, where they are not numbers: "positive".
        as_written: The limit as the source writes it.
        relative_to: What the range is a multiple of; null is nothing.
    """

    type: Literal["measurement"] = "measurement"
    range: Range | None = None
    values: tuple[str, ...] | None = None
    as_written: Quantity | None = None
    relative_to: RelativeTo | None = None


class Occurrence(BaseLeaf):
    """Something that is present, past or planned.

    Attributes:
        domain: What kind of thing it is; the domains are those of the OMOP common data model.
        status: Present, past or planned; null where it is not said.
        severity: How severe it is, as the vocabulary names it: "severe", "uncontrolled".
        experiencer: Who has it: the patient, the family or someone else.
    """

    type: Literal["occurrence"] = "occurrence"
    domain: Domain
    status: Status | None = None
    severity: str | None = None
    experiencer: Experiencer = "patient"


class Attestation(BaseLeaf):
    """What no record decides: consent, compliance, the investigator's judgment and the like.

    Attributes:
        topic: What is attested, such as `consent`, `compliance` or `investigator_judgment`.
    """

    type: Literal["attestation"] = "attestation"
    topic: str


class Unstructured(BaseLeaf):
    """Text that was not understood, kept whole.

    Attributes:
        reason: Why it was left as text.
    """

    type: Literal["unstructured"] = "unstructured"
    reason: str


Leaf = Age | SexLeaf | Measurement | Occurrence | Attestation | Unstructured
Operator = AllOf | AnyOf | Not | AtLeast | Implies
Node = Annotated[
    Union[AllOf, AnyOf, Not, AtLeast, Implies, Age, SexLeaf, Measurement, Occurrence, Attestation, Unstructured],  # noqa: UP007 - pydantic discriminates it
    Field(discriminator="type"),
]
"""Any node of a constraint tree; in JSON told apart by `type`."""

for _operator in (AllOf, AnyOf, Not, AtLeast, Implies):
    _operator.model_rebuild()


def _operands(node: BaseNode, operator: type[AllOf | AnyOf]) -> tuple[Node, ...]:
    """What an operand of `&` or `|` brings in: the children of the same operator, or else itself."""
    return node.parts() if isinstance(node, operator) else (node,)  # type: ignore[return-value]  # as above
