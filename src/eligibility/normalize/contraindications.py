"""Contraindications: they are to what is of one kind, and what else is said with them is why: "MRI (|pacemaker|)"."""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.normalize.drafts import Draft
from eligibility.normalize.parts import Part
from eligibility.tagging.chunks import Entity
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

CONTRAINDICATED = frozenset(map(fold, ("contraindication", "contraindications", "contraindicated"))) | {
    "contra-indication",
    "contra-indications",
    "contra-indicated",
}
"""Words, folded, for what may be said behind what it is to: "MRI |contraindications|"."""
ADVISED = "contraindication"
"""The name of what may be to a procedure as well as to a drug, and has reasons."""
_DRUG = "drug"
_TREATMENTS = frozenset(
    map(
        fold,
        ("therapy", "treatment", "drug", "medication", "anticoagulation", "chemotherapy", "prophylaxis", "sedation"),
    )
)
"""Last words of what drugs are examples of."""
_DOMAIN = "condition"
_DONE = "procedure"
_TAKEN = frozenset({"drug", "procedure", "observation"})
"""Domains of what is taken or done, and is seldom why something else is contraindicated."""
_ADVISED = frozenset({"drug", "procedure", "device", "observation"})
"""Domains of what may be contraindicated: that is told of what is given or done, and no illness."""


def domain_of(reaction: str, of: Entity) -> str:
    """The domain of a reaction to something: a contraindication has that of what is contraindicated.

    What no rule knows is something done: "contraindication to |elastography|".
    """
    if ADVISED not in reaction or (of.rule is not None and of.domain not in _ADVISED):
        return _DOMAIN
    return of.domain if of.domain in _ADVISED else _DONE


def own_entity(of: Draft, reaction: str | None) -> Entity | None:
    """What a contraindication is to that is told of what another reaction is to; None for any other reaction."""
    entity = of.entity if reaction is not None and ADVISED in reaction else None
    return replace(entity, domain=entity.rule.domain) if entity is not None and entity.rule is not None else None


def fits(draft: Draft, of: Draft | None, reaction: str, tokens: Tokens | None = None) -> bool:
    """Whether a draft may be what a reaction is to that another thing is the object of.

    Of what is contraindicated that is only what is of the same kind; the rest is why: "contraindication to heparin
    |or warfarin|", "to systemic treatment |(methotrexate)|", but "to MRI |such as a pacemaker|".
    """
    if ADVISED not in reaction:
        return True
    one, two = draft.entity, of.entity if of is not None else None
    object_of = two.rule.domain if two is not None and two.rule is not None else None
    if draft.kind == "words":
        return object_of == _DRUG
    if one is None or one.rule is None or of is None:
        return False
    if one.rule.domain == _DRUG and tokens is not None and tokens.folded[of.last - 1] in _TREATMENTS:
        return True
    return one.rule.domain == object_of


def advised_too(part: Part, before: Part) -> bool:
    """Whether what is behind "or" is contraindicated, too, though it is of another kind: "to aspirin |or MRI|".

    What has been done, or was at some time, is a thing of its own: "contraindication to aspirin |or prior surgery|".
    """
    last, one = before.last, part.first
    if last is None or one is None or len(part.parts) != 1 or not advises_against(last):
        return False
    known = one.entity is not None and one.entity.rule is not None and one.entity.rule.domain in _TAKEN
    apart = part.paused or part.own_status or part.own_negation or part.clausal or part.people or part.when
    return known and not (apart or one.toward or one.limits or one.when or one.bracketed)


def is_contraindication(draft: Draft, tokens: Tokens) -> bool:
    """Whether a draft is a contraindication that does not say what it is to."""
    return draft.kind == "words" and tokens.folded[draft.last - 1] in CONTRAINDICATED


def advises_against(draft: Draft) -> bool:
    """Whether a draft is that something is contraindicated, so that what is said behind it is why."""
    return draft.toward is not None and ADVISED in draft.toward
