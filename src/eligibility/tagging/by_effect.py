"""Classes by what they do: "drugs |that affect platelet function|", "diseases |known to impair wound healing|".

What they act on is no thing of its own, but a part of what is said of the class.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.tagging.chunks import Chunk, Entity, Modifier
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

_BARE = (
    "affect alter influence impair modify suppress inhibit stimulate prolong compromise disrupt worsen aggravate "
    "exacerbate mimic enhance hinder modulate"
)
_DOING = frozenset(map(fold, _BARE.split()))
"""Verbs of what a class does to something, behind "that"."""
_PARTICIPLES = (
    "affecting altering influencing impairing modifying suppressing inhibiting stimulating prolonging compromising "
    "disrupting mimicking enhancing modulating"
)
_ACTING = frozenset(map(fold, _PARTICIPLES.split()))
"""Those that need no "that"."""
_MEDDLE, _MEDDLING, _WITH = "interfere", "interfering", "with"
EFFECTS = _DOING | _ACTING | {_MEDDLE, _MEDDLING}
_TELLING = frozenset({"that", "which", "known", "likely", "capable", "expected", "suspected", "shown", "reported"})
"""Words of which one stands before a verb that is no participle."""
_MODAL = frozenset(
    {"to", "of", "may", "can", "could", "might", "will", "would", "be", "is", "are", "has", "have", "been"}
    | {"significantly", "adversely", "directly"}
)
"""Words that may stand besides."""
_LONGEST = 8
"""Tokens of them."""
_CLASSES = frozenset({"drug", "condition", "procedure"})
_NOUNS = (
    "drug medication medicine agent substance disease disorder illness condition pathology comorbidity syndrome injury "
    "surgery therapy treatment procedure"
)
_GENERAL = frozenset(map(fold, _NOUNS.split()))
"""What there are classes of, that are told by what they do."""
_EFFECT = "effect"
"""The kind of modifiers that say what a class does."""
_NAMES = frozenset({"ENTITY", "WORDS"})
_FATES = frozenset(
    map(
        fold,
        ("absorption", "distribution", "metabolism", "excretion", "elimination", "clearance", "disposition"),
    )
)
"""What becomes of a drug, of which several are listed: "alter the absorption|, metabolism or elimination| of drugs"."""
_JOINTS = frozenset({"OR", "AND", "SLASH", "COMMA", "NOR"})
_AMOUNTS = frozenset({"LIMIT", "VALUE"})
_APART = frozenset({"STATUS", "EXAMPLE"})
"""Tags of what begins something else behind a comma or "or"."""
_TO = "to"
"""What stands before the value that something is brought to: "limit life expectancy |to| < 1 year"."""


def with_classes_by_effect(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with what each class does as said of it.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
    """
    out: list[Chunk] = []
    place = 0
    while place < len(chunks):
        chunk = chunks[place]
        named = _class(chunk, tokens)
        if named is not None and (end := _end(chunks, place, tokens)):
            last = chunks[end - 1].last
            does = Modifier(_EFFECT, tokens.surface(chunk.last, last), chunk.last, last, behind=True)
            out.append(Chunk("ENTITY", chunk.first, last, replace(named, modifiers=[*named.modifiers, does])))
            place = end
        else:
            out.append(chunk)
            place += 1
    return out


def _class(chunk: Chunk, tokens: Tokens) -> Entity | None:
    """The class that a noun phrase names in general words; None where it names none."""
    if chunk.tag not in _NAMES or tokens.folded[chunk.last - 1] not in _GENERAL:
        return None
    if chunk.tag == "ENTITY":
        entity: Entity = chunk.value
        return entity if entity.last == chunk.last else None
    if chunk.value not in _CLASSES:
        return None
    return Entity(chunk.first, chunk.last, chunk.value, None, [*chunk.modifiers], by="head")


def _end(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> int:
    """Where what a class acts on ends, as a place among the chunks; 0 where it acts on nothing that can be told."""
    first = _acted_on(chunks[place].last, tokens)
    at = place + 1
    while at < len(chunks) and (chunks[at].last <= first or chunks[at].tag == "FILLER"):
        at += 1
    if not first or at == len(chunks) or chunks[at].tag not in _NAMES:
        return 0
    end = _listed(chunks, _whole(chunks, at), tokens)
    if end < len(chunks) and chunks[end].tag == "OF":
        of = end + 1
        while of < len(chunks) and chunks[of].tag == "FILLER":
            of += 1
        if of == len(chunks) or chunks[of].tag not in _NAMES:
            return 0
        end = _whole(chunks, of)
    return end if _ends(chunks, at, end, tokens) else 0


def _acted_on(first: int, tokens: Tokens) -> int:
    """The token behind a verb of what is done, and all that stands before it; 0 where there is no such verb."""
    told = False
    for at in range(first, min(first + _LONGEST, len(tokens))):
        word = tokens.folded[at]
        if word in _ACTING or (told and word in _DOING):
            return at + 1
        if word == _MEDDLING or (told and word == _MEDDLE):
            return at + 2 if tokens.folded[at + 1 : at + 2] == [_WITH] else 0
        told = told or word in _TELLING
        if word not in _TELLING and word not in _MODAL:
            return 0
    return 0


def _whole(chunks: Sequence[Chunk], at: int) -> int:
    """The end of a noun phrase, of which some words may be no name of a thing: "platelet |function|"."""
    end = at + 1
    while end < len(chunks) and chunks[end].tag in _NAMES and chunks[end].first == chunks[end - 1].last:
        end += 1
    return end


def _listed(chunks: Sequence[Chunk], end: int, tokens: Tokens) -> int:
    """The end of a list of what becomes of a drug, of which a noun phrase that ends at a place is the first."""
    while tokens.folded[chunks[end - 1].last - 1] in _FATES:
        after = end
        while after < len(chunks) and chunks[after].tag in _JOINTS | {"FILLER"}:
            after += 1
        fate = after < len(chunks) and chunks[after].tag in _NAMES and tokens.folded[chunks[after].first] in _FATES
        if after == end or not fate:
            return end
        end = after + 1
    return end


def _ends(chunks: Sequence[Chunk], at: int, end: int, tokens: Tokens) -> bool:
    """Whether nothing behind what is acted on may be acted on as well, or be a limit on it."""
    if end == len(chunks):
        return True
    if chunks[end].tag not in _JOINTS:
        return chunks[end].tag not in _AMOUNTS and tokens.folded[chunks[end].first] != _TO
    after = end + 1
    while after < len(chunks) and chunks[after].tag in _JOINTS | {"FILLER"}:
        after += 1
    if after == len(chunks) or chunks[after].tag not in _NAMES:
        return after < len(chunks) and chunks[after].tag in _APART
    one, other = _domain(chunks[at]), _domain(chunks[after])
    return other in _CLASSES and one not in {other, None}


def _domain(chunk: Chunk) -> str | None:
    domain = chunk.value.domain if chunk.tag == "ENTITY" else chunk.value
    return domain if isinstance(domain, str) else None
