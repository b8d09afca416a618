"""Changes: "weight stable |(change < 5 kg)|" limits how much the weight changes, not the weight.

The word begins a name of its own there, so that the limit is not taken for one of what stands before the brackets. So
it does where what changes is named behind the limit: "a |decrease of ≥ 20 mmHg in systolic blood pressure|".
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk, Entity, tags_of
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

CHANGES = frozenset({"change", "changes"})
AMOUNTS = frozenset(
    map(fold, ("decrease", "increase", "drop", "fall", "rise", "reduction", "decline", "improvement", "elevation"))
)
"""Words for how much a value changes."""
_MEASURED = "measurement"
_IN = frozenset({"in", "of"})
_JOINS = frozenset({"OR", "AND", "COMMA"})
"""Tags of what may stand between two changes of one kind."""
_OF_IT = frozenset({"OF", "FILLER"})
_PAIR = 2
_CHANGED = 3
"""Chunks of a limit and of what changes so much."""
_REFERENCES = frozenset({"uln", "lln"})
"""What a value is so many times itself, and no change of it: "elevation of |≥ 3 x ULN| in ALT"."""
_VERB = "LINK"
_BEFORE = frozenset({"LP", "EXAMPLE", "NEG"})
"""Tags of what stands before the word where it has no subject of its own: "i.e. |no change| > 3 kg"."""
_OF = "OF"
_LIMIT = "LIMIT"


def changing(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with each change whose amount is limited as words.

    Args:
        chunks: the chunks of a criterion, in reading order.
        tokens: its tokens.
    """
    out = [*chunks]
    for at in range(1, len(out) - 1):
        chunk = out[at]
        if chunk.tag != _VERB or tokens.folded[chunk.last - 1] not in CHANGES or out[at - 1].tag not in _BEFORE:
            continue
        following = out[at + 1 : at + 3]
        limit = following[-1] if following[0].tag == _OF else following[0]
        if limit.tag == _LIMIT and not limit.value.calendar:
            out[at] = Chunk("WORDS", chunk.first, chunk.last)
    return out


def amounts_of_change(chunks: Sequence[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with each limit on how much a value changes on a name for that, and not on the value itself.

    Args:
        chunks: the chunks of a criterion, in reading order.
        tokens: its tokens.
        lexicon: names changes that have a name of their own.
    """
    out: list[Chunk] = []
    amount: str | None = None
    done = 0
    for at, chunk in enumerate(chunks):
        if at < done:
            continue
        limit = at + 1 + (chunks[at + 1 : at + 2] != [] and chunks[at + 1].tag in _OF_IT)
        again = amount is not None and chunk.tag in _JOINS
        if not (again or _is_amount(chunk, tokens)) or not _is_changed(chunks[limit : limit + _CHANGED], tokens):
            out.append(chunk)
            amount = None
            continue
        amount = amount if again else tokens.surface(chunk.first, chunk.last).lower()
        _, link, value = chunks[limit : limit + _CHANGED]
        name = f"{amount} in {tokens.surface(value.first, value.last)}"
        change = Entity(value.first, value.last, _MEASURED, lexicon.named(name), name=name)
        out += [chunk if again else Chunk("FILLER", chunk.first, chunk.last), *chunks[at + 1 : limit + 1]]
        out += [Chunk("FILLER", link.first, link.last), Chunk("ENTITY", value.first, value.last, change)]
        done = limit + _CHANGED
    return out


def _is_amount(chunk: Chunk, tokens: Tokens) -> bool:
    """Whether a chunk is a word for how much something changes, or one with an adjective: "orthostatic |drop|"."""
    most = _PAIR if chunk.tag == "WORDS" else 1
    short = chunk.tag in {"WORDS", "LINK"} and chunk.last - chunk.first <= most
    return short and tokens.folded[chunk.last - 1] in AMOUNTS


def _is_changed(chunks: Sequence[Chunk], tokens: Tokens) -> bool:
    """Whether chunks are a limit and what is measured that changes so much: "|≥ 20 mmHg in blood pressure|"."""
    if tags_of(chunks) != [_LIMIT, _VERB, "ENTITY"] or chunks[0].value.calendar:
        return False
    if chunks[0].value.ref in _REFERENCES:
        return False
    return tokens.folded[chunks[1].first] in _IN and chunks[2].value.domain == _MEASURED
