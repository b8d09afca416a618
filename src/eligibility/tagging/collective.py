"""Collective nouns that are counted before a list of what they stand for: "at least two |risk factors| (gout, asthma)".

So many of what is listed are asked for, as where it says "of the following": the class names nothing besides.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.grammar.limits import Limit
from eligibility.tagging.chunks import Chunk, pairs_at
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

COLLECTIVE = frozenset(
    map(
        fold,
        ("factor", "comorbidity", "symptom", "sign", "feature", "manifestation", "component", "contraindication"),
    )
)
"""Nouns, as they are folded, for any of several things that a list behind them names."""
_PAIRS = frozenset(("LIMIT", tag) for tag in ("WORDS", "ENTITY", "MODIFIER", "STATUS"))
_SAID = frozenset({"MODIFIER", "STATUS", "FILLER"})
_LISTING = frozenset({"COMMA", "AND", "OR", "SLASH", "SEMI", "NEXT"})
_NAMES = frozenset({"ENTITY", "WORDS", "LIMIT", "AGE", "SEX"})
_OPENS = frozenset({"LP", "COLON", "EXAMPLE"})
_FEWEST = 2


def with_counted_classes(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with "of the following" understood before collective nouns that are counted and then listed.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion.
    """
    out = chunks
    for place in reversed(pairs_at(chunks, _PAIRS)):
        noun = _noun(chunks, place, tokens)
        if noun is None or not _counts(chunks[place].value, chunks, noun + 1):
            continue
        out = chunks.copy() if out is chunks else out
        if chunks[noun].tag == "WORDS":
            out[place + 1 : noun + 1] = [Chunk("FILLER", chunks[place].last, chunks[noun].last)]
        out.insert(place + 1, Chunk("LISTED", chunks[place].last, chunks[place].last))
    return out


def _noun(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> int | None:
    """Where a collective noun stands behind a limit, with no more than modifiers between; None where none does."""
    at = place + 1
    while at < len(chunks) and chunks[at].tag in _SAID:
        at += 1
    if at == len(chunks) or chunks[at].tag not in {"WORDS", "ENTITY"}:
        return None
    said = tokens.folded[chunks[at].first : chunks[at].last]
    behind = chunks[at + 1] if at + 1 < len(chunks) else None
    if chunks[at].tag == "ENTITY" and behind is not None and behind.tag == "WORDS" and behind.first == chunks[at].last:
        return at + 1 if tokens.folded[behind.last - 1] in COLLECTIVE else None
    if chunks[at].tag == "WORDS":
        return at if said[-1] in COLLECTIVE else None
    return None if COLLECTIVE.isdisjoint(said) else at


def _counts(limit: Limit, chunks: Sequence[Chunk], behind: int) -> bool:
    """Whether a limit is a bare number of at least so many, and a list of as many things or more follows.

    One of a class of which only examples follow may be another: "at least one risk factor, |such as| gout".
    """
    if behind < len(chunks) and chunks[behind].tag == "COMMA":
        behind += 1
    if behind >= len(chunks) or chunks[behind].tag not in _OPENS or limit.amount.unit_tokens is not None or limit.ref:
        return False
    number = limit.lower.number if limit.lower is not None else limit.amount.number
    exemplified = "EXAMPLE" in {chunk.tag for chunk in chunks[behind : behind + _FEWEST]}
    if number is None or limit.multiple or number != int(number) or (exemplified and number < _FEWEST):
        return False
    inside = _listed(chunks, behind)
    named = sum(chunk.tag in _NAMES for chunk in inside)
    return named >= max(number, _FEWEST) and any(chunk.tag in _LISTING for chunk in inside)


def _listed(chunks: Sequence[Chunk], behind: int) -> Sequence[Chunk]:
    """What stands in the brackets that open, or up to the end of the statement."""
    ends = {"RP"} if chunks[behind].tag == "LP" else {"STOP"}
    end = next((at for at in range(behind, len(chunks)) if chunks[at].tag in ends), len(chunks))
    return chunks[behind:end]
