"""Phrases: what the rules say of sequences of words, in a tree of those words.

What words mean is worked out when a text first has them, so that loading tens of thousands of names costs little.
However many texts go through, the tree never holds more than the rules.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from eligibility.rules import ConceptRule, CueRule, DefinitionRule, Rules
from eligibility.rules.composed import is_composed
from eligibility.tagging.meanings import Meaning, meaning_of, meaning_of_name
from eligibility.tagging.senses import Sense, in_company, is_small_word, sense_of
from eligibility.tagging.tokens import Tokens, phrase_words

_DIGIT = re.compile(r"\d").search


def _is_leveled(concept: ConceptRule | None, place: int, tokens: Tokens) -> bool:
    """Whether a level of a scale stands at a token, or behind the hyphen there; a scale without levels has any."""
    if concept is None or not concept.levels:
        return True
    written = tokens.written[place : place + 2]
    return bool(written) and written[-1 if written[0] == "-" else 0] in concept.levels


Rule = ConceptRule | CueRule | DefinitionRule
Name = tuple[str, Rule, bool]
"""Words as a rule writes them, the rule, and whether they are its abbreviation, in this spelling alone."""


_NONE: Mapping[str, Any] = MappingProxyType({})


def _has_number(written: str) -> bool:
    """Whether a number in digits is among some words."""
    return _DIGIT(written) is not None and True in Tokens(written).numeric


class Phrase:
    """What the rules say of one sequence of words.

    Args:
        names: what is said, the earliest rule first.

    Attributes:
        cues: the cue of each kind that these words are.
        concept: the concept that they name, whatever their case.
        definition: the definition that they stand for.
        meaning: what they say in any spelling.
        spellings: what they say in the spellings in which they are abbreviations.
        scales: what they say in those before one of the levels of a scale, where they abbreviate something else too.
        senses: what they may say in those by the company that they keep.
        is_spelled: whether they say something else in some spellings.
    """

    __slots__ = ("concept", "cues", "definition", "is_spelled", "meaning", "scales", "senses", "spellings")

    def __init__(self, names: Sequence[Name]) -> None:
        self.cues: Mapping[str, CueRule] = _NONE
        self.concept: ConceptRule | None = None
        self.spellings: Mapping[str, Meaning] = _NONE
        self.scales: Mapping[str, Meaning] = _NONE
        self.senses: Mapping[str, list[Sense]] = _NONE
        self.is_spelled = False
        self.definition: DefinitionRule | None = None
        first, rule, exact = names[0]
        digits = _has_number(first)
        if len(names) == 1 and isinstance(rule, ConceptRule) and not exact:
            self.concept = rule
            self.meaning = meaning_of(_NONE, rule, None, digits=digits)
        else:
            self._say(names, digits)

    def _say(self, names: Sequence[Name], digits: bool) -> None:
        """What several rules say, or a cue, a definition or an abbreviation."""
        cues: dict[str, CueRule] = {}
        spellings: dict[str, Meaning] = {}
        abbreviated: dict[str, ConceptRule] = {}
        scales: dict[str, Meaning] = {}
        senses: dict[str, list[Sense]] = {}
        for written, rule, exact in names:
            if isinstance(rule, CueRule):
                cues.setdefault(rule.kind, rule)
            elif isinstance(rule, DefinitionRule):
                self.definition = rule
            elif exact:
                if written in rule.beside:
                    senses.setdefault(written, []).append(sense_of(rule, written, digits=digits))
                    if written not in rule.abbreviations:
                        continue
                if abbreviated.setdefault(written, rule) is not rule and rule.levels:
                    scales[written] = meaning_of(_NONE, rule, None, exact=True, digits=digits)
            else:
                self.concept = self.concept or rule
        self.cues, self.spellings, self.scales, self.senses = cues, spellings, scales, senses
        self.meaning = meaning_of(cues, self.concept, self.definition, digits=digits)
        named = {kind: cue for kind, cue in cues.items() if kind != "num"} if "num" in cues else cues
        for written, concept in abbreviated.items():
            definition = None if concept.levels else self.definition
            spellings[written] = meaning_of(named, concept, definition, exact=True, digits=digits)
        self.is_spelled = bool(spellings or senses)

    def said_in(self, tokens: Tokens, first: int, last: int) -> Meaning:
        """What the words say where they stand as some tokens of a text.

        Words that say something else besides abbreviate a scale only before one of its levels: "|Child| B", "|AIS| C".
        A number in words abbreviates something where a name ends: "SJS or |TEN|", but "at least |TEN| lesions".
        """
        written, spellings = tokens.surface(first, last), self.spellings
        if self.scales and (scale := self.scales.get(written)) is not None and _is_leveled(scale.concept, last, tokens):
            return scale
        said = spellings.get(written) or spellings.get(written.removesuffix("s"))
        if said is not None and (number := self.cues.get("num")) is not None and written.lower() in number.words:
            said = None if is_small_word(first, last, tokens) else said
        if self.senses and not (self.cues and is_small_word(first, last, tokens)):
            senses = self.senses.get(written) or self.senses.get(written.removesuffix("s"))
            said = in_company(senses, said or self.meaning, last, tokens) if senses else said
        if said is None or (
            (self.cues or self.definition) and said.scaled and not _is_leveled(said.concept, last, tokens)
        ):
            return self.meaning
        return said


class Node(Struct, eq=False, gc=False):
    """A place in the tree of words.

    Attributes:
        meaning: what the words up to here say, where they say the same in any spelling; None before it is first asked.
        more: the words that may follow, each with its own node.
        names: what the rules say of the words up to here; nothing where no phrase ends.
        phrase: the same, once it was asked for.
    """

    meaning: Meaning | None = None
    more: dict[str, Node] | None = None
    names: tuple[Name, ...] = ()
    phrase: Phrase | None = None

    def said(self) -> Phrase | None:
        """The phrase that ends here, if one does."""
        if self.phrase is None and self.names:
            self.phrase = Phrase(self.names)
            if not self.phrase.is_spelled:
                self.meaning = self.phrase.meaning
        return self.phrase

    def said_in(self, tokens: Tokens, first: int, last: int) -> Meaning | None:
        """What the words say where they stand as some tokens of a text; None where no phrase ends here."""
        if self.phrase is None and len(self.names) == 1:
            written, rule, exact = self.names[0]
            if isinstance(rule, CueRule):
                self.meaning = meaning_of({rule.kind: rule}, None, None)
                return self.meaning
            if isinstance(rule, ConceptRule) and not exact:
                self.meaning = meaning_of_name(rule, digits=_has_number(written))
                return self.meaning
        phrase = self.phrase or self.said()
        if phrase is None:
            return None
        return phrase.said_in(tokens, first, last) if phrase.is_spelled else phrase.meaning


class Phrases:
    """The phrases of a set of rules by their words.

    Args:
        rules: the rules.

    Attributes:
        tree: the words that phrases may begin with, each with its node.
    """

    def __init__(self, rules: Rules) -> None:
        self.tree: dict[str, Node] = {}
        self._root = Node(more=self.tree)
        for concept in rules.concepts:
            for written in (concept.name, *concept.synonyms):
                if not is_composed(written, concept):
                    self._add(written, concept)
            for written in dict.fromkeys((*concept.abbreviations, *concept.beside)):
                self._add(written, concept, exact=True)
        for cue in rules.cues:
            for written in cue.words:
                self._add(written, cue)
        for definition in rules.definitions:
            for written in (definition.name, *definition.phrases):
                self._add(written, definition)

    def _add(self, written: str, rule: Rule, exact: bool = False) -> None:
        node = self._root
        for word in phrase_words(written):
            if node.more is None:
                node.more = {}
            following = node.more.get(word)
            if following is None:
                following = node.more[word] = Node()
            node = following
        if node is not self._root:
            node.names = (*node.names, (written, rule, exact))

    def get(self, words: Sequence[str]) -> Phrase | None:
        """The phrase that some words are, as they are looked up; None if they are none."""
        node = self._root
        for word in words:
            following = node.more.get(word) if node.more is not None else None
            if following is None:
                return None
            node = following
        return node.said()

    def cue(self, words: Sequence[str], kind: str) -> CueRule | None:
        """The cue of a kind that some words, as they are looked up, are; None if they are none."""
        phrase = self.get(words)
        return None if phrase is None else phrase.cues.get(kind)
