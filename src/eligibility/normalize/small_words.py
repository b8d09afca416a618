"""Small words by which items are read: names of scales, people, the numbers of items in running text."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from eligibility.grammar.limits import Side
from eligibility.grammar.numbers import WORD_NUMBERS
from eligibility.normalize.drafts import Draft
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens, folded_word

_BEHIND = 3
"""Tokens behind the number of an item, with its bracket, among which is a word of it."""
_BEFORE = frozenset({"and", "or"})
"""Words that the number of an item may stand behind."""
_LONGEST = 2
"""Digits of the number of an item."""

_HAVING_IT = frozenset(
    map(fold, ("diabetic", "asthmatic", "epileptic", "alcoholic", "hemophiliac", "smoker", "nonsmoker"))
)
"""Words that name people by what they have or do, where they stand in the plural: "in |diabetics|, HbA1c < 8 %"."""

Words = tuple[str, ...]


class SmallWords:
    """Words that items are read by.

    Args:
        of_kind: tells the phrases of a kind of cue.

    Attributes:
        scales: those that name a scale without saying of what ("stage", "total score").
        sexes: those that name people of one sex ("women").
        people: those that name people ("patients").
        bearers: those for what has a size of its own ("fetus").
        findings: those for what a test finds ("mutation").
        wanted: those in which what is wanted of people begins or ends ("able", "stable", "consent").
        least, most: those that say that a number is the least or the most there may be ("minimum").
        changes: those that say that what changes is limited by how much it does ("decrease").
        statuses: those that say whether something is there, was there or is to come ("former").
        reacting: the words by which, before "to", somebody reacts to something ("allergic").
    """

    __slots__ = (
        "_named",
        "_person",
        "_sex",
        "bearers",
        "changes",
        "findings",
        "least",
        "most",
        "people",
        "reacting",
        "scales",
        "sexes",
        "statuses",
        "wanted",
    )

    def __init__(self, of_kind: Callable[[str], frozenset[Words]]) -> None:
        self.scales, self.sexes, self.people = of_kind("scale"), of_kind("sex"), of_kind("people")
        self.least, self.most, self.changes = of_kind("min"), of_kind("max"), of_kind("change")
        self.statuses, self.bearers = of_kind("status"), of_kind("bearer")
        self.findings, self.wanted = of_kind("finding"), of_kind("wanted")
        self.reacting = frozenset(words[-2] for words in of_kind("toward") if words[-1] == "to" and words[1:])
        self._sex, self._person = _single(self.sexes), _single(self.people)
        self._named = self._person | _HAVING_IT

    def is_people(self, draft: Draft, tokens: Tokens) -> bool:
        """Whether a draft says of whom something is asked: "women", "women of fertile age", "diabetic |patients"."""
        if draft.entity is None:
            return draft.kind == "sex"
        rule = draft.entity.rule
        if rule is not None and _first_word(rule.name) in self._sex:
            return True
        if draft.kind != "occurrence":
            return False
        last = draft.last
        if self._named.isdisjoint(tokens.folded[last - 1 : last + 1]):
            return False
        if tokens.folded[last - 1] in _HAVING_IT and tokens.written[last - 1][-1] in "sS":
            return True
        return not self._person.isdisjoint(tokens.folded[last : last + 1])

    def extreme(self, words: Words) -> Side | None:
        """Which end of what follows is named with a number: "|minimum| BMI of 30"."""
        return "lower" if words in self.least else "upper" if words in self.most else None


def _single(phrases: frozenset[Words]) -> frozenset[str]:
    """The phrases of one word, as words."""
    return frozenset(words[0] for words in phrases if len(words) == 1)


@lru_cache(maxsize=1 << 15)
def _first_word(name: str) -> str:
    return folded_word(name.partition(" ")[0])


def is_number(chunk: Chunk, tokens: Tokens) -> bool:
    """Whether words are a number, and nothing else."""
    alone = chunk.last - chunk.first == 1
    return alone and (tokens.numeric[chunk.first] or tokens.folded[chunk.first] in WORD_NUMBERS)


def is_marker(chunk: Chunk, tokens: Tokens) -> bool:
    """Whether it is the number of an item in running text, with half a bracket: "1) stroke, |2) asthma"."""
    folded = tokens.folded
    if folded[chunk.last : chunk.last + 1] != [")"]:
        return False
    before, behind = folded[chunk.first - 1 : chunk.first], folded[chunk.last : chunk.last + _BEHIND]
    if before == ["("] or not any(word[0].isalpha() for word in behind):
        return False
    closed = not before or before[0] in _BEFORE or not before[0].isalpha()
    return closed and len(tokens.written[chunk.first]) <= _LONGEST and is_number(chunk, tokens)
