"""Treatments that did not help: "|failed| methotrexate", "|failure| of leflunomide", "|refractory| to lenalidomide".

Such a word is what somebody has, as an inadequate response is, and what stands behind it is what did not help.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk, Entity
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_FAILED, _RESISTED = "treatment failure", "treatment resistance"
"""The concepts that they are."""
_VERBS = frozenset(map(fold, ("failed", "failing")))
_FAILURE, _DISEASE = fold("failure"), fold("disease")
_CONCEPTS = {
    **dict.fromkeys((*_VERBS, _FAILURE), _FAILED),
    **dict.fromkeys(map(fold, ("refractory", "resistant", "resistance")), _RESISTED),
}
FAILURES = frozenset(_CONCEPTS)
"""Words that say that something did not help."""
_THERAPIES = "procedures-therapy"
"""The pack of procedures that may fail to help; others may fail to be done: "failed intubation"."""
_LINES = "number of prior lines of therapy"
_ALONE = frozenset({"WORDS", "MODIFIER"})
_TIES = frozenset({"OF", "LINK"})
_BY_THE_WAY = frozenset({"LIMIT", "STATUS", "FILLER", "MODIFIER"})
"""Tags of what may stand before a treatment: "failed |at least one prior| TNF inhibitor"."""
_LONGEST = 4
"""Chunks from such a word to the treatment at most."""
_NAMING = frozenset({"ENTITY", "WORDS", "VALUE", "RP", "MODIFIER"})
"""Tags of what may be resistant to a treatment, right before the word."""
_TO = "to"


def with_failures(chunks: Sequence[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with each word that says that a treatment did not help as what somebody has, and what ties the two.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
        lexicon: knows what somebody then has.
    """
    out: list[Chunk] = []
    to, tied = lexicon.cue(_TO, "link"), False
    for place, chunk in enumerate(chunks):
        last = _failure(chunks, place, tokens)
        rule = lexicon.named(_CONCEPTS[tokens.folded[chunk.first]]) if last is not None else None
        if last is None or rule is None:
            out.append(Chunk("LINK", chunk.first, chunk.last, to) if tied and chunk.tag == "OF" else chunk)
            tied = False
            continue
        first = out.pop().first if _is_disease(out, tokens) else chunk.first
        out.append(Chunk("ENTITY", first, last, Entity(first, last, rule.domain, rule, [*chunk.modifiers])))
        tied = True
        if last < chunk.last or tokens.folded[chunk.first] in _VERBS:
            out.append(Chunk("LINK", last, chunk.last, to))
    return out


def _failure(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> int | None:
    """Where the word for the failure of a treatment that a chunk begins with ends; None where it begins with none.

    A reaction beside it names the treatment for both: "|refractory to| or intolerant of ibrutinib".
    """
    chunk = chunks[place]
    word = tokens.folded[chunk.first]
    linked = chunk.tag == "LINK"
    if word not in FAILURES or not (linked or (chunk.tag in _ALONE and chunk.last - chunk.first == 1)):
        return None
    if linked and _is_said_of_thing(chunks, place, tokens):
        return None
    if _is_beside_reaction(chunks, place + 1):
        return chunk.first + 1
    tied = not linked and word not in _VERBS
    if tied and [one.tag for one in chunks[place + 1 : place + 2] if one.tag in _TIES] == []:
        return None
    if not _is_of_treatment(chunks, place + 1 + tied):
        return None
    return chunk.first + 1 if linked else chunk.last


def _is_said_of_thing(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> bool:
    """Whether what is resistant is named right before a place, or before a comma there."""
    before = chunks[max(0, place - 2) : place]
    if before and before[-1].tag == "COMMA":
        before = before[:-1]
    return bool(before) and before[-1].tag in _NAMING and not _is_disease(before, tokens)


def _is_disease(chunks: Sequence[Chunk], tokens: Tokens) -> bool:
    """Whether some chunks end with the word "disease" alone, which names nothing that is resistant."""
    return (
        bool(chunks) and chunks[-1].tag == "WORDS" and tokens.folded[chunks[-1].first : chunks[-1].last] == [_DISEASE]
    )


def _is_beside_reaction(chunks: Sequence[Chunk], place: int) -> bool:
    """Whether "or" and a reaction to something stand at a place."""
    tags = [chunk.tag for chunk in chunks[place : place + _LONGEST] if chunk.tag != "FILLER"]
    return tags[:2] == ["OR", "TOWARD"]


def _is_of_treatment(chunks: Sequence[Chunk], place: int) -> bool:
    """Whether a treatment is named at a place, or behind what is said of it by the way."""
    for chunk in chunks[place : place + _LONGEST]:
        if chunk.tag == "ENTITY":
            entity: Entity = chunk.value
            if entity.rule is None or entity.domain == "drug":
                return entity.domain == "drug"
            return entity.rule.pack == _THERAPIES or entity.rule.name == _LINES
        if chunk.tag not in _BY_THE_WAY:
            return False
    return False
