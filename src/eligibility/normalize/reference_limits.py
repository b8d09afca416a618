"""Reference limits that a list shares: "ALT > 3 times or |bilirubin > 2 times the upper limit of normal|"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part, Reference
from eligibility.tagging.folding import fold

MULTIPLES = frozenset(map(fold, ("times", "fold", "x", "×")))
"""Words of what is a multiple of something."""


def share_references(parts: Sequence[Part], joins: Sequence[Join]) -> None:
    """Gives multiples that do not say what they are of the reference limit behind the last of them.

    That may stand behind a comma, and is then of all: "ALT > 3 times, or bilirubin > 2 times, |the ULN|".
    """
    said: Reference | None = None
    for place in range(len(parts) - 1, -1, -1):
        part = parts[place]
        if part.reference is not None:
            said = part.reference
        elif said is not None and joins[place] not in LISTING:
            said = None
        last = part.last
        if last is None or last.kind != "measurement" or not last.limits:
            continue
        limit = last.limits[-1]
        if limit.multiple and said is not None:
            last.limits[-1] = limit.of(*said)
            last.reach(*said[1])
        elif limit.ref is not None and limit.amount.multiple and limit.amount.ref_tokens is not None:
            said = (limit.ref, limit.amount.ref_tokens)
