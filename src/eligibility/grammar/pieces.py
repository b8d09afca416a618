"""Cuts a unit as written into the terminals of unit.lark, and so tells where it ends."""

from __future__ import annotations

import re

from eligibility.grammar.spellings import Piece, Spellings

_SCALE = re.compile(
    r"(?:[xX×*]\s?)?10\s?(?:\^|\*\*?|[eE](?=\d))\s?(?:\((-?\d{1,2})\)|(-?\d{1,2}))(?!\d|\.\d)(?:\.(?=[A-Za-z\[{%])|\s{0,2})"
    r"|(?:[xX×]\s?)?10\((\d{1,2})\)\s{0,2}"
    r"|[xX×]\s?10\s?(\d{1,2})(?=\s?/)\s?"
    r"|(?:[xX×]\s?)?[eE]\+?0?(\d{1,2})(?=\s?/)\s?"
)
_OVER = re.compile(r"\s{0,2}(?:/|(?:[pP]er|PER)(?=[\s(]))\s{0,2}(?P<open>\(\s?)?")
_LINK = re.compile(
    r"\s{0,2}(?:(?P<per>/|(?:[pP]er|PER|every|each|an?)(?=[\s(])|in(?=\s24(?!\d)))\s{0,2}(?P<open>\(\s?)?"
    r"|(?P<times>[·⋅∙•*]\s?|\.(?=[a-zµμ\d]|[A-Z][\^-])|[xX×]\s?(?=1[.,]73)))"
    r"|\s{1,2}(?=1[.,]73|[A-Za-zµμ]{1,6}(?:\s?\^\s?\(?)?-\d)"
)
_COUNT = re.compile(r"(\d{1,4})(?:\.(?=[a-z])|(?![\d.,/])\s?)")
_CARET = re.compile(r"\^\s?(?:\(([-+]?\d)\)|([-+]?\d))(?!\d)")
_BARE = re.compile(r"(-[1-9])(?![\d.,]*\d|[A-Za-z])")
_OFTEN = re.compile(r"\s(?:once\s)?(?:(daily)|(weekly)|(monthly)|(yearly|annually)|(hourly))(?![A-Za-z\-])")
_OFTEN_UCUM = ("d", "wk", "mo", "a", "h")
_PERIODS = frozenset({"a", "mo", "wk", "d", "h", "min", "s"})
_COUNTED = _PERIODS | {"[HPF]", "[LPF]"}
_CLOSE = re.compile(r"\s?\)")
_NOTE = re.compile(r"\{[^{}]{1,40}\}")
_INITIALS = re.compile(r"[A-Za-z]/[A-Za-z](?![A-Za-z])")
_BEGINNINGS = frozenset("1xX×*/pPeE \t")
_GOES_ON = frozenset(" \t\n\u00a0/·⋅∙•*.^-xX×)")


