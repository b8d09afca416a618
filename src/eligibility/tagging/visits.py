"""Visits: at which others of a study something is measured besides: "at screening and |baseline|"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.whens import When
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.lexicon import Match
from eligibility.tagging.tokens import Tokens

_JOINS = frozenset({"and", "or"})
_SIDES = frozenset({"AT", "AT_TIME", "IN"})
_WHY = frozenset({"for", "with", "due", "because"})
"""Words behind an admission that says why somebody was ill, and is no visit."""
_ADMISSION = "admission"
"""The anchor that other words name, too, as what befalls somebody: "at screening or |hospitalization| for gout"."""
_VISITS = frozenset(
    {"screening", "enrollment", "randomization", "first_dose", "baseline", "consent", "check-in", _ADMISSION}
)
"""Anchors that are visits of a study; "at screening or |diagnosis of asthma" names an event of its own."""


def with_further_visits(amounts: Sequence[Chunk], measured: Sequence[Match], tokens: Tokens) -> Sequence[Chunk]:
    """The limits and times of a criterion, with the visits that a join gives the preposition of the visit before them.

    Args:
        amounts: the limits and times, in reading order.
        measured: the phrases that have a part in them.
        tokens: the criterion.
    """
    visits = [chunk for chunk in amounts if chunk.tag == "WHEN" and _is_visit(chunk.value)]
    if not visits:
        return amounts
    anchors: dict[int, tuple[int, str]] = {}
    joins: dict[int, int] = {}
    for first, last, meaning in measured:
        if (anchor := meaning.cues.get("anchor")) is not None:
            anchors[first] = max(anchors.get(first, (0, "")), (last, anchor.name))
        if not _JOINS.isdisjoint(meaning.cues):
            joins[first] = max(joins.get(first, 0), last)
    added = []
    for visit in visits:
        begin = joins.get(_past_name(visit.last, anchors, tokens))
        if begin is None:
            continue
        end, name = anchors.get(begin, (0, ""))
        behind = tokens.folded[end : end + 1]
        told = name != _ADMISSION or (tokens.folded[end - 1] == _ADMISSION and _WHY.isdisjoint(behind))
        if name in _VISITS and told and behind != ["of"]:
            added.append(Chunk("WHEN", begin, end, replace(visit.value, first=begin, last=end, anchor=name)))
    if not added:
        return amounts
    kept = [chunk for chunk in amounts if not any(one.first <= chunk.first < one.last for one in added)]
    return sorted([*kept, *added], key=lambda chunk: chunk.first)


def _is_visit(when: When) -> bool:
    return when.kind == "during" and when.side in _SIDES and when.anchor in _VISITS


def _past_name(place: int, anchors: dict[int, tuple[int, str]], tokens: Tokens) -> int:
    """Past the number of a visit in brackets: "at screening |(visit 1)|"."""
    if tokens.folded[place : place + 1] != ["("]:
        return place
    end = anchors.get(place + 1, (0, ""))[0]
    return end + 1 if tokens.folded[end : end + 1] == [")"] else place
