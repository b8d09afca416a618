"""Treatment with something: what is said of a treatment is said of what it is done with.

"Systemic |treatment with steroids| within 7 days": the steroids were given within that time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

TREATMENTS = frozenset(
    map(
        fold,
        (
            "treatment",
            "therapy",
            "chemotherapy",
            "immunotherapy",
            "monotherapy",
            "immunization",
            "immunisation",
            "vaccination",
        ),
    )
)
"""Last words of the names of what is done with something that is given."""
_WITH = "with"
_DRUG = "drug"


def pass_times_on(parts: list[Part], joins: Sequence[Join], tokens: Tokens) -> None:
    """Gives the time of a treatment to the drugs that it is one with, where they have none."""
    for place, part in enumerate(parts):
        for at, said in enumerate(part.parts[1:], 1):
            treatment, drug = part.parts[at - 1].tree, said.tree
            if not isinstance(treatment, Draft) or not isinstance(drug, Draft) or drug.link != _WITH:
                continue
            if treatment.when is None or not _takes_time(drug) or tokens.folded[treatment.last - 1] not in TREATMENTS:
                continue
            for one in (drug, *(_listed_after(parts, joins, place) if at == len(part.parts) - 1 else ())):
                one.when, one.anchor = treatment.when, treatment.anchor


def _takes_time(draft: Draft) -> bool:
    """Whether a draft is a drug that has no time of its own."""
    return draft.when is None and draft.entity is not None and draft.entity.domain == _DRUG


def _listed_after(parts: list[Part], joins: Sequence[Join], place: int) -> Iterator[Draft]:
    """The drugs that are listed behind an item, each of them all of its own: "therapy with A, |B or |C|"."""
    for part, join in zip(parts[place + 1 :], joins[place:], strict=False):
        alike = len(part.parts) == 1 and bool(part.parts[0].negation) == bool(parts[place].parts[-1].negation)
        one = part.parts[0].tree if alike else None
        if join not in LISTING or not isinstance(one, Draft) or one.link is not None or not _takes_time(one):
            return
        yield one
