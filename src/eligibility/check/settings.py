"""How a patient is checked: the day, what absence means, which value counts, whose limits of normal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple, get_args

from eligibility.arguments import expect, expect_several
from eligibility.check.calendar import days_of
from eligibility.check.vocabulary import Hierarchy
from eligibility.errors import EligibilityError
from eligibility.tree import Coding, Domain, Value

Assumption = Literal["open", "closed"]
"""What the absence of a diagnosis, drug and so on means: open, that it is not known; closed, that there is none."""
Assume = Assumption | Mapping[Domain, Assumption]
Choice = Literal["latest", "first", "any", "all", "min", "max"]
"""Which of several values in a window counts."""


class ReferenceRange(Value):
    """Limits of normal of a measurement, for people of a sex and an age.

    Attributes:
        name: The measurement.
        codes: The same in published systems.
        unit: The unit of the limits.
        lower: The lower limit of normal; null is none.
        upper: The upper limit of normal; null is none.
        sex: Whose limits; null is everyone.
        min_age: From which age on, in completed years.
        max_age: Up to which age, in completed years.
    """

    name: str
    codes: tuple[Coding, ...] = ()
    unit: str | None = None
    lower: float | None = None
    upper: float | None = None
    sex: Literal["female", "male"] | None = None
    min_age: float | None = None
    max_age: float | None = None


class Settings(NamedTuple):
    """How a patient is checked.

    Attributes:
        as_of: the day of checking, as a number (`date.toordinal`).
        assume: what absence means in each domain that is not open.
        choose: which value counts.
        reference_ranges: limits of normal for measurements that carry none.
        hierarchy: a vocabulary of the caller's.
    """

    as_of: int
    assume: tuple[tuple[str, str], ...] = ()
    choose: Choice = "latest"
    reference_ranges: tuple[ReferenceRange, ...] = ()
    hierarchy: Hierarchy | None = None

    def assumed(self, domain: str) -> str:
        """What absence means in a domain."""
        return dict(self.assume).get(domain, "open")


def settings(
    as_of: date | str,
    assume: Assume = "open",
    choose: Choice = "latest",
    reference_ranges: Sequence[ReferenceRange] = (),
    hierarchy: Hierarchy | None = None,
) -> Settings:
    """The settings that a caller asks for.

    Args:
        as_of: the day of checking, a date or as ISO 8601 writes it.
        assume: "open" or "closed", for all domains or by domain; a domain that is not named is open.
        choose: which value counts.
        reference_ranges: limits of normal for measurements that carry none; the first that fits counts.
        hierarchy: a vocabulary that knows which code is a kind of which.

    Raises:
        EligibilityError: a setting that there is not.
    """
    ranges = _ranges(reference_ranges)
    return Settings(_day(as_of), _assumptions(assume), _choice(choose), ranges, hierarchy)


def _ranges(given: Sequence[ReferenceRange]) -> tuple[ReferenceRange, ...]:
    expect_several(given, "reference_ranges", "a list of ReferenceRange")
    for one in given:
        expect(one, ReferenceRange, "reference_ranges", "a list of ReferenceRange")
    return tuple(given)


def _day(as_of: date | str) -> int:
    try:
        days = days_of(as_of.isoformat() if isinstance(as_of, date) else as_of)
    except (ValueError, TypeError, AttributeError):
        raise _error("not-a-date", f"as_of is {as_of!r}; give a date, such as 2024-03-09") from None
    if days.first != days.last:
        raise _error("not-a-date", f"as_of is {as_of!r}; give the day too, such as 2024-03-09")
    return days.first


def _assumptions(assume: Assume) -> tuple[tuple[str, str], ...]:
    domains = get_args(Domain)
    said = dict.fromkeys(domains, assume) if isinstance(assume, str) else dict(assume)
    for domain, assumption in said.items():
        if domain not in domains:
            raise _error("no-such-domain", f"assume names {domain!r}; the domains are {', '.join(domains)}")
        if assumption not in get_args(Assumption):
            raise _error("no-such-assumption", f"assume is {assumption!r}; say open or closed")
    return tuple(sorted(said.items()))


def _choice(choose: Choice) -> Choice:
    if choose not in get_args(Choice):
        raise _error("no-such-choice", f"choose is {choose!r}; say one of {', '.join(get_args(Choice))}")
    return choose


def _error(code: str, message: str) -> EligibilityError:
    return EligibilityError(code, message)
