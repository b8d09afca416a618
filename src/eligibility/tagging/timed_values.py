"""Timed values: how long after an event a value is taken: "Apgar score < 7 |at 5 minutes|", "glucose > 8 |at 2 hours|".

Of the newborn that is told by an age: "FiO2 ≥ 0.30 |at 36 weeks postmenstrual age|".
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Chunk, Entity, Modifier, pairs_at
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

AT = "at"
"""The word before the time at which a value is taken."""
TIMES = frozenset(map(fold, ("minute", "min", "hour", "hr", "h", "week")))
"""Words for what such times are counted in."""
_WEEKS = "wk"
_AGED = 2
"""Chunks between weeks and the age that they are of: "36 weeks |of| postmenstrual age"."""
_UNITS = {"min": "minutes", "h": "hours"}
_VALUED = frozenset({("LIMIT", "LINK")})
_BETWEEN = frozenset({"OF", "FILLER"})
"""What may stand between what is measured and its value."""
_NOT_TAKEN = frozenset(map(fold, ("apart", "interval", "before", "prior")))
"""Words behind a time that make it no time at which a value is taken."""
_SETTING, _LENGTH = "setting", "duration"


def timed_values(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with the times at which values are taken taken to what is measured.

    Where the rules name the value at that time it is that ("Apgar score at 5 minutes"); else the time is its setting.

    Args:
        chunks: those of a criterion with limits, in reading order.
        tokens: the criterion.
        lexicon: names the values that are taken at some time.
    """
    out = chunks
    for place in reversed(pairs_at(chunks, _VALUED)):
        named = place - 2 if place > 1 and chunks[place - 1].tag in _BETWEEN else place - 1
        if named < 0 or not _is_measured(chunks[named]) or not chunks[place].value.compared:
            continue
        link = chunks[place + 1]
        if tokens.folded[link.first : link.last] != [AT]:
            continue
        entity: Entity = chunks[named].value
        time = chunks[place + 2 : place + 3]
        told = _told(time[0], tokens) if time else None
        rule = _named_at(entity.rule, told, lexicon) if told is not None else None
        taken = rule is not None or (told is not None and time[0].tag == "LIMIT")
        end = place + 3 if taken else _age_end(chunks, place + 2)
        if end is None:
            continue
        first, last = link.first, chunks[end - 1].last
        if rule is not None:
            said = Chunk("FILLER", first, last)
        else:
            said = Chunk("MODIFIER", first, last, [Modifier(_SETTING, _SETTING, first, last, behind=True)])
        out = out.copy() if out is chunks else out
        out[place + 1 : end] = [said]
        if rule is not None:
            out[named] = replace(out[named], value=replace(entity, rule=rule))
    return out


def _is_measured(chunk: Chunk) -> bool:
    """Whether a chunk names something that has values, and is no length of time itself."""
    rule = chunk.value.rule if chunk.tag == "ENTITY" and chunk.value.domain == "measurement" else None
    return rule is not None and rule.kind != _LENGTH


def _told(time: Chunk, tokens: Tokens) -> Limit | None:
    """The minutes or hours that a chunk names at which a value is taken; None where it names none."""
    limit = time.value if time.tag == "LIMIT" else time.value.limit if time.tag == "WHEN" else None
    if limit is None or limit.lower is None or limit.upper is None or limit.lower.unit not in _UNITS:
        return None
    one = limit.lower.number == limit.upper.number or bool(limit.one_of)
    if not one or not _NOT_TAKEN.isdisjoint(tokens.folded[time.last : time.last + 1]):
        return None
    return limit if time.tag == "LIMIT" or time.value.kind == "distant" else None


def _age_end(chunks: Sequence[Chunk], place: int) -> int | None:
    """The place behind so many weeks and the age that they are of; None where there are none."""
    weeks = chunks[place].value if place < len(chunks) and chunks[place].tag == "LIMIT" else None
    if weeks is None or weeks.compared or weeks.amount.unit != _WEEKS:
        return None
    for at in range(place + 1, min(place + 1 + _AGED, len(chunks))):
        if chunks[at].tag == "ENTITY":
            rule = chunks[at].value.rule
            return at + 1 if rule is not None and rule.kind == _LENGTH and rule.unit == _WEEKS else None
        if chunks[at].tag not in _BETWEEN:
            return None
    return None


def _named_at(rule: ConceptRule | None, limit: Limit, lexicon: Lexicon) -> ConceptRule | None:
    """What the rules call a value at some time; None where they name none."""
    if rule is None or limit.one_of or limit.lower is None or limit.lower.number is None:
        return None
    return lexicon.named(f"{rule.name} {AT} {limit.lower.number:g} {_UNITS[str(limit.lower.unit)]}")
