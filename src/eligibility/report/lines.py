"""Lines of a terminal: words with their styles."""

from __future__ import annotations

from rich.text import Text

from eligibility.report.phrases import printable

Part = tuple[str, str]
"""Some words and their style."""


def line(*parts: Part) -> Text:
    """The parts that say something, one space between them."""
    said = [(printable(words), style) for words, style in parts if words]
    return Text.assemble(*((words + " ", style) for words, style in said[:-1]), *said[-1:])
