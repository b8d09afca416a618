"""What stands in its own words: attestations, and what was not understood."""

from __future__ import annotations

from eligibility.describing.windows import when
from eligibility.tree import Attestation, Unstructured


def attestation(leaf: Attestation) -> str:
    """An attestation in its own words; where it has none, its topic."""
    return leaf.text or leaf.topic.replace("_", " ")


def unstructured(leaf: Unstructured) -> str:
    """Text that was not understood, with the window that was."""
    outside = leaf.window is not None and leaf.window.text not in leaf.text
    return f"{leaf.text} {when(leaf.window)}" if outside else leaf.text
