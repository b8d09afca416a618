"""Citations: words that name the document a diagnosis, stage or treatment goes by: "(AJCC |8th edition|)".

They ask for nothing: "|per 2022 ESC guidelines|", "according to |the revised Atlanta classification|".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk
from eligibility.tagging.lexicon import Match
from eligibility.tagging.tokens import Tokens

_DOCUMENTS = frozenset(
    {
        "classification", "consensus", "criterion", "definition", "edition", "guidance", "guideline", "information",
        "insert", "labeling", "policy", "practice", "recommendation", "staging", "standard",
    }
)  # fmt: skip
"""The folded words for what is cited."""
_LEAD = (
    r"(?:as\s)?(?:(?:defined|described|recommended|outlined|specified|determined|established|set\sout)\s(?:per|by|in)"
    r"|(?:defined\s)?according\sto|as\sper|per|in\s(?:accordance|compliance|agreement|line)\swith|based\son"
    r"|on\sthe\sbasis\sof)\s(?:the\s)?"
)
_WORD = (
    r"(?:(?:most\s)?recent|revised|modified|updated|current|latest|new|applicable|international|national|local"
    r"|institutional|regional|hospital|published|standard|clinical|practice|expert|consensus|diagnostic|classification"
    r"|treatment|staging|approved|product|package|prescribing|protocol[-\s](?:specified|defined))"
)
_YEAR = r"(?:19|20)\d\d"
_PROPER = r"(?-i:[A-Z][\w'\u2019-]*(?:\s?/\s?[A-Z][\w-]*){0,4})"
_JOINING = r"(?:of|for|on|and|the|&|in)"
_NAME = rf"(?>{_WORD}|{_YEAR}|{_PROPER}(?:\s\([A-Z][\w/-]*\))?(?:,|\s{_JOINING}(?:\sthe)?(?=\s(?-i:[A-Z])))?)\s"
_DOCUMENT = (
    r"(?:guidelines?|guidance|criteria|classifications?(?:\ssystem)?|consensus(?:\sstatement)?|recommendations?"
    r"|definitions?|staging\s(?:system|manual)|standards?(?:\sof\scare)?|practice|policy|labell?ing|package\sinsert"
    r"|prescribing\sinformation)(?!\w|\s(?:(?-i:[A-Z][a-z]|[IVX])|type|class|grade|stage|group|level|score|\d))"
)
_NUMBERED = r"(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
_EDITION = (
    rf"(?:(?:the\s)?(?-i:[A-Z]{{3,}}(?:\s?/\s?[A-Z]{{3,}}){{0,2}}),?\s(?:staging\s(?:manual|system),?\s)?)?"
    rf"(?:the\s)?{_NUMBERED}\sedition"
    rf"(?:\s(?:of\s(?:the\s)?)?(?-i:[A-Z]{{3,}}(?:\s?/\s?[A-Z]{{3,}}){{0,2}})"
    rf"(?:\s(?:staging|cancer\sstaging|TNM|classification)){{0,2}}(?:\s(?:manual|system|criteria))?)?"
)
_BODIES = rf"{_PROPER}(?:\s(?:{_JOINING}\s(?:the\s)?)?{_PROPER}){{0,7}}"
_OF_WHOM = rf"\s(?:of|from|by)\s(?:the\s)?{_BODIES}(?:\s?\((?-i:[A-Z]{{2,}})\))?"
_DATED = rf"(?:,?\s(?:of\s)?{_YEAR}(?!\w))"
_CITED = re.compile(
    rf"\b{_LEAD}(?:{_NAME}){{1,10}}{_DOCUMENT}(?:{_OF_WHOM}|{_DATED})?"
    rf"|\b{_LEAD}(?:{_WORD}\s){{0,3}}{_DOCUMENT}{_OF_WHOM}"
    rf"|(?<=\()(?:the\s)?(?:{_NAME}){{1,10}}{_DOCUMENT}(?:{_DATED})?(?=\s?\))"
    rf"|\b(?:{_LEAD})?{_EDITION}\b",
    re.IGNORECASE,
)

_VALUED = "measurement"
"""The domain of what has values."""
_VALUING = frozenset({"classification", "criterion", "staging", "system"})
"""Words, folded, for documents that may be called like what has values."""


def citations(tokens: Tokens, spoken: Sequence[Match]) -> list[Chunk]:
    """The chunks (FILLER) of the words of a criterion that name what it goes by, in reading order.

    What is named there and has values is what they are values of: "class C by |the Child-Pugh classification|".

    Args:
        tokens: the criterion.
        spoken: the phrases found in it.
    """
    if _DOCUMENTS.isdisjoint(tokens.words):
        return []
    starts = tokens.starts
    found = [(bisect_left(starts, one.start()), bisect_left(starts, one.end())) for one in _CITED.finditer(tokens.text)]
    if not found:
        return []
    valued = [place for place, _, meaning in spoken if meaning.concept and meaning.concept.domain == _VALUED]
    return [
        Chunk("FILLER", first, last)
        for first, last in found
        if tokens.folded[last - 1] not in _VALUING or bisect_left(valued, first) == bisect_left(valued, last)
    ]
