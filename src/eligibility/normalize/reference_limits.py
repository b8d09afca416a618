"""Reference limits that a list shares, or that a name says.

"ALT > 3 times or |bilirubin > 2 times the upper limit of normal|", "|percent predicted FEV1| ≥ 40".
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part, Reference
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

MULTIPLES = frozenset(map(fold, ("times", "fold", "x", "×")))
"""Words of what is a multiple of something."""
_SHARES = frozenset({"1", "%"})
"""Units of what is a share already."""


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


def of_predicted(draft: Draft, limit: Limit, tokens: Tokens) -> Limit:
    """A limit on what a name says is a share of what is predicted: "|percent predicted FEV1| ≥ 40"."""
    rule = draft.entity.rule if draft.entity is not None else None
    if rule is None or rule.kind != "function" or rule.unit in _SHARES or limit.ref:
        return limit
    if not limit.compared or any(end and end.unit_tokens and end.unit != "%" for end in (limit.lower, limit.upper)):
        return limit
    said = tokens.folded[draft.first : draft.last]
    if "predicted" not in said and not said[0].startswith("pp"):
        return limit
    ends = (None if end is None else replace(end, unit="%") for end in (limit.lower, limit.upper))
    lower, upper = ends
    return replace(limit, lower=lower, upper=upper).of("predicted", (draft.first, draft.last))
