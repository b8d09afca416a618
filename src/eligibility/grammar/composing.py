"""Composes the UCUM code of a unit from its pieces, as unit.lark puts them together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedInput
from lark.lexer import Lexer

from eligibility.grammar.loading import load_grammar
from eligibility.grammar.spellings import BODY_SURFACE, Piece

_UNNAMED = ("{cells}", "{beats}", "{breaths}")
"""What is counted goes without saying in a rate or concentration: cells/µL is /uL."""

_SLASH = re.compile(r"/(?![^{(]*[})])")
_DOT = re.compile(r"\.(?![^{(]*[})])")
_FACTOR = re.compile(r"(10\*-?\d+|.*?)(-?\d)?")

Factors = tuple[tuple[str, int], ...]


class Written(NamedTuple):
    """A unit as factors with exponents, those above and those below the slash."""

    above: Factors = ()
    below: Factors = ()

    def __str__(self) -> str:
        """The UCUM code, with body surface last."""
        above, below = ([_code(*factor) for factor in side] for side in self)
        below.sort(key=BODY_SURFACE.__eq__)
        if below:
            above = [code for code in above if code not in _UNNAMED]
        return ".".join(above) + "".join(f"/{code}" for code in below)


def compose(pieces: list[Piece]) -> str | None:
    """The UCUM code of the pieces of a unit; None if they are not one.

    Example:
        >>> compose([("SCALE", "10*9"), ("PER", "/"), ("UNIT", "L")])
        '10*9/L'
    """
    try:
        return str(_parser().parse(pieces))
    except UnexpectedInput:
        return None


def _code(unit: str, power: int) -> str:
    return unit if power == 1 else f"{unit}{power}"


def _factors(code: str, power: int) -> Written:
    """A UCUM code of the packs, itself perhaps a quotient, raised to a power."""
    first, *rest = _SLASH.split(code)
    sides: tuple[list[tuple[str, int]], list[tuple[str, int]]] = ([], [])
    for side, part in [*((0, part) for part in _DOT.split(first) if part), *((1, part) for part in rest)]:
        found = _FACTOR.fullmatch(part)
        unit, own = (found[1], int(found[2] or 1)) if found and part[-1] not in "})" else (part, 1)
        total = own * power
        sides[side if total > 0 else 1 - side].append((unit, abs(total)))
    return Written(tuple(sides[0]), tuple(sides[1]))


class _Pieces(Lexer):
    """Hands pieces to Lark as they are."""

    __future_interface__ = 1

    def __init__(self, lexer_conf: object) -> None:
        pass

    def lex(self, lexer_state: Any, parser_state: object) -> Iterator[Token]:  # noqa: ANN401 - as Lark has it
        for kind, value in lexer_state.text:
            yield Token(kind, value)


@v_args(inline=True)
class _Compose(Transformer[Token, Written]):
    """Each rule of unit.lark to the factors that it writes."""

    def factor(self, unit: str, power: str = "1") -> Written:
        return _factors(str(unit), int(power))

    inverse = factor

    def share(self, unit: str, _power: str = "") -> Written:
        return Written((), _factors(str(unit), 1).above)

    def scale(self, power: str) -> Written:
        return Written(((str(power), 1),))

    def count(self, number: str) -> str:
        return str(number)

    def often(self, period: str) -> Written:
        return Written((), ((str(period), 1),))

    def product(self, *parts: Written | Token) -> Written:
        units = [part for part in parts if isinstance(part, Written)]
        return Written(tuple(f for unit in units for f in unit.above), tuple(f for unit in units for f in unit.below))

    above = start = product

    def divisor(self, *parts: Any) -> Written:  # noqa: ANN401 - a count, if any, and a unit
        *count, unit = parts
        return Written(((f"({count[0]}.{unit})", 1),)) if count and count[0] != "1" else unit

    def below(self, *parts: Written | Token) -> Written:
        """What stands below the slash is turned over, but for what says so itself (the kg of "mL/min kg^-1")."""
        above: Factors = ()
        below: Factors = ()
        for unit in parts:
            if isinstance(unit, Written):
                above += unit.below if unit.above else ()
                below += unit.above or unit.below
        return Written(above, below)


@cache
def _parser() -> Lark:
    return load_grammar("unit", lexer=_Pieces, transformer=_Compose())
