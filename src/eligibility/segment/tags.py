"""A part of cleaning: tags of HTML become line breaks, bullets, or nothing."""

from __future__ import annotations

from eligibility.html_tags import TAG, in_plain_text
from eligibility.segment.offsets import OffsetMap, Rewrite


def clean_tags(text: str) -> tuple[str, OffsetMap | None]:
    """The text without tags of HTML, and the map back; no map if there are none."""
    first = TAG.search(text) if "<" in text else None
    if first is None:
        return text, None
    work = Rewrite(text)
    for found in TAG.finditer(text, first.start()):
        work.replace(*found.span(), in_plain_text(found))
    return work.finish(), work.map
