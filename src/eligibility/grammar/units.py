"""Units as they are written: where one ends in a text, and which UCUM code it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple, Protocol

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedInput
from lark.lexer import Lexer

from eligibility.grammar.loading import load_grammar
from eligibility.grammar.spellings import key, pattern

LONGEST = 120
"""Characters: nothing longer is taken for a unit by `Units.ucum`."""

_SCALE = re.compile(
    r"(?:[xX×*]\s?)?10\s?(?:\^|\*\*?|[eE](?=\d))\s?(?:\((-?\d{1,2})\)|(-?\d{1,2}))(?![\d.])\s{0,2}"
    r"|[xX×]\s?10\s?(\d{1,2})(?=\s?/)\s?"
)
_OVER = re.compile(r"\s{0,2}(?:/|[pP](?:er|ER)(?=[\s(]))\s{0,2}")
_JOINT = re.compile(
    r"\s{0,2}(?:(?P<per>/|(?:[pP]er|PER|every|each|an?)(?=[\s(]))\s{0,2}(?P<open>\(\s?)?"
    r"|(?P<times>[·⋅*]\s?|\.(?=[a-zµμ\d])|[xX×]\s?(?=1[.,]73)))"
    r"|(?P<space>[ ]{1,2}(?=[A-Za-zµμ\d]))"
)
_COUNT = re.compile(r"(\d{1,4})(?:\.(?=[a-z])|(?![\d.,/])\s?)")
_POWER = re.compile(r"\s?\^\s?(?:\(([-+]?\d)\)|([-+]?\d))(?!\d)")
_INVERSE = re.compile(r"-([1-9])(?![\d.,]*\d|[A-Za-z])")
_OFTEN = re.compile(r"\s(?:once\s|twice\s)?(?:(daily)|(weekly)|(monthly)|(yearly|annually)|(hourly))(?![A-Za-z\-])")
_OFTEN_UCUM = ("d", "wk", "mo", "a", "h")
_CLOSE = re.compile(r"\s?\)")
_BRACED = re.compile(r"\{[^{}]{1,40}\}")
_SUPERSCRIPT = re.compile(r"[⁺⁻]?[⁰¹²³⁴-⁹]+")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")


Piece = tuple[str, str]
"""A terminal of unit.lark and its value."""

Atom = Piece
"""UNIT, SCALE or SHARE with the UCUM code of what is written."""


class Spelling(Protocol):
    """What `Units` needs of a unit rule."""

    @property
    def ucum(self) -> str:
        """The UCUM code."""

    @property
    def spellings(self) -> tuple[str, ...]:
        """The ways to write it."""


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
        self._exact: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        written: list[str] = []
        for rule in rules:
            self._codes[rule.ucum] = rule.ucum
            self._exact.update((key(spelling), rule.ucum) for spelling in rule.spellings)
            written.extend(rule.spellings)
        for code in self._codes:
            if "[" in code or "{" in code:
                self._exact.setdefault(code, code)
                written.append(code)
        self._folded = _fold(self._exact)
        self._spelling = re.compile(pattern(written) if written else r"(?!)")
        self._atom = lru_cache(maxsize=4096)(self._look_up)
        self.ucum = lru_cache(maxsize=16384)(self._read)

    def match(self, text: str, pos: int = 0) -> int | None:
        """The end of the longest unit that is written at `text[pos:]`; None if there is none.

        Args:
            text: cleaned text.
            pos: where the unit would begin; the caller skips the space after a number.
        """
        _, end = self._scan(text, pos)
        return end if end > pos else None

    def _read(self, written: str) -> str | None:
        """The UCUM code of a unit as written; None where it is unknown or has two meanings."""
        if len(written) > LONGEST:
            return None
        text = _SUPERSCRIPT.sub(lambda found: "^" + found[0].translate(_DIGITS), written.strip())
        known = self._codes.get(text) or self._exact.get(key(text))
        if known and not known.startswith("10*"):
            return known
        pieces, end = self._scan(text, 0)
        if not pieces or end < len(text):
            return None
        try:
            return str(_parser().parse(pieces))  # type: ignore[arg-type]  # our lexer takes pieces, not text
        except UnexpectedInput:
            return None

    def _look_up(self, written: str) -> Atom | None:
        """What one spelling is, plural or not."""
        if written[0] == "{":
            return _kind(written, written), written
        name = key(written)
        for form in (name, name.removesuffix("(s)"), name.removesuffix("s")):
            code = self._exact.get(form) or self._folded.get(form.lower())
            if code:
                return _kind(written, code), code
        return None

    def _scan(self, text: str, pos: int) -> tuple[list[Piece], int]:
        """The pieces of the longest unit at `pos`, and where it ends; `pos` itself if there is none."""
        pieces: list[Piece] = []
        here, end, complete = pos, pos, 0
        first = text[pos : pos + 1]
        if not first or first.isspace() or (pos and first.isalpha() and text[pos - 1].isalpha()):
            return pieces, pos
        if first in "1xX×*" and (scale := _SCALE.match(text, pos)):
            pieces.append(("SCALE", "10*" + (scale[1] or scale[2] or scale[3])))
            here = scale.end()
        joint = _JOINT.match(text, here) if _OVER.match(text, here) else None
        below, opened = False, False
        while True:
            if joint:
                here = joint.end()
                if joint["per"]:
                    below = True
                    pieces.append(("PER", "/"))
                    if joint["open"]:
                        opened = True
                        pieces.append(("OPEN", "("))
                elif joint["times"]:
                    pieces.append(("TIMES", "."))
            spelled = self._spelling.match(text, here) or _BRACED.match(text, here)
            if not spelled and joint and joint["per"] and (count := _COUNT.match(text, here)):
                pieces.append(("COUNT", count[1]))
                spelled = self._spelling.match(text, count.end())
            atom = self._atom(spelled[0]) if spelled else None
            if not spelled or not atom or not _may_stand(atom[0], pieces, below):
                break
            pieces.append(atom)
            here = spelled.end()
            if atom[0] == "SCALE":
                joint = _JOINT.match(text, here)
                if not joint or joint["times"]:
                    break
                continue
            loose = bool(joint and joint["space"] and len(pieces) > 1 and pieces[-2][0] != "SCALE")
            power = _POWER.match(text, here) or (
                _INVERSE.match(text, here) if loose or (joint and joint["times"]) or pieces[0][0] == "SCALE" else None
            )
            if power:
                value = power[0].strip(" ^()")
                pieces.append(("INVERSE" if value[0] == "-" else "POWER", value))
                below = below or "-" in power[0]
                here = power.end()
            elif loose and atom[0] != "SHARE":
                break
            if opened and (close := _CLOSE.match(text, here)):
                pieces.append(("CLOSE", ")"))
                here, opened = close.end(), False
            if not opened:
                end, complete = here, len(pieces)
            joint = _JOINT.match(text, here)
            if not joint:
                break
        del pieces[complete:]
        if complete and not opened and (often := _OFTEN.match(text, end)):
            pieces.append(("OFTEN", _OFTEN_UCUM[(often.lastindex or 1) - 1]))
            end = often.end()
        return pieces, end


def _kind(written: str, code: str) -> str:
    if written[0].isdigit() or code == "{1.73_m2}":
        return "SHARE"
    return "SCALE" if code.startswith("10*") else "UNIT"


def _may_stand(kind: str, before: list[Piece], below: bool) -> bool:
    return below if kind == "SHARE" else not before if kind == "SCALE" else True


def _fold(exact: dict[str, str]) -> dict[str, str]:
    """The spellings of two letters or more in lower case, without those that then mean two units."""
    folded: dict[str, str] = {}
    for name, code in exact.items():
        low = name.lower()
        folded[low] = code if folded.get(low, code) == code and len(name) > 1 else ""
    return folded


class _Pieces(Lexer):
    """Hands the pieces of a unit to Lark as they are."""

    __future_interface__ = 1

    def __init__(self, lexer_conf: object) -> None:
        pass

    def lex(self, lexer_state: Any, parser_state: object) -> Iterator[Token]:  # noqa: ANN401, ARG002 - Lark's
        for kind, value in lexer_state.text:
            yield Token(kind, value)


class _Written(NamedTuple):
    """A unit as factors with exponents: what stands above, what below the slash."""

    above: tuple[tuple[str, int], ...]
    below: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        """The UCUM code: body surface area last, cells not named in a concentration."""
        above = [code if power == 1 else f"{code}{power}" for code, power in self.above if code != "1"]
        below = [code if power == 1 else f"{code}{power}" for code, power in self.below if code != "1"]
        below.sort(key=_BODY.__eq__)
        if below:
            above = [code for code in above if code not in _UNNAMED]
        return ".".join(above) + "".join(f"/{code}" for code in below) or "1"


_BODY = "{1.73_m2}"
_UNNAMED = ("{cells}", "{beats}", "{breaths}")
_SLASH = re.compile(r"/(?![^{]*\})")
_DOT = re.compile(r"\.(?![^{]*\})")
_FACTOR = re.compile(r"(10\*-?\d+|.*?)(-?\d)?")


def _factors(code: str, power: int = 1) -> _Written:
    """A UCUM code of the packs, itself perhaps a quotient, as factors."""
    first, *rest = _SLASH.split(code)
    sides: tuple[list[tuple[str, int]], list[tuple[str, int]]] = ([], [])
    for side, part in [(0, part) for part in _DOT.split(first) if part] + [(1, part) for part in rest]:
        found = _FACTOR.fullmatch(part)
        name, own = (found[1], int(found[2] or 1)) if found and not part.endswith("}") else (part, 1)
        total = own * power
        sides[side if total > 0 else 1 - side].append((name, abs(total)))
    return _Written(tuple(sides[0]), tuple(sides[1]))


@v_args(inline=True)
class _ToUcum(Transformer[Token, _Written]):
    """Each rule of unit.lark to the factors that it writes."""

    def factor(self, unit: str, power: str = "1") -> _Written:
        return _factors(str(unit), int(power))

    inverse = factor

    def share(self, unit: str, _power: str = "") -> _Written:
        return _Written((), _factors(str(unit)).above)

    def scale(self, power: str) -> _Written:
        return _Written(((str(power), 1),), ())

    def count(self, number: str) -> str:
        return str(number)

    def often(self, period: str) -> _Written:
        return _Written((), ((str(period), 1),))

    def product(self, *parts: _Written | Token) -> _Written:
        units = [part for part in parts if isinstance(part, _Written)]
        return _Written(sum((p.above for p in units), ()), sum((p.below for p in units), ()))

    above = start = product

    def divisor(self, *parts: _Written | str) -> _Written:
        *count, unit = parts
        assert isinstance(unit, _Written)
        if not count or count[0] == "1":
            return unit
        return _Written(((f"({count[0]}.{unit})", 1),), ())

    def below(self, *parts: _Written | Token) -> _Written:
        """What is below the slash is turned over, but for a factor that says so itself ("min^-1 m^-2")."""
        units = [part for part in parts if isinstance(part, _Written)]
        above: tuple[tuple[str, int], ...] = ()
        below: tuple[tuple[str, int], ...] = ()
        for unit in units:
            turned = bool(unit.above)
            above += unit.below if turned else ()
            below += unit.above if turned else unit.below
        return _Written(above, below)


@cache
def _parser() -> Lark:
    return load_grammar("unit", lexer=_Pieces, transformer=_ToUcum())
