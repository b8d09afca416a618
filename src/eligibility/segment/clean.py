"""Cleaning that loses nothing: the text in one spelling, every offset leading back to what the source says."""

from __future__ import annotations

from eligibility.segment.characters import clean_characters
from eligibility.segment.exponents import clean_exponents
from eligibility.segment.glued_levels import clean_glued_levels
from eligibility.segment.offsets import OffsetMap
from eligibility.segment.short_forms import short_forms
from eligibility.segment.signs import clean_signs
from eligibility.segment.slashed import clean_slashed
from eligibility.segment.spelled_minus import clean_minus
from eligibility.segment.tags import clean_tags


class CleanText:
    """A cleaned text and the way back to the raw one.

    Attributes:
        raw: the text as it was passed in.
        text: the cleaned text; all offsets of the segmenter and the tagger are offsets into it.
    """

    __slots__ = ("_maps", "_short", "raw", "text")

    def __init__(self, raw: str, text: str, maps: tuple[OffsetMap, ...]) -> None:
        self.raw = raw
        self.text = text
        self._maps = maps
        self._short: dict[str, str] | None = None

    @property
    def short_forms(self) -> dict[str, str]:
        """The short forms that the text defines, with the words that each stands for."""
        if self._short is None:
            self._short = short_forms(self.text)
        return self._short

    def to_raw(self, offset: int) -> int:
        """The raw offset at which the clean character at `offset` begins."""
        for one in self._maps:
            offset = one.start(offset)
        return offset

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        r"""The raw `[start, end)` that a clean `[start, end)` came from.

        Where several raw characters became one, the span holds all of them.

        Example:
            >>> cleaned = clean("Age \\>= 18")
            >>> cleaned.text
            'Age ≥ 18'
            >>> cleaned.raw_span(4, 5)
            (4, 7)
        """
        if end <= start:
            at = self.to_raw(start)
            return at, at
        for one in self._maps:
            start, end = one.start(start), one.end(end)
        return start, end

    def alignment(self, start: int, end: int) -> tuple[tuple[int, ...], ...]:
        """How the clean `[start, end)` leads back to the raw text, told from where it begins.

        Two stretches, of any texts, with the same clean characters, the same raw ones and the same alignment are the
        same in all but their place: what is read of the one holds of the other.
        """
        edits: list[tuple[int, ...]] = []
        for one in self._maps:
            edits.append(one.within(start, end))
            start, end = one.start(start), one.end(end)
        return tuple(edits)


def clean(text: str) -> CleanText:
    """Bring a text into one spelling.

    Escapes, entities, odd spaces, dashes, quotes, full-width forms, comparators of several characters and powers of
    ten each get one form, exponents of areas and volumes stand where they belong, levels are parted from their scale,
    "minus" before a number is a sign, "w/o" and the like are written in full, and tags of HTML become line breaks,
    bullets or nothing; nothing else changes. Any `str` is accepted, whatever it holds.

    Args:
        text: eligibility criteria as the source has them.

    Returns:
        The cleaned text with its offset map.
    """
    plain, characters = clean_characters(text)
    plain, tags = clean_tags(plain)
    plain, slashed = clean_slashed(plain)
    plain, glued = clean_glued_levels(plain)
    plain, signs = clean_signs(plain)
    plain, minus = clean_minus(plain)
    plain, exponents = clean_exponents(plain)
    maps = (exponents, minus, signs, glued, slashed, tags, characters)
    return CleanText(text, plain, tuple(one for one in maps if one is not None))
