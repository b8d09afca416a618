"""Tags of HTML that text of a registry may hold, and what each stands for in plain text."""

from __future__ import annotations

import re

TAG = re.compile(
    r"<\s*+(?P<closes>/?)\s*+(?P<name>br|p|div|ul|ol|li|b|i|u|em|strong|span|font|sup|sub)\b(?:\s[^<>]*+|/\s*+)?>",
    re.IGNORECASE,
)
"""One tag; what is less than something is none. No space is tried twice, however many follow one another."""


def in_plain_text(tag: re.Match[str]) -> str:
    r"""What a tag stands for: a line break, a bullet, "^" before an exponent, or nothing.

    Args:
        tag: a match of `TAG`.

    Examples:
        >>> TAG.sub(in_plain_text, "Adults<br/>age <65<li>ANC > 10<sup>9</sup>/L")
        'Adults\nage <65\n- ANC > 10^9/L'
    """
    name, closes = tag["name"].lower(), bool(tag["closes"])
    if name == "li":
        return "" if closes else "\n- "
    if name == "sup":
        return "" if closes else "^"
    return "\n" if name == "br" or (closes and name in {"p", "div", "ul", "ol"}) else ""
