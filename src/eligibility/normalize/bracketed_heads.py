"""Heads behind brackets: "|renal| (creatinine > 2 mg/dL) or |hepatic| (ALT > 90 U/L) |dysfunction|".

The noun behind the last brackets is that of the words before each of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import Draft, drafts_of
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part, Said
from eligibility.tagging.chunks import Entity, modifier
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_STATES = frozenset({"condition", "observation"})
_CLOSED = ")"


def share_bracketed_heads(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """Gives words before brackets the noun that stands behind the brackets of the last of them.

    Args:
        parts: the items of a list; they are changed.
        joins: what stands between them.
        tokens: the criterion.
        lexicon: names the words with the noun.
    """
    for last in range(len(parts) - 1, 0, -1):
        head = _head(parts[last], tokens)
        domain = _domain(head, tokens, lexicon) if head is not None else None
        if head is None or domain is None:
            continue
        start = last
        while start and joins[start - 1] in LISTING and _words(parts[start - 1].parts) is not None:
            start -= 1
        if start == last:
            continue
        parts[last].parts.pop()
        parts[last].bound = False
        for part in parts[start : last + 1]:
            words = _words(part.parts)
            if words is not None:
                _name(words, head, domain, tokens, lexicon)
                words.when, words.anchor = head.when, head.anchor
        words = _words(parts[last].parts) or parts[last].drafts()[0]
        words.reach(head.first, head.last)


def _head(part: Part, tokens: Tokens) -> Draft | None:
    """The noun behind brackets with which an item ends that begins with words before them."""
    last = part.last
    if last is None or len(part.parts) <= 1 or last.bracketed or last.kind not in {"occurrence", "words"}:
        return None
    plain = last.last - last.first == 1 and not (last.limits or last.modifiers)
    behind = last.first > 0 and tokens.folded[last.first - 1] == _CLOSED
    return last if plain and behind and _words(part.parts[:-1]) is not None else None


def _domain(head: Draft, tokens: Tokens, lexicon: Lexicon) -> str | None:
    """The domain of a noun, if it is that of a state of somebody."""
    if head.entity is not None:
        domain: str | None = head.entity.domain
    else:
        domain = lexicon.domain_of(tokens.folded[head.first], tokens.surface(head.first, head.last))
    return domain if domain in _STATES else None


def _words(said: Sequence[Said]) -> Draft | None:
    """The words before brackets that are all an item says beside what stands in the brackets."""
    found = [draft for one in said for draft in drafts_of(one.tree)]
    if not found or found[0].kind != "words" or found[0].limits or found[0].when is not None:
        return None
    return found[0] if len(found) > 1 and all(draft.bracketed for draft in found[1:]) else None


def _name(words: Draft, head: Draft, domain: str, tokens: Tokens, lexicon: Lexicon) -> None:
    """Names words together with a noun; a modifier that they begin with is no part of the name."""
    first, modifiers = words.first, list(words.modifiers)
    phrase = lexicon.phrases.get(tokens.folded[first : first + 1])
    cue = (phrase.cues.get("severity") or phrase.cues.get("modifier")) if phrase is not None else None
    if cue is not None and words.last - first > 1:
        modifiers.append(modifier(cue, first, first + 1))
        first += 1
    name = f"{tokens.surface(first, words.last)} {tokens.surface(head.first, head.last)}"
    rule = lexicon.named(name)
    words.kind, words.first, words.modifiers = "occurrence", first, []
    words.entity = Entity(first, words.last, domain, rule, modifiers, by="shared", name=None if rule else name)
