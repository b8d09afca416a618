"""Composed phrases: synonyms that say more than their concept, which the grammar puts together instead.

"Pregnant women" says who, "planned surgery" when, and "dialysis or transplantation" names two things.
"""

from __future__ import annotations

from eligibility.rules.model import ConceptRule

_PEOPLE = frozenset({"woman", "women", "female", "females", "man", "men", "patient", "patients", "subject", "subjects"})
"""Nouns for people: who they are is said apart from what they have ("pregnant |women")."""
_OF_THEM = frozenset({"with", "for", "in"})
"""Words behind which they are none that something is said of: "sexual health inventory |for men|"."""
_ACTIVE = "active"
_STATUSES = frozenset(
    {"planned", "scheduled", "current", "currently", "previous", "prior", "past", "ongoing", "recent", _ACTIVE}
)
"""Words for when: they are the leaf's status, not its concept ("planned |surgery")."""
_JOINTS = frozenset({"or", "and/or"})
_HAD = frozenset({"condition", "observation"})
"""Domains of what is active now, and may be so no more; an "active cooling" is another thing."""
_MEASURED = "measurement"


def is_composed(written: str, concept: ConceptRule) -> bool:
    """Whether a synonym says more than its concept, so that it is no phrase by itself.

    Args:
        written: the synonym.
        concept: what it is one of. Its own name is always a phrase, and a synonym may begin with its first word.
    """
    said = written.split()
    if len(said) == 1 or written == concept.name:
        return False
    if not _JOINTS.isdisjoint(said):
        return _JOINTS.isdisjoint(concept.name.split()) and not _is_either(written, concept)
    if said[-1] in _PEOPLE and said[-2] not in _OF_THEM:
        return True
    if said[0] not in _STATUSES or said[0] == concept.name.partition(" ")[0]:
        return False
    return said[0] != _ACTIVE or concept.domain in _HAD


def _is_either(written: str, concept: ConceptRule) -> bool:
    """Whether a synonym names one test in two ways, each of which does so alone: "serum or urine pregnancy test"."""
    before, joint, after = written.partition(" or ")
    if not joint or concept.domain != _MEASURED:
        return False
    return after in concept.synonyms and f"{before} {after.partition(' ')[2]}" in concept.synonyms
