"""What a segmented text is made of. All offsets are code points into the cleaned text, `[start, end)`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from msgspec import Struct

Kind = Literal["inclusion", "exclusion"]
Joiner = Literal["and", "or"]


class SectionSpan(NamedTuple):
    """A heading.

    Attributes:
        kind: what the criteria under it decide.
        title: the heading as a reader sees it, without bullets and decoration.
        start: where it begins, with bullets and decoration.
        end: where it ends, likewise.
        cohort: the group of people that it speaks of; None for all.
    """

    kind: Kind
    title: str
    start: int
    end: int
    cohort: str | None = None


class Item(Struct, frozen=True, gc=False):
    """A bullet, a numbered point or a line: a criterion, or a part of one.

    Attributes:
        kind: of the section that it stands in; inclusion where there is none.
        start: where its own text begins, after the marker.
        end: where its own text ends, before its children; the text may span several lines.
        marker_start: where its bullet or number begins; None if it has none.
        marker_end: where its bullet or number ends.
        section: index of its section in `Outline.sections`.
        depth: 0 for a top-level item.
        lead_in: it opens a list ("any of the following:").
        joiner: the connective between it and the next item, as far as one is written.
        children: the items under it, in reading order.
    """

    kind: Kind
    start: int
    end: int
    marker_start: int | None
    marker_end: int | None
    section: int | None
    depth: int
    lead_in: bool
    joiner: Joiner | None
    children: tuple[Item, ...] = ()

    def walk(self) -> Iterator[Item]:
        """The item and all under it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def stop(self) -> int:
        """Where the item ends with all that is under it."""
        item = self
        while item.children:
            item = item.children[-1]
        return item.end


class Outline(NamedTuple):
    """A text in its parts.

    Every character that is no space lies in exactly one of: an item's own text, a marker, a heading, a leftover.

    Attributes:
        sections: the headings, in reading order.
        items: the top-level items, in reading order.
        leftovers: what belongs to none of them, such as ruled lines and empty bullets.
    """

    sections: tuple[SectionSpan, ...]
    items: tuple[Item, ...]
    leftovers: tuple[tuple[int, int], ...]
