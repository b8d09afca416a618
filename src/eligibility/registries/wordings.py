"""The words of many registries for age, sex and healthy volunteers, as values: wider than `fields`, as strict.

Every function raises ValueError where it does not know the words, as those of `fields` do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from reprlib import repr as shortened
from typing import Any

import yaml

from eligibility.registries.fields import DAYS, Sex

_AGE = re.compile(r"(?:>=|=>|≥|<=|=<|≤)?\s*([0-9]{1,4}(?:[.,][0-9]{1,4})?)\s*([^\W\d]?[^\d]{0,15})")
_YES_NO = re.compile(r"\b(female|male)s?\s*:\s*(yes|no)\b")
_BREAKS = re.compile(r"<br\s*/?>|\s+", re.IGNORECASE)


def age(words: str) -> float | None:
    """An inclusive limit of age in years (UCUM `a`); None for words such as "No limit". Years, where no unit is given.

    Examples:
        >>> age("6M"), age(">= 20age old"), age("18.00 Year(s)"), age("No limit")
        (0.5, 20.0, 18.0, None)
    """
    plain = _plain(words)
    if plain in _words("no_limit"):
        return None
    found = _AGE.fullmatch(plain)
    if not found or (unit := _words("units").get(found[2].rstrip(" ."))) is None:
        raise ValueError(f"the age {shortened(words)} is not understood: expected such as '18 Years', '6M', 'No limit'")
    return float(found[1].replace(",", ".")) * DAYS[unit] / DAYS["year"]


def sex(words: str) -> Sex | None:
    """The sexes that a study admits; None where that is not said.

    Examples:
        >>> sex("Both males and females"), sex("<br>Female: yes<br>Male: no<br>"), sex("-")
        ('all', 'female', None)
    """
    plain = _plain(words)
    if answers := dict(_YES_NO.findall(plain)):
        plain = " and ".join(sorted(sex for sex, answer in answers.items() if answer == "yes")) or "no one"
    known: Mapping[str, Sex | None] = _words("sex")
    if plain not in known:
        raise ValueError(f"the sex {shortened(words)} is not understood: expected such as 'All', 'Female', 'Male'")
    return known[plain]


def volunteers(words: str) -> bool | None:
    """Whether healthy volunteers are accepted; None where that is not said.

    Examples:
        >>> volunteers("Accepts Healthy Volunteers"), volunteers("f"), volunteers("")
        (True, False, None)
    """
    known = _words("volunteers")
    if _plain(words) not in known:
        raise ValueError(f"healthy volunteers {shortened(words)} is not understood: expected 'Yes' or 'No'")
    answer = known[_plain(words)]
    return None if answer is None else answer == "yes"


def _plain(words: str) -> str:
    return _BREAKS.sub(" ", words).strip().casefold()


@cache
def _words(section: str) -> Mapping[str, Any]:
    """What each word of a section means; None is nothing."""
    data = yaml.safe_load(files("eligibility.registries").joinpath("words.yaml").read_text("utf-8"))[section]
    if isinstance(data, list):
        return dict.fromkeys(data)
    return {word: None if meaning == "unsaid" else meaning for meaning, words in data.items() for word in words}
