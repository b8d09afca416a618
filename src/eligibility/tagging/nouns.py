"""Noun phrases: a run of words, concepts and modifiers becomes entities and the words that name nothing known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eligibility.rules import ConceptRule, CueRule
from eligibility.tagging.chunks import Chunk, Entity, Modifier, modifier
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens


@dataclass(slots=True)
class Piece:
    """A part of a noun phrase: a concept, a modifier, or a plain word."""

    first: int
    last: int
    concept: ConceptRule | None = None
    modifier: CueRule | None = None


def noun_chunks(pieces: Sequence[Piece], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The entities (ENTITY) in a noun phrase, and its other words (WORDS), in reading order."""
    entities = _entities(pieces, tokens, lexicon)
    out: list[Chunk] = []
    at = 0
    for start, stop, entity in entities:
        if start > at and tokens.folded[pieces[start - 1].last - 1] == "non":
            entity.denied = True
            out.extend(_words(pieces[at : start - 1], tokens, lexicon))
            at = start
        out.extend(_words(pieces[at:start], tokens, lexicon))
        entity.modifiers.extend(_before(pieces, at, start))
        out.append(Chunk("ENTITY", pieces[start].first, pieces[stop - 1].last, entity))
        at = stop
    out.extend(_words(pieces[at:], tokens, lexicon))
    return out


def _entities(pieces: Sequence[Piece], tokens: Tokens, lexicon: Lexicon) -> list[tuple[int, int, Entity]]:
    """Entities as (first piece, last piece exclusive, entity)."""
    found: list[tuple[int, int, Entity]] = []
    begin = 0
    for i, piece in enumerate(pieces):
        if piece.concept is not None:
            if _is_generic(piece, tokens, lexicon):
                continue
            start = i
            entity = Entity(pieces[start].first, piece.last, piece.concept.domain, piece.concept)
            found.append((start, i + 1, entity))
            begin = i + 1
        elif piece.modifier is None:
            domain = _domain(piece, tokens, lexicon)
            if domain is None:
                continue
            start = _stretch(pieces, begin, i)
            if found and found[-1][1] == start and found[-1][2].domain != "measurement":
                start = found.pop()[0]
            if start == i and _is_generic(piece, tokens, lexicon):
                continue
            found.append((start, i + 1, Entity(pieces[start].first, piece.last, domain, by="head")))
            begin = i + 1
    return found


def _domain(piece: Piece, tokens: Tokens, lexicon: Lexicon) -> str | None:
    last = piece.last - 1
    return lexicon.domain_of(tokens.folded[last], tokens.surface(last, last + 1))


def _is_generic(piece: Piece, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Whether words name nothing by themselves ("treatment", "disease")."""
    return tuple(tokens.folded[piece.first : piece.last]) in lexicon.generic


def _stretch(pieces: Sequence[Piece], begin: int, head: int) -> int:
    """The first piece of the phrase that ends in `head`: plain words before it belong to it, modifiers do not."""
    start = head
    while start > begin and pieces[start - 1].concept is None and pieces[start - 1].modifier is None:
        start -= 1
    return start


def _before(pieces: Sequence[Piece], at: int, start: int) -> list[Modifier]:
    return [modifier(p.modifier, p.first, p.last) for p in pieces[at:start] if p.modifier is not None]


def _words(pieces: Sequence[Piece], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The plain words of a run, with the modifiers between them; the value is the domain of a generic noun alone."""
    plain = [piece for piece in pieces if piece.modifier is None]
    if not plain:
        return []
    first, last = plain[0], plain[-1]
    domain = _domain(last, tokens, lexicon) if len(plain) == 1 else None
    if last.concept is not None and len(plain) == 1:
        domain = last.concept.domain
    return [Chunk("WORDS", first.first, last.last, domain)]
