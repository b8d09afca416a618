"""Non: what "non" before an attestation makes of it: "non-|English speaking" people do not speak English."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

NON = "non"
_DENIED = "denied"


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
            continue
        first = before.last - 1
        out.pop()
        if before.last - before.first > 1:
            out.append(Chunk("WORDS", before.first, first, None, before.modifiers))
        cue = replace(chunk.value, attrs={**chunk.value.attrs, _DENIED: True})
        out.append(Chunk("ATTESTATION", first, chunk.last, cue))
    return out


def _is_denied(before: Chunk, said: Chunk, tokens: Tokens) -> bool:
    """Whether words end in "non" right before an attestation that is not denied already."""
    if before.tag != "WORDS" or tokens.folded[before.last - 1] != NON or said.value.attrs.get(_DENIED):
        return False
    between = tokens.folded[before.last : said.first]
    return not between or between == ["-"]
