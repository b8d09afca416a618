"""Judged: what somebody has to judge is one attestation, "any condition |that, in the investigator's opinion, ...|"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk, begin_of
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

_OPINIONS = "opinion judgment judgement view discretion thinks think believes believe feels feel"
OPINIONS = frozenset(map(fold, _OPINIONS.split()))
_JUDGED = "investigator_judgment"
_RELATIVES = frozenset({"that", "which", "who", "whom", "why", "where"})
_BETWEEN = frozenset({",", "is", "are", "may", "would", "could", "might", "will", "can", "should"})
"""Words between a relative and who judges: "who |are,| in the opinion of the investigator, ..."."""
_ENDS = frozenset({"STOP", "SEMI", "EXAMPLE", "COLON"})
"""Tags of what ends what is judged."""
_UNNAMED = frozenset({"WORDS", "FILLER", "MODIFIER", "STATUS", "SEVERITY", "OR", "SLASH", "COMMA"})
"""Tags of what names nothing before it."""
_PARTING = frozenset({"OR", "COMMA"})
"""Tags of what stands between the items of a list."""
_BOUNDS = frozenset({"STOP", "SEMI", "COLON", "LP", "NEG", "IF", "EXAMPLE"})
_ANY_WORDS = (
    "condition disease disorder illness reason circumstance situation problem factor finding abnormality issue "
    "comorbidity concern medical psychiatric psychological physical mental social clinical laboratory systemic "
    "surgical concomitant concurrent serious severe significant clinically uncontrolled other any underlying acute "
    "chronic medically abnormal unstable coexisting co existing intercurrent pre general health test result value"
)
_ANYTHING = frozenset(map(fold, _ANY_WORDS.split()))
"""Words of what may be anything: "any other medical |condition|"."""


def judged(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with each relative clause of which somebody is the judge as one attestation.

    What it is said of is a part of that where it may be anything, and else stands beside it: "|hypertension| that, in
    the investigator's opinion, ...".

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
    """
    out: list[Chunk] = []
    done = place = 0
    while place < len(chunks):
        chunk = chunks[place]
        place += 1
        if chunk.tag != "ATTESTATION" or OPINIONS.isdisjoint(tokens.folded[chunk.first : chunk.last + 1]):
            continue
        if chunk.value.attrs.get("topic") != _JUDGED or (relative := _relative(chunk, tokens)) is None:
            continue
        end = _end(chunks, place)
        if chunks[end - 1].last == chunk.last and relative < chunk.first:
            continue
        begin = place - 1
        while begin > done and chunks[begin - 1].last > relative:
            begin -= 1
        start = _said_of(chunks, begin, done, relative, tokens)
        if start is not None:
            first = begin_of(chunks[start])
            out += chunks[done:start]
        else:
            first = min(relative, chunk.first)
            out += chunks[done : begin - (begin > done and chunks[begin - 1].tag == "COMMA")]
        out.append(Chunk("ATTESTATION", first, chunks[end - 1].last, chunk.value))
        done = place = end
    return [*out, *chunks[done:]]


def _relative(chunk: Chunk, tokens: Tokens) -> int | None:
    """The relative before or behind who judges: "|that|, in the investigator's opinion,", "in his opinion |which|"."""
    folded, at = tokens.folded, chunk.first - 1
    while at >= 0 and folded[at] in _BETWEEN:
        at -= 1
    if at >= 0 and folded[at] in _RELATIVES:
        return at
    at = chunk.last + (folded[chunk.last : chunk.last + 1] == [","])
    return at if folded[at : at + 1] and folded[at] in _RELATIVES else None


def _end(chunks: Sequence[Chunk], place: int) -> int:
    """Where what is judged ends: with its statement or brackets, or before examples and brackets with names."""
    opened: list[int] = []
    end = place
    while end < len(chunks) and chunks[end].tag not in _ENDS:
        opened += [end] if chunks[end].tag == "LP" else []
        if opened and chunks[end].tag == "ENTITY":
            break
        if chunks[end].tag == "RP" and not opened:
            break
        opened = opened[: len(opened) - (chunks[end].tag == "RP")]
        end += 1
    end = opened[0] if opened and end < len(chunks) else end
    return end - 1 if chunks[end - 1].tag == "COMMA" else end


def _said_of(chunks: Sequence[Chunk], begin: int, done: int, relative: int, tokens: Tokens) -> int | None:
    """Where what is judged begins: with its statement, or its item in a list; None where that names something."""
    start, cut = begin, None
    while start > done and chunks[start - 1].tag not in _BOUNDS:
        start -= 1
        chunk = chunks[start]
        if chunk.tag not in _UNNAMED and not (
            chunk.tag == "ENTITY" and _ANYTHING.issuperset(tokens.folded[chunk.first : chunk.last])
        ):
            return cut
        said = start + 1 < begin or chunks[begin].first < relative
        if chunk.tag in _PARTING and cut is None and said:
            cut = start + 1
    return start
