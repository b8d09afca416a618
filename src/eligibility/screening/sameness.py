"""Which leaves get the same verdict of every patient, so that one column serves all of them."""

from __future__ import annotations

from typing import Any

from eligibility.tree import Leaf

_UNREAD = {"span", "display"}
"""Where words stand, and what a code is called: nothing is judged by these, on any level."""
_WORDS_OF = ("window", "relative_to")
"""Parts of a leaf whose words are only shown."""
_UNDECIDABLE = frozenset({"attestation", "unstructured"})
"""Types of leaves that no record decides: all of a type are alike."""


def sameness(leaf: Leaf) -> str:
    """A text that two leaves share only if `judge` says the same of them, whoever the patient.

    It is stricter than `eligibility.same`: codes count, and all digits, and the case of words that the vocabulary has
    not named ("MI" is an abbreviation, "mi" is none). What the judge does not read is taken out, so that a field which
    leaves may get one day counts until somebody decides that it does not.

    Example:
        >>> from eligibility.tree import Age, Range
        >>> adults = Age(text="adults", span=(0, 6), range=Range(lower=18, unit="a"))
        >>> sameness(adults) == sameness(adults.model_copy(update={"text": "≥ 18 years", "span": (9, 19)}))
        True
    """
    if leaf.type in _UNDECIDABLE:
        return leaf.type
    said = leaf.model_dump(exclude={"text"})
    for part in _WORDS_OF:
        if said.get(part):
            del said[part]["text"]
    if (said["concept"] or {}).get("name") is not None:
        del said["concept"]["text"]
    if said.get("as_written"):
        limit = said.get("range") or {}
        said["as_written"] = None if limit.get("unit") else said["as_written"]["unit"]
    return repr(_read(said))


def _read(said: Any) -> Any:  # noqa: ANN401 - what a model dumps
    if isinstance(said, dict):
        return [(name, _read(value)) for name, value in said.items() if name not in _UNREAD]
    return [_read(value) for value in said] if isinstance(said, list | tuple) else said
