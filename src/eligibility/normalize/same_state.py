"""Scales of one state: a limit on another of them in brackets says the same again: "ECOG ≤ 2 |(Karnofsky ≥ 60 %)|"."""

from __future__ import annotations

from eligibility.normalize.drafts import Draft, Tree

_PERFORMANCE = frozenset(
    {
        "ECOG performance status",
        "Karnofsky performance status",
        "Lansky performance status",
        "palliative performance scale",
    }
)
"""Scales of what somebody is able to do; nobody is asked for more than one."""


def is_other_scale(tree: Tree, last: Draft | None) -> bool:
    """Whether what brackets hold is a limit of the state that the thing before them limits, on another scale.

    If so, it is marked as one.

    Args:
        tree: what the brackets hold.
        last: what stands before them.
    """
    if not isinstance(tree, Draft) or last is None or not (_is_scale(tree) and _is_scale(last)):
        return False
    if tree.entity.rule is last.entity.rule:  # type: ignore[union-attr]  # both are scales
        return False
    tree.other_scale = True
    return True


def _is_scale(draft: Draft) -> bool:
    """Whether a draft limits how much somebody is able to do."""
    rule = draft.entity.rule if draft.entity is not None else None
    return rule is not None and rule.name in _PERFORMANCE and bool(draft.limits)
