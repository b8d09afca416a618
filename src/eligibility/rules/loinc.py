"""The form of a LOINC code."""

from __future__ import annotations

import re

_FORM = re.compile(r"([0-9]{1,6})-([0-9])")


def is_loinc(code: str) -> bool:
    """Whether a code has LOINC's form and the check digit that its other digits ask for.

    The check digit is LOINC's variant of the Luhn algorithm: from the right, every other digit is doubled, digits are
    added up, and the check digit completes the sum to a multiple of ten (LOINC Users' Guide, appendix on check digits).

    Example:
        >>> is_loinc("4548-4"), is_loinc("4548-5"), is_loinc("HbA1c")
        (True, False, False)
    """
    found = _FORM.fullmatch(code)
    if found is None:
        return False
    total = 0
    for place, digit in enumerate(reversed(found.group(1))):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled // 10 + doubled % 10
    return (10 - total % 10) % 10 == int(found.group(2))
