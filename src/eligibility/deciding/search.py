"""The search for a patient of whom several formulas are true: bounded, so that no tree takes long."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from enum import Enum, auto

from eligibility.deciding.budget import Budget, ExhaustedError
from eligibility.deciding.formula import Formula
from eligibility.deciding.groups import Groups
from eligibility.deciding.state import State, Truth, Variable

MAX_VARIABLES = 100
"""How many variables may hang together; more are not searched."""


class Found(Enum):
    """What a search came to."""

    SOMEBODY = auto()
    NOBODY = auto()
    GAVE_UP = auto()


def search(formulas: Sequence[Formula], variables: Sequence[Variable], budget: Budget, *, firm: bool = False) -> Found:
    """Looks for a patient of whom all formulas are true.

    Args:
        formulas: What must be true.
        variables: What there is to choose; each literal of the formulas is of one of them.
        budget: The steps that may be taken.
        firm: Whether only such patients count as there surely are. Then `NOBODY` proves nothing; else `SOMEBODY` does
            not.
    """
    somebody = Found.SOMEBODY
    for some, their in components(formulas, variables):
        if len(their) > MAX_VARIABLES:
            found = Found.GAVE_UP
        else:
            try:
                found = Found.SOMEBODY if _Search(some, their, budget, firm).succeeds() else Found.NOBODY
            except ExhaustedError:
                found = Found.GAVE_UP
        if found is Found.NOBODY:
            return found
        if found is Found.GAVE_UP:
            somebody = found
    return somebody


def components(
    formulas: Sequence[Formula], variables: Sequence[Variable]
) -> Iterator[tuple[list[Formula], list[Variable]]]:
    """The formulas in sets that share no variable and no group, each with its variables."""
    owner = {literal: variable for variable in variables for literal in variable.literals}
    groups = Groups()
    for at, formula in enumerate(formulas):
        for literal in formula.leaves:
            groups.join(("formula", at), ("group", owner[literal].group))
    sets: dict[Hashable, tuple[list[Formula], dict[int, Variable]]] = {}
    for at, formula in enumerate(formulas):
        some, their = sets.setdefault(groups.of(("formula", at)), ([], {}))
        some.append(formula)
        their.update((id(owner[literal]), owner[literal]) for literal in formula.leaves)
    for some, their in sets.values():
        yield some, list(their.values())


class _Search:
    """Chooses states, one variable after the other, and goes back where a formula turns false."""

    def __init__(self, formulas: Sequence[Formula], variables: Sequence[Variable], budget: Budget, firm: bool) -> None:
        self.formulas = formulas
        self.budget = budget
        self.firm = firm
        self.known: dict[str, Truth] = {}
        self.in_group: dict[Hashable, dict[int, State | None]] = {}
        owner = {literal: variable for variable in variables for literal in variable.literals}
        self.of = [list({id(owner[one]): owner[one] for one in formula.leaves}.values()) for formula in formulas]

    def succeeds(self) -> bool:
        """Whether there is a choice that makes all formulas true."""
        return self._goes_on(list(range(len(self.formulas))))

    def _goes_on(self, open_ones: list[int]) -> bool:
        """Whether the formulas that are not decided can be made true too."""
        left: list[tuple[int, int, Variable]] = []
        for at in open_ones:
            formula = self.formulas[at]
            self.budget.take(len(formula.steps))
            truth = formula.truth(self.known)
            if truth is False:
                return False
            if truth is None:
                free = [one for one in self.of[at] if not self._is_chosen(one)]
                if not free:
                    return False
                left.append((len(free), at, free[0]))
        if not left:
            return True
        variable = min(left, key=lambda one: one[:2])[2]
        still_open = [at for _, at, _ in left]
        return any(self._with(variable, state, still_open) for state in self._states(variable))

    def _with(self, variable: Variable, state: State | None, open_ones: list[int]) -> bool:
        group = self.in_group.setdefault(variable.group, {})
        group[id(variable)] = state
        if state is not None:
            self.known.update(zip(variable.literals, state.truths, strict=True))
        done = self._goes_on(open_ones)
        if not done:
            del group[id(variable)]
            for literal in variable.literals:
                self.known.pop(literal, None)
        return done

    def _is_chosen(self, variable: Variable) -> bool:
        return id(variable) in self.in_group.get(variable.group, {})

    def _states(self, variable: Variable) -> Iterator[State | None]:
        """The states to try; None leaves open what it is."""
        if not self.firm:
            yield from variable.states
            return
        for state in variable.states:
            if state.firm and self._fits(variable, state):
                yield state
        yield None

    def _fits(self, variable: Variable, state: State) -> bool:
        """Whether nothing chosen in the same group may contradict a state: all is absent, or it is the only one."""
        return all(
            other is None or (other.absent and state.absent) for other in self.in_group.get(variable.group, {}).values()
        )
