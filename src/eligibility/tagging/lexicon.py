"""The lexicon: every phrase of the rules in force, found in a text by a tree of their words.

Words are folded before they are matched. The tree never grows with the texts that go through it, and a text is walked
once: from each word on as far as the longest phrase goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from eligibility.rules import ConceptRule, CueRule, DefinitionRule, Rules
from eligibility.tagging.folding import fold
from eligibility.tagging.meanings import Meaning, meaning_of
from eligibility.tagging.tokens import Tokens, lookup_words, phrase_words

Match = tuple[int, int, Meaning]
"""A phrase in a text: its tokens, from the first up to, not including, the last, and what it means."""

_SHORTEST = 5
"""Letters: the ending of a shorter word says nothing."""
_END = ""
"""Where the tree of words has the phrase that ends there: no word is empty."""
_MOST = 1 << 16
"""Words whose domain is kept; then they are collected anew."""
_LONGEST = 48
"""Characters: longer words are not worth keeping."""
_PEOPLE = frozenset({"woman", "women", "female", "females", "man", "men", "patient", "patients", "subject", "subjects"})
"""Nouns for people: who they are is said apart from what they have ("pregnant |women")."""

_STATUSES = frozenset(
    {"planned", "scheduled", "current", "currently", "previous", "prior", "past", "active", "ongoing", "recent"}
)
"""Words for when: they are the leaf's status, not its concept ("planned |surgery")."""


def _is_composed(words: str) -> bool:
    """Whether a synonym says more than its concept; what it says is put together by the grammar instead."""
    if " " not in words:
        return False
    said = words.split()
    return len(said) > 1 and (said[-1] in _PEOPLE or said[0] in _STATUSES or "or" in said or "and/or" in said)


_NONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(slots=True)
class Phrase:
    """What the rules say of one sequence of words.

    Attributes:
        cues: the cue of each kind that these words are.
        concept: the concept that they name, whatever their case.
        exact: concepts that they name in exactly one spelling (abbreviations).
        definition: the definition that they stand for.
        digits: whether there is a number in digits among them.
    """

    cues: Mapping[str, CueRule] = field(default_factory=lambda: _NONE)
    concept: ConceptRule | None = None
    exact: Mapping[str, ConceptRule] = field(default_factory=lambda: _NONE)
    definition: DefinitionRule | None = None
    digits: bool = False
    _meaning: Meaning | None = None
    _spellings: dict[str, Meaning] | None = None

    @property
    def meaning(self) -> Meaning:
        """What the words say in any spelling; worked out when they are first met."""
        if self._meaning is None:
            self._meaning = meaning_of(self.cues, self.concept, self.definition, digits=self.digits)
        return self._meaning

    @property
    def spellings(self) -> dict[str, Meaning]:
        """What the words say in the spellings in which they are abbreviations; worked out when they are first met."""
        if self._spellings is None:
            self._spellings = {
                written: meaning_of(self.cues, concept, self.definition, exact=True, digits=self.digits)
                for written, concept in self.exact.items()
            }
        return self._spellings

    def said_in(self, tokens: Tokens, first: int, last: int) -> Meaning:
        """What the words say where they stand as some tokens of a text."""
        if self.exact:
            written = tokens.surface(first, last)
            spellings = self.spellings
            return spellings.get(written) or spellings.get(written.removesuffix("s")) or self.meaning
        return self._meaning or self.meaning


class Found(NamedTuple):
    """A phrase found in a text: tokens `first` to `last` (exclusive)."""

    first: int
    last: int
    meaning: Meaning

    @property
    def cues(self) -> Mapping[str, CueRule]:
        """The cue of each kind that the words are."""
        return self.meaning.cues


@dataclass(slots=True)
class Matches:
    """The phrases of a text, overlapping ones too, by where they begin; shorter ones before longer ones.

    Attributes:
        spoken: those that become chunks.
        measured: those that have a part in limits and times.
        limiting: whether one of them can make a limit or time without a number in digits.
    """

    spoken: list[Match] = field(default_factory=list)
    measured: list[Match] = field(default_factory=list)
    limiting: bool = False


