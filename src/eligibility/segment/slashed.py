"""Words that are written with a stroke: "w/" for "with", "w/o" for "without", "w/in" for "within"."""

from __future__ import annotations

import re

from eligibility.segment.offsets import OffsetMap, Rewrite

_SLASHED = re.compile(r"(?<![\w/])w/(?:(?P<word>in|out|o)\b|(?![wv]\b))", re.IGNORECASE)
"""Not "% w/w" and "w/v", which are shares of a weight or volume."""
_WORDS = {"in": "within", "out": "without", "o": "without"}


def clean_slashed(text: str) -> tuple[str, OffsetMap | None]:
    """The text with those words in full, and the map back; no map if there are none."""
    if "w/" not in text and "W/" not in text:
        return text, None
    work = Rewrite(text)
    for found in _SLASHED.finditer(text):
        end = found.end()
        glued = text[end : end + 1].isalnum() and found["word"] is None
        work.replace(found.start(), end, "with " if glued else _WORDS.get((found["word"] or "").lower(), "with"))
    return (work.finish(), work.map) if work.done else (text, None)
