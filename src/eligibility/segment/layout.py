"""The words of headings and lead-ins, made ready for matching once from `layout.yaml`."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any, cast

import yaml

from eligibility.segment.model import Joiner


def load(name: str) -> dict[str, Any]:
    """The content of a YAML file of this folder."""
    source = files(__package__).joinpath(name).read_text("utf-8")
    return cast("dict[str, Any]", yaml.load(source, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


WORDS = load("layout.yaml")
_UNFINISHED: frozenset[str] = frozenset(WORDS["unfinished"])


def one_of(words: list[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


PEOPLE = re.compile(rf"(?i)\b{one_of(WORDS['people'])}\b")
EVERYBODY = (
    r"(?:all|both)[ ](?:of[ ])?(?:the[ ])?(?:study[ ])?"
    r"(?:patient|subject|participant|individual|person|candidate|group|cohort|arm|part|phase|population)s"
)
"""A pattern for words that name nobody less than all who take part."""
CHOICE = re.compile(rf"(?i)\b{one_of(WORDS['choices'])}\b")
CONNECTIVE = re.compile(r"(?i)(?P<word>and/or|and|or)\s*[,:.;]?\s*")
OPENS_WITH_JOINER = re.compile(r"(?i)(?P<word>and/or|and|or)\b[\s,:]")
_FOLLOWING = re.compile(
    r"(?i)\b(?:(?:the|these) following(?: [\w'-]+){0,5}|following|as follows"
    r"|(?:listed|described|defined|outlined|as) below)\Z"
)
_OR_OVER = re.compile(r"(?i)\b(?:or|and|years?|old)[ ](?:over|under)\Z|(?:sex|gender):?[ ]both\Z")
_LAST_WORD = re.compile(r"(?i)(?<![\w/-])(?P<word>and/or|and|or)\s*[,;:.]?\Z")


def is_lead_in(phrase: str) -> bool:
    """Whether a phrase, given without a colon, announces a list: it speaks of what follows."""
    said = phrase[-90:].lower()
    return ("following" in said or said.endswith(("below", "follows"))) and _FOLLOWING.search(said) is not None


def announces_choice(phrase: str) -> bool:
    """Whether a phrase announces a list of which not all is meant: "at least one of the following:", "any of:"."""
    said = phrase.rstrip(" :")
    return (is_lead_in(said) or said.endswith(" of")) and CHOICE.search(said) is not None


def ends_unfinished(phrase: str) -> bool:
    """Whether a phrase breaks off: after a preposition, an article, a comparator, an opening bracket.

    A capital "A" is a letter ("Cohort A"), no article, and "over" ends a limit in "18 years or over".
    """
    phrase = phrase.rstrip()
    if phrase[-1:] in "([/<>≤≥=+×":
        return True
    last = phrase[phrase.rfind(" ") + 1 :]
    return last != "A" and last.lower() in _UNFINISHED and _OR_OVER.search(phrase[-12:]) is None


def last_joiner(phrase: str) -> Joiner | None:
    """The connective that a phrase ends with, "and" or "or"; "and/or" is "or"."""
    if phrase[-1:] not in "rRdD,;:.":
        return None
    found = _LAST_WORD.search(phrase[-12:])
    return None if found is None else joiner_of(found["word"])


def joiner_of(word: str) -> Joiner:
    """The sense of a written connective."""
    return "and" if word.lower() == "and" else "or"
