"""Plain text that is nothing but criteria.

The whole text is the criteria text, as it stands. No trial id is read out of it or out of the file's name: a text
may name the ids of other trials, and `eligibility.parse(..., trial_id=...)` takes the one that the reader knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import yaml

from eligibility.registries.source import Source
from eligibility.tree import Trial

NAME = "text"
LOOKS_FOR = "a .txt file, or text with words of criteria such as 'Inclusion criteria', 'patients', 'aged'"

_SUFFIXES = {".txt", ".text"}
_MARKUP = re.compile(r"\s*<[a-zA-Z!?]")


def recognise(source: Source) -> bool:
    """Whether the file's name says text, or its words speak of eligibility; markup is no plain text."""
    if source.suffix in _SUFFIXES:
        return True
    if _MARKUP.match(source.head):
        return False
    sure, hints = _cues()
    found = sum(bool(hint.search(source.head)) for hint in hints) if not source.suffix else 0
    return found > 1 or any(cue.search(source.head) for cue in sure)


def read(source: Source) -> Iterator[Trial]:
    """The one trial: all of the text."""
    yield Trial(criteria_text=source.document().text, source_format=NAME, source=source.shown_path)


@cache
def _cues() -> tuple[list[re.Pattern[str]], list[re.Pattern[str]]]:
    data = yaml.safe_load(files("eligibility.registries").joinpath("plain_text.yaml").read_text("utf-8"))
    return [_pattern(cue) for cue in data["sure"].values()], [_pattern(cue) for cue in data["hints"].values()]


def _pattern(cue: dict[str, list[str]]) -> re.Pattern[str]:
    [(place, words)] = cue.items()
    phrases = "|".join(re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "s?") for word in words)
    form = {
        "words": rf"\b(?:{phrases})(?!\w)",
        "line_begins": rf"^[^\w\n]*+(?:{phrases})(?!\w)",
        "before_number": rf"(?:{phrases}) ?[0-9]",
        "after_number": rf"[0-9] ?(?:{phrases})(?!\w)",
    }
    return re.compile(form[place], re.IGNORECASE | re.MULTILINE)
