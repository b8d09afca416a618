"""Of what kind all of a list are: "an investigational drug, |device| or |vaccine|"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.joins import Join
from eligibility.normalize.modifying import modifiers_of
from eligibility.normalize.parts import Part
from eligibility.tagging.chunks import Entity
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_NAMED = frozenset({"words", "occurrence"})
_APART = frozenset({"colon", "next"})
_TESTED = frozenset({"investigational", "experimental"})
"""Words that say of all that is listed behind them that it is being tested."""
_KINDS = frozenset(map(fold, ("drug", "medication", "medicine", "therapy", "treatment", "agent", "device", "product")))
"""Words for what is given or used, which name nothing without another one."""
_SORTED = _TESTED | _KINDS


def share_kinds(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """ "An investigational drug, |device| or |vaccine|", "antiviral treatment or |drugs|": of what kind they all are.

    What names nothing by itself is of the kind of what stands before it; what is being tested may be anything.
    """
    kind: int | None = None
    for place, part in enumerate(() if _SORTED.isdisjoint(tokens.words) else parts):
        draft, before = part.first, parts[place - 1].last if place else None
        entity = before.entity if before is not None else None
        if entity is not None and entity.by != "premodifier":
            kind = entity.first if entity.last - entity.first > 1 else None
        if kind is None or draft is None or joins[place - 1] in _APART or draft.last - draft.first > 1:
            kind = None
            continue
        rule = lexicon.named(f"{tokens.surface(kind, kind + 1)} {tokens.surface(draft.first, draft.last)}")
        vague = draft.kind == "words" and not draft.modifiers and tokens.folded[draft.first] in _KINDS
        tested = draft.kind in _NAMED and tokens.folded[kind] in _TESTED
        if rule is not None and (vague or tested) and not part.own_status:
            draft.kind = "occurrence"
            draft.entity = Entity(draft.first, draft.last, rule.domain, rule, modifiers_of(draft), by="premodifier")
