"""Comparators behind brackets: "7.0 % (53 mmol/mol) |or higher|", "Gleason score 7 (3+4) |or lower|"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from eligibility.grammar.limits import Limit, Side
from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.lexicon import Match
from eligibility.tagging.restated import BRACKETS
from eligibility.tagging.tokens import Tokens

CLOSING = frozenset(BRACKETS.values())
_LONGEST = 8
"""Tokens of a remark between a number and its comparator, with its brackets."""


class _Comparator(NamedTuple):
    """A comparator right behind brackets: its tokens, which side of a number it keeps, and the cue that says so."""

    first: int
    last: int
    side: Side
    cue: CueRule

    def of(self, limit: Limit) -> Limit:
        """The limit that it makes of a bare number; what is compared already as it is."""
        if limit.compared or limit.lower is not limit.upper:
            return limit
        return replace(limit.one_sided(self.side), quality=self.cue.attrs.get("value"))


def compared_behind(amounts: Sequence[Chunk], measured: Sequence[Match], tokens: Tokens) -> Sequence[Chunk]:
    """The limits and times, with each bare number whose comparator stands behind brackets as the limit that it is.

    Another limit that fills the brackets says the first again, from the same side.

    Args:
        amounts: the limits and times, in reading order.
        measured: the phrases that limits are read by.
        tokens: the criterion.
    """
    behind = _comparators(measured, tokens)
    if not behind:
        return amounts
    out: list[Chunk] = []
    at, count = 0, len(amounts)
    while at < count:
        chunk, after = amounts[at], amounts[at + 1 : at + 2]
        at += 1
        said = behind.get(_closes(chunk, tokens))
        if said is None:
            out.append(chunk)
        elif chunk.last == said.first:
            out.append(_as_one(chunk, chunk.value.again, said))
        elif after and after[0].tag == "LIMIT" and (after[0].first, after[0].last) == (chunk.last + 1, said.first - 1):
            out.append(_as_one(chunk, after[0].value, said))
            at += 1
        else:
            out.append(Chunk("LIMIT", chunk.first, chunk.last, said.of(chunk.value)))
            while at < count and amounts[at].first < said.first:
                out.append(amounts[at])
                at += 1
            out.append(Chunk("FILLER", said.first, said.last))
    return out


def _comparators(measured: Sequence[Match], tokens: Tokens) -> Mapping[int, _Comparator]:
    """The comparators right behind brackets, by where they begin; none before a number, which they compare with."""
    folded, numeric = tokens.folded, tokens.numeric
    found = {}
    for first, last, meaning in measured:
        if not meaning.postposed or not first or folded[first - 1] not in CLOSING or True in numeric[last : last + 1]:
            continue
        side: Side = "lower" if "post_ge" in meaning.cues else "upper"
        found[first] = _Comparator(first, last, side, meaning.cues["post_ge" if side == "lower" else "post_le"])
    return found


def _closes(chunk: Chunk, tokens: Tokens) -> int:
    """Where the brackets behind a bare number end, or those that say it again; -1 where there are none."""
    limit, folded = chunk.value, tokens.folded
    if chunk.tag != "LIMIT" or limit.compared or limit.paired is not None or limit.lower is not limit.upper:
        return -1
    if limit.again is not None:
        return chunk.last
    remark = folded[chunk.last : chunk.last + _LONGEST]
    closing = BRACKETS.get(remark[0]) if remark else None
    return chunk.last + remark.index(closing) + 1 if closing is not None and closing in remark else -1


def _as_one(chunk: Chunk, again: Limit, said: _Comparator) -> Chunk:
    """A number, what says it again in brackets, and the comparator behind them."""
    return Chunk("LIMIT", chunk.first, said.last, replace(said.of(chunk.value), last=said.last, again=said.of(again)))
