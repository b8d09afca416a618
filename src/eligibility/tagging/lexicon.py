"""The lexicon: every phrase of the rules in force, found in a text by the tree of their words.

Words are folded before they are matched, and a text is walked once: from each word on, as far as the tree goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct, field

from eligibility.rules import ConceptRule, CueRule, Rules
from eligibility.tagging.folding import fold
from eligibility.tagging.meanings import Meaning
from eligibility.tagging.phrases import Node, Phrases
from eligibility.tagging.tokens import HYPHEN, Tokens, lookup_words, phrase_words

Match = tuple[int, int, Meaning]
"""A phrase in a text: its tokens, from the first up to, not including, the last, and what it means."""

_CONTACT = fold("contact")
"""What the names of contacts between people end in: "household contact"."""
_MODIFYING = frozenset({"modifier", "severity"})
"""Kinds of cues that are modifiers."""
_NO_WORD = ""
"""What follows the last word of a text: no word is empty."""
_FREQUENT = 3
"""Letters of words that are too frequent to be asked for: "alcohol |use|"."""
_SHORTEST = 5
"""Letters: the ending of a shorter word says nothing."""
_PREFIXED = 7
"""Letters of a word that has prefixes: "intra|cardiac|"; a shorter one is found in others, "inci|dental|"."""
_LETTERS = 3
"""Last letters by which most words are told to have no known ending."""
_MOST = 1 << 16
"""Words whose domain is kept; then they are collected anew."""
_LONGEST = 48
"""Characters: longer words are not worth keeping."""


class Found(NamedTuple):
    """A phrase found in a text: tokens `first` to `last` (exclusive)."""

    first: int
    last: int
    meaning: Meaning

    @property
    def cues(self) -> Mapping[str, CueRule]:
        """The cue of each kind that the words are."""
        return self.meaning.cues


class Matches(Struct, gc=False):
    """The phrases of a text, overlapping ones too, by where they begin; shorter ones before longer ones.

    Attributes:
        spoken: those that become chunks.
        measured: those that have a part in limits and times.
        several: those of `spoken` of several tokens, and short forms of names with a number.
        limiting: whether one of them can make a limit or time without a number in digits.
    """

    spoken: list[Match] = field(default_factory=list)
    measured: list[Match] = field(default_factory=list)
    several: list[Match] = field(default_factory=list)
    limiting: bool = False


class Lexicon:
    """The phrases of a set of rules, ready to be found.

    Args:
        rules: the rules in force.
    """

    def __init__(self, rules: Rules) -> None:
        self.phrases = Phrases(rules)
        self.heads = {fold(word): rule.domain for rule in reversed(rules.heads) for word in rule.words}
        self.of_part = frozenset(fold(word) for rule in rules.heads if rule.of_part for word in rule.words)
        self.generic = self.of_kind(rules, "generic")
        self.topics = self.of_kind(rules, "topic")
        self.openers = frozenset(words[0] for words in self.of_kind(rules, "opener"))
        self.done = frozenset(fold(word) for cue in rules.cues if cue.attrs.get("done") for word in cue.words)
        self.others = frozenset(
            max(phrase_words(written), key=len)
            for cue in rules.cues
            if cue.attrs.get("other") or cue.attrs.get("kin")
            for written in cue.words
        ) | {_CONTACT}
        self.unvalued = {
            tuple(phrase_words(name)): domain for rule in rules.concepts for name, domain in rule.unvalued.items()
        }
        self.unvalued_words = frozenset(
            words[-1] if len(words[-1]) > _FREQUENT else words[0] for words in self.unvalued
        )
        self.respectively = frozenset(words[0] for words in self.of_kind(rules, "respectively"))
        self.reacting = frozenset(words[-2] for words in self.of_kind(rules, "toward") if len(words) > 1)
        self.forms = frozenset(words[0] for words in self.of_kind(rules, "form"))
        self.salts = frozenset(
            phrase_words(written)[0]
            for cue in rules.cues
            if cue.kind == "form" and cue.attrs.get("salt")
            for written in cue.words
        )
        self._sorts = frozenset(words[0] for words in self.of_kind(rules, "sort"))
        self._parts = frozenset(
            phrase_words(written)[0]
            for cue in rules.cues
            if cue.kind == "sort" and cue.attrs.get("part")
            for written in cue.words
        )
        self._sort_endings = tuple(word for word in self._sorts if len(word) >= _PREFIXED)
        self._endings = {suffix: rule.domain for rule in rules.endings for suffix in rule.suffixes}
        self._last_letters = frozenset(suffix[-_LETTERS:] for suffix in self._endings)
        self._ending_lengths = sorted({len(suffix) for suffix in self._endings}, reverse=True)
        self.not_ended = frozenset(fold(word) for rule in rules.endings for word in rule.except_)
        self._domains: dict[str, str | None] = {}
        self._prefixed: dict[str, bool] = {}
        self._cues: dict[tuple[str, str], CueRule | None] = {}

    def modifies(self, words: Sequence[str]) -> bool:
        """Whether some words, folded, are a modifier: "secondary", "moderate to severe"."""
        phrase = self.phrases.get(words)
        return phrase is not None and not _MODIFYING.isdisjoint(phrase.cues)

    def is_sort(self, folded: str) -> bool:
        """Whether a word says what sort of thing follows, with a prefix or without: "cardiac", "intracardiac"."""
        if folded in self._sorts or len(folded) <= _PREFIXED:
            return folded in self._sorts
        known = self._prefixed.get(folded)
        if known is None:
            known = folded.endswith(self._sort_endings)
            if len(folded) <= _LONGEST:
                if len(self._prefixed) >= _MOST:
                    self._prefixed.clear()
                self._prefixed[folded] = known
        return known

    def is_part(self, folded: str) -> bool:
        """Whether a word is the name of a part of the body."""
        return folded in self._parts

    @staticmethod
    def of_kind(rules: Rules, kind: str) -> frozenset[tuple[str, ...]]:
        """The words of all cues of a kind, as they are looked up."""
        return frozenset(
            tuple(phrase_words(written)) for cue in rules.cues if cue.kind == kind for written in cue.words
        )

    def find(self, tokens: Tokens) -> list[Found]:
        """Every phrase in a text, overlapping ones too, in no order."""
        matches = self.matches(tokens)
        return [Found(*match) for match in dict.fromkeys((*matches.spoken, *matches.measured))]

    def matches(self, tokens: Tokens) -> Matches:
        """The phrases in a text, by what they are for."""
        spoken: list[Match] = []
        measured: list[Match] = []
        several: list[Match] = []
        limiting = False
        words, places = tokens.folded, None
        if HYPHEN in tokens.words:
            words, places = lookup_words(tokens)
        words = [*words, _NO_WORD]
        for start, begun in enumerate(map(self.phrases.tree.get, words)):
            if begun is None:
                continue
            node: Node | None = begun
            end = start
            while node is not None:
                end += 1
                meaning = node.meaning
                if meaning is None and node.names:
                    first, last = (start, end) if places is None else (places[start], places[end - 1] + 1)
                    meaning = node.said_in(tokens, first, last)
                if meaning is not None:
                    match = (start, end, meaning) if places is None else (places[start], places[end - 1] + 1, meaning)
                    if meaning.spoken:
                        spoken.append(match)
                        if node is not begun:
                            several.append(match)
                    if meaning.measured:
                        measured.append(match)
                        if meaning.limiting:
                            limiting = True
                more = node.more
                if more is None:
                    break
                node = more.get(words[end])
        return Matches(spoken, measured, several, limiting)

    def named(self, written: str) -> ConceptRule | None:
        """The concept that some words are, however they are written; None if they are none."""
        phrase = self.phrases.get(phrase_words(written))
        return phrase.concept if phrase is not None else None

    def short_form(self, written: str) -> ConceptRule | None:
        """The concept that a word is in this spelling: "CVA"; None if it is none."""
        tokens = Tokens(written)
        phrase = self.phrases.get(lookup_words(tokens)[0])
        if phrase is None:
            return None
        meaning = phrase.said_in(tokens, 0, len(tokens)) if phrase.is_spelled else phrase.meaning
        return meaning.concept

    def cue(self, written: str, kind: str) -> CueRule | None:
        """The cue of a kind that some words of the library itself are; None if they are none."""
        asked = (written, kind)
        if asked not in self._cues:
            self._cues[asked] = self.phrases.cue(phrase_words(written), kind)
        return self._cues[asked]

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
        if word[-_LETTERS:] not in self._last_letters:
            return None
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
