"""Small words by which items are read: names of scales, people, the numbers of items in running text."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from eligibility.grammar.limits import Side
from eligibility.grammar.numbers import WORD_NUMBERS
from eligibility.normalize.drafts import Draft
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

_BEHIND = 3
"""Tokens behind the number of an item, with its bracket, among which is a word of it."""
_BEFORE = frozenset({"and", "or"})
"""Words that the number of an item may stand behind."""
_LONGEST = 2
"""Digits of the number of an item."""

Words = tuple[str, ...]


class SmallWords(Struct, frozen=True):
    """Words that items are read by.

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
    """

    scales: frozenset[Words]
    sexes: frozenset[Words]
    people: frozenset[Words]
    least: frozenset[Words]
    most: frozenset[Words]
    changes: frozenset[Words]
    statuses: frozenset[Words]
    bearers: frozenset[Words]
    findings: frozenset[Words]
    wanted: frozenset[Words]

    def is_people(self, draft: Draft, tokens: Tokens) -> bool:
        """Whether a draft says of whom something is asked: "women", "women of fertile age", "diabetic |patients"."""
        if draft.entity is None:
            return draft.kind == "sex"
        rule = draft.entity.rule
        if rule is not None and (_first_word(rule.name),) in self.sexes:
            return True
        return draft.kind == "occurrence" and tuple(tokens.folded[draft.last : draft.last + 1]) in self.people

    def extreme(self, words: Words) -> Side | None:
        """Which end of what follows is named with a number: "|minimum| BMI of 30"."""
        return "lower" if words in self.least else "upper" if words in self.most else None


@lru_cache(maxsize=1 << 15)
def _first_word(name: str) -> str:
    return fold(name.split(maxsplit=1)[0])


def is_number(chunk: Chunk, tokens: Tokens) -> bool:
    """Whether words are a number, and nothing else."""
    alone = chunk.last - chunk.first == 1
    return alone and (tokens.numeric[chunk.first] or tokens.folded[chunk.first] in WORD_NUMBERS)


def is_marker(chunk: Chunk, tokens: Tokens) -> bool:
    """Whether it is the number of an item in running text, with half a bracket: "1) stroke, |2) asthma"."""
    folded = tokens.folded
    before, behind = folded[chunk.first - 1 : chunk.first], folded[chunk.last : chunk.last + _BEHIND]
    if behind[:1] != [")"] or before == ["("] or not any(word[0].isalpha() for word in behind):
        return False
    closed = not before or before[0] in _BEFORE or not before[0].isalpha()
    return closed and len(tokens.written[chunk.first]) <= _LONGEST and is_number(chunk, tokens)
