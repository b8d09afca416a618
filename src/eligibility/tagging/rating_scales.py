"""Rating scales: a scale on which anything may be rated is that of what stands beside it: "back pain, |VAS > 40 mm|".

Alone, or beside what the rules have no such scale of, it stays the bare scale: "fatigue |NRS ≥ 4|".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import phrase_words

SCALES = frozenset({"scale", "score", "nrs", "vnrs", "vas"})
"""Words that names of such scales end in."""
_SCALE = " scale"
_RATINGS = (" numeric rating scale", " visual analogue scale")
"""What the names of values that are rated on some scale end in."""
_RATED = ["ENTITY", "LIMIT", "LINK"]
"""Tags of what is rated, of its limit, and of "on" before the scale."""
_NEAR = 8
"""Chunks before and behind a scale among which what is rated is looked for."""
_APART = frozenset({"SEMI", "STOP"})


def scales(chunks: Sequence[Chunk], lexicon: Lexicon) -> list[Chunk]:
    """Chunks with each bare scale as that of what is rated on it, where the rules know it by that name.

    Args:
        chunks: the chunks of a criterion, in reading order.
        lexicon: names the scale of what is rated: "pain |numeric rating scale|".
    """
    out = list(chunks)
    for place, chunk in enumerate(chunks):
        rule = _rule(chunk)
        if rule is None or rule.kind != "score" or not rule.name.endswith(_SCALE):
            continue
        _rate_on(out, place, rule, lexicon)
        for rated in _beside(out, place, rule.name):
            phrase = lexicon.phrases.get(phrase_words(f"{rated} {rule.name}"))
            named = phrase.concept if phrase is not None else None
            if named is not None and named.domain == rule.domain:
                out[place] = replace(chunk, value=replace(chunk.value, rule=named))
                break
    return out


def _rate_on(chunks: list[Chunk], place: int, scale: ConceptRule, lexicon: Lexicon) -> None:
    """Rates what is limited right before a scale on that one: "|pain score| ≥ 40 mm on a visual analogue scale"."""
    before = [at for at in range(max(0, place - _NEAR), place) if chunks[at].tag != "FILLER"][-len(_RATED) :]
    if [chunks[at].tag for at in before] != _RATED:
        return
    limited = chunks[before[0]]
    rule = _rule(limited)
    rated = next((rule.name.removesuffix(end) for end in _RATINGS if rule.name.endswith(end)), "") if rule else ""
    named = lexicon.named(f"{rated} {scale.name}") if rated and rule is not scale else None
    if named is not None:
        chunks[before[0]] = replace(limited, value=replace(limited.value, rule=named))


def _rule(chunk: Chunk) -> ConceptRule | None:
    return chunk.value.rule if chunk.tag == "ENTITY" else None


def _beside(chunks: Sequence[Chunk], place: int, scale: str) -> Iterator[str]:
    """What is named beside a scale and may be rated on it, the nearest before it first, by one word."""
    yield from _near(reversed(chunks[max(0, place - _NEAR) : place]), scale)
    yield from _near(iter(chunks[place + 1 : place + 1 + _NEAR]), scale)


def _near(chunks: Iterator[Chunk], scale: str) -> Iterator[str]:
    for chunk in chunks:
        if chunk.tag in _APART:
            return
        rule = _rule(chunk)
        if rule is None:
            continue
        if rule.domain == "condition":
            yield rule.name.rsplit(maxsplit=1)[-1]
        elif rule.name.endswith(f" {scale}"):
            yield rule.name.removesuffix(f" {scale}")
