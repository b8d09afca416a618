"""Lead-in subjects: what the items of a list limit, where only the item above names it: "ferritin: |> 30 µg/L|"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.normalize.converting import is_in_its_unit
from eligibility.normalize.drafts import Draft, Op, Tree
from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Entity
from eligibility.tree import Kind

_MEASURED = "measurement"


def subjects_of(drafts: Sequence[Draft]) -> tuple[ConceptRule, ...]:
    """What a lead-in names to be limited below it; nothing where it says anything else, or limits it itself."""
    rules: list[ConceptRule] = []
    for draft in drafts:
        rule = draft.entity.rule if draft.entity is not None and draft.entity.domain == _MEASURED else None
        if rule is None or draft.limits or draft.values or draft.when is not None or draft.scale is not None:
            return ()
        rules.append(rule)
    return tuple(rules)


def give_subjects(tree: Tree, subjects: Sequence[ConceptRule], kind: Kind) -> tuple[Tree, bool]:
    """Names what the limits of an item are on that name nothing.

    Args:
        tree: what the item says.
        subjects: what the item above names; the same limit is on each of them.
        kind: the list: of an exclusion criterion either is enough.

    Returns:
        The tree, and whether anything in it was named.
    """
    if isinstance(tree, Op):
        given = [give_subjects(part, subjects, kind) for part in tree.parts]
        tree.parts = [part for part, _ in given]
        return tree, any(named for _, named in given)
    fits = all(is_in_its_unit(limit, rule) for limit in tree.limits for rule in subjects)
    if not (tree.kind == _MEASURED and tree.nameless and tree.limits and fits):
        return tree, False
    each = [_on(tree, rule) for rule in subjects]
    return each[0] if len(each) == 1 else Op("all_of" if kind == "inclusion" else "any_of", [*each]), True


def _on(draft: Draft, rule: ConceptRule) -> Draft:
    """A limit as one on something that is named elsewhere; its own words stand for the name."""
    entity = Entity(draft.first, draft.last, _MEASURED, rule, by="lead-in")
    return replace(draft, entity=entity, nameless=False, limits=[*draft.limits])
