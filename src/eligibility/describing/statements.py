"""What stands in its own words: attestations, and what was not understood."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from eligibility.describing.windows import when
from eligibility.tree import Attestation, Node, Unstructured

_NEAR = 4
"""Words of an attestation among which its denial begins: the first, or those behind who attests."""
_HINDERED = "ability"


def attestation(leaf: Attestation) -> str:
    """An attestation in its own words; where it has none, its topic.

    Words that deny it already are denied once more: that "unable to attend" holds not is "not unable to attend".
    """
    return f"not {leaf.text}" if denies(leaf) else leaf.text or leaf.topic.replace("_", " ")


def denies(node: Node) -> bool:
    """Whether the words of an attestation say what is not so: "unable to attend"; it is then their negation's tree."""
    if node.type != "attestation":
        return False
    said, words = _words(), node.text.lower().split()
    for place in range(min(_NEAR, len(words))):
        rest = " ".join(words[place:])
        if rest.startswith(said["denies"]) or (_HINDERED in rest and rest.startswith(said["hinders"])):
            return True
        if rest.startswith(said["asks"]):
            return False
    return False


@cache
def _words() -> dict[str, tuple[str, ...]]:
    listed = yaml.safe_load((files("eligibility.describing") / "negative.yaml").read_text("utf-8"))
    return {name: tuple(words) for name, words in listed.items()}


def unstructured(leaf: Unstructured) -> str:
    """Text that was not understood, with the window that was."""
    outside = leaf.window is not None and leaf.window.text not in leaf.text
    return f"{leaf.text} {when(leaf.window)}" if outside else leaf.text
