"""The words of registries for age, sex and healthy volunteers, as values.

Every function raises ValueError, with the words and what was expected, where it does not know them:
a limit that is lost in silence would admit the wrong patients.
"""

from __future__ import annotations

import re
from reprlib import repr as shortened
from typing import Literal

from eligibility.tree import AgeLimits

Sex = Literal["all", "female", "male"]

DAYS = {"year": 365.25, "month": 30.4375, "week": 7.0, "day": 1.0, "hour": 1 / 24, "minute": 1 / 1440}
"""Days in each unit; the year is the Julian one of UCUM's `a`, the month its twelfth, `mo`."""

_NUMBER = r"[0-9]{1,4}(?:\.[0-9]{1,4})?"
_UNIT = rf"(?:{'|'.join(DAYS)})s?"
_AGE = re.compile(rf"({_NUMBER}) ?({_UNIT})", re.IGNORECASE)
_FROM_TO = re.compile(rf"({_NUMBER}) ?({_UNIT})? ?(?:to|-|–) ?({_NUMBER}) ?({_UNIT})(?: old)?", re.IGNORECASE)
_FROM = re.compile(rf"({_NUMBER}) ?\+ ?({_UNIT})(?: old)?", re.IGNORECASE)
_UP_TO = re.compile(rf"(?:under|up to) ({_NUMBER}) ?({_UNIT})(?: old)?", re.IGNORECASE)
_NO_LIMIT = {"", "n/a"}
_ALL_AGES = {*_NO_LIMIT, "all", "all ages"}
_SEX: dict[str, Sex] = {"all": "all", "both": "all", "female": "female", "male": "male"}
_VOLUNTEERS = {
    "no": False,
    "no healthy volunteers": False,
    "yes": True,
    "healthy volunteers": True,
    "accepts healthy volunteers": True,
}


def is_age(words: str) -> bool:
    """Whether `age` knows the words."""
    return _plain(words) in _NO_LIMIT or bool(_AGE.fullmatch(words))


def is_sex(words: str) -> bool:
    """Whether `sex` knows the words."""
    return _plain(words) in _SEX


def is_volunteers(words: str) -> bool:
    """Whether `volunteers` knows the words."""
    return _plain(words) in _VOLUNTEERS


def age(words: str) -> float | None:
    """A limit such as "18 Years", "6 Months", "4 Weeks" in years (UCUM `a`); None for "N/A" and an empty text.

    Examples:
        >>> age("6 Months")
        0.5
    """
    words = words.strip()
    if _plain(words) in _NO_LIMIT:
        return None
    if not (found := _AGE.fullmatch(words)):
        raise ValueError(
            f"the age {shortened(words)} is not understood: expected such as '18 Years', '6 Months', 'N/A'"
        )
    return _years(found[1], found[2])


def age_range(words: str) -> AgeLimits:
    """Both limits in years, both inclusive, of words such as "18 to 80 years old", "18+ years old", "All ages".

    A unit that is written once holds for both numbers.

    Examples:
        >>> age_range("6 months to 17 years old")
        AgeLimits(lower=0.5, upper=17.0, unit='a')
    """
    words = words.strip()
    if _plain(words) in _ALL_AGES:
        return AgeLimits()
    if found := _FROM_TO.fullmatch(words):
        return AgeLimits(lower=_years(found[1], found[2] or found[4]), upper=_years(found[3], found[4]))
    if found := _FROM.fullmatch(words):
        return AgeLimits(lower=_years(found[1], found[2]))
    if found := _UP_TO.fullmatch(words):
        return AgeLimits(upper=_years(found[1], found[2]))
    raise ValueError(f"the ages {shortened(words)} are not understood: expected such as '18 to 80 years old'")


def sex(words: str) -> Sex:
    """The sexes that a study admits: "All", "Both", "Female", "Male" in any case."""
    if not is_sex(words):
        raise ValueError(f"the sex {shortened(words)} is not understood: expected 'All', 'Female' or 'Male'")
    return _SEX[_plain(words)]


def volunteers(words: str) -> bool:
    """Whether healthy volunteers are accepted: "Yes", "No", "No Healthy Volunteers" and the like."""
    if not is_volunteers(words):
        raise ValueError(f"healthy volunteers {shortened(words)} is not understood: expected 'Yes' or 'No'")
    return _VOLUNTEERS[_plain(words)]


def _years(number: str, unit: str) -> float:
    return float(number) * DAYS[unit.lower().removesuffix("s")] / DAYS["year"]


def _plain(words: str) -> str:
    return words.strip().casefold()
