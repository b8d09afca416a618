"""A variable: one thing about a patient that leaves speak of, and the states that it can be in."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

Truth = bool | None
"""Unknown is None."""


class State(NamedTuple):
    """What a patient may be like in one respect.

    Attributes:
        truths: What each leaf of the variable then says; None where that is not sure.
        firm: Whether there surely is such a patient; else there may be.
        absent: Whether it says no more than that something is not there.
    """

    truths: tuple[Truth, ...]
    firm: bool
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Variable:
    """One thing about a patient.

    Attributes:
        literals: The leaves that speak of it, by their keys.
        states: All that it can be, and perhaps more: what no state allows is impossible. Of the firm ones alone
            nothing is impossible.
        group: What it may hang together with: variables of one group are never taken to be independent.
    """

    literals: tuple[str, ...]
    states: tuple[State, ...]
    group: Hashable


def distinct(states: Iterable[State]) -> tuple[State, ...]:
    """The states that leaves can tell apart, firm where one of their like is, the firm ones first."""
    found: dict[tuple[Truth, ...], State] = {}
    for state in states:
        known = found.get(state.truths)
        if known is None or (state.firm and not known.firm):
            found[state.truths] = state
    return tuple(sorted(found.values(), key=lambda state: not state.firm))
