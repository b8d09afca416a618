"""Limits in brackets behind what they are on, either of which will do: "potassium |(< 3.5 or > 5.5 mmol/L fasting)|".

They are read as if the brackets were not there, so that what is said of each of them stays with it.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk, pairs_at

BRACKETED = frozenset({("LP", "LIMIT")})
"""Tags of brackets that begin with a limit."""
_ENDS = frozenset({"STOP", "SEMI"})
_JOINS = frozenset({"OR", "COMMA", "FILLER"})


def limits_out_of_brackets(chunks: Sequence[Chunk]) -> Sequence[Chunk]:
    """The chunks, without brackets that end a statement and hold all the limits on the measurement before them.

    Args:
        chunks: those of a criterion in which a limit stands, in reading order.
    """
    places = [place for place in pairs_at(chunks, BRACKETED) if place and _is_measurement(chunks[place - 1])]
    if not places:
        return chunks
    out = list(chunks)
    for opened in places:
        closed = next((at for at in range(opened + 1, len(out)) if out[at].tag in {"RP", "LP"}), len(out))
        if (
            closed == len(out)
            or out[closed].tag != "RP"
            or not all(chunk.tag in _ENDS for chunk in out[closed + 1 :][:1])
        ):
            continue
        if _are_alternatives(out[opened + 1 : closed]):
            out[opened], out[closed] = (Chunk("FILLER", out[at].first, out[at].last) for at in (opened, closed))
    return out


def _are_alternatives(inside: Sequence[Chunk]) -> bool:
    """Whether some chunks begin with a limit, another follows an "or", and both are on what stands before them."""
    tags = [chunk.tag for chunk in inside]
    limits = [chunk.value for chunk in inside if chunk.tag == "LIMIT"]
    if len(limits) < 2 or "OR" not in tags or "AND" in tags or not all(limit.compared for limit in limits):
        return False
    if len(inside) == len(limits) + tags.count("OR"):
        return False
    measured = [place for place, chunk in enumerate(inside) if _is_measurement(chunk)]
    if any(tags[place - 1] != "LINK" for place in measured):
        return False
    return all(tags[at - 1] in _JOINS for at in range(1, len(tags)) if tags[at] == "LIMIT")


def _is_measurement(chunk: Chunk) -> bool:
    return chunk.tag == "ENTITY" and chunk.value.domain == "measurement"
