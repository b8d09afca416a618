"""Polarity: what a list of exclusions asks for, or a list of inclusions denies, may stand under the wrong heading.

"Women must use contraception" excludes nobody who does, and "no diabetes" nobody who has it. The tree says what the
words say, in the list in which they stand, and the reader is told.
"""

from __future__ import annotations

from eligibility.normalize.diagnostics import Notes
from eligibility.normalize.outline import Outline
from eligibility.normalize.source import Source
from eligibility.tree import AllOf, AnyOf, Attestation, Kind, Node, Not, Occurrence, Span
from eligibility.tree.nodes import BaseLeaf

_DEMANDS = frozenset({"must", "should", "shall"})
_ASKING = frozenset({"MUST", "NEG"})
"""Tags of demands: "must", "must not"."""
_APART = frozenset({"EXCEPT", "IF"})
"""Tags of what makes a demand one of a condition or an exception: "cancer, unless it |should be| cured"."""
_DENYING = frozenset({"no", "not"})
"""Words with which what excludes is denied where a list says what must not be: "|no| diabetes"."""
_ADVERSE = frozenset({"condition", "drug"})
"""Domains of what mostly excludes."""
_GIVEN = frozenset({"consent", "compliance"})
"""Topics of what every trial asks for."""


def note_polarity(node: Node, outline: Outline, kind: Kind, source: Source, notes: Notes) -> None:
    """Notes what may stand under the wrong heading.

    Args:
        node: what an item says.
        outline: its chunks.
        kind: the list that it stands in.
        source: where its words stand.
        notes: takes the diagnostics.
    """
    place: Span | None = None
    if kind == "exclusion" and not outline.tagged.isdisjoint(_ASKING):
        place = _told(node, outline, source)
    if place is None and "ATTESTATION" in outline.tagged:
        given = _given(node, denied=kind == "inclusion")
        place = None if given is None else given.span
    if place is not None:
        message = f"says what must or must not be, or denies what is asked, among {kind} criteria: in the wrong list?"
        notes.add("polarity-suspect", "warning", message, place)


def _told(node: Node, outline: Outline, source: Source) -> Span | None:
    """Where an exclusion says what must or must not be, or denies nothing but what mostly excludes."""
    folded = source.tokens.folded
    if outline.tagged.isdisjoint(_APART):
        demands = (chunk for chunk in outline.chunks if chunk.tag in _ASKING)
        said = next((one for one in demands if folded[one.first] in _DEMANDS), None)
        if said is not None:
            return source.span(said.first, said.last)
    return source.span(0, 1) if folded[0] in _DENYING and _denies_adverse(node) else None


def _denies_adverse(node: Node) -> bool:
    """Whether nothing is said but denials, and only of illnesses and drugs, which mostly exclude if they are there."""
    denials = (node,) if isinstance(node, Not) else node.children if isinstance(node, AnyOf | AllOf) else ()
    leaves = [leaf for one in denials if isinstance(one, Not) for leaf in one.find(BaseLeaf)]
    told = all(isinstance(leaf, Occurrence) and leaf.domain in _ADVERSE for leaf in leaves)
    return bool(leaves) and told and all(isinstance(one, Not) for one in denials)


def _given(node: Node, *, denied: bool) -> Attestation | None:
    """What is attested, or (`denied`) what is not, by itself or as one of several alternatives."""
    if denied:
        return _given(node.child, denied=False) if isinstance(node, Not) else None
    if isinstance(node, AnyOf):
        return next((found for child in node.children if (found := _given(child, denied=False)) is not None), None)
    return node if isinstance(node, Attestation) and node.topic in _GIVEN else None
