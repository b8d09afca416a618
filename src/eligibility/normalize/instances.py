"""Instances: an example is taken as long and as often as its class: "chronic use of steroids (e.g. |prednisone|)".

A condition is as bad as any illness that it is an example of, "severe disease such as |gout|"; what makes up a severe
mental disorder is one as it is: "severe psychiatric disease such as |schizophrenia|". A drug is an example of abuse as
what is abused, and not taken: "drug abuse such as |heroin|".
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from eligibility.normalize.degrees import RECENT
from eligibility.normalize.drafts import Draft, Op, Tree, drafts_of
from eligibility.tagging.chunks import Entity, Modifier
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_OFTEN = "chronicity"
"""The kind of modifiers that say how long or how often something is taken."""
_HOW_BAD = frozenset({"severity", "control"})
"""The kinds of modifiers that say how bad a condition is."""
_ANY_ILLNESS = frozenset(map(fold, ("illness", "disease", "condition", "comorbidity", "disorder", "problem")))
"""Last words of what any condition may be an example of."""
_BAD = frozenset({"severe", "unstable", "end", "terminal", "cancer", "malignancy", "uncontrolled"})
"""First words of names that say themselves how bad something is."""
_SEVERE_BY_NAME = frozenset({"mental disorder"})
"""Conditions of which some are severe whatever they do to a patient."""
_TAKEN = "drug"
_HAD = "condition"
_AGAINST = "vaccine"
_ABUSES = ("abuse", "misuse", "dependence", "addiction", "use disorder", "withdrawal", "intoxication", "overdose")
"""What the names of conditions end in that come of taking a drug."""


def take_after(drafts: Iterable[Draft], tokens: Tokens, lexicon: Lexicon) -> None:
    """Gives each drug that is an example how often and how long its class is taken, or what it is abused for.

    Args:
        drafts: those of a criterion, in reading order.
        tokens: the criterion.
        lexicon: names the abuse of a drug, if it has a name of its own.
    """
    for draft in drafts:
        of = draft.instance_of
        if of is not None and draft.entity is not None and draft.entity.domain == _HAD:
            _vaccinate(draft, draft.entity, of.entity, tokens, lexicon)
            _worsen(draft, draft.entity, of, tokens)
        if of is None or draft.entity is None or draft.entity.domain != _TAKEN or draft.kind != "occurrence":
            continue
        if of.entity is not None and of.entity.domain == _HAD:
            _abuse(draft, draft.entity, of.entity, tokens, lexicon)
            continue
        said: list[Modifier] = of.modifiers if of.entity is None else of.entity.modifiers
        if all(one.kind != _OFTEN for one in draft.entity.modifiers):
            draft.entity.modifiers.extend(replace(one, shared=True) for one in said if one.kind == _OFTEN)
        if of.durations and not draft.durations and draft.when is None:
            draft.durations, draft.lasting = [*of.durations], of.lasting


def _worsen(draft: Draft, entity: Entity, of: Draft, tokens: Tokens) -> None:
    """Gives a condition how bad any illness is that it is an example of, and how recent: "severe illness like |gout|".

    What has a limit or a modifier, or a name that says how bad it is, is as bad as that says.
    """
    said: list[Modifier] = of.modifiers if of.entity is None else of.entity.modifiers
    bad = _HOW_BAD
    if not said or draft.limits or entity.modifiers:
        return
    mental = of.entity is not None and of.entity.rule is not None and of.entity.rule.name in _SEVERE_BY_NAME
    if mental or tokens.folded[of.last - 1] not in _ANY_ILLNESS or tokens.folded[entity.first] in _BAD:
        bad = frozenset()
    entity.modifiers.extend(
        replace(one, shared=True) for one in said if (one.kind in bad or one.name == RECENT) and one.first < of.first
    )


def exemplify(before: Tree, said: Tree) -> Tree | None:
    """What is said, with examples that are a sentence of their own: "Live vaccines. |Examples are measles, ...|".

    Args:
        before: what is said before them.
        said: the sentence, which may name once more what its examples are of.

    Returns:
        Either that or one of the examples, at the same time; None where they are examples of nothing in it.
    """
    first, *rest = drafts_of(said)
    if first.entity is None:
        return None
    known = [one for one in drafts_of(before) if _is_of(one, first.entity)]
    named = [one for one in known if one.entity is not None and one.entity.rule is first.entity.rule is not None]
    if not known:
        return None
    of, again = (named or known)[-1], bool(named)
    examples = rest if again else [first, *rest]
    if not examples or any(one.limits or one.kind != "occurrence" for one in examples):
        return None
    for one in examples:
        one.instance_of, one.status = of, one.status or of.status
        if one.when is None:
            one.when, one.anchor = of.when, of.anchor
    return _put(before, of, Op("any_of", [of, *examples]))


def _is_of(draft: Draft, entity: Entity) -> bool:
    """Whether a draft may be what an entity is an example of."""
    return draft.kind == "occurrence" and draft.entity is not None and draft.entity.domain == entity.domain


def _put(tree: Tree, draft: Draft, instead: Op) -> Tree:
    """A tree with something else in the place of one of its leaves."""
    if tree is draft:
        return instead
    if isinstance(tree, Op):
        tree.parts = [_put(part, draft, instead) for part in tree.parts]
    return tree


def _vaccinate(draft: Draft, entity: Entity, of: Entity | None, tokens: Tokens, lexicon: Lexicon) -> None:
    """Makes a disease the vaccine against it, as what it is an example of is one: "live vaccines, e.g. |measles|"."""
    if of is None or of.rule is None or not of.rule.name.endswith(_AGAINST):
        return
    written = tokens.surface(entity.first, entity.last)
    disease = written.lower() if entity.rule is None else entity.rule.name
    rule = lexicon.named(f"{disease} {_AGAINST}") or lexicon.named(f"{written} {_AGAINST}")
    name = None if rule is not None else f"{disease} {_AGAINST}"
    draft.entity = replace(entity, domain=of.domain, rule=rule, by="shared", name=name)


def _abuse(draft: Draft, entity: Entity, of: Entity, tokens: Tokens, lexicon: Lexicon) -> None:
    """Makes a drug the abuse of it, as what it is an example of is one: "substance abuse, including |alcohol|"."""
    ends = of.rule.name if of.rule is not None else ""
    kind = next((one for one in _ABUSES if ends.endswith(one)), None)
    if kind is None or draft.toward is not None:
        return
    written = tokens.surface(entity.first, entity.last)
    rule = lexicon.named(f"{written} {kind}")
    drug = written.lower() if entity.rule is None else entity.rule.name
    name = None if rule is not None else f"{drug} {kind}"
    draft.entity = replace(entity, domain=_HAD, rule=rule, by="shared", name=name)
