"""Open links: an item ends in a preposition and a status, and the next one names what both are said of.

In "preeclampsia in the current |or a previous pregnancy|" no pregnancy is an alternative to preeclampsia.
"""

from __future__ import annotations

from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part
from eligibility.tagging.tokens import Tokens

_OR = frozenset({"or", "/", "and"})


def leaves_link(before: Part, tokens: Tokens) -> bool:
    """Whether an item ends in a preposition of which only the status of its object was said: "gout |with current|"."""
    if before.link is None or before.status is None or not before.parts:
        return False
    return before.status[1] >= before.linked and tokens.folded[before.status[2]] in _OR


def relate_on(part: Part, before: Part, joins: list[Join]) -> None:
    """Relates what an item begins with as the one before it does, which is then asked besides."""
    joins[-1] = "and"
    part.together = True
    first = part.first
    if first is not None and first.link is None:
        first.link = before.link
