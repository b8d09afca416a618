"""Both: what must hold together in any list ("both A and B", "A together with B"), and what need not or may not.

In an exclusion list "and" mostly stands between alternatives; these words say that it does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lark import Token
from lark import Tree as Phrase
from msgspec.structs import replace

from eligibility.normalize.drafts import Draft, Op, Tree, drafts_of
from eligibility.normalize.joins import Join, Operator, is_denied_on
from eligibility.normalize.outline import Outline
from eligibility.normalize.parts import Part
from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

_BOTH = "both"
_WORDS = frozenset({_BOTH, "combination"})
_ENDS = frozenset({"AND", "OR", "NOR", "COMMA", "COLON", "SEMI", "NEXT", "BUT", "SLASH", "EXCEPT"})
_PAIR = 2
_WITH = "with"


class Both:
    """What is said of two things together in one criterion.

    Args:
        outline: its phrase tree.

    Attributes:
        said: whether a word that may begin a pair is in it.
    """

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.said = not _WORDS.isdisjoint(outline.tokens.words)

    def bind(self, part: Part, separator: Phrase[Any] | None) -> None:
        """Says of an item that the "and" before it is one in any list: "aspirin |together with| warfarin".

        What else is an alternative to it goes together with the same: "aspirin |plus heparin or warfarin|".

        Args:
            part: the item.
            separator: what stands before it.
        """
        for leaf in separator.children if separator is not None else ():
            if not isinstance(leaf, Token):
                continue
            for place in self.outline.runs[leaf.value]:
                chunk = self.outline.chunks[place]
                if chunk.tag != "AND":
                    continue
                part.added, added = True, bool(chunk.value.attrs.get(_BOTH))
                part.together = part.together or added or (self.said and self._is_second(place))
                part.either = 0 if added else part.either

    def _is_second(self, place: int) -> bool:
        """Whether "both" stands before the first of two things: "both |gout |and psoriasis"."""
        following: Chunk | None = None
        for chunk in reversed(self.outline.chunks[:place]):
            if chunk.tag in _ENDS:
                return False
            if chunk.tag == "FILLER":
                if isinstance(chunk.value, CueRule) and chunk.value.kind == _BOTH:
                    return following is not None and following.tag == "ENTITY"
            else:
                following = chunk
        return False

    def end_in(self, separator: Phrase[Any] | None, joins: list[Join]) -> None:
        """Makes alternatives of what ", or both" stands behind: "gout, psoriasis, |or both|", "or a combination"."""
        if not self.said or separator is None or not joins or joins[-1] not in {"and", "comma"}:
            return
        leaves = [leaf for leaf in separator.children if isinstance(leaf, Token)]
        last = self.outline.chunks[self.outline.runs[leaves[-1].value][-1]]
        if last.tag == "OR" and not _WORDS.isdisjoint(self.outline.tokens.folded[last.last : last.last + _PAIR]):
            joins[-1] = "or"

    def not_both(self, body: Tree | None, said: Chunk) -> Tree | None:
        """ "Gout or psoriasis, |but not both|": one of the two, and the other not."""
        if not self.said or self.outline.tokens.folded[said.last : said.last + 1] != [_BOTH]:
            return body
        if not isinstance(body, Op) or body.kind != "any_of" or len(body.parts) != _PAIR:
            return body
        if not all(isinstance(tree, Draft) for tree in body.parts):
            return body
        again: list[Tree] = [replace(draft, limits=[*draft.limits]) for draft in drafts_of(body)]
        return Op("all_of", [body, Op("not", [Op("all_of", again)])])


def first_choice(parts: Sequence[Part]) -> int | None:
    """Where alternatives begin that bind tighter than what stands before them: "A and |either B or C".

    Of several pairs each stands for itself: "aspirin plus heparin or warfarin plus heparin".
    """
    places = [place for place, part in enumerate(parts) if part.either is not None]
    if not places:
        return None
    paired = sum(part.together for part in parts) > 1
    denied = (at for at in places if at and parts[at].together and is_denied_on(parts[at - 1], parts[at]))
    passed = {*denied, *(place for place in places if paired and parts[place].together)}
    return next((place for place in places if place not in passed), None)


def is_chosen(parts: Sequence[Part], operators: Sequence[Operator], start: int, end: int) -> bool:
    """Whether alternatives that begin at a place go on behind another; a clause ends where a comma parts what follows.

    "Gout, |who are obese or diabetic|, or asthma".
    """
    following = parts[end + 1]
    if parts[start].relative and following.paused:
        return False
    return operators[end] == "or" or following.together or is_denied_on(parts[end], following)


def is_one_of_them(item: Chunk, outline: Outline) -> bool:
    """Whether an item goes on with one of what is listed before it: "two of A, B or C, |one of which must be A|"."""
    if item.tag != "LIMIT":
        return False
    folded = outline.tokens.folded
    return folded[item.first : item.last + 2] in (["one", "of", "which"], ["one", "of", "whom"])


def ask_besides(part: Part, joins: list[Join]) -> None:
    """Makes a demand of its own of what one of those listed must be."""
    part.limit, part.counted, part.count, part.listed = None, None, None, False
    part.relative = part.comma = True
    joins[-1] = "and"


def had_with(part: Part, tokens: Tokens) -> bool:
    """Whether an item ends in what comes with something, so that a further "and" adds to that.

    "Gout, asthma, and cirrhosis |with ascites| and encephalopathy".
    """
    found = part.recent()[-_PAIR:]
    return len(found) == _PAIR and _WITH in tokens.folded[found[0].last : found[1].first]
