"""Changes: "weight stable |(change < 5 kg)|" limits how much the weight changes, not the weight.

The word begins a name of its own there, so that the limit is not taken for one of what stands before the brackets. So
it does where what changes is named behind the limit: "a |decrease of ≥ 20 mmHg in systolic blood pressure|".
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

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
_AMOUNTED = frozenset({"WORDS", "LINK", "ENTITY"})
"""Tags of words for a change; "fall" is a thing as well."""
_OF_IT = frozenset({"OF", "FILLER"})
_PAIR = 2
_CHANGED = 3
"""Chunks of a limit and of what changes so much."""
_REFERENCES = frozenset({"uln", "lln"})
"""What a value is so many times itself, and no change of it: "elevation of |≥ 3 x ULN| in ALT"."""
_VERB = "LINK"
_BEFORE = frozenset({"LP", "EXAMPLE", "NEG"})
"""Tags of what stands before the word where it has no subject of its own: "i.e. |no change| > 3 kg"."""
_CHANGE = (["change"], ["changes"])
_ALIKE = ["LINK", "ENTITY", "LIMIT", "OR", "ENTITY", "LIMIT"]
"""Tags behind the word for a change of either of two values."""
_NEAR = 5
"""Chunks before a change among which is what changes."""
_LIKE = 5
"""Chunks behind the first of these."""
_OF = "OF"
_ARTICLE = "FILLER"
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
        if chunk.tag == _VERB and out[at - 1].tag == _LIMIT and _is_apart(out, at, tokens):
            out[at - 1] = replace(out[at - 1], value=replace(out[at - 1].value, tolerance=True))
            out[at] = Chunk("FILLER", chunk.first, chunk.last)
        if chunk.tag != _VERB or tokens.folded[chunk.last - 1] not in CHANGES or out[at - 1].tag not in _BEFORE:
            continue
        following = out[at + 1 : at + 3]
        limit = following[-1] if following[0].tag == _OF else following[0]
        if limit.tag == _LIMIT and not limit.value.calendar:
            out[at] = Chunk("WORDS", chunk.first, chunk.last)
    return out


def _is_apart(chunks: Sequence[Chunk], at: int, tokens: Tokens) -> bool:
    """Whether brackets say by how much a value may change: "weight stable (|less than 5 kg change|)"."""
    chunk, limit = chunks[at], chunks[at - 1].value
    if tokens.folded[chunk.first : chunk.last] not in _CHANGE or at < _PAIR or chunks[at - _PAIR].tag not in _BEFORE:
        return False
    measured = any(one.tag == "ENTITY" and one.value.domain == _MEASURED for one in chunks[max(0, at - _NEAR) : at])
    return measured and not limit.calendar and limit.upper is not None and limit.lower is None


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
        changed = _without_article(chunks[limit : limit + _CHANGED + 1])
        if not (again or _is_amount(chunk, tokens)) or not _is_changed(changed, tokens):
            out.append(chunk)
            amount = None
            continue
        amount = amount if again else tokens.surface(chunk.first, chunk.last).lower()
        _, link, value = changed
        name = f"{amount} in {tokens.surface(value.first, value.last)}"
        change = Entity(value.first, value.last, _MEASURED, lexicon.named(name), name=name)
        out += [chunk if again else Chunk("FILLER", chunk.first, chunk.last), *chunks[at + 1 : limit + 1]]
        out += [Chunk("FILLER", link.first, value.first), Chunk("ENTITY", value.first, value.last, change)]
        done = limit + _CHANGED + (chunks[limit + _PAIR].tag == _ARTICLE)
    return _changed_alike(out, tokens, lexicon)


def _changed_alike(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with a change of the second of two pressures: "fall in SBP of ≥ 20 mmHg or |DBP of ≥ 10 mmHg|"."""
    limited = [
        (place, chunk)
        for place, chunk in enumerate(chunks)
        if chunk.tag not in _OF_IT and not (chunk.tag == _VERB and chunks[place - 1].tag in _JOINS)
    ]
    for at in range(1, len(limited) - _LIKE):
        changes = limited[at - 1][1]
        if tokens.folded[changes.last - 1] not in AMOUNTS:
            continue
        if [chunk.tag for _, chunk in limited[at : at + _LIKE + 1]] != _ALIKE:
            continue
        place, second = limited[at + _LIKE - 1]
        link, one, two = limited[at][1], limited[at + 1][1].value, second.value
        if tokens.folded[link.first] not in _IN or not _are_a_pair(one, two):
            continue
        name = f"{tokens.surface(changes.first, link.last).lower()} {tokens.surface(two.first, two.last)}"
        chunks[place] = replace(second, value=replace(two, rule=lexicon.named(name), name=name))
    return chunks


def _are_a_pair(one: Entity, two: Entity) -> bool:
    """Whether two values are of one kind: systolic and diastolic blood pressure."""
    if one.rule is None or two.rule is None or not one.domain == two.domain == _MEASURED:
        return False
    kind = one.rule.name.split()[1:]
    return bool(kind) and kind == two.rule.name.split()[1:]


def _is_amount(chunk: Chunk, tokens: Tokens) -> bool:
    """Whether a chunk is a word for how much something changes, or one with an adjective: "orthostatic |drop|"."""
    most = _PAIR if chunk.tag == "WORDS" else 1
    short = chunk.tag in _AMOUNTED and chunk.last - chunk.first <= most
    return short and tokens.folded[chunk.last - 1] in AMOUNTS


def _without_article(chunks: Sequence[Chunk]) -> Sequence[Chunk]:
    """A limit, what links it and what changes, without the article between: "≥ 2 g/dL in |the| hemoglobin"."""
    if len(chunks) > _CHANGED and chunks[_PAIR].tag == _ARTICLE:
        return [*chunks[:_PAIR], chunks[_CHANGED]]
    return chunks[:_CHANGED]


def _is_changed(chunks: Sequence[Chunk], tokens: Tokens) -> bool:
    """Whether chunks are a limit and what is measured that changes so much: "|≥ 20 mmHg in blood pressure|"."""
    if tags_of(chunks) != [_LIMIT, _VERB, "ENTITY"] or chunks[0].value.calendar:
        return False
    if chunks[0].value.ref in _REFERENCES:
        return False
    return tokens.folded[chunks[1].first] in _IN and chunks[2].value.domain == _MEASURED
