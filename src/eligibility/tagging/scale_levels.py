"""Levels of scales in reach of the name of the scale that they are of: "stage |II|", "grade |3| or |4|", "T2 N0 M0"."""

from __future__ import annotations

from eligibility.grammar.limits import Tagged
from eligibility.tagging.folding import fold
from eligibility.tagging.levels import is_level, is_part_of_letter, level_number
from eligibility.tagging.tokens import Tokens

_TIMES = frozenset({"x", "×", "*"})
_UNSTAGED = frozenset({"level", "class", "category", "group", "type"})
"""Scales of which a letter with a figure is no stage: "language |level| B2"."""
_SCALE_REACH = 12
"""Tokens after the name of a scale in which its levels are looked for."""
_LEVEL_REACH = 4
"""Tokens after a level in which the next one is looked for."""
_CEAP, _VENOUS = "ceap", frozenset(f"C{level}{part}" for level in "0123456" for part in ("", "a", "b"))
"""A scale whose levels are a letter and a figure each, of which others are no levels or another thing: "|C4|"."""
_TNM = frozenset("TNM")
"""The letters of the three scales of tumor, nodes and metastases."""
_SUBLEVELS = frozenset("abcde")
_STROKE = "/"
_YEAR = 4
"""Figures of a year, which stands behind a day and a month: "3/4/|2020|"."""
_COMPARED = frozenset({"<", ">", "≤", "≥", "="})
"""Signs behind which a figure before a stroke begins a fraction: "< |1/2| unit Class II"."""
_OUT_OF_FIVE = frozenset(map(fold, ("strength", "power", "muscle", "motor", "MRC")))
"""Words of scales whose levels are told out of the highest: "muscle strength grade |4/5|"."""
_BACK = 2
"""Tokens from the second level of a range back to the letter of the first: "3|a|-4"."""


class ScaleLevels:
    """Reads the levels of the scales that a criterion names, from left to right.

    Args:
        tokens: the criterion.

    Attributes:
        until: the last token in reach of a scale; -1 where none has been named.
        by: the last word of the name of that scale, in the singular.
    """

    __slots__ = ("_scale", "by", "count", "folded", "glued", "tokens", "until")

    def __init__(self, tokens: Tokens) -> None:
        self.tokens, self.count = tokens, len(tokens)
        self.folded, self.glued = tokens.folded, tokens.glued
        self.until = -1
        self._scale = self.by = ""

    def name(self, last: int) -> None:
        """Takes the name of a scale that ends before a token: its levels may follow."""
        self._scale = "" if last > self.until - _SCALE_REACH else self._scale
        self.until = max(self.until, last + _SCALE_REACH)
        self.by = self.folded[last - 1].removesuffix("s")

    def read(self, place: int, before: str) -> Tagged | None:
        """The level of a scale that begins at a token within its reach, after which the reach begins anew."""
        written, last = self.tokens.written[place], place + 1
        if written in _VENOUS and _CEAP in self.tokens.words:
            self.until = max(self.until, last + _LEVEL_REACH)
            return Tagged("LEVEL", place, last, float(written[1]))
        if not self._is_level(place, before):
            if not self.tokens.numeric[place] or len(written) > 1:
                return None
            if self._is_sublevel(last):
                last += 1
            elif self._begins(place) or self._is_listed(place):
                pass
            elif before != "TO" or not self._is_sublevel(place - _BACK):
                return None
        self.until = max(self.until, last + _LEVEL_REACH)
        return Tagged("LEVEL", place, last, level_number(written))

    def _is_level(self, place: int, before: str) -> bool:
        """Whether a token within reach of a scale is a level of it; "x" behind a number is none, nor is that number."""
        after = place + 1
        if before in {"NUM", "LEVEL"} and self.folded[place] in _TIMES:
            return False
        if after < self.count and self.folded[after] in _TIMES and self.tokens.numeric[place]:
            return False
        written = self.tokens.written[place]
        if self.by in _UNSTAGED and is_part_of_letter(written):
            return False
        return is_level(written) and self._in_scale(written)

    def _begins(self, place: int) -> bool:
        """Whether a token is the stage before the first one, from which levels go on: "stage |0|-II"."""
        after = place + 1
        return self.folded[place : after + 1] == ["0", "-"] and is_level(
            "".join(self.tokens.written[after + 1 : after + 2])
        )

    def _is_listed(self, place: int) -> bool:
        """Whether a figure is a level with its neighbour behind or before a stroke: "grade |3|/|4|", no fraction."""
        before, behind = place - _BACK, place + _BACK
        follows = self._are_neighbours(behind, place) or self._are_neighbours(place, before)
        dated = any(len(written) == _YEAR for written in self.tokens.written[behind : behind + 3 : 2])
        return follows and not dated and _OUT_OF_FIVE.isdisjoint(self.tokens.words)

    def _are_neighbours(self, place: int, before: int) -> bool:
        """Whether a figure is the next one after another that stands before a stroke, where that may list both."""
        if before < 0 or place >= self.count or self.folded[place - 1] != _STROKE or not self.glued[place]:
            return False
        one, two = self.tokens.written[before], self.tokens.written[place]
        compared = before and self.folded[before - 1] in _COMPARED
        if compared and self.folded[before - _BACK].removesuffix("s") != self.by:
            return False
        return len(one) == len(two) == 1 and one.isdecimal() and two.isdecimal() and int(two) == int(one) + 1

    def _is_sublevel(self, place: int) -> bool:
        """Whether a token is the letter of a level that begins with a figure: "stage 3|a|"."""
        if not 0 < place < self.count or self.folded[place] not in _SUBLEVELS or not self.glued[place]:
            return False
        return (
            self.tokens.numeric[place - 1] and len(self.folded[place - 1]) == 1 and not goes_on(place + 1, self.tokens)
        )

    def _in_scale(self, written: str) -> bool:
        """Whether a level is one of the scale whose levels stand before it: "stage T2 |N0 M0" are three scales."""
        scale = written[0] if len(written) > 1 and written[0] in _TNM and not written.isalpha() else ""
        if scale and self._scale and scale != self._scale:
            return False
        self._scale = scale or self._scale
        return True


def goes_on(place: int, tokens: Tokens) -> bool:
    """Whether a number begins at a token right after another one."""
    return place < len(tokens) and tokens.glued[place] and tokens.numeric[place]
