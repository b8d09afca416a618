"""Examined: in what an abnormality would be found is a part of it, "no abnormality |on ECG or examination|"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

ABNORMAL = fold("abnormality")
_IN = frozenset({"in", "on", "at", "upon", "during"})
"""Words behind an abnormality, before that in which it is found."""
_TESTS = frozenset({"procedure", "measurement"})
"""Domains of that in which it is found."""
_WORDS = (
    "vital signs sign physical examination exam medical history laboratory lab clinical test result parameter value "
    "chemistry hematology biochemistry urinalysis safety finding assessment screening routine"
)
_EXAMINED = frozenset(map(fold, _WORDS.split()))
"""Words of it that are no names of tests."""
_BETWEEN = frozenset({"COMMA", "AND", "OR", "SLASH", "FILLER"})
_PAIR = 2


def with_examined(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with each abnormality and the tests in which it would be found as one.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
        lexicon: names what "an abnormality on ECG" is.
    """
    out: list[Chunk] = []
    place = 0
    while place < len(chunks):
        chunk, end = chunks[place], _examined(chunks, place, tokens)
        if end:
            last = chunks[end - 1].last
            rule = lexicon.named(f"{tokens.surface(chunks[place + _PAIR].first, last)} {ABNORMAL}")
            known = replace(chunk.value, rule=rule, by="concept") if rule is not None else chunk.value
            chunk = Chunk("ENTITY", chunk.first, last, replace(known, last=last), chunk.modifiers)
        out.append(chunk)
        place = end or place + 1
    return out


def _examined(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> int:
    """Where the tests end in which the abnormality at a place would be found; 0 where it is none, or has none."""
    chunk, link = chunks[place], chunks[place + 1] if place + _PAIR < len(chunks) else None
    if chunk.tag != "ENTITY" or link is None or link.tag != "LINK" or tokens.folded[link.first] not in _IN:
        return 0
    named = tokens.folded[chunk.value.first : chunk.value.last] == [ABNORMAL]
    return _end(chunks, place + _PAIR, tokens) if named else 0


def _end(chunks: Sequence[Chunk], start: int, tokens: Tokens) -> int:
    """Where the list of tests ends that begins at a place; 0 where none does."""
    end = 0
    for place in range(start, len(chunks)):
        if _is_test(chunks[place], tokens):
            end = place + 1
        elif chunks[place].tag not in _BETWEEN:
            break
    return 0 if end < len(chunks) and chunks[end].tag in {"LIMIT", "VALUE"} else end


def _is_test(chunk: Chunk, tokens: Tokens) -> bool:
    if chunk.tag == "ENTITY" and chunk.value.domain in _TESTS:
        return True
    return chunk.tag in {"WORDS", "ENTITY"} and _EXAMINED.issuperset(tokens.folded[chunk.first : chunk.last])
