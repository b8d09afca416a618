"""Either result: what is positive or negative for something may be both: "HER2-positive or |-negative| breast cancer".

That is no breast cancer denied, but one of which either is said.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.tagging.chunks import Chunk, Modifier
from eligibility.tagging.tokens import Tokens

BOTH_RESULTS = frozenset({"positive", "negative"})
_STATE = "condition"
_KIND = "extent"
_ENDS = frozenset({"COMMA", "SEMI", "STOP", "RP", "AND"})


def with_either_result(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with each marker and both of its results as a modifier of the condition behind them, else as words.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion, in which both results are.
    """
    out: list[Chunk] = []
    for chunk in chunks:
        of = chunk.tag == "ENTITY" and chunk.value.domain == _STATE
        start = _start(out, tokens) if out and (of or chunk.tag in _ENDS) else None
        if start is None:
            out.append(chunk)
            continue
        first, last = out[start].first, out[-1].last
        del out[start:]
        if of:
            said = Modifier(_KIND, tokens.surface(first, last), first, last)
            entity = replace(chunk.value, modifiers=[said, *chunk.value.modifiers])
            out.append(Chunk("ENTITY", first, chunk.last, entity, chunk.modifiers))
        else:
            out += [Chunk("WORDS", first, last), chunk]
    if out and (start := _start(out, tokens)) is not None:
        out[start:] = [Chunk("WORDS", out[start].first, out[-1].last)]
    return out


def _start(before: Sequence[Chunk], tokens: Tokens) -> int | None:
    """The place of the marker of which the last chunks say both results; None where they do not."""
    at = len(before) - 1
    second = _result(before[at], tokens) if before[at].tag == "VALUE" else None
    at -= 1 + (at > 0 and before[at - 1].tag == "FILLER")
    if second is None or at < 1 or before[at].tag != "OR":
        return None
    first = _result(before[at - 1], tokens)
    if first is None or first == second:
        return None
    start = at - 1 - (before[at - 1].tag == "VALUE")
    return start if start >= 0 and before[start].tag in {"ENTITY", "WORDS"} else None


def _result(chunk: Chunk, tokens: Tokens) -> str | None:
    """The result in which a chunk ends."""
    word = tokens.folded[chunk.last - 1]
    return word if word in BOTH_RESULTS else None