class Lexicon:
    """The phrases of a set of rules, ready to be found.

    Args:
        rules: the rules in force.
    """

    def __init__(self, rules: Rules) -> None:
        self.phrases: dict[tuple[str, ...], Phrase] = {}
        for concept in rules.concepts:
            self._concept(concept)
        for cue in rules.cues:
            for written in cue.words:
                phrase = self._phrase(written)
                phrase.cues = {cue.kind: cue, **phrase.cues}
        for definition in rules.definitions:
            for written in (definition.name, *definition.phrases):
                self._phrase(written).definition = definition
        self.phrases.pop((), None)
        self.heads = {fold(word): rule.domain for rule in reversed(rules.heads) for word in rule.words}
        self.generic = self.of_kind(rules, "generic")
        self._endings = {suffix: rule.domain for rule in rules.endings for suffix in rule.suffixes}
        self._ending_lengths = sorted({len(suffix) for suffix in self._endings}, reverse=True)
        self.not_ended = frozenset(fold(word) for rule in rules.endings for word in rule.except_)
        self._domains: dict[str, str | None] = {}
        self._tree: dict[str, Any] = {}
        for words, phrase in self.phrases.items():
            node = self._tree
            for word in words:
                node = node.setdefault(word, {})
            node[_END] = phrase

    def _concept(self, rule: ConceptRule) -> None:
        for words in (rule.name, *rule.synonyms):
            if _is_composed(words):
                continue
            phrase = self._phrase(words)
            phrase.concept = phrase.concept or rule
        for words in rule.abbreviations:
            phrase = self._phrase(words)
            phrase.exact = {words: rule, **phrase.exact}

    def _phrase(self, written: str) -> Phrase:
        words, digits = phrase_words(written)
        phrase = self.phrases.get(words)
        if phrase is None:
            phrase = self.phrases[words] = Phrase(digits=digits)
        return phrase

    @staticmethod
    def of_kind(rules: Rules, kind: str) -> frozenset[tuple[str, ...]]:
        """The words of all cues of a kind, as they are looked up."""
        return frozenset(phrase_words(written)[0] for cue in rules.cues if cue.kind == kind for written in cue.words)

    def find(self, tokens: Tokens) -> list[Found]:
        """Every phrase in a text, overlapping ones too, in no order."""
        matches = self.matches(tokens)
        return [Found(*match) for match in dict.fromkeys((*matches.spoken, *matches.measured))]

    def matches(self, tokens: Tokens) -> Matches:
        """The phrases in a text, by what they are for."""
        found = Matches()
        words, places = lookup_words(tokens)
        if not words:
            return found
        root, count = self._tree, len(words)
        spoken, measured = found.spoken.append, found.measured.append
        for start, word in enumerate(words):
            node = root.get(word)
            end = start + 1
            while node is not None:
                phrase = node.get(_END)
                if phrase is not None:
                    first, last = places[start], places[end - 1] + 1
                    meaning = phrase.said_in(tokens, first, last)
                    match = (first, last, meaning)
                    if meaning.spoken:
                        spoken(match)
                    if meaning.measured:
                        measured(match)
                        found.limiting = found.limiting or meaning.limiting
                if end == count:
                    break
                node = node.get(words[end])
                end += 1
        return found

    def domain_of(self, folded: str, written: str) -> str | None:
        """The domain that a word has as the head of a phrase, by the heads and endings of the rules.

        Args:
            folded: the word, folded.
            written: the word as written; endings are looked for in it, in its singular.
        """
        try:
            return self._domains[written]
        except KeyError:
            domain = self._domain(folded, written)
        if len(written) <= _LONGEST:
            if len(self._domains) >= _MOST:
                self._domains.clear()
            self._domains[written] = domain
        return domain

    def _domain(self, folded: str, written: str) -> str | None:
        if domain := self.heads.get(folded):
            return domain
        if len(written) <= _SHORTEST or folded in self.not_ended:
            return None
        low = written.lower()
        return self._ending(low) or (self._ending(low[:-1]) if low[-1] == "s" else None)

    def _ending(self, word: str) -> str | None:
        for length in self._ending_lengths:
            domain = self._endings.get(word[-length:])
            if domain is not None:
                return domain
        return None


def leftmost_longest(found: Iterable[Found], taken: bytearray) -> list[Found]:
    """Of phrases that overlap the one that begins first, then the longest; none over tokens that are taken.

    Args:
        found: phrases.
        taken: one byte a token, not zero where a token belongs to something already.
    """
    out: list[Found] = []
    end = -1
    for item in sorted(found, key=lambda item: (item.first, -item.last)):
        if item.first >= end and not any(taken[item.first : item.last]):
            out.append(item)
            end = item.last
    return out
