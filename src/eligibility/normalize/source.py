"""Source: where the tokens of a criterion stand in the text that the user passed in."""

from __future__ import annotations

from msgspec import Struct

from eligibility.segment import CleanText
from eligibility.tagging.tokens import Tokens
from eligibility.tree import Span


class Source(Struct, frozen=True, gc=False):
    """One criterion's place in the raw text.

    Attributes:
        clean: the document.
        base: where the criterion begins in the cleaned document.
        tokens: its tokens.
    """

    clean: CleanText
    base: int
    tokens: Tokens

    def span(self, first: int, last: int) -> Span:
        """The raw span of the tokens from `first` up to, not including, `last`."""
        return self.clean.raw_span(self.base + self.tokens.starts[first], self.base + self.tokens.ends[last - 1])

    def said(self, first: int, last: int) -> tuple[str, Span]:
        """The raw text of the tokens from `first` up to, not including, `last`, and its span."""
        starts, ends = self.tokens.starts, self.tokens.ends
        start, end = span = self.clean.raw_span(self.base + starts[first], self.base + ends[last - 1])
        return self.clean.raw[start:end], span

    def text(self, span: Span) -> str:
        """The raw text of a span."""
        return self.clean.raw[span[0] : span[1]]
