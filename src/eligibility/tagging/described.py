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
_LISTED = _LEADING | {"ENTITY", "MODIFIER", "STATUS", "ATTESTATION"}
"""What may stand before the word in a list of people."""
_GROUPS = frozenset({"SEX", "DEFINITION", "ATTESTATION"})
"""Tags in which the one before it may end."""
_MATERNAL = frozenset({"pregnancy", "lactation"})
"""Concepts that stand for women in a list of people: "|pregnancy|, children"."""
_ENDING = _JOINS | {"SEMI", "STOP", "LIMIT", "AGE"}
"""What may stand behind it there."""
_FEWEST = 4
"""Chunks before the word there: the first people, "with", what they have, and what joins both."""
_OPENERS = frozenset({"LP", "EXAMPLE"})
"""What a list within a sentence begins behind."""
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
    leading = listing = True
    for at, chunk in enumerate(chunks):
        stands = chunk.tag != "DEFINITION" or not chunk.value.subject or (leading and _stands(chunks, at, tokens))
        stands = stands or (listing and _is_listed(chunks, at)) or _is_set_beside(chunks, at, tokens)
        stands = stands or _ends_list(chunks, at)
        if not stands and not _begins_list(chunks, at):
            cue = lexicon.phrases.cue(tokens.folded[chunk.first : chunk.last], "people")
            out[at] = Chunk("FILLER", chunk.first, chunk.last, cue)
        listing = listing and chunk.tag in _LISTED
        leading = leading and (chunk.tag in _LEADING or (at == 0 and _is_observed(chunk)))
    return out


def _stands(chunks: Sequence[Chunk], at: int, tokens: Tokens) -> bool:
    """Whether what is around a word leaves it the name of a group, the patient's: not "mother and |infant".

    "Women and |children|" and "women or |infants|" are two groups.
    """
    beside = chunks[at - 2] if at > 1 and chunks[at - 1].tag in _JOINS else None
    if beside is not None and beside.tag != "DEFINITION" and (beside.tag != "SEX" or beside.value.attrs.get("kin")):
        return False
    if at + 1 == len(chunks):
        return True
    following = chunks[at + 1]
    return following.tag in _AFTER and tokens.folded[following.first] not in _POSSESSIVE


def _is_listed(chunks: Sequence[Chunk], at: int) -> bool:
    """Whether a word is all that one of a list of people is called: "pregnant women, |children|, and prisoners".

    A mother and her infant are no such list.
    """
    before = at - 1
    while before >= 0 and chunks[before].tag in _JOINS:
        before -= 1
    if before < 0 or before == at - 1 or not (chunks[before].tag in _GROUPS or _is_maternal(chunks[before])):
        return False
    if chunks[before].tag == "SEX" and chunks[before].value.attrs.get("kin"):
        return False
    return at + 1 == len(chunks) or chunks[at + 1].tag in _ENDING


def _is_maternal(chunk: Chunk) -> bool:
    """Whether a chunk says of whom it is by what they are: "pregnancy", "nursing mothers"."""
    rule = chunk.value.rule if chunk.tag == "ENTITY" else None
    return rule is not None and rule.name in _MATERNAL


def _begins_list(chunks: Sequence[Chunk], at: int) -> bool:
    """Whether a list of people within a sentence begins with a word: "vulnerable (|children|, prisoners)"."""
    inside = at > 0 and chunks[at - 1].tag in _OPENERS
    return inside and at + 1 < len(chunks) and chunks[at + 1].tag in _JOINS


def _is_set_beside(chunks: Sequence[Chunk], at: int, tokens: Tokens) -> bool:
    """Whether others are said to have something as the first are: "adults with gout and |children| with asthma"."""
    if at < _FEWEST or at + 1 == len(chunks) or chunks[at - 1].tag not in _JOINS or chunks[0].tag != "DEFINITION":
        return False
    one, two = chunks[1], chunks[at + 1]
    words = [tokens.folded[link.first : link.last] for link in (one, two)]
    return one.tag == two.tag == "LINK" and words[0] == words[1]


def _ends_list(chunks: Sequence[Chunk], at: int) -> bool:
    """Whether a word ends a list that begins with people: "men with gout, women with asthma, |or children|"."""
    if at < _FEWEST or chunks[0].tag not in _GROUPS or (chunks[0].tag == "SEX" and chunks[0].value.attrs.get("kin")):
        return False
    last = at + 1 == len(chunks) or chunks[at + 1].tag in _ENDING
    return last and chunks[at - 1].tag in _JOINS and chunks[at - 2].tag == "COMMA"


def _is_observed(chunk: Chunk) -> bool:
    """Whether a chunk describes somebody: "|healthy| children", "|diabetic| children"."""
    entity = chunk.value if chunk.tag == "ENTITY" else None
    if not isinstance(entity, Entity):
        return False
    return entity.domain == "observation" or (entity.domain == "condition" and entity.last - entity.first == 1)
