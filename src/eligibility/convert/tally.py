"""The tally: what a conversion has come across so far, added up part by part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from eligibility.convert.structured import Structured


class Tally(msgspec.Struct, kw_only=True):
    """Counts of a conversion, or of a part of it. They add up: `read` is `converted` and `failed` together.

    Attributes:
        read: records.
        converted: of these, those that are rows of `trials`.
        failed: of these, those that are rows of `errors`.
        atoms: leaves of constraint trees.
        asked: criteria that were looked for in the cache.
        known: of these, those that were there.
        checkable: criteria by kind and by whether patient data could decide them.
        concepts: atoms by the name of their concept.
        diagnostics: of criteria, by code.
    """

    read: int = 0
    converted: int = 0
    failed: int = 0
    atoms: int = 0
    asked: int = 0
    known: int = 0
    checkable: dict[str, dict[str, int]] = msgspec.field(default_factory=dict)
    concepts: dict[str, int] = msgspec.field(default_factory=dict)
    diagnostics: dict[str, int] = msgspec.field(default_factory=dict)

    @property
    def criteria(self) -> int:
        """Criteria of any kind."""
        return sum(sum(counts.values()) for counts in self.checkable.values())

    def add(self, other: Tally) -> None:
        """Adds the counts of another part to these."""
        for name in ("read", "converted", "failed", "atoms", "asked", "known"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for kind, counts in other.checkable.items():
            self.checkable[kind] = _sum(self.checkable.get(kind, {}), counts)
        self.concepts = _sum(self.concepts, other.concepts)
        self.diagnostics = _sum(self.diagnostics, other.diagnostics)


def tally(found: Structured, *, asked: int = 0, known: int = 0) -> Tally:
    """What is in some rows.

    Args:
        found: the rows.
        asked: criteria that were looked for in the cache.
        known: of these, those that were there.
    """
    pairs = zip(found.criteria["kind"].to_pylist(), found.criteria["checkable"].to_pylist(), strict=True)
    checkable: dict[str, dict[str, int]] = {}
    for (kind, state), count in sorted(Counter(pairs).items()):
        checkable.setdefault(kind, {})[state] = count
    converted, failed = found.trials.num_rows, found.errors.num_rows
    return Tally(
        read=converted + failed,
        converted=converted,
        failed=failed,
        atoms=found.atoms.num_rows,
        asked=asked,
        known=known,
        checkable=checkable,
        concepts=_counted(found.atoms["concept"]),
        diagnostics=_counted(found.criteria["diagnostic_codes"].flatten()),
    )


def most_frequent(counts: dict[str, int], number: int) -> dict[str, int]:
    """The highest counts, highest first; equal ones by name.

    Example:
        >>> most_frequent({"a": 1, "c": 2, "b": 2}, 2)
        {'b': 2, 'c': 2}
    """
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:number])


def _sum(some: dict[str, int], more: dict[str, int]) -> dict[str, int]:
    return dict(Counter(some) + Counter(more))


def _counted(words: pa.Array) -> dict[str, int]:
    found: Iterable[dict[str, Any]] = pc.value_counts(words.drop_null()).to_pylist()
    return {one["values"]: one["counts"] for one in found}
