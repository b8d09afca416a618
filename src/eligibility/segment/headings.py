"""Which lines are headings, of what kind, and whom they speak of."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from eligibility.segment.layout import CHOICE, EVERYBODY, PEOPLE, WORDS, ends_unfinished, is_lead_in, one_of
from eligibility.segment.model import Kind

_HEADINGS = WORDS["headings"]
_OPENING = WORDS["opening"]
_EXCLUSION = one_of(_HEADINGS["exclusion"])
_KIND = rf"(?:(?P<exclusion>{_EXCLUSION})|{one_of(_HEADINGS['inclusion'])})"
_NOUN = one_of(_HEADINGS["nouns"])
_VETOES = frozenset(_HEADINGS["vetoes"])
_FILLERS = frozenset(_HEADINGS["fillers"])
_PLAIN_WORDS = _FILLERS | frozenset(_HEADINGS["adjectives"])
_TOPICS = frozenset(WORDS["topics"])
_LONGEST = 160
"""A heading is not longer, in characters."""

_STEMS = ("usion", "ussion", "ution", "ligib", "lection")
"""What the words of the kinds have in common: a line without any of them needs no closer look."""

_HEADING = re.compile(
    rf"""(?ix)
    (?P<before>(?:[^\s:;]+[ ]+){{0,8}}?)
    (?: {_KIND} (?P<noun>[ ]+{_NOUN})?
      | (?P<criteria>criteria|requirements|reasons|grounds)[ ](?:for|of)[ ](?:the[ ])?
        (?P<ex>{_EXCLUSION}\b)?(?(ex)|inclusion\b) )
    (?P<after>(?:[ ]*\([^()\n]{{0,80}}\)|[^\w:;.(\n]|[ ][\w/'+&,-]+(?:\.\w+)*){{0,14}}?)
    [ ]*(?: (?P<colon>:[-:]?|-{{1,3}}(?=[ ]|\Z)|(?=[ ](?:\(?[1aAi][.)]|[•●▪*-])[ ])) | \.?(?P<bare>\Z) )
    """
)
_RUNS_ON = re.compile(
    rf"(?:(?i:{one_of(_HEADINGS['adjectives'])})[ ])?(?P<kind>[IE](?:nclusion|NCLUSION|xclusion|XCLUSION))[ ]"
    r"(?:[Cc]riteria|CRITERIA)(?=[ ](?:[<>≥≤]|(?P<next>[A-Z][\w'-]*)))"
)
"""A heading that the first criterion follows on its line, with no mark between: a capital tells that it is none."""
_SAYS = re.compile(rf"(?i)\b(?:(?P<exclusion>{one_of(_OPENING['exclusion'])})|{one_of(_OPENING['inclusion'])})\b")
_SAYS_EXCLUDED = re.compile(rf"(?i)\b{one_of(_OPENING['exclusion'])}\b")
_BARE_VERB = re.compile(r"(?i)(?P<exclusion>exclude[sd]?)|include[sd]?")
_OF_THE_FOLLOWING = re.compile(r"(?i)\b(?:all|any) of the following\b[^.;:]*\.\Z")
_EVERY = re.compile(r"(?i)(?:all|each) of the following\b[^.;:]*:\Z")
_WHO = re.compile(
    r"(?i)who (?:can|may|should|is|are)(?P<not>not|'t| not)? (?:able to |eligible to )?"
    r"(?:participate|take part|join|eligible|included)\b.{0,30}\?"
)
"""A question that is the heading of what answers it."""
_NAMES = re.compile(r"(?i)[ ]*(?:for|of)[ ]|[ ]*[-(,]")
_CHOOSES = re.compile(r"(?i)\b(?:any|either|at least|(?:one|two|three|four)(?: or more)? of)\b")
_EITHER = re.compile(r"(?i)\b(?:any|one or more)\b.*:\Z")
_IN_BRACKETS = re.compile(r"[ ]\([^()]*\)\Z")
"""What brackets at the end of a name say of it."""
_COHORT = re.compile(rf"(?i)(?:cohort|group|arm|part)s?\b|{EVERYBODY}[ .]*\Z")
_BARS = re.compile(
    r"(?i)\b(?:contra-?indications?|prohibited|forbidden|disallowed|excluded|exclusionary|exclusions|ineligible"
    r"|not (?:eligible|included|allowed|permitted|to be included))\b"
)
"""Words of a topic of which nothing may be so."""
_BOTH = re.compile(r"(?i)inclusion(?: criteria)?(?: ?[/&] ?| and )exclusion(?: criteria)?\Z")
_CLOSING = {"[": "]", "<": ">", "{": "}", "(": ")"}
_ASIDE = re.compile(r"[ ]*\([^()]*\)[ *]*")
_WHOM = re.compile(r"(?i)[ ]*(?:[,-]|for\b)[^(]*")
_NUMBER = re.compile(r"(?i)\bn ?= ?\d+")
"""How many people there are, which is no name of theirs."""
_LIST = re.compile(r":(?=[ ]*(?:\(?[1aAi][.)]|[•●▪-][ ]))")
"""A colon before a list on the same line."""
_DECORATION = "*_# \t=~>"


class Heading(NamedTuple):
    """A heading that was recognised.

    Attributes:
        kind: inclusion or exclusion.
        end: where its words end; what follows on the line is its first criterion.
        cohort: the group of people it names.
        named: whether it says "inclusion" or "exclusion" itself, and is no topic or group below one that does.
    """

    kind: Kind
    end: int
    cohort: str | None
    named: bool = False


class Setting(Struct, frozen=True, gc=False):
    """What is known of a line before it is read.

    Attributes:
        marked: it has a bullet or number.
        listed: the next line has one.
        current: the kind of the section that is open, None if there is none yet.
        fresh: that section holds nothing yet.
    """

    marked: bool
    listed: bool
    current: Kind | None
    fresh: bool = False


def _kind(found: re.Match[str]) -> Kind:
    said = found.groupdict()
    return "exclusion" if said.get("exclusion") or said.get("ex") else "inclusion"


def _unwrapped(text: str) -> str:
    """The text without the brackets around all of it."""
    return text[1:-1] if text[:1] in ("(", "[") and text.find(")") in (len(text) - 1, -1) else text


def _is_filler(word: str) -> bool:
    """Whether a word names nothing; "A" does, in "Cohort A"."""
    return word.lower().strip(",:") in _FILLERS and (len(word) > 1 or word.islower())


def _cohort(*parts: str) -> str | None:
    """The group of people that the words around "inclusion criteria" name; None if they name none."""
    for part in parts:
        words = _NUMBER.sub("", _unwrapped(part.strip(" -:*_,."))).split()
        while words and _is_filler(words[0]):
            words.pop(0)
        while words and _is_filler(words[-1]):
            words.pop()
        if any(word.lower().strip("(),:*.-") not in _PLAIN_WORDS for word in words):
            return " ".join(words).strip(" -:,*")
    return None


def _is_formal(before: list[str], after: str, setting: Setting) -> bool:
    """Whether the words around the kind are those of a heading without a colon."""
    if setting.marked and (before or after):
        return False
    opens = not after or after[0] in "(-" or after.lower().startswith("for ")
    return len(before) <= 4 and (opens or (setting.listed and not before))


def _is_vetoed(before: list[str], after: str) -> bool:
    """Whether the words around the kind make it part of a sentence: "does not meet inclusion criteria"."""
    return any(word.strip(",()") in _VETOES for word in before) or after.lstrip().lower().startswith(("not ", "/"))


def _says_more(after: str) -> bool:
    """Whether the words behind "Exclusion" are more than an aside, or the people that it holds of: "for controls"."""
    if not after.strip(" -*") or _ASIDE.fullmatch(after):
        return False
    return not (_WHOM.fullmatch(after) and PEOPLE.search(after))


@lru_cache(maxsize=4096)
def _named(line: str, setting: Setting, decorated: bool) -> Heading | None:
    """A heading with the word inclusion or exclusion in it; the same few are written again and again."""
    if _BOTH.match(line.rstrip(_DECORATION + ":")):
        return Heading("inclusion", len(line), None)
    found = _HEADING.match(line, 0, _LONGEST)
    if found is None or (found["bare"] is not None and found.end() < len(line)):
        return None
    after, words = found["after"], found["before"].lower().split()
    alone = not (found["noun"] or found["criteria"])
    broken = alone and (words not in ([], ["for"]) or _says_more(after) or found[0][:3].lower() in {"sel", "eli"})
    rest = line[found.end() :].strip(_DECORATION)
    end = found.start("colon") if (found["colon"] or "").startswith("-") and " - " in rest else found.end()
    inside = rest and setting.marked and words not in ([], ["the"])
    if broken or inside or _is_vetoed(words, after):
        return None
    if found["bare"] is not None and not decorated and not _is_formal(words, after.strip(" *_"), setting):
        return None
    cohort = _cohort(found["before"], after if _NAMES.match(after) or PEOPLE.search(after) else "")
    if rest and cohort is None and len(rest) < 40 and _COHORT.match(rest):
        return Heading(_kind(found), len(line), _cohort(rest))
    return Heading(_kind(found), end if rest else len(line), cohort)


def _sentence(line: str, end: int, setting: Setting) -> Heading | None:
    """A sentence about people that opens the list of a section: "Subjects will be excluded if:"."""
    opens = line.endswith(":") or ends_unfinished(line) or (setting.listed and _OF_THE_FOLLOWING.search(line))
    if not opens or line.rstrip(": ").endswith(" of"):
        return None
    if bare := _BARE_VERB.match(line):
        return Heading(_kind(bare), end, None) if len(line.split()) <= 4 else None
    every = setting.current != "exclusion" and _EVERY.match(line) is not None
    if not (every or PEOPLE.search(line) or line[:4].lower().startswith(("we ", "you "))):
        return None
    if _SAYS_EXCLUDED.search(line) or (setting.current == "exclusion" and _EITHER.search(line)):
        return Heading("exclusion", end, None)
    said = _SAYS.search(line)
    weak = setting.current == "exclusion" and said is not None and said[0].lower() in {"must", "should", "include"}
    if every or (said is not None and not weak and not CHOICE.search(line)):
        return Heading("inclusion", end, None)
    return Heading(setting.current or "inclusion", end, None) if said is None and _breaks_off(line, setting) else None


def _breaks_off(line: str, setting: Setting) -> bool:
    """Whether a few words leave the rest of their sentence to the list: "Persons with"."""
    return setting.listed and len(line.split()) <= 4 and ends_unfinished(line)


def _group(line: str, end: int, setting: Setting) -> Heading | None:
    """A short line that names a group of people or a topic, over a list of its own."""
    colon = line.endswith(":")
    name = line.rstrip(": ")
    words = name.split()
    longest = 14 if colon and setting.listed and words and PEOPLE.fullmatch(words[0]) else 8
    own = _IN_BRACKETS.sub("", name) if _COHORT.match(name) else name
    if not 1 <= len(words) <= longest or any(one in own for one in "<>≤≥=;:"):
        return None
    if not (words[0][0].isupper() or words[0] == "for"):
        return None
    if ends_unfinished(name) or is_lead_in(name) or _CHOOSES.search(name):
        return None
    kind = "exclusion" if _BARS.search(name) else setting.current or "inclusion"
    if PEOPLE.search(name) and (colon or len(own.split()) <= 3):
        everybody = re.fullmatch(rf"(?i)(?:for[ ])?{EVERYBODY}", name) or words[-1].lower() in _TOPICS
        cohort = None if everybody else re.sub(r"(?i)^(?:for|in|the)\s+", "", name)
        return Heading(kind, end, cohort)
    if colon and len(words) <= (6 if setting.listed else 4) and not any(one.isdigit() for one in name):
        return Heading(kind, end, None)
    return None


def runs_on(line: str) -> re.Match[str] | None:
    """A heading at the head of a line that runs on into its first criterion: "INCLUSION CRITERIA |Age over 18"."""
    found = _RUNS_ON.match(line)
    return found if found is not None and (found["next"] or "").lower() not in _PLAIN_WORDS else None


def _framed(text: str, start: int, end: int, setting: Setting) -> Heading | None:
    """A heading in brackets of its own, at the head of a line: "[Inclusion criteria]"."""
    close = text.find(_CLOSING[text[start]], start, min(end, start + _LONGEST))
    heading = _named(text[start + 1 : close], setting, True) if close > 0 else None
    if heading is None or heading.end < close - start - 1:
        return None
    stop = close + 2 if text[close + 1 : min(close + 2, end)] == ":" else close + 1
    return heading._replace(end=stop, named=True)


def may_name(text: str, start: int, end: int) -> bool:
    """Whether a line may say "inclusion" or "exclusion", in whatever words: a line with a bullet is else no heading."""
    said = text[start : min(end, start + _LONGEST)].lower()
    return any([stem in said for stem in _STEMS])  # noqa: C419 (a list is quicker here)


def read_heading(text: str, start: int, end: int, setting: Setting) -> Heading | None:
    """The heading that a line is or begins with, if any.

    Args:
        text: the cleaned text.
        start: where the line's words begin, after the bullet.
        end: where they end.
        setting: what stands around the line.

    Returns:
        The heading; its `end` lies before the line's if the first criterion follows on the same line.
    """
    named = may_name(text, start, end)
    if setting.marked and not named:
        return None
    if named and text[start] in _CLOSING and (framed := _framed(text, start, end, setting)) is not None:
        return framed
    decorated = text[start] in "*_#"
    while start < end and text[start] in "*_# ":
        start += 1
    # a heading is short: of a long line only the beginning matters
    stop = min(end, start + 2 * _LONGEST)
    heading = _named(text[start:stop], setting, decorated) if named else None
    if named and heading is None and not setting.marked and (found := runs_on(text[start:stop])) is not None:
        heading = Heading("exclusion" if found["kind"][0] == "E" else "inclusion", found.end(), None)
    if heading is not None:
        return heading._replace(end=start + heading.end, named=True)
    return None if setting.marked else _unnamed(text, start, end, setting)


def _unnamed(text: str, start: int, end: int, setting: Setting) -> Heading | None:
    """A heading of a line without a bullet that is none by the name of its kind: a sentence, a question, a group."""
    if setting.fresh and (found := _LIST.search(text, start, min(end, start + 2 * _LONGEST))) is not None:
        return _sentence(text[start : found.end()], found.end(), setting)
    if end - start > _LONGEST:
        return None
    line = text[start:end].rstrip(_DECORATION)
    if (asked := _WHO.fullmatch(line)) is not None:
        return Heading("exclusion" if asked["not"] else "inclusion", end, None)
    line = line.removesuffix("...").rstrip()
    opens = setting.listed or line.endswith(":")
    return (_sentence(line, end, setting) or _group(line, end, setting)) if opens else None
