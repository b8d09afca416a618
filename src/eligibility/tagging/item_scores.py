"""Scores of single items: "YMRS ≥ 20 with |at least 2 items scored ≥ 4|" is no second limit on the whole scale."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.tagging.chunks import Chunk, Entity, tags_of
from eligibility.tagging.counted import ITEMS, so_many
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

ITEM = "item"
"""The word for one question of a scale, folded."""
QUESTIONS = frozenset({ITEM, "question"})
"""Words for one question of a scale, folded."""
_CONCEPT = "item score"
_SCORED = frozenset({"scored", "scoring", "rated", "with", "having", "a", "score", "rating", "of", "at", "on", "level"})
"""Words between items and the score that each has."""
_SCORES = frozenset({"scored", "scoring", "rated", "score", "rating"})
_NAMING = frozenset({"FILLER", "WORDS"})
_ON = ["LIMIT", "LINK", "LIMIT"]
"""Tags behind the name of a score that so many items have."""
_AMONG = frozenset({"of", "the", "following", "core", "main", "key", "first", "individual", "single"})
"""Words between a number of items and these: "two |of the| four |core| items", which may be told how many they are."""
_LONGEST = 6
"""Chunks between a number of items and their score."""


def item_scores(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with the words between a number of items and the score of each as the name of that score.

    Args:
        chunks: those of a criterion with limits, in reading order.
        tokens: the criterion.
        lexicon: knows the concept.
    """
    rule = lexicon.named(_CONCEPT)
    if rule is None:
        return chunks
    out = chunks
    for place in range(len(chunks) - 2, -1, -1):
        end = _score(chunks, place, tokens) if chunks[place].tag == "LIMIT" else None
        if end is not None:
            first, last = chunks[place].last, chunks[end].first
            named = Chunk("ENTITY", first, last, Entity(first, last, rule.domain, rule))
            counted = replace(chunks[place], value=so_many(chunks[place].value, ITEMS))
            out = out.copy() if out is chunks else out
            out[place : end + 1] = [named, chunks[end], counted]
        elif _is_on_items(chunks, place, tokens):
            first, last = chunks[place].first, chunks[place].last
            out = out.copy() if out is chunks else out
            out[place] = Chunk("ENTITY", first, last, Entity(first, last, rule.domain, rule))
    return out


def single_items(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with each item of a scale as what is scored: "|QIDS item 12| > 1", "|item 3 of the HAM-D| ≥ 3".

    Args:
        chunks: those of a criterion with limits, in reading order.
        tokens: the criterion.
    """
    out = chunks
    for place in range(len(chunks) - 1, -1, -1):
        if not _is_item(chunks[place], tokens):
            continue
        start, end = place, place + 1
        if place and _is_scale(chunks[place - 1]) and chunks[place - 1].last == chunks[place].first:
            start -= 1
        else:
            of = end < len(chunks) and chunks[end].tag == "OF"
            end += 1 + (of and end + 1 < len(chunks) and chunks[end + 1].tag == "FILLER")
            if not of or end >= len(chunks) or not _is_scale(chunks[end]):
                continue
            end += 1
        out = out.copy() if out is chunks else out
        first, last = chunks[start].first, chunks[end - 1].last
        out[start:end] = [Chunk("ENTITY", first, last, Entity(first, last, "measurement"))]
    return out


def _is_item(chunk: Chunk, tokens: Tokens) -> bool:
    """Whether words are those for one question of a scale, by its number: "item 12"."""
    words = tokens.folded[chunk.first : chunk.last]
    return chunk.tag == "WORDS" and len(words) > 1 and words[0] in QUESTIONS and words[1][0].isdigit()


def _is_scale(chunk: Chunk) -> bool:
    """Whether a chunk names a scale."""
    rule = chunk.value.rule if chunk.tag == "ENTITY" else None
    return rule is not None and rule.domain == "measurement" and rule.kind == "score"


def _is_on_items(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> bool:
    """Whether a chunk names the score that so many items have, and no scale: "with |a score of| ≥ 4 on 2 items"."""
    chunk = chunks[place]
    words = tokens.folded[chunk.first : chunk.last]
    if chunk.tag not in _NAMING or _SCORES.isdisjoint(words) or not _SCORED.issuperset(words):
        return False
    if tags_of(chunks[place + 1 : place + 4]) != _ON or (place and chunks[place - 1].tag == "ENTITY"):
        return False
    return bool(chunks[place + 1].value.compared and chunks[place + 3].value.amount.unit == ITEMS)


def _score(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> int | None:
    """The place of the score behind a number of items; None where there is none."""
    said: list[str] = []
    for at in range(place + 1, min(place + _LONGEST + 1, len(chunks))):
        chunk = chunks[at]
        if chunk.tag != "LIMIT":
            said += tokens.folded[chunk.first : chunk.last]
        elif chunk.value.compared or not said or not _AMONG.issuperset(said):
            break
    else:
        return None
    unit = chunks[place].value.amount.unit
    items = unit == ITEMS or (unit is None and ITEM in said and _AMONG.issuperset(said[: said.index(ITEM)]))
    named = said.index(ITEM) + 1 if unit is None and items else 0
    scored = _SCORED.issuperset(said[named:]) and not _SCORES.isdisjoint(said)
    return at if items and scored and chunk.value.compared and chunk.value.amount.unit is None else None
