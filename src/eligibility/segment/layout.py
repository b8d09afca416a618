"""The words of headings and lead-ins as compiled patterns, made once from `layout.yaml`."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

import yaml


def load(name: str) -> Any:
    """The content of a YAML file of this folder."""
    return yaml.load(
        files(__package__).joinpath(name).read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )


WORDS: dict[str, Any] = load("layout.yaml")


def one_of(words: list[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


PEOPLE = re.compile(rf"(?i)\b{one_of(WORDS['people'])}\b")
CHOICE = re.compile(rf"(?i)\b{one_of(WORDS['choices'])}\b")
UNFINISHED = re.compile(rf"(?i)(?:(?<![\w-]){one_of(WORDS['unfinished'])}|[(\[/<>≤≥=+×])\s*\Z")
LEAD_IN = re.compile(r"(?i)\b(?:(?:following|(?:listed|described|defined|outlined) below)\b[^.;:]{0,60}|as below)\Z")
CONNECTIVE = re.compile(r"(?i)\s*(?P<word>and/or|and|or)\s*[,:.;]?\s*\Z")
JOINER = re.compile(r"(?i)(?<![\w/-])(?P<word>and/or|and|or)\s*[,;:.]?\s*\Z")
OPENS_WITH_JOINER = re.compile(r"(?i)(?P<word>and/or|and|or)\b[\s,:]")
