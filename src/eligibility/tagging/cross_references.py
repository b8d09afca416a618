"""Cross references: words that send the reader to another part of the protocol: "(see |Appendix A|)".

They ask for nothing, and what stands in that part is not known.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

PARTS = frozenset({"appendix", "section", "table", "figure", "attachment", "annex"})
"""The folded words for parts of a document that are referred to."""
_PART = r"(?:(?:protocol|study)\s)?(?:appendix|appendices|sections?|tables?|figures?|attachments?|annex)"
_LABEL = r"(?:\d{1,2}(?:\.\d{1,2}){0,4}[a-z]?|[IVX]{1,4}|[A-Z]\d?)(?![\w%])"
_LEAD = (
    r"(?:please\s)?(?:see(?:\salso)?|refer\sto|cf\.?|(?:as\s)?(?:defined|described|specified|outlined|listed|detailed|given|"
    r"provided|shown|indicated)\s(?:in|by|per)|per|according\sto)\s(?:the\s)?"
)
_REFERENCE = re.compile(
    rf"(?:\b{_LEAD}|(?<=\()){_PART}\s{_LABEL}(?:\s?(?:,|and|or|&)\s?(?:{_PART}\s)?{_LABEL}){{0,4}}", re.IGNORECASE
)


def cross_references(tokens: Tokens) -> list[Chunk]:
    """The chunks (FILLER) of the words of a criterion that send the reader elsewhere, in reading order."""
    if PARTS.isdisjoint(tokens.words):
        return []
    starts = tokens.starts
    found = (
        (bisect_left(starts, one.start()), bisect_left(starts, one.end())) for one in _REFERENCE.finditer(tokens.text)
    )
    return [Chunk("FILLER", first, last) for first, last in found if first < last]


def with_cross_references(amounts: Sequence[Chunk], references: Sequence[Chunk]) -> Sequence[Chunk]:
    """The limits and times, in the place of some the cross references that they are part of."""
    if not references:
        return amounts
    taken = {place for chunk in references for place in range(chunk.first, chunk.last)}
    return [*(chunk for chunk in amounts if taken.isdisjoint(range(chunk.first, chunk.last))), *references]
