"""The cache of renderings: registries repeat themselves, and what is said twice is read once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Final

from eligibility.convert.rendering import Rendering
from eligibility.segment import CleanText, Item
from eligibility.tree import CrossReference

SIZE: Final = 1 << 21
"""Characters of criteria that a cache remembers: some thirty thousand criteria."""


class Cache:
    """Renderings by what criteria say, those used least recently forgotten.

    Args:
        size: how many characters of criteria it may remember; 0 remembers nothing.

    Attributes:
        asked: how often it was asked.
        known: how often it knew.
    """

    def __init__(self, size: int = SIZE) -> None:
        self.asked = 0
        self.known = 0
        self._size = size
        self._held = 0
        self._kept: OrderedDict[Hashable, tuple[Rendering, int]] = OrderedDict()

    def __contains__(self, key: Hashable) -> bool:
        """Whether the rendering under a key is known; that it was asked is not counted."""
        return key in self._kept

    def get(self, key: Hashable, length: int, make: Callable[[], Rendering]) -> Rendering:
        """The rendering under a key, made where it is not known.

        Args:
            key: see `key_of`.
            length: of the criterion, in characters.
            make: makes the rendering.
        """
        self.asked += 1
        found = self._kept.get(key)
        if found is not None:
            self.known += 1
            self._kept.move_to_end(key)
            return found[0]
        made = make()
        self._kept[key] = made, length
        self._held += length
        while self._held > self._size:
            _, (_, gone) = self._kept.popitem(last=False)
            self._held -= gone
        return made


def key_of(text: CleanText, item: Item, raw: str, references: Sequence[CrossReference]) -> Hashable:
    """All that the reading of an item depends on, but for where it stands.

    Args:
        text: the document.
        item: the item, with its list.
        raw: the raw text of it.
        references: where it points to other criteria; where such a criterion is not there, its reading says so.
    """
    clean = text.text[item.start : item.stop]
    alignment = text.alignment(item.start, item.stop)
    shape = _shape(item, item.start) if item.children else None
    defined = tuple(one for one in text.short_forms.items() if one[0] in clean)
    nowhere = tuple(not one.targets for one in references)
    return item.kind, clean, None if raw == clean else raw, alignment, shape, defined, nowhere


def _shape(item: Item, start: int) -> Hashable:
    """An item and the list under it: where the parts stand and how they are joined."""
    below = tuple(_shape(child, start) for child in item.children)
    return item.kind, item.start - start, item.end - start, item.joiner, below
