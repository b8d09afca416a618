"""Relatives: several of them are the family, as one is: "mother or |sister with gout", "gout in a |father or son|"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_KIN = (
    "mother father parent sibling sister brother son daughter relative grandparent grandmother grandfather aunt uncle "
    "cousin twin niece nephew offspring"
)
RELATIVES = frozenset(map(fold, _KIN.split()))
_GUARDIANS = frozenset(map(fold, ("guardian", "caregiver", "carer", "caretaker")))
_PEOPLE = RELATIVES | _GUARDIANS
_WORDS = (
    "a an the his her their any either biological immediate close full blood first second degree own one more legal - "
    "primary"
)
_DESCRIBED = frozenset(_WORDS.split())
"""Words between relatives, or before them, that say no more of them."""
_BETWEEN = frozenset({",", "or", "and", "/"})
_WITH = frozenset({"with", "has", "have", "had", "having"})
"""Words behind relatives, before what they have."""
_IN = frozenset({"in", "among"})
_NEAR = frozenset({"twin", "cousin", "grandparent", "grandmother", "grandfather", "aunt", "uncle", "niece", "nephew"})
"""Those that no phrase of the rules names alone."""
_PAIR = 2
_BEGINS = frozenset({"COMMA", "OR", "AND", "SEMI", "STOP", "LP", "NEG", "COLON"})
"""Tags of what may stand before relatives that a statement, or an item of it, begins with."""


def with_relatives(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with each list of relatives as what says whose the thing behind it, or before it, is.

    A mother who may do something, or a guardian, is no woman that is asked for.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
        lexicon: knows what the words for the family say.
    """
    at = {chunk.first: chunk.tag for chunk in chunks}
    new = [_told(first, last, at, tokens, lexicon) for first, last in _runs(tokens)]
    return _merged(chunks, [one for one in new if one is not None])


def _told(first: int, last: int, at: Mapping[int, str], tokens: Tokens, lexicon: Lexicon) -> Chunk | None:
    """The chunk that some relatives are with what stands beside them; None where the rest of the library reads them."""
    kin = [place for place in range(first, last) if tokens.folded[place] in _PEOPLE]
    if len(kin) < _PAIR and tokens.folded[kin[0]] not in _NEAR and kin[0] == first:
        return None
    family = RELATIVES.issuperset(tokens.folded[place] for place in kin)
    if family and last < len(tokens) and tokens.folded[last] in _WITH:
        return Chunk("FAMILY", first, last + 1, lexicon.cue("family history of", "family"))
    if family and first > 1 and tokens.folded[first - 1] in _IN:
        return Chunk("FAMILY_AFTER", first - 1, last, lexicon.cue("in a relative", "family_after"))
    if not family and at.get(kin[0]) == "SEX":
        ends = [place + 1 for place in range(kin[0], kin[-1]) if tokens.folded[place] in _BETWEEN]
        return Chunk("FILLER", kin[0], ends[-1]) if ends else None
    return None


def _runs(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """The places of relatives and those listed with them, from the first word that describes them."""
    place, count, folded = 0, len(tokens), tokens.folded
    while place < count:
        if folded[place] not in _PEOPLE:
            place += 1
            continue
        first, last = place, place + 1
        while first and folded[first - 1] in _DESCRIBED:
            first -= 1
        place += 1
        while place < count and (folded[place] in _PEOPLE or folded[place] in _BETWEEN or folded[place] in _DESCRIBED):
            last = place + 1 if folded[place] in _PEOPLE else last
            place += 1
        yield first, last


def _merged(chunks: Sequence[Chunk], new: Sequence[Chunk]) -> list[Chunk]:
    """The chunks with new ones instead of all inside them; without those that would cut one, or follow a thing."""
    out: list[Chunk] = []
    waiting = [*reversed(new)]
    place = 0
    while place < len(chunks):
        if not waiting or chunks[place].first < waiting[-1].first:
            out.append(chunks[place])
            place += 1
            continue
        one, end = waiting.pop(), place
        while end < len(chunks) and chunks[end].first < one.last:
            end += 1
        cuts = chunks[place].first > one.first or chunks[end - 1].last > one.last
        if not cuts and not (one.tag == "FAMILY" and out and out[-1].tag not in _BEGINS):
            out.append(one)
            place = end
    return out
