"""Disjoint sets: what is joined, directly or through others, is in one group."""

from __future__ import annotations

from collections.abc import Hashable


class Groups:
    """Sets that grow together.

    Example:
        >>> groups = Groups()
        >>> groups.join("a", "b")
        >>> groups.join("b", "c")
        >>> groups.of("a") == groups.of("c"), groups.of("a") == groups.of("d")
        (True, False)
    """

    def __init__(self) -> None:
        self._above: dict[Hashable, Hashable] = {}

    def of(self, member: Hashable) -> Hashable:
        """What stands for the group of a member: the same for all in it, until it is joined to another."""
        while (above := self._above.setdefault(member, member)) != member:
            self._above[member] = self._above[above]
            member = above
        return member

    def join(self, one: Hashable, other: Hashable) -> None:
        """Makes the groups of two members one."""
        self._above[self.of(one)] = self.of(other)
