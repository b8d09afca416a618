"""Events: what happened or is there, of which kind and when.

Leaves that differ in concept and window only share a variable: an event of a kind is one of every broader kind, and one
in a window is one in every wider window. A patient that is made up has one event or none; that others have several is
allowed for.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import NamedTuple

from eligibility.deciding.numbers import contains, points
from eligibility.deciding.state import State, Truth, Variable, distinct
from eligibility.tree import Range

MAX_LEAVES = 24
"""How many leaves of one variable are held against each other."""

MAX_STATES = 128
"""How many combinations of events are told apart."""

_ALWAYS = Range()


class Asked(NamedTuple):
    """What a leaf asks for.

    Attributes:
        broader: The leaves, by keys, that an event of its kind speaks for, its own among them.
        days: When, on a line of days through the anchor; None is at any time.
    """

    broader: frozenset[str]
    days: Range | None


def event_variable(asked: Mapping[str, Asked], akin: Callable[[str, str], bool], group: Hashable) -> Variable | None:
    """The variable of some leaves; None where there are too many.

    Args:
        asked: What each leaf asks for, by its key.
        akin: Whether the concept of the first leaf may be a kind of that of the second, though that is not known.
        group: See `Variable.group`.
    """
    if len(asked) > MAX_LEAVES:
        return None
    moments = [moment for moment, _ in points((one.days or _ALWAYS for one in asked.values()), whole=False)]
    made = [(kind, _said(asked, kind, moment)) for kind in asked for moment in moments]
    single = {truths for _, truths in made if any(truths)}
    several = _unions(single)
    if several is None:
        return None
    never = State(tuple(False for _ in asked), True, absent=True)
    sure = [State(_as_far_as_known(asked, kind, truths, akin), True) for kind, truths in made if any(truths)]
    return Variable(tuple(asked), distinct((never, *sure, *(State(truths, False) for truths in several))), group)


def _said(asked: Mapping[str, Asked], kind: str, moment: float) -> tuple[bool, ...]:
    """What the leaves say of an event of the kind of one of them."""
    return tuple(name in asked[kind].broader and contains(one.days or _ALWAYS, moment) for name, one in asked.items())


def _as_far_as_known(
    asked: Mapping[str, Asked], kind: str, truths: tuple[bool, ...], akin: Callable[[str, str], bool]
) -> tuple[Truth, ...]:
    """What leaves say of an event; None where its kind may be theirs, though that is not known."""
    return tuple(
        None if not truth and _may_be(asked, kind, name) and akin(kind, name) else truth
        for name, truth in zip(asked, truths, strict=True)
    )


def _may_be(asked: Mapping[str, Asked], kind: str, name: str) -> bool:
    return name not in asked[kind].broader and kind not in asked[name].broader


def _unions(single: Iterable[tuple[bool, ...]]) -> set[tuple[bool, ...]] | None:
    """What one or several events together can make the leaves say; None where that is too much."""
    found: set[tuple[bool, ...]] = set()
    for truths in single:
        found |= {truths, *(tuple(map(any, zip(truths, other, strict=True))) for other in found)}
        if len(found) > MAX_STATES:
            return None
    return found
