"""Counts of lists, "at least two |among| A and B", "2 |out of 3|: A, B, C", "A, B |(one of them)|"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.grammar.limits import Limit
from eligibility.tagging.announcing import says_no_more
from eligibility.tagging.chunks import Chunk, tags_of
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

COUNTING = frozenset(map(fold, ("among", "out", "from", "following", "these", "them")))
"""Words one of which leads from a count to what is counted."""
_LEADING = frozenset({"among", "from"})
_BEFORE_COLON = frozenset({"from", "of"})
"""Words that lead to a list only where a colon parts them from it, or that are read elsewhere."""
_OUT, _FOLLOWING = "out", "following"
_JOINTS = frozenset({"COMMA", "AND", "OR", "SLASH"})
_MEMBERS = frozenset({"ENTITY", "WORDS", "MODIFIER", "FILLER"}) | _JOINTS
_LISTED = "of the following"
_BEHIND = ["LP", "LIMIT", "LISTED", "RP"]
"""Tags of a count in brackets behind what it counts."""


def with_counted_lists(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with "of the following" for the words that lead from a count to a list behind a colon, and "of" else.

    Args:
        chunks: those of a criterion with a limit, in reading order.
        tokens: the criterion.
        lexicon: has the cues.
    """
    out: list[Chunk] = []
    place = 0
    while place < len(chunks):
        chunk = chunks[place]
        if chunk.tag == "LP" and (start := _counted_behind(chunks, place, out)) is not None:
            limit, listed = chunks[place + 1 : place + 3]
            out[start:start] = [limit, listed]
            out += [Chunk("FILLER", one.first, one.last) for one in (chunk, chunks[place + 3])]
            place += len(_BEHIND)
            continue
        out.append(chunk)
        place += 1
        if chunk.tag == "LISTED" and (end := _numbered(chunks, place, tokens)) is not None:
            out += [Chunk("FILLER", one.first, one.last) for one in chunks[place:end]]
            place = end
        elif _is_number(chunk) and (led := _led(chunks, place, tokens)) is not None:
            tag, end = led
            cue = lexicon.cue(_LISTED, "listed") if tag == "LISTED" else lexicon.cue("of", "of")
            out.append(Chunk(tag, chunk.last, chunks[end - 1].last, cue))
            place = end
    return out


def _led(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> tuple[str, int] | None:
    """What the words behind a count are, and the place behind them; None where they lead to no list."""
    at = _past(chunks, place, tokens)
    if at == len(chunks):
        return None
    word, led = tokens.folded[chunks[at].first], chunks[at].tag == "LINK"
    if led and word == _OUT and at + 1 < len(chunks) and chunks[at + 1].tag in {"OF", "LISTED"}:
        listed = chunks[at + 1].tag == "LISTED"
        at += 2
    elif chunks[at].tag == "FILLER" and word == _OUT:
        at, listed = at + 1, True
    elif (led and word in _LEADING) or chunks[at].tag == "OF":
        at, listed = at + 1, False
    else:
        return None
    begun = at
    while at < len(chunks) and chunks[at].tag == "FILLER":
        at += 1
    numbered = at < len(chunks) and _is_number(chunks[at])
    at += numbered
    if at < len(chunks) and (chunks[at].tag == "LISTED" or tokens.folded[chunks[at].first] == _FOLLOWING):
        at, listed = at + 1, True
    at = _past(chunks, at, tokens)
    if at < len(chunks) and chunks[at].tag == "COLON" and (numbered or listed or word != "of"):
        return "LISTED", at
    if listed or numbered or word in _BEFORE_COLON:
        return None
    several = at + 1 < len(chunks) and chunks[at].tag == "ENTITY" and chunks[at + 1].tag in _JOINTS
    return ("OF", at) if several and at == begun else None


def _past(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> int:
    """The place behind words that say no more than that there are several: "two |symptoms| out of"."""
    while place < len(chunks) and (
        (chunks[place].tag == "FILLER" and tokens.folded[chunks[place].first] != _OUT)
        or (chunks[place].tag in {"WORDS", "ENTITY"} and says_no_more(chunks[place], tokens))
    ):
        place += 1
    return place


def _numbered(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> int | None:
    """The place of the colon behind "of the following", behind no more than how many there are: "|3 signs|"."""
    if place == len(chunks) or not _is_number(chunks[place]):
        return None
    place += 1
    while place < len(chunks) and chunks[place].tag == "LISTED" and chunks[place].first == chunks[place].last:
        place += 1
    end = _past(chunks, place, tokens)
    return end if end < len(chunks) and chunks[end].tag == "COLON" else None


def _counted_behind(chunks: Sequence[Chunk], place: int, before: Sequence[Chunk]) -> int | None:
    """Where the list begins that a count in brackets behind it counts: "|A, B, C| (at least two of these)"."""
    if tags_of(chunks[place : place + len(_BEHIND)]) != _BEHIND or not _is_number(chunks[place + 1]):
        return None
    end = chunks[place + len(_BEHIND) :]
    start = len(before)
    while start and before[start - 1].tag in _MEMBERS:
        start -= 1
    joined = any(one.tag in _JOINTS for one in before[start:])
    return start if joined and (not end or end[0].tag == "STOP") else None


def _is_number(chunk: Chunk) -> bool:
    """Whether a chunk is a bare whole number, at least or at most."""
    limit: Limit | None = chunk.value if chunk.tag == "LIMIT" else None
    if limit is None or limit.amount.takes_no_unit or limit.amount.calendar or limit.paired is not None:
        return False
    number = limit.amount.number
    return number is not None and number == int(number) and not limit.is_range
