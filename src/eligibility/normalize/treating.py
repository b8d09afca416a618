"""Treatment with something: what is said of a treatment is said of what it is done with.

"Systemic |treatment with steroids| within 7 days": the steroids were given within that time.
"""

from __future__ import annotations

from eligibility.normalize.drafts import Draft
from eligibility.normalize.parts import Part
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

TREATMENTS = frozenset(map(fold, ("treatment", "therapy", "immunization", "immunisation", "vaccination")))
"""Last words of the names of what is done with something that is given."""
_WITH = "with"


def pass_times_on(parts: list[Part], tokens: Tokens) -> None:
    """Gives the time of a treatment to the drug that it is one with, where that has none."""
    for part in parts:
        for at, said in enumerate(part.parts[1:], 1):
            treatment, drug = part.parts[at - 1].tree, said.tree
            if not isinstance(treatment, Draft) or not isinstance(drug, Draft) or drug.link != _WITH:
                continue
            if treatment.when is None or drug.when is not None or drug.entity is None or drug.entity.domain != "drug":
                continue
            if tokens.folded[treatment.last - 1] in TREATMENTS:
                drug.when, drug.anchor = treatment.when, treatment.anchor
