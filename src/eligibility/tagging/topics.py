"""Topics: what stands before a colon and only names what the rest is about: "|Renal function|: creatinine < 2"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk, begin_of
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

COLON = ":"
_LONGEST = 6
"""Tokens of the name of a topic."""
_REACH = 40
"""Chunks behind a colon in which something has to be named."""
_BOUNDS = frozenset({"STOP", "SEMI"})
"""Tags of what stands before a topic."""
_JOINS = frozenset({"and", "or", "/", "&", "-", ","})
_TELLING = frozenset({"ATTESTATION", "DEFINITION", "AGE"})
"""Tags of what says something without the name of a topic before it."""


def without_topics(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with the names of topics before colons as fillers.

    What stands behind the colon has to name something, or a list stands below: "renal function: normal" is said of it.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
        lexicon: knows the topics.
    """
    out: list[Chunk] = []
    done = 0
    for place, chunk in enumerate(chunks):
        if chunk.tag != "COLON":
            continue
        begin = _begin(chunks, place)
        if begin < done or begin == place:
            continue
        first, last = begin_of(chunks[begin]), chunk.first
        if not 0 < last - first <= _LONGEST or not _is_topic(tokens.folded[first:last], lexicon):
            continue
        if place + 1 == len(chunks) or _tells(chunks, place + 1, tokens, lexicon):
            out += [*chunks[done:begin], Chunk("FILLER", first, last)]
            done = place
    return [*out, *chunks[done:]] if done else chunks


def _begin(chunks: Sequence[Chunk], place: int) -> int:
    """Where what stands before a colon begins: the criterion, or one of its statements."""
    begin = place
    while begin and place - begin < _LONGEST and chunks[begin - 1].tag not in _BOUNDS:
        begin -= 1
    return begin


def _is_topic(words: list[str], lexicon: Lexicon) -> bool:
    named = [word for word in words if word not in _JOINS]
    return tuple(named) in lexicon.topics or (bool(named) and all((word,) in lexicon.topics for word in named))


def _tells(chunks: Sequence[Chunk], start: int, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Whether something is named by itself, from a place on, before the statement ends."""
    for chunk in chunks[start : start + _REACH]:
        if chunk.tag in _BOUNDS:
            return False
        if chunk.tag in _TELLING:
            return True
        if chunk.tag == "ENTITY" and chunk.value.rule is not None:
            words = tuple(tokens.folded[chunk.value.first : chunk.value.last])
            if words not in lexicon.generic:
                return True
    return False
