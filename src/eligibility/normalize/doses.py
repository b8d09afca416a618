"""Doses: what is limited of the dose of a drug is said of the drug: "a daily dose |> 20 mg| of methotrexate"."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from eligibility.grammar.limits import Limit
from eligibility.normalize.drafts import Draft
from eligibility.normalize.parts import Part
from eligibility.tagging.chunks import Entity
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

DOSES = frozenset(map(fold, ("dose", "dosage")))
"""Words for how much of a drug is taken."""
_OF, _DRUG = "of", "drug"


def take_doses(parts: Iterable[Part], tokens: Tokens) -> None:
    """Gives each drug the limit on its dose, which stands right before it, and what else is said of that.

    Args:
        parts: the items of a list.
        tokens: the criterion.
    """
    for part in parts:
        for before, said in pairwise(tuple(part.parts)):
            dose, drug = before.tree, said.tree
            if not isinstance(dose, Draft) or not isinstance(drug, Draft) or before.negation != said.negation:
                continue
            limit = _limit_of_dose(dose, tokens)
            if limit is None or drug.entity is None or not _follows(drug, drug.entity, limit):
                continue
            drug.limits = [limit]
            drug.entity.modifiers.extend(dose.modifiers)
            drug.reach(*dose.extent)
            part.parts.remove(before)


def _limit_of_dose(dose: Draft, tokens: Tokens) -> Limit | None:
    """The only limit on what is no more than a dose."""
    named = dose.entity is not None or len(dose.limits) != 1
    return None if named or tokens.folded[dose.last - 1] not in DOSES else dose.limits[0]


def _follows(drug: Draft, entity: Entity, limit: Limit) -> bool:
    """Whether a drug stands behind a limit and "of", and has none itself."""
    taken = drug.kind == "occurrence" and entity.domain == _DRUG and drug.link == _OF
    return taken and not drug.limits and limit.last + 1 == drug.first
