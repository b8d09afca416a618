"""Contrasts: what something is not, said between what it is and its name: "primary, |not secondary|, hypertension".

It is neither denied nor are there two of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eligibility.normalize.completing import only
from eligibility.normalize.joins import Join
from eligibility.normalize.modifier_lists import only_modifies
from eligibility.normalize.parts import Part

_COMMAS = ["comma", "comma"]
_SHARED = "shared"
"""How a name was found that takes its noun from a neighbour."""


def take_contrasts(parts: list[Part], joins: list[Join]) -> None:
    """Takes what something is not to what it is, and denies nothing: "primary, |not secondary|, hypertension".

    Args:
        parts: the items of a list; they are changed.
        joins: what stands between them.
    """
    for place in _between_commas(parts, joins):
        left, middle, right = parts[place - 1 : place + 2]
        if left.own_negation or not (only_modifies(left, right) and only_modifies(middle, right)):
            continue
        _allow(parts[place + 1 :])
        left.modifiers[-1].last = middle.modifiers[-1].last
        del parts[place], joins[place]


def drop_contrasted(parts: list[Part], joins: list[Join]) -> None:
    """Drops the noun that two kinds have taken, of which the second is denied: "viral, |not bacterial|, pneumonia".

    Args:
        parts: the items of a list; they are changed.
        joins: what stands between them.
    """
    for place in _between_commas(parts, joins):
        kinds = [only(part) for part in parts[place - 1 : place + 1]]
        noun = only(parts[place + 1])
        shared = all(kind is not None and kind.entity is not None and kind.entity.by == _SHARED for kind in kinds)
        plain = noun is not None and noun.when is None and not noun.limits and parts[place + 1].when is None
        if shared and plain and noun is not None and kinds[1] is not None and not parts[place + 1].limit:
            _allow(parts[place + 2 :])
            kinds[1].reach(*noun.extent)
            del parts[place + 1], joins[place]


def _between_commas(parts: Sequence[Part], joins: Sequence[Join]) -> Iterator[int]:
    """The places of items between commas that deny something, with which the next one is denied; last ones first."""
    for place in range(len(parts) - 2, 0, -1):
        right = parts[place + 1]
        on = bool(right.parts) and right.parts[0].negation != 0 and not right.own_negation
        if on and parts[place].own_negation and list(joins[place - 1 : place + 1]) == _COMMAS:
            yield place


def _allow(parts: Sequence[Part]) -> None:
    """Denies no longer what was denied in the first item of some, or goes on with that."""
    negation = parts[0].parts[0].negation if parts and parts[0].parts else 0
    for part in parts:
        if not negation or not part.parts or part.parts[0].negation != negation:
            return
        for said in part.parts:
            said.negation = 0 if said.negation == negation else said.negation
