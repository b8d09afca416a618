"""Leading words of names: "hypertensive urgency or |emergency", "impaired hepatic and |renal function".

What the name before a bare word begins with is its own as well, where the rules know a thing of that name.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part, Said
from eligibility.normalize.typed import named_together
from eligibility.tagging.chunks import Entity
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_JOINS = frozenset({"and", "or"})
_SHARED = "premodifier"
_MEASURED = "measurement"
_UNNAMED = frozenset({"words", "occurrence", "measurement"})
"""Kinds of what may be a word that names nothing by itself."""
_PAIR = 2
_FEW = 4
"""Words of a name that shares its first."""


def share_leading_words(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """Gives items that are only the last word of a name the words that the name before them begins with."""
    for place in range(1, len(parts)):
        before = parts[place - 1].last if joins[place - 1] in _JOINS else None
        whole = before.entity if before is not None else None
        if before is None or whole is None or whole.last - whole.first == 1 or whole.last - whole.first > _FEW:
            continue
        if before.kind == "measurement":
            _complete_measured(parts[place], whole, tokens, lexicon)
        if before.kind != "occurrence" or before.bracketed:
            continue
        if whole.by == "shared":
            _share_first(parts[place], whole, tokens, lexicon)
        elif whole.rule is not None:
            _complete_bare(parts[place], whole, parts[place - 1].parts[-1].negation, tokens, lexicon)


def _complete_bare(part: Part, whole: Entity, negation: int, tokens: Tokens, lexicon: Lexicon) -> None:
    """ "Hypertensive urgency or |emergency": a word that names nothing by itself."""
    bare = _bare(part)
    if bare is None:
        return
    first, last = bare
    full = [*tokens.surface(whole.first, whole.last).split()[:-1], tokens.surface(first, last)]
    rule = named_together(full, whole, lexicon)
    if rule is None or rule is whole.rule:
        return
    entity = Entity(first, last, whole.domain, rule, by=_SHARED)
    if part.parts:
        draft = part.parts[0].tree
        assert isinstance(draft, Draft)
        draft.kind, draft.entity = "occurrence", entity
    else:
        part.modifiers = []
        part.parts.append(Said(Draft("occurrence", first, last, entity), negation))


def _complete_measured(part: Part, whole: Entity, tokens: Tokens, lexicon: Lexicon) -> None:
    """ "Weight gain or |loss of ≥ 5 %|": a word that with the first one before it names a measurement."""
    draft = part.parts[0].tree if len(part.parts) == 1 and whole.last - whole.first == _PAIR else None
    if not isinstance(draft, Draft) or draft.kind not in _UNNAMED or draft.last - draft.first > 1 or draft.bracketed:
        return
    if draft.entity is not None and draft.entity.rule is not None:
        return
    full = f"{tokens.surface(whole.first, whole.first + 1)} {tokens.surface(draft.first, draft.last)}"
    rule = lexicon.named(full)
    if rule is None or rule is whole.rule or rule.domain != _MEASURED:
        return
    domain = _MEASURED if draft.limits else rule.unvalued.get(full.lower())
    if domain is not None:
        draft.kind = "measurement" if draft.limits else "occurrence"
        draft.entity = Entity(
            draft.first, draft.last, domain, rule if draft.limits else None, by=_SHARED, name=rule.name
        )


def _bare(part: Part) -> tuple[int, int] | None:
    """The one word that is all that an item says, and names nothing: a plain one, or one that modifies nothing."""
    if part.limit is not None or part.when is not None or part.own_negation or part.own_status or part.link is not None:
        return None
    if not part.parts:
        alone = part.modifiers[0] if len(part.modifiers) == 1 else None
        return (alone.first, alone.last) if alone is not None and alone.last - alone.first == 1 else None
    draft = part.parts[0].tree if len(part.parts) == 1 and not part.modifiers else None
    if not isinstance(draft, Draft) or draft.kind != "words" or draft.modifiers or draft.when is not None:
        return None
    return (draft.first, draft.last) if draft.last - draft.first == 1 and not draft.bracketed else None


def _share_first(part: Part, whole: Entity, tokens: Tokens, lexicon: Lexicon) -> None:
    """ "Impaired hepatic and |renal function": the first word of what shares its noun with the next name."""
    draft = part.parts[0].tree if part.parts else None
    entity = draft.entity if isinstance(draft, Draft) and draft.kind == "occurrence" else None
    if entity is None or entity.modifiers or entity.domain != whole.domain or entity.first - whole.last > 1:
        return
    noun = tokens.surface(entity.last - 1, entity.last)
    one = lexicon.named(f"{tokens.surface(whole.first, whole.last)} {noun}")
    first = tokens.surface(whole.first, whole.first + 1)
    two = lexicon.named(f"{first} {tokens.surface(entity.first, entity.last)}")
    if one is None or two is None or one.domain != two.domain or one.domain == "measurement" or two is entity.rule:
        return
    whole.rule, whole.domain = one, one.domain
    entity.rule, entity.domain, entity.by = two, two.domain, _SHARED
