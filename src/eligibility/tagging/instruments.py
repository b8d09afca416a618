"""Instruments: the names of scores and questionnaires that no concept of the rules is called.

What their words mean elsewhere is not said by them: "Neck pain and fatigue index (NPFI)" names no pain.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk, Entity
from eligibility.tagging.letters import spelled_out
from eligibility.tagging.tokens import Tokens

INSTRUMENTS = frozenset(
    {
        "scale",
        "subscale",
        "index",
        "questionnaire",
        "inventory",
        "score",
        "checklist",
        "assessment",
        "screen",
        "rating",
        "system",
    }
)
"""Words that names of instruments end in."""
_ONLY_IN_NAMES = frozenset({"assessment", "screen", "rating", "system"})
"""Those that name an instrument only where all words of the name begin with a capital."""
_PART = "subscale"
"""What is a part of the instrument that is named before it: "KOOS pain |subscale"."""
_WITHIN = frozenset({"ENTITY", "WORDS", "AND", "OF", "LINK", "FILLER", "MODIFIER"})
"""Tags of what a name that is abbreviated may be made of."""
_NOUNS = frozenset({"ENTITY", "WORDS"})
_FEWEST_LETTERS = 3
_BRACKETED = 3
"""Chunks of an abbreviation: two brackets, and what stands in them."""


def instruments(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """Chunks with the name of each instrument, and its abbreviation in brackets, as one measurement."""
    out: list[Chunk] = []
    place = 0
    while place < len(chunks):
        chunk = chunks[place]
        if chunk.tag == "LP" and out and (name := _abbreviated(out, chunks[place : place + _BRACKETED + 1], tokens)):
            _replace(out, *name, chunks[place + _BRACKETED - 1].last)
            place += _BRACKETED
            continue
        out.append(chunk)
        if chunk.tag == "WORDS" and (found := _named(out, tokens)) is not None:
            _replace(out, *found, chunk.last)
        place += 1
    return out


def _replace(out: list[Chunk], count: int, first: int, last: int) -> None:
    """Puts one measurement in the place of the last chunks, and the words of the first that come before it."""
    merged = out[-count:]
    del out[-count:]
    before = merged[0]
    if before.tag == "WORDS" and before.first < first:
        out.append(Chunk("WORDS", before.first, first, None, before.modifiers))
    modifiers = [
        one
        for chunk in merged
        for one in (chunk.value.modifiers if chunk.tag == "ENTITY" else chunk.modifiers)
        if one.last <= first
    ]
    start = min(before.first, first) if before.tag == "ENTITY" else first
    out.append(Chunk("ENTITY", start, last, Entity(first, last, "measurement", modifiers=modifiers, by="instrument")))


def _named(out: Sequence[Chunk], tokens: Tokens) -> tuple[int, int] | None:
    """How many of the last chunks are the name of an instrument, and where it begins: "|fatigue| severity index"."""
    chunk = out[-1]
    word = tokens.folded[chunk.last - 1]
    if word not in INSTRUMENTS:
        return None
    count, first = 1, chunk.first
    while count < len(out):
        before = out[-count - 1]
        if before.tag not in _NOUNS or not _adjoins(before.last, first, tokens):
            break
        if _is_measured(before) and (count == 1 or word != _PART):
            break
        count, first = count + 1, before.value.first if before.tag == "ENTITY" else before.first
    if count == 1 or not any(one.tag == "ENTITY" for one in out[-count:]) or _is_said_for(out[:-count]):
        return None
    if word in _ONLY_IN_NAMES and not _is_title(first, chunk.last, tokens):
        return None
    return count, first


def _is_said_for(before: Sequence[Chunk]) -> bool:
    """Whether a preposition and a measurement stand before: "a questionnaire |for| anxiety score"."""
    return len(before) > 1 and before[-1].tag == "LINK" and (before[-2].tag == "RP" or _is_measured(before[-2]))


def _adjoins(last: int, first: int, tokens: Tokens) -> bool:
    """Whether nothing, or a hyphen, stands between two tokens."""
    return last == first or (first - last == 1 and tokens.folded[last] == "-")


def _is_measured(chunk: Chunk) -> bool:
    return chunk.tag == "ENTITY" and (chunk.value.domain == "measurement" or chunk.value.denied)


def _is_title(first: int, last: int, tokens: Tokens) -> bool:
    """Whether all words begin with a capital."""
    return all(word[0].isupper() for word in tokens.written[first:last] if word[0].isalpha())


def _abbreviated(out: Sequence[Chunk], following: Sequence[Chunk], tokens: Tokens) -> tuple[int, int] | None:
    """How many of the last chunks an abbreviation in brackets stands for, and where they begin.

    They name an instrument where they end in a word for one, or the brackets are followed by one: "(CDR) |score".
    """
    if len(following) < _BRACKETED or following[2].tag != "RP" or following[1].tag not in _NOUNS:
        return None
    inside, after = following[1], following[_BRACKETED:]
    written = tokens.surface(inside.first, inside.last)
    letters = [letter for letter in written if letter.isalpha()]
    if " " in written or len(letters) < _FEWEST_LETTERS or sum(map(str.isupper, letters)) * 2 < len(letters):
        return None
    last = out[-1]
    follows = bool(after) and after[0].tag == "WORDS" and tokens.folded[after[0].first] in INSTRUMENTS
    if last.tag not in _NOUNS or not (tokens.folded[last.last - 1] in INSTRUMENTS or follows) or _is_known(last):
        return None
    first = spelled_out(letters, last.last, tokens)
    if first is None or not (
        follows or tokens.folded[last.last - 1] not in _ONLY_IN_NAMES or _is_title(first, last.last, tokens)
    ):
        return None
    count = 1
    while out[-count].first > first:
        if count == len(out) or out[-count - 1].tag not in _WITHIN:
            return None
        count += 1
    begins = out[-count]
    at = begins.value.first if begins.tag == "ENTITY" else begins.first
    return (count, first) if at >= first or begins.tag == "WORDS" else None


def _is_known(chunk: Chunk) -> bool:
    """Whether a chunk is a measurement that the rules name."""
    return chunk.tag == "ENTITY" and chunk.value.domain == "measurement" and chunk.value.rule is not None
