"""Excepted states: "brain metastases |unless treated and stable|" excepts those metastases that are so."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.normalize.drafts import Draft, Tree
from eligibility.normalize.modifying import name_again
from eligibility.tagging.chunks import Chunk

_SAID = frozenset({"MODIFIER", "AND", "FILLER"})


def name_state(exception: Tree, body: Tree | None, chunks: Sequence[Chunk]) -> None:
    """Makes of words that only modify, and are excepted from one thing, that thing with what they say of it.

    Args:
        exception: what is excepted; it is changed.
        body: what it is excepted from.
        chunks: the criterion.
    """
    if not isinstance(body, Draft) or body.kind != "occurrence" or body.entity is None:
        return
    if not isinstance(exception, Draft) or exception.kind != "words" or exception.link is not None:
        return
    if exception.limits or exception.values or exception.modifiers:
        return
    inside = [chunk for chunk in chunks if exception.first <= chunk.first and chunk.last <= exception.last]
    said = [one for chunk in inside if chunk.tag == "MODIFIER" for one in chunk.value]
    if not said or not {chunk.tag for chunk in inside} <= _SAID:
        return
    name_again(exception, body, body.entity, [replace(one, behind=True) for one in said])
