"""Results: "positive" and "negative", and what was tested."""

from __future__ import annotations

from eligibility.normalize.drafts import Draft
from eligibility.normalize.negating import Negations
from eligibility.normalize.parts import Part
from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

_RECENT = 24
"""Trees of an item back to which is looked for what was tested."""
_NEAR = 1
"""Tokens that may stand between what is tested and "positive"."""
_COPULAS = frozenset({"is", "are", "was", "were", "be", "been", "must", "should", "has", "have", "shall", "will", "to"})


def take_result(chunk: Chunk, part: Part, negations: Negations) -> None:
    """Takes a result: of what was tested before it ("HBsAg |positive"), else of what comes ("|negative| HBsAg")."""
    said = next(
        (one for one in reversed(part.parts[-_RECENT:]) if isinstance(one.tree, Draft) and one.tree.named), None
    )
    draft = said.tree if said is not None else None
    after = (
        isinstance(draft, Draft)
        and not draft.limits
        and not draft.values
        and _is_near(draft.extent[1], chunk.first, negations.tokens)
    )
    if said is None or not isinstance(draft, Draft) or not after or part.link:
        part.value = (chunk.value, chunk.first, chunk.last)
        return
    said.negation = give_result(draft, (chunk.value, chunk.first, chunk.last), said.negation, negations)


def give_result(draft: Draft, value: tuple[CueRule, int, int], negation: int, negations: Negations) -> int:
    """Gives a measurement its result; an occurrence that is negative is denied. Gives the negation then in force."""
    cue, first, last = value
    draft.reach(first, last)
    if draft.kind == "measurement":
        draft.values = (cue.name,)
        draft.value_tokens = (first, last)
        return negation
    return negations.turn(negation) if cue.name == "negative" else negation


def _is_near(last: int, first: int, tokens: Tokens) -> bool:
    """Whether no more than a verb stands between what is tested and "positive"."""
    return first - last <= _NEAR or _COPULAS.issuperset(tokens.folded[last:first])
