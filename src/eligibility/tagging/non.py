"""Non: what "non" before an attestation makes of it: "non-|English speaking" people do not speak English.

The word that it denies may stand between: "non-|affiliated to a |health insurance".
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

NON = "non"
_DENIED = "denied"
_PARTICIPLE = frozenset({"WORDS", "LINK", "FILLER"})
"""Tags of what may stand between "non" and what is attested."""
_RELATING = frozenset({"by", "to", "with", "under", "from", "of"})
"""Words that relate what "non" denies to what is attested: "non covered |by| health insurance"."""
_FEW = 4
"""Chunks between "non" and what is attested."""


def attested_not(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with each attestation that "non" stands before as one that is denied.

    Args:
        chunks: the chunks of a criterion, in reading order.
        tokens: its tokens.
    """
    out: list[Chunk] = []
    for chunk in chunks:
        before = out[-1] if out else None
        if chunk.tag != "ATTESTATION" or before is None or not _is_denied(before, chunk, tokens):
            out.append(chunk)
            if chunk.tag == "ATTESTATION" and (count := _denied_before(out, tokens)):
                first = out[-count].first
                del out[-count:]
                out.append(Chunk("ATTESTATION", first, chunk.last, _denial(chunk)))
            continue
        first = before.last - 1
        out.pop()
        if before.last - before.first > 1:
            out.append(Chunk("WORDS", before.first, first, None, before.modifiers))
        out.append(Chunk("ATTESTATION", first, chunk.last, _denial(chunk)))
    return out


def _denial(chunk: Chunk) -> CueRule:
    """The cue of an attestation as one that is denied."""
    cue: CueRule = chunk.value
    return replace(cue, attrs={**cue.attrs, _DENIED: True})


def _denied_before(chunks: Sequence[Chunk], tokens: Tokens) -> int:
    """How many of the last chunks say, from "non" on, that what the last attests is not so; 0 where they do not.

    A preposition stands before it, so that "non" is no word of what somebody has: "non-obese, able to consent".
    """
    if chunks[-1].value.attrs.get(_DENIED):
        return 0
    related = False
    for count, chunk in enumerate(reversed(chunks[-_FEW - 1 : -1]), 2):
        if chunk.tag not in _PARTICIPLE:
            return 0
        if chunk.tag == "LINK":
            related = tokens.folded[chunk.last - 1] in _RELATING
        elif chunk.tag == "WORDS" and tokens.folded[chunk.first] == NON:
            return count if related else 0
        elif chunk.tag == "FILLER" and isinstance(chunk.value, CueRule) and chunk.value.kind == "people":
            return 0
    return 0


def _is_denied(before: Chunk, said: Chunk, tokens: Tokens) -> bool:
    """Whether words end in "non" right before an attestation that is not denied already."""
    if before.tag != "WORDS" or tokens.folded[before.last - 1] != NON or said.value.attrs.get(_DENIED):
        return False
    between = tokens.folded[before.last : said.first]
    return not between or between == ["-"]
