"""Words for an age group that say who the patient is only where a criterion begins with them: "children with gout"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk, Entity
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_JOINS = frozenset({"AND", "OR", "COMMA"})
_LEADING = _JOINS | {"DEFINITION", "SEX"}
"""What may stand before the word at the beginning of a criterion."""
_AFTER = frozenset(
    {"DEFINITION", "AND", "OR", "COMMA", "SEMI", "LINK", "FILLER", "AGE", "LIMIT", "WHEN", "STATUS", "NEG", "MUST"}
)
"""What the word may stand right before; "of" makes it somebody's, and a noun makes it part of a name."""
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})


def described(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with the definitions of who somebody is made people again, where that is not the patient.

    "Parents of children" and "wish to have children" speak of others, "Children's Hospital" of none.

    Args:
        chunks: the chunks of a criterion, in reading order.
        tokens: its tokens.
        lexicon: the phrases of the rules.
    """
    out = chunks.copy()
    leading = True
    for at, chunk in enumerate(chunks):
        if chunk.tag == "DEFINITION" and chunk.value.subject and not (leading and _stands(chunks, at, tokens)):
            phrase = lexicon.phrases.get(tokens.folded[chunk.first : chunk.last])
            cue = None if phrase is None else phrase.cues.get("people")
            out[at] = Chunk("FILLER", chunk.first, chunk.last, cue)
        leading = leading and (chunk.tag in _LEADING or (at == 0 and _is_observed(chunk)))
    return out


def _stands(chunks: Sequence[Chunk], at: int, tokens: Tokens) -> bool:
    """Whether what is around a word leaves it the name of a group, the patient's: not "mother and |infant"."""
    if at > 1 and chunks[at - 1].tag in _JOINS and chunks[at - 2].tag != "DEFINITION":
        return False
    if at + 1 == len(chunks):
        return True
    following = chunks[at + 1]
    return following.tag in _AFTER and tokens.folded[following.first] not in _POSSESSIVE


def _is_observed(chunk: Chunk) -> bool:
    """Whether a chunk describes somebody: "|healthy| children", "|diabetic| children"."""
    entity = chunk.value if chunk.tag == "ENTITY" else None
    if not isinstance(entity, Entity):
        return False
    return entity.domain == "observation" or (entity.domain == "condition" and entity.last - entity.first == 1)
