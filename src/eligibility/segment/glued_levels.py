"""Scales that their level is glued to: "ASAIII" for "ASA III", "ECOG0-1" for "ECOG 0-1"."""

from __future__ import annotations

import re

from eligibility.segment.layout import WORDS
from eligibility.segment.offsets import OffsetMap, Rewrite

_SCALES: tuple[str, ...] = tuple(WORDS["glued_scales"])
_GLUED = re.compile(rf"\b(?:{'|'.join(map(re.escape, _SCALES))})(?=(?:[IV]{{1,3}}|[0-5])\b)")


def clean_glued_levels(text: str) -> tuple[str, OffsetMap | None]:
    """The text with a space between such a scale and its level, and the map back; no map if there are none."""
    if not any([scale in text for scale in _SCALES]):  # noqa: C419 (a list is quicker here)
        return text, None
    work = Rewrite(text)
    for found in _GLUED.finditer(text):
        last = found.end() - 1
        work.replace(last, found.end(), text[last] + " ")
    return (work.finish(), work.map) if work.done else (text, None)
