"""Kinds that share the last word of their names, and name things by themselves too: "|bleeding| or clotting disorder".

That is not bleeding, nor is "anorexia or bulimia nervosa" a loss of appetite. The reader is told of it.
"""

from __future__ import annotations

from eligibility.normalize.drafts import Draft
from eligibility.normalize.typed import named_together
from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Entity
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

HEADS = frozenset({"disorder", "nervosa"})
"""Last words of names of which each kind is a thing of its own."""
_JOINS = frozenset({"and", "or", "/"})
"""What stands right behind the word before a whole name."""
_PRESENT = "present"


def named_by_kind(
    words: Draft, following: Draft | None, entity: Entity, tokens: Tokens, lexicon: Lexicon
) -> ConceptRule | None:
    """What one word names with the last word of a neighbour's name; None where that is not a name of such a kind.

    What is there now is no kind: "active bleeding or a clotting disorder". Nor is what only a comma parts from a whole
    name: "depression, anxiety, panic disorder".

    Args:
        words: the item, a thing by itself.
        following: what the next item begins with.
        entity: the neighbour whose name is whole.
        tokens: the criterion.
        lexicon: knows the names.
    """
    head, own = tokens.folded[entity.last - 1], tokens.folded[words.first]
    if head not in HEADS or words.last - words.first > 1 or own in tokens.folded[entity.first : entity.last]:
        return None
    if words.status == _PRESENT or entity.last - entity.first == 1 or following is None or following.entity is None:
        return None
    if following.entity is entity and tokens.folded[words.last] not in _JOINS:
        return None
    full = [tokens.surface(words.first, words.last), tokens.surface(entity.last - 1, entity.last)]
    rule = named_together(full, entity, lexicon)
    known = words.entity.rule if words.entity is not None else None
    return rule if rule is not None and rule is not known and rule.name.endswith(head) else None
