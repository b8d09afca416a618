"""Units as they are written: where one ends in a text, and which UCUM code it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from eligibility.grammar.composing import compose
from eligibility.grammar.pieces import Pieces
from eligibility.grammar.spellings import Spelling, Spellings

LONGEST = 120
"""Characters: nothing longer is taken for a unit by `Units.ucum`."""

_SUPERSCRIPT = re.compile(r"[⁺⁻]?[⁰¹²³⁴-⁹]+")
_PARTS = re.compile(r"[./](?![^{]*\})")
_BRACKET = re.compile(r"\([0-9]{1,4}\.([^()]*)\)")
_POWER_OF_TEN = re.compile(r"10\*-?[0-9]{1,2}")
_EXPONENT = re.compile(r"-?[2-9]\Z")
_SIGNS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺−", "0123456789-+-")


class Units:
    """The units of a set of rules.

    Args:
        rules: the spellings of each unit; where two rules claim a spelling, the later one has it.

    Example:
        >>> from eligibility.rules import load_builtin
        >>> units = Units(load_builtin().units)
        >>> units.match("7 mg/dL or more", 2)
        7
        >>> units.ucum("mg per decilitre")
        'mg/dL'
    """

    def __init__(self, rules: Iterable[Spelling]) -> None:
        self._spellings = Spellings(rules)
        self._read = lru_cache(maxsize=16384)(self._read_once)

    def match(self, text: str, pos: int = 0) -> int | None:
        """The end of the longest unit that is written at `text[pos:]`; None if there is none.

        Args:
            text: cleaned text.
            pos: where the unit would begin; the caller skips the space after a number.
        """
        if pos and text[pos : pos + 1].isalpha() and text[pos - 1].isalpha():
            return None
        end = Pieces(self._spellings, text, pos).end
        return end if end > pos else None

    def ucum(self, written: str) -> str | None:
        """The UCUM code of a unit as written; None where it is unknown or has two meanings.

        Args:
            written: the unit alone, as `match` delimits it, or a UCUM code.
        """
        return self._read(written)

    def parts(self, written: str) -> list[str]:
        """The UCUM codes of the spellings that a unit is put together of: "mg per dL" of mg and dL.

        Args:
            written: the unit alone, as `match` delimits it.
        """
        text = _SUPERSCRIPT.sub(lambda found: "^" + found[0], written.strip()).translate(_SIGNS)
        return [code for _, code in Pieces(self._spellings, text, 0).pieces if code in self._spellings.codes]

    def _is_code(self, text: str) -> bool:
        """Whether a text that nobody would write so ("mo/a") is made of UCUM codes of the rules."""
        parts = _PARTS.split(_BRACKET.sub(r"\1", text).removeprefix("/"))
        codes = self._spellings.codes
        return all(part in codes or _EXPONENT.sub("", part) in codes or _POWER_OF_TEN.fullmatch(part) for part in parts)

    def _read_once(self, written: str) -> str | None:
        if not 0 < len(written) <= LONGEST:
            return None
        text = _SUPERSCRIPT.sub(lambda found: "^" + found[0], written.strip()).translate(_SIGNS)
        if text in self._spellings.codes:
            return text
        found = Pieces(self._spellings, text, 0)
        if not found.pieces or found.end < len(text):
            return text if self._is_code(text) else None
        if len(found.pieces) == 1:
            return found.pieces[0][1]
        return compose(found.pieces)
