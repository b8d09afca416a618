"""Lacks: that somebody cannot or will not do something is a reason by itself, where a noun says so.

"Inability to consent |and pregnancy|" names two reasons to exclude; "|unable to consent| and pregnant" may be of one
patient.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.complements import is_denied, leaf, topic_of
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

LACKS = frozenset(
    map(fold, ("refusal", "inability", "unwillingness", "failure", "lack", "impossibility", "incapacity", "reluctance"))
)
"""Nouns for what somebody cannot or will not do."""
_STATES = frozenset({"condition", "observation"})


def exclude_each(parts: Sequence[Part], joins: list[Join], tokens: Tokens) -> None:
    """Makes alternatives of what excludes and a lack that does too, though "and" stands between them.

    Args:
        parts: the items of an exclusion list.
        joins: what stands between them; it is changed.
        tokens: the criterion.
    """
    for place, join in enumerate(joins):
        if join != "and":
            continue
        one, two = parts[place], parts[place + 1]
        lacks = [_is_lack(part, tokens) for part in (one, two)]
        if any(lacks) and all(lack or _is_state(part) for lack, part in zip(lacks, (one, two), strict=True)):
            joins[place] = "or"
            two.drafts()[0].either_inferred = True


def _is_lack(part: Part, tokens: Tokens) -> bool:
    """Whether all that an item says is a lack: "|patient refusal|", "|inability to cooperate|"."""
    draft = leaf(part.parts[0]) if part.parts and part.link is None and not part.relative else None
    if draft is None or not is_denied(part.parts[0]) or draft.link is not None:
        return False
    if any(topic_of(leaf(said)) == "" for said in part.parts):
        return False
    return not LACKS.isdisjoint(tokens.folded[draft.first : draft.last])


def _is_state(part: Part) -> bool:
    """Whether all that an item says is that the patient has something, of which nothing more is told."""
    draft = leaf(part.parts[0]) if len(part.parts) == 1 else None
    if draft is None or draft.entity is None or draft.link is not None or part.own_negation or part.relative:
        return False
    return draft.kind == "occurrence" and draft.entity.domain in _STATES and draft.other is None
