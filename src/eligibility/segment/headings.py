"""Which lines are headings, of what kind, and whom they speak of."""

from __future__ import annotations

import re
from typing import NamedTuple

from eligibility.segment.layout import CHOICE, LEAD_IN, PEOPLE, UNFINISHED, WORDS, one_of
from eligibility.segment.model import Kind

_HEADINGS = WORDS["headings"]
_EXCLUSION = one_of(_HEADINGS["exclusion"])
_KIND = rf"(?:(?P<exclusion>{_EXCLUSION})|{one_of(_HEADINGS['inclusion'])})"
_NOUN = one_of(_HEADINGS["nouns"])
_VETOES = frozenset(_HEADINGS["vetoes"])
_PLAIN_WORDS = frozenset(_HEADINGS["adjectives"]) | frozenset(_HEADINGS["fillers"])
_LONGEST = 160
"""A heading is not longer, in characters."""

_GATE = re.compile(r"(?i)clusion|eligib|selection|xclu|inclu|cusion|must|criteria|should|group|cohort|:")
_HEADING = re.compile(
    rf"""(?ix)
    (?P<before>(?:[^\s:;]+[ ]+){{0,8}}?)
    (?: {_KIND} (?P<noun>[ ]+{_NOUN})? | (?P<criteria>criteria|requirements)[ ](?:for|of)[ ](?:the[ ])?(?P<ex>{_EXCLUSION}\b)?(?(ex)|inclusion\b) )
    (?P<after>(?:[ ]*\([^()\n]{{0,80}}\)|[^\w:;.(\n]|[ ][\w/'+&,-]+){{0,14}}?)
    [ ]*(?:(?P<colon>:[-:]?|-{{1,3}}(?=[ ]|\Z)|(?=[ ](?:\(?[1aAi][.)]|[•●▪*-])[ ]))|\.?(?P<bare>\Z))
    """
)
_OPENING = re.compile(
    rf"(?i)\b(?:(?P<exclusion>{one_of(WORDS['opening']['exclusion'])})|{one_of(WORDS['opening']['inclusion'])})\b"
)
_BARE_VERB = re.compile(r"(?i)(?P<exclusion>exclude[sd]?)|include[sd]?")
_MIDLINE = re.compile(
    rf"""(?x)(?: (?<=[\s.;)])(?:(?:Key|Main|Major|Additional|Specific|General|Other|KEY|MAIN)[ ])?
        (?:(?:Non-?)?[Ii]nclusion|[Ee]xclusion|INCLUSION|EXCLUSION)[ ](?:[Cc]riteria|CRITERIA)
        (?:[ ][^:\n.;]{{0,40}}?)?(?::|(?=[ ]\(?[1a][.)][ ])|[ ]-(?=[ ]))
      | (?<=[a-z.)])(?:Inclusion|Exclusion)[ ][Cc]riteria[^:\n.;]{{0,40}}?: )"""
)
_DECORATION = "*_# \t=~>"


class Heading(NamedTuple):
    """A heading that was recognised.

    Attributes:
        kind: inclusion or exclusion.
        title_end: where its words end; what follows on the line is its first criterion.
        cohort: the group of people it names.
    """

    kind: Kind
    title_end: int
    cohort: str | None


def _kind(found: re.Match[str]) -> Kind:
    said = found.groupdict()
    return "exclusion" if said.get("exclusion") or said.get("ex") else "inclusion"


def _cohort(*parts: str) -> str | None:
    """The group of people that the words around "inclusion criteria" name; None if they name none."""
    for part in parts:
        words = _unwrapped(part.strip(" -:*_,.")).split()
        while words and words[0].lower().strip(",:") in _HEADINGS["fillers"]:
            words.pop(0)
        while words and words[-1].lower().strip(",:") in _HEADINGS["fillers"]:
            words.pop()
        if any(word.lower().strip("(),:*.-") not in _PLAIN_WORDS for word in words):
            return " ".join(words).strip(" -:,*")
    return None


def _unwrapped(text: str) -> str:
    """The text without the brackets around all of it."""
    return text[1:-1] if text[:1] in "([" and text.find(")") in (len(text) - 1, -1) else text


