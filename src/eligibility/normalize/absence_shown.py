"""What says that there is none of what is denied, and is no part of it: "no gout, i.e. |no tophi|"."""

from __future__ import annotations

from eligibility.normalize.drafts import FERTILE, Draft, Tree, drafts_of, last_of
from eligibility.normalize.parts import Said
from eligibility.normalize.results import GOOD


def is_absence(said: Said, definition: Tree) -> bool:
    """Whether what defines a denied thing defines that there is none of it: "no fever, i.e. |no temperature > 38 °C|".

    So it does of what "non-" denies, which is a name of its own: "non-smoker, defined as |no cigarettes for a year|".
    """
    entity = last_of(said.tree).entity
    if not said.negation or entity is None:
        return False
    lacks = shows_none(definition) if isinstance(definition, Draft) else definition.kind == "not"
    return lacks or entity.denied or (entity.rule is not None and entity.rule.name in FERTILE)


def shows_none(tree: Tree) -> bool:
    """Whether what was measured shows that what is denied is not there: "not pregnant (|negative test|)"."""
    return all(_is_good(draft) for draft in drafts_of(tree))


def _is_good(draft: Draft) -> bool:
    better = draft.entity.rule.better if draft.entity is not None and draft.entity.rule is not None else None
    if better is None or not draft.limits:
        return bool(draft.values) and GOOD.issuperset(draft.values)
    ends = {"higher": [one.lower for one in draft.limits], "lower": [one.upper for one in draft.limits]}
    others = ends["lower" if better == "higher" else "higher"]
    return None not in ends[better] and not any(others)
