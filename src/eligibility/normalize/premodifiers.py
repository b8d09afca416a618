"""Premodifiers: what stands before the first of several nouns names all: "suicidal ideation, |plan| or |behavior|".

It is shared where the rules know the name that it makes with a word which names nothing by itself, or which says what
is wrong with a part of the body: "aortic stenosis or |regurgitation|".
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import Join
from eligibility.normalize.modifying import modifiers_of
from eligibility.normalize.parts import Part
from eligibility.normalize.typed import named_together
from eligibility.tagging.chunks import Entity
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_APART = frozenset({"colon", "next"})
_SHARED = "premodifier"
_STATE = "condition"
_NAMED = frozenset({"words", "occurrence"})
_ABNORMAL = "abnormal"
_TESTS = frozenset({"procedure", "measurement"})
"""Domains of what may be abnormal."""


def share_premodifiers(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """Gives items that are only a noun what stands before the noun of the first item of their list.

    Args:
        parts: the items.
        joins: what stands between them.
        tokens: the criterion.
        lexicon: knows the names that are made up so.
    """
    source: Entity | None = None
    for place, part in enumerate(parts):
        apart = not place or joins[place - 1] in _APART or part.own_negation or part.own_status
        if source is not None and not apart and _take(part, source, joins[place - 1], tokens, lexicon):
            continue
        last = part.last
        whole = last.entity if last is not None and last.kind == "occurrence" else None
        source = whole if whole is not None and whole.last - whole.first > 1 else None


def _take(part: Part, source: Entity, join: Join, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Names what an item begins with by the words before another noun; gives whether they name it."""
    draft = part.first
    if draft is None or draft.toward is not None:
        return False
    if tokens.folded[source.first] == _ABNORMAL and _is_found(draft):
        _find_abnormal(draft, tokens, lexicon)
        return True
    if draft.last - draft.first > 1 or draft.kind not in _NAMED:
        return False
    full = [*tokens.surface(source.first, source.last).split()[:-1], tokens.surface(draft.first, draft.last)]
    if len(full) > 1 and draft.kind == "words" and _is_alone(draft, part):
        return _name_words(draft, full, source, tokens, lexicon)
    bare = draft.entity if len(full) > 1 and draft.kind == "occurrence" else None
    return bare is not None and _name_bare(bare, full, source, join, lexicon)


def _find_abnormal(draft: Draft, tokens: Tokens, lexicon: Lexicon) -> None:
    """Makes a test what is abnormal in it: "abnormal EEG or |MRI|"."""
    name = f"{_ABNORMAL} {tokens.surface(draft.first, draft.last)}"
    rule = lexicon.named(name)
    domain = _STATE if rule is None else rule.domain
    draft.kind = "occurrence"
    draft.entity = Entity(draft.first, draft.last, domain, rule, modifiers_of(draft), by=_SHARED, name=name)


def _name_words(draft: Draft, full: Sequence[str], source: Entity, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Names a word that nothing is known of, where the rules know the name that it makes: "suicidal |intent|"."""
    rule = named_together(full, source, lexicon)
    if rule is None or rule is source.rule or lexicon.is_part(tokens.folded[draft.first]):
        return False
    draft.kind = "occurrence"
    draft.entity = Entity(draft.first, draft.last, rule.domain, rule, modifiers_of(draft), by=_SHARED)
    return True


def _name_bare(bare: Entity, full: Sequence[str], source: Entity, join: Join, lexicon: Lexicon) -> bool:
    """Names what is wrong with a part of the body, or a kind of thing, that stands alone: "alcohol |dependence|"."""
    if bare.by == _SHARED or bare.last - bare.first > 1:
        return False
    kind = bare.by == "head" and not bare.modifiers
    broken = source.domain == _STATE and fold(full[-1]) in lexicon.of_part
    rule = named_together(full, source, lexicon) if kind or broken else None
    if rule is not None and (source.rule is not None or broken):
        bare.rule, bare.domain, bare.by = rule, rule.domain, _SHARED
    elif kind and bare.domain == source.domain and join == "or" and bare.first - source.last == 1:
        bare.rule, bare.by, bare.name = None, _SHARED, name_of(full, source.first)
    return bare.by == _SHARED


def _is_found(draft: Draft) -> bool:
    """Whether an item names a test of which nothing else is said: "abnormal ECG or |echocardiogram|"."""
    entity = draft.entity
    said = draft.limits or draft.values or draft.when or draft.link or (entity is not None and entity.modifiers)
    return entity is not None and entity.domain in _TESTS and not said


def _is_alone(draft: Draft, part: Part) -> bool:
    """Whether an item is a word of which nothing else is said."""
    return len(part.parts) == 1 and not (draft.limits or draft.people or draft.modifiers or part.modifiers)


def name_of(full: Sequence[str], first: int) -> str:
    """What a thing is called by several words: at the beginning of a criterion without its capital."""
    name = " ".join(full)
    return name[0].lower() + name[1:] if first == 0 and name[1:2].islower() else name
