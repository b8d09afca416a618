"""Numbers and the limits that they set."""

from __future__ import annotations

from decimal import Decimal

from eligibility.describing.units import spell
from eligibility.tree import Quantity, Range

_PLAIN = (1e-6, 1e15)
"""Between these a number is written out, beyond them with an exponent."""


def written(number: float) -> str:
    """A number with up to twelve digits, without an exponent where that can be read.

    Example:
        >>> written(2.50), written(100000.0), written(1.0000000000000002)
        ('2.5', '100000', '1')
    """
    text = f"{number + 0.0:.12g}"
    if "e" in text and _PLAIN[0] <= abs(number) < _PLAIN[1]:
        return f"{Decimal(text):f}"
    return text


def amount(number: float, unit: str | None, times: str = "") -> str:
    """A number with its unit, and what it is a multiple of: "9 g/dL", "1 month", "2.5 × ULN"."""
    return " ".join(filter(None, (written(number), spell(unit, number), times)))


def symbols(limit: Range | Quantity, times: str = "", scale: float = 1) -> str:
    """A limit with signs, the unit at each bound: "≥ 18 years and ≤ 80 years", "= 3", "> 2 × ULN"; empty for none.

    Args:
        limit: The limit.
        times: What comes behind each number: "× ULN".
        scale: What each number is multiplied by.
    """
    low = None if limit.lower is None else amount(limit.lower * scale, limit.unit, times)
    high = None if limit.upper is None else amount(limit.upper * scale, limit.unit, times)
    if low is not None and limit.lower == limit.upper and limit.lower_inclusive and limit.upper_inclusive:
        return f"= {low}"
    bounds = [
        None if low is None else f"{'≥' if limit.lower_inclusive else '>'} {low}",
        None if high is None else f"{'≤' if limit.upper_inclusive else '<'} {high}",
    ]
    return " and ".join(filter(None, bounds))


def words(limit: Range) -> str:
    """A time in words: "at least 3 months", "more than 1 year", "3 to 6 months", "up to 2 weeks"; empty for none."""
    lower, upper = limit.lower, limit.upper
    if lower is None and upper is None:
        return ""
    if lower is None or upper is None:
        return _one_sided(limit)
    if not (limit.lower_inclusive and limit.upper_inclusive):
        return symbols(limit)
    if lower == upper:
        return f"exactly {amount(lower, limit.unit)}"
    return f"{written(lower)} to {amount(upper, limit.unit)}"


def _one_sided(limit: Range) -> str:
    if limit.lower is not None:
        return f"{'at least' if limit.lower_inclusive else 'more than'} {amount(limit.lower, limit.unit)}"
    assert limit.upper is not None
    return f"{'up to' if limit.upper_inclusive else 'less than'} {amount(limit.upper, limit.unit)}"
