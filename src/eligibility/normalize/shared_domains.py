"""Short unknown items of a list that are of the domain of those around: "insulin, |dasiglucagon|, metformin"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.completing import only, only_words
from eligibility.normalize.drafts import Draft
from eligibility.normalize.parts import Part
from eligibility.tagging.chunks import Entity
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_ENOUGH = 2
"""Known things of one domain in a list, before its unknown items are taken to be alike."""


def share_domains(parts: Sequence[Part], tokens: Tokens, lexicon: Lexicon) -> None:
    """Takes a short unknown item among things of one domain to be one of them: "insulin, |dasiglucagon|, metformin".

    What names nothing by itself is none: "|conditions| such as gout or asthma". Nor is a number.
    """
    single = [draft for part in parts if (draft := only(part)) is not None]
    if not any(draft.kind == "words" for draft in single):
        return
    domains = {draft.entity.domain for draft in single if draft.kind == "occurrence" and draft.entity is not None}
    known = sum(draft.kind == "occurrence" for draft in single)
    pair = len(parts) == _ENOUGH and len(single) == _ENOUGH and _is_abbreviation(single, tokens)
    if len(domains) != 1 or (known < _ENOUGH and not pair):
        return
    domain = next(iter(domains))
    for part in parts:
        words = only_words(part)
        if (
            words is not None
            and words.kind == "words"
            and words.when is None
            and not words.people
            and not words.bracketed
            and len(tokens.surface(words.first, words.last)) > 2
            and any(word[0].isalpha() for word in tokens.folded[words.first : words.last])
            and tuple(tokens.folded[words.first : words.last]) not in lexicon.generic
        ):
            words.kind = "occurrence"
            words.entity = Entity(words.first, words.last, domain, modifiers=words.modifiers, by="list")


def _is_abbreviation(pair: Sequence[Draft], tokens: Tokens) -> bool:
    """Whether one of two items is an unknown abbreviation, and the other a concept: "|MEM| or amantadine"."""
    unknown = [draft for draft in pair if draft.kind == "words"]
    known = [draft for draft in pair if draft.entity is not None and draft.entity.by == "concept"]
    if len(unknown) != 1 or len(known) != 1:
        return False
    written = tokens.written[unknown[0].first]
    return unknown[0].last - unknown[0].first == 1 and written.isupper() and written.isalpha()
