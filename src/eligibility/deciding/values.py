"""Values that are words: the sex of a patient, a result such as "positive"."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from functools import cache
from itertools import combinations

from eligibility.check import knowledge
from eligibility.deciding.state import State, Truth, Variable, distinct

MAX_WORDS = 8
"""How many different words for one result are told apart."""

SEXES = ("female", "male")

WordSets = Mapping[str, frozenset[str]]
"""The words that each leaf allows, by its key."""


def sex_variable(allowed: WordSets, group: Hashable) -> Variable:
    """The variable of a patient's sex; that it may be recorded as something else is allowed for, not relied on."""
    states = [State(tuple(sex in words for words in allowed.values()), True) for sex in SEXES]
    other = State(tuple(False for _ in allowed), False)
    return Variable(tuple(allowed), distinct((*states, other)), group)


def value_variable(allowed: WordSets, group: Hashable) -> Variable | None:
    """The variable of a result in words; None where there are too many words.

    Only words that the checker knows as opposites exclude each other: what is "elevated" may be "abnormal" too.
    """
    words = sorted({word for one in allowed.values() for word in one})
    if len(words) > MAX_WORDS:
        return None
    states = [
        State(tuple(not one.isdisjoint(true) for one in allowed.values()), not true and not _opposed(words))
        for size in range(len(words) + 1)
        for true in combinations(words, size)
        if not _opposed(true)
    ]
    sure = [State(tuple(_surely(word, one) for one in allowed.values()), True) for word in words]
    return Variable(tuple(allowed), distinct((*sure, *states)), group)


def _surely(word: str, allowed: frozenset[str]) -> Truth:
    """Whether a result that is called by a word is one of those allowed."""
    if word in allowed:
        return True
    opposites = _opposites().get(word, frozenset())
    return False if allowed <= opposites else None


def _opposed(words: Collection[str]) -> bool:
    return any(not _opposites().get(word, frozenset()).isdisjoint(words) for word in words)


@cache
def _opposites() -> dict[str, frozenset[str]]:
    """The words that cannot be true together with a word."""
    found: dict[str, frozenset[str]] = {}
    for one, other in knowledge().opposites:
        found[one] = found.get(one, frozenset()) | {other}
        found[other] = found.get(other, frozenset()) | {one}
    return found
