"""How offsets of a rewritten text lead back to the text that it was made from."""

from __future__ import annotations

from bisect import bisect_right


class OffsetMap:
    """A piecewise map: outside its edits, characters correspond one to one.

    An edit says that `[new_start, new_end)` of the new text stands for `[old_start, old_end)` of the old one.
    Edits are added from left to right. A lookup is a binary search among them.
    """

    __slots__ = ("_new_end", "_new_start", "_old_end", "_old_start")

    def __init__(self) -> None:
        self._new_start: list[int] = []
        self._new_end: list[int] = []
        self._old_start: list[int] = []
        self._old_end: list[int] = []

    def __len__(self) -> int:
        return len(self._new_start)

    def add(self, new_start: int, new_end: int, old_start: int, old_end: int) -> None:
        """Record one more edit, to the right of all others."""
        self._new_start.append(new_start)
        self._new_end.append(new_end)
        self._old_start.append(old_start)
        self._old_end.append(old_end)

    def stretch(self, old_start: int, old_end: int) -> bool:
        """Let the last edit, if it ends at `old_start`, reach to `old_end`; says whether it did."""
        if not self._old_end or self._old_end[-1] != old_start:
            return False
        self._old_end[-1] = old_end
        return True

    def start(self, offset: int) -> int:
        """Where the old text of the character at `offset` begins."""
        at = bisect_right(self._new_start, offset) - 1
        if at < 0:
            return offset
        past = offset - self._new_end[at]
        return self._old_start[at] if past < 0 else self._old_end[at] + past

    def end(self, offset: int) -> int:
        """Where the old text of the character before `offset` ends; 0 for 0."""
        at = bisect_right(self._new_start, offset - 1) - 1
        if at < 0:
            return max(offset, 0)
        return self._old_end[at] + max(offset - self._new_end[at], 0)

    def within(self, start: int, end: int) -> tuple[int, ...]:
        """The edits that decide where offsets from `start` to `end` lead, told from where `start` leads.

        Two stretches with the same text and the same edits lead back in the same way.
        """
        if not self._new_start:
            return ()
        first = bisect_right(self._new_start, start - 1) - 1
        if first < 0 or self._new_end[first] < start:
            first += 1
        last = bisect_right(self._new_start, end)
        old = self.start(start)
        numbers: list[int] = []
        for at in range(first, last):
            numbers += (self._new_start[at] - start, self._new_end[at] - start)
            numbers += (self._old_start[at] - old, self._old_end[at] - old)
        return tuple(numbers)


class Rewrite:
    """A text being rewritten from left to right, with the map back to it.

    Attributes:
        old: the text as it was.
        map: the edits so far.
    """

    __slots__ = ("_done", "_length", "_parts", "map", "old")

    def __init__(self, old: str) -> None:
        self.old = old
        self.map = OffsetMap()
        self._parts: list[str] = []
        self._done = 0
        self._length = 0

    def replace(self, start: int, end: int, new: str) -> None:
        """Put `new` in the place of `old[start:end]`; `start` must not lie before the end of the last replacement."""
        kept = self.old[self._done : start]
        self._length += len(kept)
        if len(new) != end - start or len(new) > 1:
            self.map.add(self._length, self._length + len(new), start, end)
        self._parts += (kept, new)
        self._length += len(new)
        self._done = end

    def drop(self, start: int, end: int) -> None:
        """Leave out `old[start:end]`, and let the character before it stand for it too; there must be one."""
        if start > self._done or not self.map.stretch(start, end):
            kept = self.old[self._done : start]
            self._parts.append(kept)
            self._length += len(kept)
            self.map.add(self._length - 1, self._length, start - 1, end)
        self._done = end

    @property
    def done(self) -> int:
        """The end of what was replaced last, in the old text."""
        return self._done

    def finish(self) -> str:
        """The new text."""
        self._parts.append(self.old[self._done :])
        return "".join(self._parts)
