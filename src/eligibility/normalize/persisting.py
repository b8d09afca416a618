"""Persisting: states that go on, of which a bare length of time says how long they have: "low back pain |(≤ 6 weeks)|".

What befalls somebody at one time was so long ago: "stroke |(≤ 6 weeks)|".
"""

from __future__ import annotations

from eligibility.normalize.drafts import Draft
from eligibility.tagging.folding import fold

_STATES = frozenset(
    map(
        fold,
        (
            "pain", "ache", "headache", "toothache", "cough", "diarrhea", "constipation", "dyspnea", "fatigue",
            "insomnia", "pruritus", "jaundice", "dizziness", "vertigo", "tinnitus", "hoarseness", "stiffness",
            "incontinence", "asthma", "gout", "arthritis", "osteoarthritis", "sclerosis", "mellitus", "hypertension",
            "psoriasis", "epilepsy", "schizophrenia", "dementia", "osteoporosis", "glaucoma", "infertility", "obesity",
            "fibromyalgia", "colitis", "vitiligo", "neuropathy", "neuralgia", "cirrhosis",
        ),
    )
)  # fmt: skip
"""Last words of the names of states that go on."""
_DISEASES = frozenset(
    {
        "Parkinson disease",
        "Crohn disease",
        "Alzheimer disease",
        "chronic obstructive pulmonary disease",
        "heart failure",
    }
)
"""Names of others."""
_COURSE = "chronicity"
"""The kind of modifiers that say that something is new: "|acute| gout (< 24 hours)"."""


def persists(draft: Draft) -> bool:
    """Whether a draft is a state that goes on, of which nothing says that it is new or was there before."""
    rule = draft.entity.rule if draft.entity is not None else None
    if rule is None or draft.entity is None or draft.status not in {None, "present"}:
        return False
    if any(one.kind == _COURSE for one in draft.entity.modifiers):
        return False
    return fold(rule.name.split()[-1]) in _STATES or rule.name in _DISEASES
