"""All trials as one graph: what they share is asked once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from eligibility.arguments import TRIAL, expect
from eligibility.check import Question, question, registry_criteria
from eligibility.screening.sameness import sameness
from eligibility.tree import BaseLeaf, Criterion, Kind, Leaf, Node, StructuredTrial


class Operator(NamedTuple):
    """An operator over nodes of the graph.

    Attributes:
        type: `all_of`, `any_of`, `not`, `at_least` or `implies`.
        least: Of `at_least`, how many; else 0.
        parts: The places of its parts in the graph, all before its own.
    """

    type: str
    least: int
    parts: tuple[int, ...]


class Asked(NamedTuple):
    """A leaf of a trial that a fact may be missing for: its question, its criterion in the trial, its node."""

    question: int
    criterion: int
    node: int


class CriterionColumn(NamedTuple):
    """A criterion of a trial, and the node that is its constraint."""

    id: str
    kind: Kind
    node: int


class TrialColumns(NamedTuple):
    """A trial as the graph has it.

    Attributes:
        trial_id: The trial's id.
        criteria: Its criteria, the registry's own first, as `Checker.trial` has them.
        asked: Its leaves, by question.
    """

    trial_id: str | None
    criteria: tuple[CriterionColumn, ...]
    asked: tuple[Asked, ...]


class Graph(NamedTuple):
    """Trials as one graph.

    Attributes:
        nodes: Leaves and operators, each once, parts before what holds them.
        trials: The trials, in their order.
        questions: What may be missing, each once.
    """

    nodes: tuple[Leaf | Operator, ...]
    trials: tuple[TrialColumns, ...]
    questions: tuple[Question, ...]


def graph_of(trials: Iterable[StructuredTrial]) -> Graph:
    """The graph of some trials; it has as many nodes as they have different ones."""
    graph = _Growing()
    columns = tuple(graph.trial(trial) for trial in trials)
    return Graph(tuple(graph.nodes), columns, tuple(graph.questions))


class _Growing:
    """A graph to which trials are added."""

    def __init__(self) -> None:
        self.nodes: list[Leaf | Operator] = []
        self.questions: dict[Question, int] = {}
        self._places: dict[str | Operator, int] = {}

    def trial(self, trial: StructuredTrial) -> TrialColumns:
        """Adds a trial."""
        expect(trial, StructuredTrial, "screen", TRIAL)
        criteria = [*registry_criteria(trial.registry), *trial.criteria]
        columns, asked = [], []
        for at, criterion in enumerate(criteria):
            columns.append(CriterionColumn(criterion.id, criterion.kind, criterion.constraint.fold(self._node)))
            asked += self._asked(criterion, at)
        return TrialColumns(trial.trial_id, tuple(columns), tuple(sorted(set(asked))))

    def _asked(self, criterion: Criterion, at: int) -> list[Asked]:
        leaves = [node for node in criterion.constraint.walk() if isinstance(node, BaseLeaf)]
        return [
            Asked(self.questions.setdefault(question(leaf), len(self.questions)), at, self._node(leaf, ()))
            for leaf in leaves
        ]

    def _node(self, node: Node, below: tuple[int, ...]) -> int:
        if isinstance(node, BaseLeaf):
            return self._place(sameness(node), node)
        parts = tuple(sorted(below)) if node.type in {"all_of", "any_of", "at_least"} else below
        operator = Operator(node.type, node.count if node.type == "at_least" else 0, parts)
        return self._place(operator, operator)

    def _place(self, key: str | Operator, node: Leaf | Operator) -> int:
        place = self._places.setdefault(key, len(self.nodes))
        if place == len(self.nodes):
            self.nodes.append(node)
        return place
