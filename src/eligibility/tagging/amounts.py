"""Finds the limits and times of a criterion: quantity.lark and time.lark over the tags of each unbroken run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from operator import attrgetter

from msgspec.structs import replace

from eligibility.grammar.limit_shapes import limit_template
from eligibility.grammar.limits import COMPARATORS, SIDES, Tagged
from eligibility.grammar.loading import STARTS, Alternatives
from eligibility.grammar.shapes import Prefixes
from eligibility.grammar.templates import AmountTemplate, LimitTemplate
from eligibility.grammar.whens import WhenTemplate, when_template
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.measures import runs

_tag = attrgetter("tag")

_VALUES = frozenset({"NUM", "FOLD", "LEVEL", "REF"})
_ALONE = {"REF": "REF", "SCALE": "FILLER"}
"""Tags that are chunks where they are part of no limit, and which: the values that a scale has say nothing."""
_NEAR = 3
"""Tags between a comparator that no limit has taken and the number that it compares with: "> |to| 9"."""
_ANCHORED = _VALUES | {"TUNIT", "ANCHOR", "AT_TIME", "HALVES", "SCALE"}


class Amounts:
    """Reads limits and times out of tags.

    Args:
        extra: alternatives that packs add to rules of the grammars.
    """

    def __init__(self, extra: Mapping[str, Alternatives] | None = None) -> None:
        more = extra or {}
        self.quantities = Prefixes("quantity", STARTS["quantity"], limit_template, more.get("quantity"))
        self.times = Prefixes("time", STARTS["time"], when_template, more.get("time"))

    def read(self, tagged: Iterable[Tagged]) -> list[Chunk]:
        """The limits (LIMIT) and times (WHEN) of a criterion, in reading order, and comparators before names (SIGN)."""
        out: list[Chunk] = []
        for run in runs(tagged):
            tags = [*map(_tag, run)]
            if not _ANCHORED.isdisjoint(tags):
                self._run(run, tags, out)
            if tags[-1] in SIDES:
                out.append(Chunk("SIGN", run[-1].first, run[-1].last, run[-1]))
        return out

    def _run(self, run: Sequence[Tagged], tags: Sequence[str], out: list[Chunk]) -> None:
        at = 0
        loose = -_NEAR
        while at < len(run):
            time = self._time(tags, at)
            limit = self._limit(tags, at)
            if time is not None and (limit is None or time[0] >= limit[0]):
                chunk = _when(time[1], run[at : at + time[0]])
                if chunk is not None:
                    out.append(chunk)
                    at += time[0]
                    continue
            if limit is not None and tags[at] == "FROM" and self._reach(tags, at + 1) > _from(*limit):
                limit = None
            if limit is not None and not _VALUES.isdisjoint(tags[at : at + limit[0]]):
                found = limit[1].fill(run[at : at + limit[0]])
                if at - loose < _NEAR and not found.compared:
                    found = found.compared_by(run[loose])
                out.append(Chunk("LIMIT", found.first, found.last, found))
                at += limit[0]
                continue
            if tags[at] == "PLUSMINUS" and (apart := self.quantities.longest(tags, at + 1)) is not None:
                limit_apart = apart[1].fill(run[at + 1 : at + 1 + apart[0]])
                tolerance = replace(limit_apart, first=run[at].first, compared=False, tolerance=True)
                out.append(Chunk("LIMIT", tolerance.first, tolerance.last, tolerance))
                at += 1 + apart[0]
                continue
            if tags[at] in _ALONE:
                out.append(Chunk(_ALONE[tags[at]], run[at].first, run[at].last, run[at].value))
            elif tags[at] in COMPARATORS:
                loose = at
            at += 1

    def _limit(self, tags: Sequence[str], at: int) -> tuple[int, LimitTemplate] | None:
        """The longest limit at a place; it ends before one on something else: "≥ 3 months|, ≥ 8 voids"."""
        limit = self.quantities.longest(tags, at)
        end = _own_end(limit[1]) if limit is not None else None
        return limit if end is None else self.quantities.longest(tags[: at + end], at)

    def _reach(self, tags: Sequence[str], at: int) -> int:
        """How many tags the longest limit or time at a place has."""
        found = (self._time(tags, at), self.quantities.longest(tags, at))
        return max((one[0] for one in found if one is not None), default=0)

    def _time(self, tags: Sequence[str], at: int) -> tuple[int, WhenTemplate] | None:
        """The longest time at a place; "within 12 months or |2 relapses" ends where its unit is written.

        "For at least 4 months, |at least 6 days per week" ends before what is no end of it.
        """
        time = self.times.longest(tags, at)
        if time is not None and time[1].limit is not None and _is_related(time[1].limit):
            return None
        end = _own_end(time[1].limit) if time is not None and time[1].limit is not None else None
        if end is not None:
            return self.times.longest(tags[: at + end], at)
        members = time[1].limit.members if time is not None and time[1].limit is not None else ()
        if not members or members[-1].unit is None or members[-1].unit > members[-1].first:
            return time
        return self.times.longest(tags[: at + members[-1].unit + 1], at)


def _own_end(template: LimitTemplate) -> int | None:
    """How many tags are those of one limit, where another follows that is no end of it; None where none does.

    That is one from the same side, or one in what is no length of time ("born after |1 day| and 2 kg"), or a bare
    number behind one with a unit: "a weight of |110 lb|, 6 visits".
    """
    amounts = template.members or [end for end in (template.lower, template.upper) if end is not None]
    for one, two in pairwise(sorted(amounts, key=_place)):
        if template.members and one.unit is not None and two.unit is not None and two.unit < two.first:
            return one.last + 1
        if one.unit is not None and two.unit is not None and one.calendar != two.calendar:
            return one.last + 1
    other = template.paired
    if other is None or template.alternatives or template.outside:
        return None
    if (template.lower is None, template.upper is None) != (other.lower is None, other.upper is None):
        return None
    return next(end.last + 1 for end in (template.upper, template.lower) if end is not None)


def _is_related(template: LimitTemplate) -> bool:
    """Whether it is told from a reference limit, and so is no time: "within 3 seconds of ULN"."""
    return any(end is not None and end.ref is not None for end in (template.lower, template.upper))


def _place(amount: AmountTemplate) -> int:
    return amount.first


def _from(count: int, template: LimitTemplate) -> int:
    """How many tags after its "from" a limit has; none where "from 2" has no unit, and says nothing."""
    return count - 1 if template.compared else 0


def _when(template: WhenTemplate, tagged: Sequence[Tagged]) -> Chunk | None:
    """The time that tags say; None where it is no length of time."""
    when = template.fill(tagged)
    if when.limit is not None and not when.limit.calendar:
        return None
    return Chunk("WHEN", when.first, when.last, when)
