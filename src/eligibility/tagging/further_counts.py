"""Counts behind a limit: "hemoglobin > 9 g/dL, |no more than 2 prior transfusions|" are no two ends of one range."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Amount, Limit
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.lexicon import Match
from eligibility.tagging.tokens import Tokens

_JOINTS = frozenset({",", ";", "and", "but", "or"})
"""What may stand between two limits."""
_THROUGH = frozenset({"to", "-", "through"})
"""What stands between the ends of a range."""
_NAMING = frozenset({None, "STATUS", "MODIFIER"})
"""Tags of phrases that what is counted may begin with."""


def counts_apart(amounts: Sequence[Chunk], spoken: Sequence[Match], tokens: Tokens) -> Sequence[Chunk]:
    """The limits and times, with each bare number that counts what follows it apart from the limit before it.

    Args:
        amounts: the limits and times, in reading order.
        spoken: the other phrases of the criterion.
        tokens: the criterion.
    """
    begins = {chunk.first for chunk in amounts}
    parted = {
        place: two
        for place, chunk in enumerate(amounts)
        if chunk.last not in begins and (two := _parted(chunk, spoken, tokens)) is not None
    }
    if not parted:
        return amounts
    out: list[Chunk] = []
    for place, chunk in enumerate(amounts):
        out.extend(Chunk("LIMIT", one.first, one.last, one) for one in parted.get(place, ()))
        if place not in parted:
            out.append(chunk)
    return out


def _parted(chunk: Chunk, spoken: Iterable[Match], tokens: Tokens) -> tuple[Limit, Limit] | None:
    """A limit of two ends as two, where the second has no unit of its own and something follows that it counts."""
    ends = _ends(chunk.value) if chunk.tag == "LIMIT" and chunk.last < len(tokens) else None
    if ends is None or not tokens.folded[chunk.last][0].isalpha():
        return None
    one, two = ends
    unit = one.unit_tokens
    if unit is None or two.unit_tokens != unit or unit[0] > two.tokens[0] or not _is_counted(chunk.last, spoken):
        return None
    begin = unit[1]
    while tokens.folded[begin] in _JOINTS:
        begin += 1
    if begin == unit[1] or begin == two.tokens[0] or tokens.folded[begin] in _THROUGH:
        return None
    bare = replace(two, unit=None, unit_tokens=None, calendar=False)
    whole = replace(chunk.value, paired=None, outside=False, alternatives=False)
    return (
        replace(_only(whole, chunk.value, one, one), last=unit[1]),
        replace(_only(whole, chunk.value, two, bare), first=begin),
    )


def _ends(limit: Limit) -> tuple[Amount, Amount] | None:
    """The two amounts of a limit that has two, in reading order."""
    other = limit.paired
    found = [end for end in (limit.lower, limit.upper) if end is not None]
    if other is not None and len(found) == 1:
        found.extend(end for end in (other.lower, other.upper) if end is not None)
    if limit.one_of or len(found) != 2 or found[0] is found[1]:
        return None
    one, two = sorted(found, key=_place)
    return one, two


def _place(amount: Amount) -> int:
    return amount.tokens[0]


def _only(whole: Limit, said: Limit, end: Amount, amount: Amount) -> Limit:
    """A limit with one of its ends alone."""
    below = end is said.lower or (said.paired is not None and end is said.paired.lower)
    of = said.paired if said.paired is not None and end in (said.paired.lower, said.paired.upper) else said
    inclusive = {"lower_inclusive": of.lower_inclusive, "upper_inclusive": of.upper_inclusive}
    return replace(whole, lower=amount if below else None, upper=None if below else amount, **inclusive)


def _is_counted(place: int, spoken: Iterable[Match]) -> bool:
    """Whether a name, or what is said of one, begins at a place."""
    found = [match for match in spoken if match[0] == place]
    if not found:
        return False
    _, _, meaning = max(found, key=_last)
    return meaning.tag in _NAMING


def _last(match: Match) -> int:
    return match[1]
