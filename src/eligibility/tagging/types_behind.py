"""Types behind what they are of: "diabetes |(type 1 or 2)|", "diabetes mellitus, |type 2|", "diabetes of |type 1|".

Nobody has two types of one illness, so "and" between them is "or".
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Chunk, Entity
from eligibility.tagging.levels import is_level
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

TYPE = "type"
_BEFORE = frozenset({"LP", "COMMA", "OF", "FILLER", "EITHER", "COLON"})
"""Tags of what may stand between an illness and its types."""
_FEW = 3
"""Chunks of those."""
_JOINS = frozenset({"COMMA", "OR", "AND", "SLASH", "FILLER"})
_CLOSING = frozenset({"RP", "COMMA", "SEMI"})
"""Tags of what ends types in brackets, which may go on: "diabetes (type 2|, on insulin)"."""
_MEMBERS = frozenset({"WORDS", "ENTITY"})
_ILLNESS = "condition"


def with_types_behind(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks, with each type behind an illness as that type of it, where the rules know it.

    Args:
        chunks: those of a criterion in which the word "type" is, in reading order.
        tokens: the criterion.
        lexicon: knows the types.
    """
    out: list[Chunk] = []
    place = 0
    while place < len(chunks):
        read = _read(chunks, place, tokens, lexicon) if chunks[place].tag == "ENTITY" else None
        if read is None:
            out.append(_either(chunks, place, tokens))
            place += 1
        else:
            typed, place = read
            out += typed
    return out


def _either(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> Chunk:
    """The chunk at a place; "or" for the "and" between two types of what follows: "type 1 |and| type 2 diabetes"."""
    chunk, around = chunks[place], (place - 1, place + 1)
    if chunk.tag != "AND" or place == 0 or place + 1 == len(chunks):
        return chunk
    before, behind = (chunks[at] for at in around)
    first = before.tag in _MEMBERS and tokens.folded[before.last - 2] == TYPE and _is_type(before.last - 1, tokens)
    second = behind.tag in _MEMBERS and (
        tokens.folded[behind.first] == TYPE or (behind.last - behind.first == 1 and _is_type(behind.first, tokens))
    )
    return Chunk("OR", chunk.first, chunk.last) if first and second else chunk


def _read(chunks: Sequence[Chunk], place: int, tokens: Tokens, lexicon: Lexicon) -> tuple[list[Chunk], int] | None:
    """The chunks of an illness and the types behind it, and the place behind these; None where there are none."""
    head = chunks[place]
    entity: Entity = head.value
    at = place + 1
    while at < len(chunks) and at - place <= _FEW and chunks[at].tag in _BEFORE:
        at += 1
    if entity.rule is None or entity.domain != _ILLNESS or at == place + 1 or at == len(chunks):
        return None
    rule = _named(chunks[at], entity, tokens, lexicon) if _type(chunks[at], tokens) is not None else None
    if rule is None:
        return None
    opened = [one for one in chunks[place:at] if one.tag == "LP"]
    whole = replace(entity, last=chunks[at].last, rule=rule)
    out, at = [Chunk("ENTITY", head.first, chunks[at].last, whole)], at + 1
    while (end := _past_joins(chunks, at)) > at and end < len(chunks):
        rule = _named(chunks[end], entity, tokens, lexicon)
        if rule is None:
            break
        out += [Chunk("OR", one.first, one.last) if one.tag == "AND" else one for one in chunks[at:end]]
        again = Entity(chunks[end].first, chunks[end].last, rule.domain, rule, entity.modifiers[:])
        out.append(Chunk("ENTITY", chunks[end].first, chunks[end].last, again))
        at = end + 1
    if not opened:
        return out, at
    if at == len(chunks) or chunks[at].tag not in _CLOSING:
        return None
    out += [Chunk("FILLER", chunks[at].first, chunks[at].last)] if chunks[at].tag == "RP" else opened
    return out, at + 1


def _past_joins(chunks: Sequence[Chunk], place: int) -> int:
    while place < len(chunks) and chunks[place].tag in _JOINS:
        place += 1
    return place


def _named(chunk: Chunk, entity: Entity, tokens: Tokens, lexicon: Lexicon) -> ConceptRule | None:
    """The type of an illness that a chunk tells: "type 2", or "2" alone."""
    if chunk.tag not in _MEMBERS:
        return None
    written = _type(chunk, tokens)
    if written is None and chunk.last - chunk.first == 1 and _is_type(chunk.first, tokens):
        written = tokens.written[chunk.first]
    if written is None or entity.rule is None:
        return None
    names = (tokens.surface(entity.first, entity.last), entity.rule.name)
    ways = (way for name in names for way in (f"{TYPE} {written} {name}", f"{name} {TYPE} {written}"))
    rule = next((rule for way in ways if (rule := lexicon.named(way)) is not None), None)
    return rule if rule is not None and rule.domain == entity.domain and rule is not entity.rule else None


def _type(chunk: Chunk, tokens: Tokens) -> str | None:
    """The type that a chunk tells with that word: "2" of "type 2"."""
    if chunk.last - chunk.first != len((TYPE, "2")) or tokens.folded[chunk.first] != TYPE:
        return None
    return tokens.written[chunk.last - 1] if _is_type(chunk.last - 1, tokens) else None


def _is_type(place: int, tokens: Tokens) -> bool:
    """Whether a token reads like a type: "B", "II", "2"."""
    return tokens.numeric[place] or is_level(tokens.written[place])