def _named(text: str, start: int, end: int, marked: bool, decorated: bool) -> Heading | None:
    """A heading with the word inclusion or exclusion in it."""
    found = _HEADING.match(text, start, min(end, start + _LONGEST))
    if found is None or (found["bare"] is not None and found.end() < end):
        return None
    before, after = found["before"], found["after"]
    words = before.lower().split()
    if any(word.strip(",()") in _VETOES for word in words) or after.lstrip().lower().startswith(
        ("not ", "/", "of the st")
    ):
        return None
    noun = found["noun"] or found["criteria"]
    rest = text[found.end() : end].strip(_DECORATION)
    if not noun and (before or after.strip(" -*") or found[0][:3].lower() in {"sel", "eli"}):
        return None
    if found["bare"] is not None and not decorated:
        tail = after.strip(" *_")
        formal = len(words) <= 4 and (not tail or tail[0] in "(-" or tail.lower().startswith("for "))
        if not formal or (marked and (words or tail)):
            return None
    if rest and marked and words and words != ["the"]:
        return None
    cohort = _cohort(before, after)
    if (
        rest
        and cohort is None
        and len(rest) < 40
        and re.match(r"(?i)(?:cohort|group|arm|part)s?\b", rest)
        and PEOPLE.search(rest)
    ):
        return Heading(_kind(found), end, rest)
    return Heading(_kind(found), found.end() if rest else end, cohort)


def _sentence(text: str, start: int, end: int, current: Kind | None, listed: bool) -> Heading | None:
    """A sentence about people that opens the list of a section: "Subjects will be excluded if:"."""
    if end - start > _LONGEST:
        return None
    line = text[start:end].strip(_DECORATION)
    if not (line.endswith(":") or (listed and UNFINISHED.search(line))):
        return None
    if line.rstrip(": ").endswith(" of"):
        return None
    if bare := _BARE_VERB.match(line):
        return Heading(_kind(bare), end, None) if len(line.split()) <= 4 else None
    people = PEOPLE.search(line) or re.match(r"(?i)we\b", line)
    said = _OPENING.search(line) if people else None
    if said is None:
        return None
    excluding = re.search(rf"(?i)\b{one_of(WORDS['opening']['exclusion'])}\b", line)
    kind: Kind = "exclusion" if excluding else "inclusion"
    if kind == "inclusion" and (
        CHOICE.search(line) or current == "exclusion" and said[0].lower() in {"must", "should", "include"}
    ):
        return None
    return Heading(kind, end, None)


def _group(text: str, start: int, end: int, current: Kind | None, listed: bool) -> Heading | None:
    """A short line that names a group of people or a topic, over a list of its own."""
    if end - start > 90:
        return None
    line = text[start:end].strip(_DECORATION)
    colon = line.endswith(":")
    name = line.rstrip(": ")
    words = name.split()
    if not words or not (colon or listed) or len(words) > 8 or any(one in name for one in "<>≤≥=;:"):
        return None
    if (
        not (words[0][0].isupper() or words[0] == "for")
        or UNFINISHED.search(name)
        or LEAD_IN.search(name)
        or CHOICE.search(name)
    ):
        return None
    people = PEOPLE.search(name)
    if people and (colon or len(words) <= 3):
        return Heading(current or "inclusion", end, re.sub(r"(?i)^(?:for|in|the)\s+", "", name))
    if colon and len(words) <= 4 and (listed or words[0][0].isupper()) and not any(one.isdigit() for one in name):
        return Heading(current or "inclusion", end, None)
    return None


def read_heading(
    text: str, start: int, end: int, *, marked: bool, listed: bool, current: Kind | None
) -> Heading | None:
    """The heading that a line is or begins with, if any.

    Args:
        text: the cleaned text.
        start: where the line's words begin, after bullet and decoration.
        end: where they end.
        marked: the line has a bullet or number.
        listed: the next line has one.
        current: the kind of the section that is open, None if there is none yet.

    Returns:
        The heading; its `title_end` lies before `end` if the first criterion follows on the same line.
    """
    if _GATE.search(text, start, min(end, start + _LONGEST)) is None and not listed:
        return None
    decorated = text[start] in "*_#"
    inner = start
    while inner < end and text[inner] in "*_# ":
        inner += 1
    heading = _named(text, inner, end, marked, decorated)
    if heading is None and not marked:
        heading = _sentence(text, inner, end, current, listed) or _group(text, inner, end, current, listed)
    return heading


def headings_in_midline(text: str) -> list[int]:
    """Where headings begin in the middle of a line, in order."""
    places = []
    for found in _MIDLINE.finditer(text):
        start = found.start()
        line = text.rfind("\n", max(start - 200, 0), start) + 1 or max(start - 200, 0)
        before = text[line:start].strip(" \t*_#")
        if not before or before.split()[-1].lower().strip(",") in _VETOES or before[-1] in "(,/&-":
            continue
        glued = not text[start - 1].isspace()
        if not glued and found[0][0].islower() and before[-1] not in ".;":
            continue
        if (
            glued
            or before[-1] in ".;)"
            or len(before.split()) > 4
            or ":" in before
            or before[0] in "-•("
            or before[0].isdigit()
        ):
            places.append(start)
    return places