class Pieces:
    """The pieces of the longest unit that is written at a place of a text.

    Args:
        spellings: the units there are.
        text: the text.
        pos: where the unit would begin.

    Attributes:
        pieces: terminals and their values; empty if no unit is written there.
        end: where the unit ends; `pos` if none is written there.
    """

    __slots__ = ("_below", "_complete", "_here", "_opened", "_spellings", "_text", "end", "pieces")

    def __init__(self, spellings: Spellings, text: str, pos: int) -> None:
        self.pieces: list[Piece] = []
        self.end = self._here = pos
        self._spellings, self._text = spellings, text
        self._complete = 0
        self._below = self._opened = False
        link = self._begin() if text[pos : pos + 1] in _BEGINNINGS else "first"
        while self._unit(link):
            link = self._link() if text[self._here : self._here + 1] in _GOES_ON else ""
            if not link:
                break
        del self.pieces[self._complete :]
        if self._complete == 1 and self.end == pos + 1 and _INITIALS.match(text, pos):
            self.pieces, self.end = [], pos
        elif self._complete and text[self.end : self.end + 1] == " ":
            self._often()

    def _often(self) -> None:
        """The adverb after an amount: "mg daily", but not "mg/day daily"."""
        found = _OFTEN.match(self._text, self.end)
        said = self.pieces[0][0] == "PER" or (self._below and self.pieces[-1][1] in _PERIODS)
        if found and not said:
            self.pieces.append(("OFTEN", _OFTEN_UCUM[(found.lastindex or 1) - 1]))
            self.end = found.end()

    def _begin(self) -> str:
        """A power of ten, a slash, or both, before the first unit."""
        link = "first"
        if scale := _SCALE.match(self._text, self._here):
            self.pieces.append(("SCALE", f"10*{next(filter(None, scale.groups()))}"))
            self._here, link = scale.end(), "scaled"
        over = _OVER.match(self._text, self._here)
        if not over or (link == "first" and self._spellings.find(self._text, self._here)):
            return link
        return self._divide(over)

    def _divide(self, found: re.Match[str]) -> str:
        self.pieces.append(("PER", "/"))
        if found["open"]:
            self.pieces.append(("OPEN", "("))
            self._opened = True
        self._below = True
        self._here = found.end()
        return "per"

    def _link(self) -> str:
        """What ties the next unit to the last: a slash, a dot, or a mere space; "" if nothing does."""
        found = _LINK.match(self._text, self._here)
        if not found or (found["per"] and self._opened):
            return ""
        if found["per"]:
            return self._divide(found)
        self._here = found.end()
        if found["times"]:
            self.pieces.append(("TIMES", "."))
            return "times"
        return "space"

    def _unit(self, link: str) -> bool:
        """One unit with its exponent; False if none can stand here."""
        found = self._spellings.find(self._text, self._here)
        if not found and link == "per":
            return self._counted()
        piece = self._spellings.piece(found[0]) if found else None
        if not piece and (found := _NOTE.match(self._text, self._here)):
            piece = ("UNIT", found[0])
        if not found or not piece:
            return False
        kind = piece[0]
        if (kind == "SHARE" and not self._shared()) or (kind == "SCALE" and self.pieces):
            return False
        self.pieces.append(piece)
        self._here = found.end()
        if kind == "SCALE":
            return self._scaled()
        if not self._exponent(link) and link == "space" and kind != "SHARE":
            return False
        self._finish()
        return True

    def _shared(self) -> bool:
        """Whether "24 hours" may stand here: below a slash, but not in "1 day/24 hours", which says one thing twice."""
        return self._below and not (len(self.pieces) == 2 and self.pieces[0][1] in _PERIODS)

    def _counted(self) -> bool:
        """So many of a unit below a slash ("every 2 weeks"); not in "140/90 mmHg" or "4 weeks/28 days"."""
        count = _COUNT.match(self._text, self._here) if len(self.pieces) > 1 and self._shared() else None
        found = self._spellings.find(self._text, count.end()) if count else None
        piece = self._spellings.piece(found[0]) if found else None
        if not count or not found or not piece or piece[0] != "UNIT" or piece[1] not in _COUNTED:
            return False
        self.pieces += [("COUNT", count[1]), piece]
        self._here = found.end()
        self._finish()
        return True

    def _scaled(self) -> bool:
        """What a power of ten in words is of, right after it."""
        if over := _OVER.match(self._text, self._here):
            return self._unit(self._divide(over))
        if self._text[self._here : self._here + 1] != " ":
            return False
        self._here += 1
        return self._unit("scaled")

    def _exponent(self, link: str) -> bool:
        """An exponent, without a caret only where no range can be meant ("3 mg-5 mg")."""
        if self._text[self._here : self._here + 1] not in ("^", "-"):
            return False
        found = _CARET.match(self._text, self._here)
        if not found and link in ("scaled", "times", "space"):
            found = _BARE.match(self._text, self._here)
        value = found[found.lastindex or 0] if found else ""
        if not found or (value[0] != "-" and self.pieces[-1][0] == "SHARE"):
            return False
        self.pieces.append(("INVERSE" if value[0] == "-" else "POWER", value))
        self._below = self._below or value[0] == "-"
        self._here = found.end()
        return value[0] == "-"

    def _finish(self) -> None:
        """Up to here it is a whole unit, unless a bracket is open."""
        if self._opened and (close := _CLOSE.match(self._text, self._here)):
            self.pieces.append(("CLOSE", ")"))
            self._here, self._opened = close.end(), False
        if not self._opened:
            self.end, self._complete = self._here, len(self.pieces)
