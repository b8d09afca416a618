"""What a comparison of two versions gives."""

from __future__ import annotations

from typing import Literal

from eligibility.tree import Criterion, Kind, Span, Value, brief

What = Literal["added", "dropped", "tightened", "loosened", "changed", "moved", "reworded"]
Effect = Literal["tighter", "looser", "none", "unclear"]


class Side(Value):
    """A criterion as it stands in one version.

    Attributes:
        id: The criterion's id; `age`, `sex` and `healthy_volunteers` are the registry's own fields.
        kind: Inclusion or exclusion; null for a field of the registry.
        text: Its words.
        span: Where they stand; null for a field of the registry.
        meaning: Its constraint tree, on one line.
    """

    id: str
    kind: Kind | None = None
    text: str
    span: Span | None = None
    meaning: str


class Change(Value):
    """One difference.

    Attributes:
        what: What was done. "Changed" is where neither version is proven to admit all that the other admits.
        effect: What it does to who may take part, as far as it is proven.
        old: The criterion before; null where it was added.
        new: The criterion after; null where it was dropped.
    """

    what: What
    effect: Effect
    old: Side | None = None
    new: Side | None = None


class TrialDiff(Value):
    """Two versions of a trial.

    Attributes:
        old_id: The old one's identifier.
        new_id: The new one's.
        changes: What is different, in the order of the new version; what was dropped stands where it stood.
        unchanged: How many criteria are the same, words and place.
    """

    old_id: str | None = None
    new_id: str | None = None
    changes: tuple[Change, ...] = ()
    unchanged: int = 0

    @property
    def same(self) -> bool:
        """Whether the same patients may take part for sure: nothing but words and places changed."""
        return all(change.effect == "none" for change in self.changes)


def side(criterion: Criterion) -> Side:
    """A criterion as one side of a change."""
    return Side(
        id=criterion.id,
        kind=criterion.kind,
        text=criterion.text,
        span=criterion.span,
        meaning=brief(criterion.constraint),
    )
