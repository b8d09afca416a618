"""Uses: "use of opioids" is a thing of its own, but not at the head of a list: "use of |opioids| or aspirin"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk, Entity
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

USE = "use"
_OF = "of"
_LISTING = frozenset({"COMMA", "AND", "OR", "SLASH", "NOR"})
_BETWEEN = 2
"""Chunks that may stand between two members of a list: ", or"."""
_DRUG = "drug"


def uses(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with each such use as words for taking and a drug, where another drug is listed behind it.

    What is said of the drugs together, as when they were taken, is then said of all of them.

    Args:
        chunks: the chunks of a criterion, in reading order.
        tokens: its tokens.
        lexicon: knows the drugs, and the words for taking.
    """
    out: list[Chunk] = []
    for place, chunk in enumerate(chunks):
        parted = _parted(chunk, tokens, lexicon) if _heads_drugs(chunks, place, tokens) else None
        out += parted or [chunk]
    return out


def _heads_drugs(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> bool:
    """Whether a chunk is a use that a drug is listed behind; with "and" alone between the two, both may be meant."""
    entity = chunks[place].value
    if chunks[place].tag != "ENTITY" or tokens.folded[entity.first : entity.first + 2] != [USE, _OF]:
        return False
    at = place + 1
    while at < len(chunks) and at - place <= _BETWEEN and chunks[at].tag in _LISTING:
        at += 1
    joined = at - place > 1 and [chunk.tag for chunk in chunks[place + 1 : at]] != ["AND"]
    return joined and at < len(chunks) and chunks[at].tag == "ENTITY" and bool(chunks[at].value.domain == _DRUG)


def _parted(chunk: Chunk, tokens: Tokens, lexicon: Lexicon) -> list[Chunk] | None:
    """The words for taking, with what modifies them, and the drug; None where that is none of the rules."""
    entity: Entity = chunk.value
    cue, first = lexicon.phrases.cue([USE, _OF], "status"), entity.first + 2
    rule = lexicon.named(tokens.surface(first, entity.last)) if first < entity.last else None
    if not isinstance(cue, CueRule) or rule is None or rule.domain != _DRUG:
        return None
    if any(one.last > entity.first for one in entity.modifiers):
        return None
    before = [Chunk("MODIFIER", chunk.first, entity.first, entity.modifiers)] if entity.modifiers else []
    drug = Entity(first, entity.last, rule.domain, rule)
    return [*before, Chunk("STATUS", entity.first, first, cue), Chunk("ENTITY", first, chunk.last, drug)]
