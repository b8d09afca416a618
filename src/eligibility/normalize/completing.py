"""Items that are only some words, and how they become names with what a neighbour shares."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.normalize.drafts import Draft, drafts_of
from eligibility.normalize.modifying import is_modifier, modifiers_of
from eligibility.normalize.parts import Part
from eligibility.normalize.premodifiers import name_of
from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Entity

TYPE = re.compile(r"(?:[A-Z]|[IVX]{1,4}|\d{1,2}[a-z]?)$")
"""A type: a letter, a Roman numeral or a number."""
_SEVERITY = "severity"
LONGEST = 3
"""Words of the longest item that is only some words."""
_NAMED = frozenset({"words", "occurrence", "measurement"})


def only_words(part: Part) -> Draft | None:
    """The words that an item is, which a noun or a type of its neighbour may complete; None where it is more."""
    draft = only(part)
    if (
        draft is not None
        and draft.kind in _NAMED
        and not (_is_timed_behind(draft) or draft.limits or draft.values or is_modifier(draft))
        and draft.last - draft.first <= LONGEST
        and part.limit is None
    ):
        return draft
    return None


def _is_timed_behind(draft: Draft) -> bool:
    """Whether a time stands behind a draft, which parts it from what follows: "alcohol |this week| or drug abuse"."""
    return draft.when is not None and draft.when.last > draft.first


def only(part: Part) -> Draft | None:
    """The one draft of an item; None where it has several, or none."""
    if len(part.parts) != 1:
        return None
    tree = part.parts[0].tree
    if isinstance(tree, Draft):
        return tree
    found = drafts_of(tree)
    return found[0] if len(found) == 1 else None


def first_entity(part: Part) -> Entity | None:
    """What an item names first; not the object of a reaction before it: "failed or |intolerant to| methotrexate"."""
    first = part.first
    if first is None or first.kind != "occurrence" or (first.toward is not None and first.extent[0] < first.first):
        return None
    return first.entity


def complete(words: Draft, rule: ConceptRule | None, entity: Entity, full: Sequence[str]) -> Entity:
    """Makes a draft of words an occurrence in the domain of its neighbour, named with what it shares.

    How bad that is behind the noun is said of both: "mitral or tricuspid regurgitation |> moderate|".
    """
    modifiers = modifiers_of(words)
    if entity.modifiers and not any(one.kind == _SEVERITY for one in modifiers):
        behind = (one for one in entity.modifiers if one.kind == _SEVERITY and one.first >= entity.last)
        modifiers = [*modifiers, *(replace(one, shared=True) for one in behind)]
    words.kind = "occurrence"
    name = name_of(full, words.first) if rule is None and full else None
    words.entity = Entity(words.first, words.last, entity.domain, rule, modifiers, by="shared", name=name)
    return words.entity
