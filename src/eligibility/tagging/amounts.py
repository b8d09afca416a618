"""Finds the limits and times of a criterion: quantity.lark and time.lark over the tags of each unbroken run."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.grammar.limits import Tagged, read_limit
from eligibility.grammar.shapes import LONGEST, Shapes
from eligibility.grammar.whens import When, read_when
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.measures import runs

_ANCHORED = frozenset({"NUM", "FOLD", "TUNIT", "ANCHOR"})
_VALUES = frozenset({"NUM", "FOLD", "LEVEL", "REF"})


class Amounts:
    """Reads limits and times out of tags."""

    def __init__(self) -> None:
        self.quantities = Shapes("quantity", "limit")
        self.times = Shapes("time", "when")

    def read(self, tagged: list[Tagged | None]) -> list[Chunk]:
        """The limits (LIMIT) and times (WHEN) of a criterion, in reading order."""
        out: list[Chunk] = []
        for run in runs(tagged):
            tags = tuple(item.tag for item in run)
            if _ANCHORED.isdisjoint(tags) and _VALUES.isdisjoint(tags):
                continue
            self._run(run, tags, out)
        return out

    def _run(self, run: Sequence[Tagged], tags: tuple[str, ...], out: list[Chunk]) -> None:
        place = 0
        while place < len(run):
            ahead = tags[place : place + LONGEST]
            time = self.times.longest(ahead)
            limit = self.quantities.longest(ahead)
            if time is not None and (limit is None or time[0] >= limit[0]) and self._when(run, place, time, out):
                place += time[0]
            elif limit is not None and _has_value(ahead[: limit[0]]):
                found = read_limit(limit[1], run[place : place + limit[0]])
                out.append(Chunk("LIMIT", found.first, found.last, found))
                place += limit[0]
            else:
                if tags[place] == "REF":
                    out.append(Chunk("REF", run[place].first, run[place].last, run[place].value))
                place += 1

    def _when(self, run: Sequence[Tagged], place: int, time: tuple[int, object], out: list[Chunk]) -> bool:
        when: When = read_when(time[1], run[place : place + time[0]])  # type: ignore[arg-type]
        if when.limit is not None and not when.limit.calendar:
            return False
        out.append(Chunk("WHEN", when.first, when.last, when))
        return True


def _has_value(tags: Sequence[str]) -> bool:
    return not _VALUES.isdisjoint(tags)
