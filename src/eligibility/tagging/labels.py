"""Numbers that limit nothing: parts of names, labels and the markers of items in running text."""

from __future__ import annotations

from eligibility.tagging.magnitudes import is_thousands
from eligibility.tagging.meanings import Meaning
from eligibility.tagging.surroundings import Surroundings
from eligibility.tagging.written_units import unit_at

_ORDINAL = frozenset({"st", "nd", "rd", "th"})
_RANK = 2
"""Tokens of an ordinal in digits: "95|th"."""
_PERCENTILE = "{percentile}"
_AFTER_NUMBER = frozenset({"x", "to", "and"})
_MULTIPLES = frozenset({"fold", "times"})
_COMPARED = ("gt", "ge", "lt", "le", "eq")
_SAMPLE = ["n", "="]
"""What stands before the size of a sample: "controls (n = 20)"."""
_LISTING = frozenset({"and", "or", "&", ","})
"""What stands between two numbers of one label: "visits 1 |and| 2"."""
_PAIR = 2
_YEARS = range(1900, 2101)
_BRACKET_REACH = 40
"""Tokens: a bracket that was opened earlier is not closed by the marker of an item ("2)")."""
_LONGEST_NAME = 6
"""Tokens of a name, before its last one."""
_WEEKS = "w"
"""What is glued to a number and followed by one of days: "32w4d"."""


def limits_nothing(place: int, around: Surroundings) -> bool:
    """Whether a number is none that anything is compared with: "COVID-19", "visit 2", "in 2019", "(1)"."""
    return _is_part_of_word(place, around) or _is_label(place, around) or _is_marker(place, around)


def _is_part_of_word(place: int, around: Surroundings) -> bool:
    """Whether a number is part of a name: "COVID-19", "CD4", "5-HT3", "3rd"."""
    folded, glued = around.tokens.folded, around.tokens.glued
    after = place + 1
    if after < around.count and glued[after]:
        word = folded[after]
        if word in _ORDINAL:
            return ranked(place, around) is None
        if (
            word[0].isalpha()
            and not _is_weeks(after, around)
            and not around.is_unit(after)
            and not around.is_cue(after, "ref")
            and not is_thousands(after, around)
        ):
            return word not in _AFTER_NUMBER
        if word == "-" and after + 1 < around.count and glued[after + 1]:
            following = folded[after + 1]
            if following[0].isalpha() and not around.is_unit(after + 1) and following not in _MULTIPLES:
                return not _is_tagged(after + 1, around)
    if not place or not glued[place]:
        return False
    if place >= 2 and folded[place - 1] == "-" and glued[place - 1]:
        return folded[place - 2][0].isalpha() and not around.is_unit(place - 2) and not _is_tagged(place - 2, around)
    return folded[place - 1] in {"#", "_"}


def _is_weeks(place: int, around: Surroundings) -> bool:
    """Whether a token is the letter of weeks before one of days: "32|w|4d"."""
    return around.tokens.folded[place] == _WEEKS and around.tokens.numeric[place + 1 : place + 2] == [True]


def ranked(place: int, around: Surroundings) -> int | None:
    """The end of an ordinal that limits something: "the |95th| percentile", "the |5th| and 95th percentile".

    None where it only counts: "the 3rd dose".
    """
    after = place + _RANK
    if after >= around.count or around.tokens.folded[after - 1] not in _ORDINAL or not around.tokens.glued[after - 1]:
        return None
    if _ranks(after, around):
        return after
    folded = around.tokens.folded
    if folded[after] != "-" and not around.is_cue(after, "and", "or", "to"):
        return None
    at = after + 1 + around.is_cue(after + 1, "det", *_COMPARED)
    further = at + _RANK
    is_rank = further < around.count and around.tokens.numeric[at] and folded[at + 1] in _ORDINAL
    return after if is_rank and _ranks(further, around) else None


def _ranks(place: int, around: Surroundings) -> bool:
    """Whether a unit of ranks begins at a token: "percentile"."""
    found = unit_at(place, around.tokens, around.units)
    return found is not None and found[1] == _PERCENTILE


def _is_tagged(place: int, around: Surroundings) -> bool:
    """Whether words begin at a token that quantity.lark or time.lark have a tag for."""
    return any(phrase[2].tagged for phrase in around.phrases.get(place, ()))


def _is_label(place: int, around: Surroundings) -> bool:
    """Whether a number only names something: "visit 2", "phase 3", "in 2019"."""
    folded = around.tokens.folded
    written = folded[place]
    if len(written) == 4 and written.isdigit() and int(written) in _YEARS and not around.is_unit(place + 1):
        return not (place and around.is_cue(place - 1, *_COMPARED))
    if folded[max(0, place - 2) : place] == _SAMPLE:
        return True
    before = place - 1
    if before >= _PAIR and folded[before] in _LISTING and around.tokens.numeric[before - 1]:
        before -= _PAIR
    if before >= 1 and folded[before] in {"-", "#"}:
        before -= 1
    return before >= 0 and _is_labelled(before, around) and not _is_measured(place + 1, around)


def _is_measured(place: int, around: Surroundings) -> bool:
    """Whether a unit follows a number, or the range that it begins: "menstrual cycles 21| to 35 days"."""
    if around.is_unit(place):
        return True
    ranged = place + 2 < around.count and around.tokens.numeric[place + 1] and around.is_cue(place, "to")
    return ranged and around.is_unit(place + 2)


def _is_labelled(last: int, around: Surroundings) -> bool:
    """Whether a word that numbers are labels after ends at a token, and does not end the name of what has values.

    "Cohort |group| 2", but not "grade |group| 2".
    """
    if not _ends_label(last, around):
        return False
    names = _ending(last, _LONGEST_NAME, around)
    return all(meaning.concept is None or meaning.concept.domain != "measurement" for meaning in names)


def _ends_label(last: int, around: Surroundings) -> bool:
    """Whether a word that numbers are labels after ends at a token."""
    for start in (last, last - 1):
        for _, end, meaning in around.phrases.get(start, ()):
            if end == last + 1 and "label" in meaning.cues:
                return True
    return False


def _ending(last: int, longest: int, around: Surroundings) -> list[Meaning]:
    """The phrases that end at a token, with so many tokens before it."""
    starts = range(last - longest, last + 1)
    return [match[2] for start in starts for match in around.phrases.get(start, ()) if match[1] == last + 1]


def _is_marker(place: int, around: Surroundings) -> bool:
    """Whether it is the number of an item in running text: "(1)", "2)"."""
    folded, glued = around.tokens.folded, around.tokens.glued
    after = place + 1
    if after >= around.count or folded[after] != ")" or not glued[after]:
        return False
    written = folded[place]
    if not written.isdigit() or len(written) > 2:
        return False
    if place and folded[place - 1] == "(":
        return not glued[place - 1]
    sign = place - 1 - (place > 1 and folded[place - 1] in {"-", "+"})
    if place and around.is_cue(sign, *_COMPARED):
        return False
    before = folded[max(0, place - _BRACKET_REACH) : place]
    return before.count("(") <= before.count(")")
