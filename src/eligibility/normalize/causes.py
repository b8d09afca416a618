"""Causes: a noun behind the last of several causes is that of all: "|alcohol-related| or drug-induced cirrhosis"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part
from eligibility.normalize.typed import named_together
from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Entity, Modifier
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

CAUSE = "cause"


def share_causes(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """Makes of what is only named as a cause the thing that it causes, as the next item names it; else mere words."""
    for place in range(len(parts) - 2, -1, -1):
        part, following = parts[place], parts[place + 1].first
        draft = part.last if joins[place] in LISTING and part.modifiers else None
        if draft is None or following is None or not _is_cause(draft, part.modifiers[0], tokens):
            continue
        if joins[place] == "comma" and (following.entity is None or not _is_caused(following.entity)):
            continue
        cause, *rest = part.modifiers
        part.modifiers = []
        draft.last = cause.last
        draft.reach(draft.first, cause.last)
        own = [] if draft.entity is None else [*draft.entity.modifiers, *rest]
        of = following.entity
        rule = None if of is None else _named(draft, of, tokens, lexicon)
        if of is None or (rule is None and not _is_caused(of)):
            draft.kind, draft.entity, draft.modifiers = "words", None, own
            continue
        if rule is None:
            own.append(Modifier(CAUSE, tokens.surface(draft.first, draft.last), draft.first, draft.last))
        draft.kind = "occurrence"
        draft.entity = Entity(draft.first, draft.last, of.domain, rule or of.rule, own, by="shared")
        parts[place + 1].bound = True


def _is_cause(draft: Draft, said: Modifier, tokens: Tokens) -> bool:
    """Whether a hyphen ties a word to a thing that makes it a cause: "alcohol-|related|"."""
    tied = tokens.folded[draft.last : said.first] == ["-"]
    return said.kind == CAUSE and tied and draft.kind in {"occurrence", "words"} and not draft.limits


def _named(draft: Draft, of: Entity, tokens: Tokens, lexicon: Lexicon) -> ConceptRule | None:
    """What the rules call a thing with a cause, in the place of the cause of another: "|alcohol-related| hepatitis"."""
    own, shared = tokens.surface(draft.first, draft.last), tokens.surface(of.first, of.last).split()
    return named_together([own, *(shared if _is_caused(of) else shared[1:])], of, lexicon)


def _is_caused(entity: Entity) -> bool:
    """Whether a cause stands before a name, or has been found to be shared with what follows."""
    return any(one.kind == CAUSE and one.last <= entity.last for one in entity.modifiers)
