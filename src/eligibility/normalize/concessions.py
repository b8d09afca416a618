"""Concessions: all alternatives are so in spite of what stands behind them: "asthma or COPD |despite steroids|"."""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.normalize.drafts import Draft, any_of
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part, Said, said_tree

DESPITE = "despite"
"""The link before what is conceded."""


def share_concession(parts: list[Part], joins: list[Join]) -> None:
    """Lets what is conceded hold of all that is said in spite of it.

    Before a list that is all of it ("despite insulin, |glucose > 200 mg/dL or HbA1c > 9 %"), behind one what "or" joins
    and is of one kind.

    Args:
        parts: the items of the list; they are changed.
        joins: what stands between them.
    """
    if joins and joins[0] == "comma" and _at(parts[0]) == 0:
        joins[0] = "colon"
        return
    for place in range(len(parts) - 1, 0, -1):
        at = _at(parts[place])
        if not at:
            continue
        start = place
        while start and joins[start - 1] == "or" and _alike(parts[start - 1], parts[place]):
            start -= 1
        run = [*parts[start:place], replace(parts[place], parts=parts[place].parts[:at])]
        either = any_of([tree for part in run if (tree := said_tree(part.parts)) is not None])
        if start == place or either is None or any(part.must or part.whom or part.listed for part in run):
            continue
        parts[start : place + 1] = [replace(parts[place], parts=[Said(either), *parts[place].parts[at:]], must=None)]
        joins[start:place] = []
        return


def _at(part: Part) -> int | None:
    """The place in an item of what is conceded; None where nothing is."""
    for at, said in enumerate(part.parts):
        if isinstance(said.tree, Draft) and said.tree.link == DESPITE:
            return at
    return None


def _alike(left: Part, right: Part) -> bool:
    """Whether two items begin with things of one domain, the second says no more, and the first waits for nothing."""
    if left.limit is not None or left.when is not None or left.modifiers or left.conditions or not left.parts:
        return False
    one, two = left.drafts()[0].entity, right.drafts()[0].entity
    if one is None or two is None or (two.modifiers and not one.modifiers):
        return False
    return one.domain == two.domain
