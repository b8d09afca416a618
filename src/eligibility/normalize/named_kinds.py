"""Kinds that have a name of their own, behind a modifier alone: "chronic or |acute pancreatitis|"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part
from eligibility.normalize.tails import named_together
from eligibility.rules import CueRule
from eligibility.tagging.chunks import Entity, modifier
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_MODIFYING = ("severity", "modifier")


def unname_kinds(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """Takes a modifier out of the name of a thing where another one stands before it alone.

    "Chronic or |acute pancreatitis|" is pancreatitis, chronic or acute, as "acute or chronic pancreatitis" is.
    """
    for place in range(len(parts) - 1):
        if not parts[place].modifiers or joins[place] not in {"and", "or", "comma"}:
            continue
        draft = parts[place + 1].parts[0].tree if parts[place + 1].parts else None
        entity = draft.entity if isinstance(draft, Draft) and draft.kind == "occurrence" else None
        if entity is not None and parts[place].modifiers[-1].last <= entity.first and not entity.modifiers:
            _unname(entity, tokens, lexicon)


def _unname(entity: Entity, tokens: Tokens, lexicon: Lexicon) -> None:
    """Makes the modifier that a name begins with a modifier of the rest, where the rest is known by itself."""
    cue = _modifier(entity, tokens, lexicon)
    rest = tokens.surface(entity.first + 1, entity.last).split() if cue is not None else []
    rule = named_together(rest, entity, lexicon) if rest else None
    if cue is None or rule is None:
        return
    entity.modifiers.append(modifier(cue, entity.first, entity.first + 1))
    entity.rule, entity.first = rule, entity.first + 1


def _modifier(entity: Entity, tokens: Tokens, lexicon: Lexicon) -> CueRule | None:
    """The modifier that a name of several words begins with."""
    if entity.rule is None or entity.last - entity.first < 2:
        return None
    meaning = lexicon.phrases.get((tokens.folded[entity.first],))
    cues = meaning.cues if meaning is not None else {}
    return next((cues[kind] for kind in _MODIFYING if kind in cues), None)
