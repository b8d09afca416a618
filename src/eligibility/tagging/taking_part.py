"""Taking part in a study of something: "participation in another |depression trial|" is no depression."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk, begin_of, tags_of
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

STUDIES = frozenset(map(fold, ("trial", "study")))
"""Words for what people take part in."""
_TAKING_PART = frozenset(map(fold, ("participation", "participating", "participated", "participate", "enrolled")))
_ANY = frozenset(map(fold, ("a", "an", "another", "other", "any", "different", "concurrent")))
"""Words before a study that is not the one that the criteria are of."""
_ELSEWHERE = frozenset(map(fold, ("another", "other")))
"""Words before a study that is surely not this one."""
_DOING = frozenset({"LINK", "STATUS"})
"""Tags of what is said to be done with it: "|undergoing| another yoga trial"."""
_TESTS = "procedures-diagnostic"
"""The rules of what is itself called a study."""
_NAMES = frozenset({"FILLER", "WORDS", "ENTITY", "MODIFIER"})
"""Tags of what may say of what a study is."""
_LONGEST = 6
"""Chunks of that."""
_PARTICIPATION = "participation"
"""The topic of taking part."""
_NEAR = 2
"""Chunks behind "such as" among which a study is named: "such as |a| |trial| of insulin"."""
_ENDS = frozenset({"COMMA", "SEMI", "STOP", "LP", "RP"})
_PLAIN = tuple(map(fold, ("participation", "in", "another", "clinical", "trial")))
"""A phrase that the rules know."""


def with_studies(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with each study that says of what it is, and is taken part in, as what somebody attests.

    Args:
        chunks: those of a criterion.
        tokens: the criterion.
        lexicon: knows what says that somebody takes part.
    """
    elsewhere = not _ELSEWHERE.isdisjoint(tokens.words)
    if not elsewhere and _TAKING_PART.isdisjoint(tokens.words):
        return chunks
    cue = lexicon.phrases.cue(_PLAIN, "attestation")
    if cue is None:
        return chunks
    out: list[Chunk] = []
    place = 0
    while place < len(chunks):
        chunk = chunks[place]
        end, first = _end(chunks, place, tokens), chunk.first
        if elsewhere and chunk.tag == "ENTITY" and _is_elsewhere(chunk, chunks[place + 1 : place + 2], tokens):
            end, first = place + 2, begin_of(chunk)
            while out and out[-1].tag in _DOING:
                first = out.pop().first
        if end is not None:
            out.append(Chunk("ATTESTATION", first, chunks[end - 1].last, cue))
        else:
            out.append(chunk)
        place = end or place + 1
    return _with_examples(out, tokens)


def _with_examples(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks, with examples of studies as words of what is attested: "another trial|, such as one|"."""
    tags = tags_of(chunks)
    at = tags.index("EXAMPLE") if "EXAMPLE" in tags else 0
    told = [tokens.folded[chunk.last - 1] for chunk in chunks[at + 1 : at + 1 + _NEAR] if chunk.tag == "FILLER"]
    before = next((chunk for chunk in chunks[:at] if chunk.tag == "ATTESTATION"), None)
    if STUDIES.isdisjoint(told) or before is None or before.value.attrs.get("topic") != _PARTICIPATION:
        return chunks
    begin = at - (chunks[at - 1].tag == "COMMA")
    end = next((place for place in range(at, len(chunks)) if chunks[place].tag in _ENDS), len(chunks))
    return [*chunks[:begin], Chunk("WORDS", chunks[begin].first, chunks[end - 1].last), *chunks[end:]]


def _is_elsewhere(chunk: Chunk, following: Sequence[Chunk], tokens: Tokens) -> bool:
    """Whether a name says of what another study is: "another |yoga| trial", but not "another |imaging| study"."""
    if not following or following[0].tag != "FILLER" or following[0].first != chunk.last:
        return False
    rule = chunk.value.rule
    if tokens.folded[following[0].last - 1] not in STUDIES or (rule is not None and rule.pack == _TESTS):
        return False
    return not _ELSEWHERE.isdisjoint(tokens.folded[begin_of(chunk) : chunk.first])


def _end(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> int | None:
    """The place behind the study that a chunk says is taken part in, if it says of what it is."""
    chunk = chunks[place]
    if chunk.tag != "FILLER" or tokens.folded[chunk.last - 1] not in _TAKING_PART or place + 2 >= len(chunks):
        return None
    link = chunks[place + 1]
    if link.tag != "LINK" or tokens.folded[link.first : link.last] != ["in"] or tokens.folded[link.last] not in _ANY:
        return None
    named = False
    for at in range(place + 2, min(len(chunks), place + 2 + _LONGEST)):
        one = chunks[at]
        if one.tag not in _NAMES:
            return None
        if one.tag == "FILLER" and tokens.folded[one.last - 1] in STUDIES:
            return at + 1 if named else None
        named = named or one.tag == "ENTITY"
    return None
