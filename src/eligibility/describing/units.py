"""Units: from UCUM codes to the spelling of criteria."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_ANNOTATION = re.compile(r"\{([^{}]*)\}")
_FACTOR = re.compile(r"(?:\{[^}]*\}|\[[^\]]*\]|[^./{\[])+|[./]")
_RATE = re.compile(r"(.*)/\((\d+)\.(\w+)\)")
_POWER = re.compile(r"10\*(-?\d+)")
_EXPONENT = re.compile(r"([A-Za-z%])([2-9])\Z")
_RAISED = str.maketrans("23456789", "²³⁴⁵⁶⁷⁸⁹")


def spell(code: str | None, number: float | None = None) -> str:
    """A UCUM code as criteria write it; empty for plain numbers.

    Args:
        code: The code, such as `10*9/L`; None is a plain number.
        number: The number before it, by which "month" or "months" is chosen.

    Example:
        >>> [spell(code) for code in ("10*9/L", "mm[Hg]", "mL/min/{1.73_m2}", "ug/d", "mo")]
        ['× 10^9/L', 'mmHg', 'mL/min/1.73 m²', 'µg/day', 'months']
    """
    if code is None:
        return ""
    whole = _table()["whole"].get(code)
    if whole is None:
        return _composed(code)
    if isinstance(whole, list):
        return str(whole[0 if number == 1 else 1])
    return str(whole)


@cache
def _table() -> dict[str, dict[str, Any]]:
    text = files("eligibility.describing").joinpath("units.yaml").read_text("utf-8")
    table: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return table


@cache
def _composed(code: str) -> str:
    if rate := _RATE.fullmatch(code):
        return f"{spell(rate[1] or None, 2)} per {rate[2]} {spell(rate[3], 2)}".lstrip()
    return "".join(piece if piece in "./" else _factor(piece) for piece in _FACTOR.findall(code)) or code


def _factor(code: str) -> str:
    known = _table()["factors"].get(code)
    if known is not None:
        return str(known)
    if power := _POWER.fullmatch(code):
        return f"× 10^{power[1]}"
    text = _ANNOTATION.sub(lambda found: found[1].replace("_", " "), code)
    text = _EXPONENT.sub(lambda found: found[1] + found[2].translate(_RAISED), text)
    return f"µ{text[1:]}" if text.startswith("u") and len(text) > 1 else text
