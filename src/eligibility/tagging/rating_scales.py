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
        for rated in _beside(out, place, rule.name):
            phrase = lexicon.phrases.get(phrase_words(f"{rated} {rule.name}"))
            named = phrase.concept if phrase is not None else None
            if named is not None and named.domain == rule.domain:
                out[place] = replace(chunk, value=replace(chunk.value, rule=named))
                break
    return out


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
