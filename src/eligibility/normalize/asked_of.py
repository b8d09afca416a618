"""Asked of: whether what stands before "must" says of whom something is asked, or is asked itself."""

from __future__ import annotations

from eligibility.normalize.drafts import Draft, Tree, drafts_of

_OF_AGE = 21
"""Years from which on a lower limit on the age is of some of the patients."""


def names_whom(tree: Tree, *, denied: bool) -> bool:
    """Whether a tree may say of whom something is asked: "|no other therapy| should be given" says what must not be.

    Args:
        tree: what stands before "must".
        denied: whether it is denied.
    """
    return any(
        d.kind == "sex" or _is_of_some(d) or (d.kind == "occurrence" and (d.people or not denied))
        for d in drafts_of(tree)
    )


def _is_of_some(draft: Draft) -> bool:
    """Whether an age is that of some patients, and not what is asked of all: "|patients ≥ 65 years| must have ..."."""
    limit = draft.limits[0] if draft.kind == "age" and len(draft.limits) == 1 and draft.definition is None else None
    if limit is None or (limit.lower is None) is (limit.upper is None):
        return False
    return limit.lower is None or (limit.lower.number or 0) > _OF_AGE
