"""Which of some concepts is a kind of which, as the checker of patients knows it."""

from __future__ import annotations

from collections.abc import Mapping

from eligibility.check import broader_concepts
from eligibility.tree import BaseLeaf, Concept

_ICD10 = "http://hl7.org/fhir/sid/icd-10-cm"
_CATEGORY = 3
"""Characters of the code of a category of ICD-10; longer ones are within it."""


def broader(leaves: Mapping[str, BaseLeaf]) -> dict[str, frozenset[str]]:
    """For each of some leaves, those whose concept its own is a kind of, or the same; by keys, itself among them."""
    by_name: dict[str, set[str]] = {}
    by_code: dict[str, set[str]] = {}
    for name, leaf in leaves.items():
        by_name.setdefault(concept_name(leaf), set()).add(name)
        if (code := _icd10(leaf.concept)) is not None:
            by_code.setdefault(code, set()).add(name)
    found: dict[str, frozenset[str]] = {}
    for name, leaf in leaves.items():
        code = _icd10(leaf.concept)
        names = {concept_name(leaf), *broader_concepts(concept_name(leaf), code)}
        above = {other for one in names for other in by_name.get(one, ())}
        for length in range(_CATEGORY, len(code or "") + 1):
            above |= by_code.get((code or "")[:length].rstrip("."), set())
        found[name] = frozenset(above)
    return _closed(found)


def concept_name(leaf: BaseLeaf) -> str:
    """The name of the concept of a leaf, or its words where the vocabulary does not have it."""
    assert leaf.concept is not None
    return leaf.concept.name or " ".join(leaf.concept.text.split()).casefold()


def _closed(above: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """With what is above that is above something, too."""
    while True:
        further = {name: frozenset().union(*(above[one] for one in some)) for name, some in above.items()}
        if further == above:
            return above
        above = further


def _icd10(concept: Concept | None) -> str | None:
    codes = sorted(coding.code for coding in concept.codes if coding.system == _ICD10) if concept else []
    return codes[0] if codes else None
