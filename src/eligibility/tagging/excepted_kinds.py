"""Kinds that are excepted: a comma between adjectives ends no exception: "except |mild, untreated| asthma"."""

from __future__ import annotations

from eligibility.tagging.chunks import Chunk, pairs_at

_BEGIN = frozenset({("EXCEPT", "MODIFIER")})
_GOES_ON = frozenset({"MODIFIER", "ENTITY"})


def excepted_kinds(chunks: list[Chunk]) -> list[Chunk]:
    """The chunks without the commas between the adjectives that an exception begins with, up to what they modify.

    Args:
        chunks: those of a criterion, in reading order.
    """
    dropped: set[int] = set()
    for place in pairs_at(chunks, _BEGIN):
        at, commas = place + 1, list[int]()
        while at < len(chunks) and chunks[at].tag == "MODIFIER":
            at += 1
            if at + 1 < len(chunks) and chunks[at].tag == "COMMA" and chunks[at + 1].tag in _GOES_ON:
                commas.append(at)
                at += 1
        if at < len(chunks) and chunks[at].tag == "ENTITY":
            dropped.update(commas)
    return [chunk for place, chunk in enumerate(chunks) if place not in dropped] if dropped else chunks
