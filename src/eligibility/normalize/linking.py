"""Linking: the criteria that the words of another point to ("as defined in inclusion criterion 3")."""

from __future__ import annotations

from eligibility.segment import CleanText, Item, Numbering, pointers
from eligibility.tree import Criterion, CrossReference, Diagnostic


def links(text: CleanText, item: Item, identifier: str, numbering: Numbering) -> tuple[CrossReference, ...]:
    """Where a criterion points to others of its document.

    Args:
        text: the document.
        item: the criterion, with its list.
        identifier: its id.
        numbering: the criteria of the document.
    """
    pointing = pointers(text.text[item.start : item.stop])
    if not pointing:
        return ()
    out: list[CrossReference] = []
    for pointer in pointing:
        targets = numbering.targets(pointer, identifier, item)
        if targets is not None:
            first, last = text.raw_span(item.start + pointer.start, item.start + pointer.end)
            out.append(CrossReference(text=text.raw[first:last], span=(first, last), targets=targets))
    return tuple(out)


def linked(criterion: Criterion, references: tuple[CrossReference, ...]) -> Criterion:
    """A criterion with its references, and a diagnostic for each that leads nowhere."""
    if not references:
        return criterion
    notes = tuple(
        Diagnostic(
            code="reference-unresolved",
            severity="warning",
            message=f'"{one.text}" points to a criterion that is not there',
            span=one.span,
        )
        for one in references
        if not one.targets
    )
    return criterion.model_copy(
        update={"cross_references": references, "diagnostics": (*criterion.diagnostics, *notes)}
    )
