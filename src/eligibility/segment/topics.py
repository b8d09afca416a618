"""Names of topics over criteria: those that have no colon, those that are the subject of what stands under them."""

from __future__ import annotations

import re

from eligibility.segment.layout import WORDS, ends_unfinished

_WORDS = frozenset(WORDS["topic_words"])
_MEASURED = frozenset(WORDS["measured"])
_LONGEST = 70
"""Characters of the name of a topic."""
_SPLIT = re.compile(r"[\s/,&()-]+")
_DATED = re.compile(r"(?i)(?:added|amended|updated|modified|revised)\b[^:]{0,24}\b(?:19|20)\d\d[^:]{0,12}:")
_LIMIT = re.compile(
    r"(?i)[<>≥≤\d]|(?:at least|at most|more|less|greater|fewer|older|over|under|up to|between|any age|no more|no less"
    r"|not more|not less|no greater|minimum|maximum)\b"
)


def is_topic(text: str, start: int, end: int) -> bool:
    """Whether a line without a bullet, over lines that have one, only names what they are about: "Medical Conditions".

    A note that tells when they were added is such a name too: "Added 12/03/2015:".
    """
    if end - start > _LONGEST or not text[start].isupper():
        return False
    said = text[start:end]
    words = [word for word in _SPLIT.split(said.lower().rstrip(" :")) if word]
    named = bool(words) and all(word in _WORDS for word in words) and not ends_unfinished(words[-1])
    return named or _DATED.fullmatch(said) is not None


def is_subject(title: str, text: str, first: int) -> bool:
    """Whether a topic is what the limit under it is of: "Age:" over "18 and over", which begins at `first`."""
    return title.lower().strip(" :") in _MEASURED and _LIMIT.match(text, first) is not None
