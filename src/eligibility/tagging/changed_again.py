"""Changed again: a change behind a limit is one of what was limited: "SOFA score ≥ 6 or |an increase of ≥ 2|"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.changing import AMOUNTS
from eligibility.tagging.chunks import Chunk, Entity
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_MEASURED = "measurement"
_LIMIT, _OF, _COMMA, _SMALL = "LIMIT", "OF", "COMMA", "FILLER"
_WORDS = frozenset({"LINK", "WORDS"})
"""Tags of a word for a change that has not been taken to what changes."""
_JOINS = frozenset({"OR", "AND"})
_IN = frozenset({"in", "of"})
"""Words between how much something changes and what does."""


def changed_again(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with each change that follows a limit as one of what that limit is on.

    Args:
        chunks: those of a criterion with limits, in reading order.
        tokens: the criterion, in which there is a word for a change.
        lexicon: names changes that have a name of their own.
    """
    out = chunks
    for at, chunk in enumerate(chunks):
        told = chunk.tag in _WORDS and tokens.folded[chunk.last - 1] in AMOUNTS
        changed = _limited_before(chunks, at) if told and _is_limited(chunks, at + 1, tokens) else None
        if changed is None:
            continue
        word = tokens.surface(chunk.last - 1, chunk.last).lower()
        what = changed.rule.name if changed.rule is not None else tokens.surface(changed.first, changed.last)
        name = f"{word} in {what}"
        entity = Entity(chunk.last - 1, chunk.last, _MEASURED, lexicon.named(name), name=name)
        out = out.copy() if out is chunks else out
        out[at] = Chunk("ENTITY", chunk.first, chunk.last, entity)
    return out


def _is_limited(chunks: Sequence[Chunk], at: int, tokens: Tokens) -> bool:
    """Whether how much something changes stands at a place, and not what does behind it."""
    at += chunks[at : at + 1] != [] and chunks[at].tag == _OF
    if at >= len(chunks) or chunks[at].tag != _LIMIT:
        return False
    limit = chunks[at].value
    if not limit.compared or limit.calendar or limit.ref:
        return False
    behind = chunks[at + 1 : at + 2]
    return not behind or tokens.folded[behind[0].first] not in _IN


def _limited_before(chunks: Sequence[Chunk], at: int) -> Entity | None:
    """What the limit is on that is joined to what stands at a place: "|SOFA score ≥ 6, or an| increase"."""
    at -= 1
    while at > 0 and chunks[at].tag == _SMALL:
        at -= 1
    if at < 1 or chunks[at].tag not in _JOINS:
        return None
    at -= 1 + (chunks[at - 1].tag == _COMMA)
    if at < 1 or chunks[at].tag != _LIMIT:
        return None
    at -= 1 + (chunks[at - 1].tag == _OF)
    measured = at >= 0 and chunks[at].tag == "ENTITY" and chunks[at].value.domain == _MEASURED
    return chunks[at].value if measured else None
