"""Remarks: what stands in brackets between a number and what else is said of it, and what words compare.

"4 |(moderately ill)| or more", "Gleason 6 |(3+3)| or 7".
"""

from __future__ import annotations

from eligibility.tagging.labels import limits_nothing
from eligibility.tagging.surroundings import Surroundings

BOUNDS = frozenset({"GE", "GT", "LE", "LT", "EQ", "OVER", "OVER_THE", "MIN", "MAX"})
"""Tags of what compares the number behind it."""
LONGEST_REMARK = 8
"""Tokens of a remark in brackets, with them."""
_SIGNED = frozenset("+-")
_OPENING = frozenset("([")
_OR_MORE = 2
"""Tokens of "or more"."""
_SUM = 4
"""Tokens of a sum in brackets up to the last of them: "(3+4"."""
_DETERMINED = 3
"""Tokens of an article, a word for whose it is, and what is compared with: "the institutional LLN"."""
_GOES_ON = ("or", "and", "to")
"""Cues between the numbers of a set or a range."""


def remark(place: int, around: Surroundings) -> int | None:
    """The end of words in brackets between a number and its comparator, or of its sum before another; None without any.

    Args:
        place: the token that opens the brackets.
        around: the criterion.
    """
    folded, numeric = around.tokens.folded, around.tokens.numeric
    if _is_sum(place, around):
        end = place + _SUM + 1
        return end if _goes_on(end, around) else None
    for at in range(place + 1, min(place + LONGEST_REMARK, around.count - 1)):
        if folded[at] == ")":
            return at + 1 if at > place + 1 and _is_compared(at + 1, around) else None
        if folded[at] in _OPENING or (numeric[at] and folded[at - 1] != "of"):
            return None
    return None


def _is_compared(place: int, around: Surroundings) -> bool:
    """Whether "or more" stands at a token, and compares nothing behind it."""
    return around.is_cue(place, "post_ge", "post_le") and not compares(place + _OR_MORE, around)


def _goes_on(place: int, around: Surroundings) -> bool:
    """Whether another number is joined to the one before: "6 (3+3) |or 7|"."""
    after = place + 1
    return after < around.count and around.is_cue(place, *_GOES_ON) and around.tokens.numeric[after]


def _is_sum(place: int, around: Surroundings) -> bool:
    """Whether brackets that open at a token hold two numbers that are added, and no more."""
    folded, numeric = around.tokens.folded, around.tokens.numeric
    if folded[place + 2 : place + 3] != ["+"] or folded[place + _SUM : place + _SUM + 1] != [")"]:
        return False
    return numeric[place + 1] and numeric[place + 3]


def begins_limit(place: int, around: Surroundings) -> bool:
    """Whether a limit begins at a token: "two of age |≥ 75|"."""
    if place >= around.count:
        return False
    compared = any(meaning.measure in BOUNDS for *_, meaning in around.phrases.get(place, ()))
    return compared or around.tokens.numeric[place]


def refers(place: int, around: Surroundings) -> bool:
    """Whether an article stands at a token, and a reference limit behind it: "or below |the LLN"."""
    return around.is_cue(place, "det") and any(around.is_cue(at, "ref") for at in range(place + 1, place + _DETERMINED))


def compares(place: int, around: Surroundings) -> bool:
    """Whether words are about what follows them: "or more |than", "or above |35", "and less |or equal to"."""
    tokens = around.tokens
    if place >= around.count:
        return False
    place += tokens.folded[place] in _SIGNED and place + 1 < around.count and tokens.glued[place + 1]
    if tokens.numeric[place]:
        return not limits_nothing(place, around)
    if tokens.folded[place] == "than" or around.is_cue(place, "num", "ref"):
        return True
    return any(last > place and meaning.measure in BOUNDS for _, last, meaning in around.phrases.get(place - 1, ()))
