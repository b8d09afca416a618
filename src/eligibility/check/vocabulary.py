"""Which words and codes are which concept of the packs, and which concept is a kind of which."""

from __future__ import annotations

from functools import cache, cached_property, lru_cache
from typing import Literal, NamedTuple, Protocol

from eligibility.check.knowledge import Kinds, knowledge
from eligibility.check.units import UnitChanges
from eligibility.rules import ConceptRule, Rules
from eligibility.tree import Coding, Concept

Group = Literal["measurement", "event"]
"""A name may be both what is measured and what is given ("testosterone"); it is looked up among its own."""
How = Literal["code", "name", "kind"]
_ICD10 = "http://hl7.org/fhir/sid/icd-10-cm"


class Hierarchy(Protocol):
    """A vocabulary of the caller's that knows which code is a kind of which."""

    def is_a(self, narrower: Coding, broader: Coding) -> bool:
        """Whether whatever has the first code has the second."""


class Match(NamedTuple):
    """How a fact and a concept were found to be the same, or the fact a kind of the concept."""

    how: How
    words: str


class Subject:
    """What a concept or a fact speaks of; made once for the same words and codes, and compared by identity.

    Attributes:
        words: the words under which it is looked up, folded; empty for none.
        rule: the concept of the packs; None where the packs do not know it.
        codes: its codes, those of the packs too.
        own: the codes that it carries itself.
        label: what it is called.
    """

    __slots__ = ("codes", "label", "own", "rule", "words")

    def __init__(
        self,
        words: tuple[str, ...],
        rule: ConceptRule | None,
        codes: tuple[tuple[str, str], ...],
        label: str,
    ) -> None:
        self.words = words
        self.rule = rule
        self.own = frozenset(codes)
        self.codes = self.own if rule is None else self.own | set(_rule_codes(rule))
        self.label = label


class Signs(NamedTuple):
    """By what a subject can be found: if one matches another, then one sign `above` it is the other's `own`.

    Attributes:
        own: its words, name and codes.
        above: these, and those of all that it is a kind of.
    """

    own: frozenset[object]
    above: frozenset[object]


class Vocabulary:
    """The names and codes of the rules in force.

    Args:
        rules: the rules.
        hierarchy: what else knows kinds of codes.
    """

    def __init__(self, rules: Rules, hierarchy: Hierarchy | None = None) -> None:
        self.rules = rules
        self._hierarchy = hierarchy
        self._subject = lru_cache(maxsize=1 << 16)(self._make)
        self.match = lru_cache(maxsize=1 << 18)(self._match)
        self.signs = lru_cache(maxsize=1 << 16)(self._signs_of)

    def of_concept(self, concept: Concept, group: Group) -> Subject:
        """What a leaf speaks of: by its name in the vocabulary, or else by its words."""
        name = concept.text if concept.name is None else concept.name
        return self._subject(group, name, _pairs(concept.codes))

    def of_fact(self, name: str, codes: tuple[Coding, ...], group: Group) -> Subject:
        """What a fact speaks of: by a code that the packs have, or else by its name."""
        return self._subject(group, name, _pairs(codes))

    def of_measured(self, name: str, codes: tuple[Coding, ...], unit: str | None) -> Subject:
        """What a measured value speaks of: of one name for two the unit tells ("prothrombin time", in %)."""
        subject = self.of_fact(name, codes, "measurement")
        other = subject.rule.instead.get(unit) if subject.rule is not None and unit is not None else None
        return subject if other is None else self.of_fact(other, (), "measurement")

    @cached_property
    def units(self) -> UnitChanges:
        """What reads units as laboratories write them."""
        return UnitChanges(self.rules.units)

    def named(self, name: str, group: Group) -> ConceptRule | None:
        """The concept that is called so; abbreviations count in their own case."""
        from eligibility.tagging.tokens import phrase_words  # noqa: PLC0415 - the tagger brings the grammars with it

        short, long = self._names[group]
        return short.get(name.strip()) or long.get(tuple(phrase_words(name)))

    def knows(self, subject: Subject) -> bool:
        """Whether it is known what a subject is: neither words outside the vocabulary, nor such as "medication"."""
        return (subject.rule is not None or bool(subject.codes)) and subject.words not in self._generic

    def head(self, subject: Subject) -> str | None:
        """The known thing of which a subject that is not known is a kind, by its last words: "humid |gangrene|"."""
        _, long = self._names["event"]
        ends = (subject.words[first:] for first in range(1, len(subject.words)))
        return next((" ".join(end) for end in ends if end in long and end not in self._generic), None)

    @cached_property
    def _generic(self) -> frozenset[tuple[str, ...]]:
        from eligibility.tagging.tokens import phrase_words  # noqa: PLC0415 - the tagger brings the grammars with it

        cues = [cue for cue in self.rules.cues if cue.kind == "generic"]
        return frozenset(tuple(phrase_words(words)) for cue in cues for words in cue.words)

    def value_named(self, words: str) -> str:
        """The packs' name of a value in words ("reactive" is "positive"), or else the words, folded."""
        folded = _folded(words)
        return self._values.get(folded, folded)

    @cached_property
    def _values(self) -> dict[str, str]:
        cues = [cue for cue in self.rules.cues if cue.kind == "value"]
        return {_folded(words): cue.name for cue in cues for words in (cue.name, *cue.words)}

    def _make(self, group: Group, name: str, codes: tuple[tuple[str, str], ...]) -> Subject:
        from eligibility.tagging.tokens import phrase_words  # noqa: PLC0415 - the tagger brings the grammars with it

        rule = self._rule(group, name, codes)
        label = name or (rule.name if rule is not None else ", ".join(code for _, code in codes)) or "?"
        return Subject(tuple(phrase_words(name)), rule, codes, label)

    def _rule(self, group: Group, name: str, codes: tuple[tuple[str, str], ...]) -> ConceptRule | None:
        """The concept of a code, or else of a name; where several have the code, the one that is called so."""
        named = self.named(name, group) if name else None
        coded = next((self._codes[group][pair] for pair in codes if pair in self._codes[group]), None)
        if coded is None or (named is not None and not set(codes).isdisjoint(_rule_codes(named))):
            return named
        return coded

    def _match(self, narrow: Subject, broad: Subject) -> Match | None:
        """How the first is the second or a kind of it; None where that is not known."""
        if shared := narrow.own & broad.codes:
            system, code = min(shared)
            return Match("code", f"{code} of {system}")
        if narrow.rule is not None and narrow.rule is broad.rule:
            return Match("name", f"“{narrow.label}” is {broad.label}")
        if narrow.words and narrow.words == broad.words:
            return Match("name", f"“{narrow.label}”")
        return self._kind(narrow, broad)

    def _kind(self, narrow: Subject, broad: Subject) -> Match | None:
        if narrow.rule is None and not narrow.codes:
            return None
        for system, code in sorted(narrow.codes):
            for broader_system, broader in broad.codes:
                if system == broader_system == _ICD10 and code != broader and code.startswith(broader):
                    return Match("kind", f"ICD-10 {code} is within {broader}")
                if self._hierarchy is None:
                    continue
                if self._hierarchy.is_a(Coding(system=system, code=code), Coding(system=broader_system, code=broader)):
                    return Match("kind", f"{code} is a kind of {broader}")
        if _known_by(broad)[0] in _broader(*_known_by(narrow)):
            return Match("kind", f"“{narrow.label}” is a kind of {broad.label}")
        return None

    def may_speak_of(self, subject: Subject, wanted: Subject) -> bool:
        """Whether what is on record of one subject can say something of another, by being so or by being denied."""
        if subject.rule is None and not subject.codes:
            return subject.words == wanted.words
        return self.match(subject, wanted) is not None or self.match(wanted, subject) is not None

    def _signs_of(self, subject: Subject) -> Signs:
        name, icd10 = _known_by(subject)
        own: set[object] = {subject.words, name, *subject.codes}
        above = {*own, *_broader(name, icd10)}
        for system, code in subject.codes:
            above |= {(system, code[:length]) for length in range(len(code))} if system == _ICD10 else set()
        if self._hierarchy is not None and subject.codes:  # it may know any two codes
            own.add(Hierarchy)
            above.add(Hierarchy)
        return Signs(frozenset(own), frozenset(above))

    def kind_of(self, subject: Subject, names: frozenset[str]) -> bool:
        """Whether it is one of some concepts of the packs, or a kind of one."""
        if subject.rule is None and not subject.codes:
            return False
        return not names.isdisjoint(_broader(*_known_by(subject)) | {_known_by(subject)[0]})

    @cached_property
    def _names(self) -> dict[Group, tuple[dict[str, ConceptRule], dict[tuple[str, ...], ConceptRule]]]:
        from eligibility.tagging.tokens import phrase_words  # noqa: PLC0415 - the tagger brings the grammars with it

        names: dict[Group, tuple[dict[str, ConceptRule], dict[tuple[str, ...], ConceptRule]]]
        names = {"measurement": ({}, {}), "event": ({}, {})}
        for rule in self.rules.concepts:
            short, long = names[_group(rule)]
            for written in rule.abbreviations:
                short.setdefault(written, rule)
            for written in (rule.name, *rule.synonyms):
                long.setdefault(tuple(phrase_words(written)), rule)
        return names

    @cached_property
    def _codes(self) -> dict[Group, dict[tuple[str, str], ConceptRule]]:
        codes: dict[Group, dict[tuple[str, str], ConceptRule]] = {"measurement": {}, "event": {}}
        for rule in self.rules.concepts:
            for pair in _rule_codes(rule):
                codes[_group(rule)].setdefault(pair, rule)
        return codes


def _folded(words: str) -> str:
    return " ".join(words.casefold().replace("-", " ").split())


def _group(rule: ConceptRule) -> Group:
    return "measurement" if rule.domain == "measurement" else "event"


def _rule_codes(rule: ConceptRule) -> tuple[tuple[str, str], ...]:
    from eligibility.normalize.coding import SYSTEMS  # noqa: PLC0415 - it brings the pipeline with it

    return tuple((SYSTEMS[system], code) for system, code in rule.codes.items())


def _pairs(codes: tuple[Coding, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((_system(coding.system), coding.code.strip()) for coding in codes)


@lru_cache(maxsize=1024)
def _system(written: str) -> str:
    """The URI of a system of codes, however it is written."""
    plain = written.strip().rstrip("/")
    for uri, others in knowledge().systems.items():
        if plain.casefold() in {uri.casefold(), *(other.casefold() for other in others)}:
            return uri
    return plain


def _known_by(subject: Subject) -> tuple[str, str | None]:
    """The name and the ICD-10 code by which the table of kinds knows a subject."""
    name = subject.rule.name if subject.rule is not None else subject.label
    return name, next((code for system, code in sorted(subject.codes) if system == _ICD10), None)


@cache
def _rows() -> tuple[dict[str, list[Kinds]], tuple[Kinds, ...]]:
    """The rows of the table of kinds: by the kinds that they name, and those that tell kinds by last words or codes."""
    named: dict[str, list[Kinds]] = {}
    for row in knowledge().is_a:
        for kind in row.kinds:
            named.setdefault(kind, []).append(row)
    return named, tuple(row for row in knowledge().is_a if row.last_words or row.icd10)


def _above(name: str, icd10: str | None) -> set[str]:
    """What a concept is a kind of by one row of the table."""
    named, telling = _rows()
    return {row.name for row in (*named.get(name, ()), *telling) if row.includes(name, icd10)}


@lru_cache(maxsize=1 << 16)
def _broader(name: str, icd10: str | None) -> frozenset[str]:
    """All that a concept is a kind of, near and far."""
    found = _above(name, icd10)
    waiting = list(found)
    while waiting:
        further = _above(waiting.pop(), None) - found
        found |= further
        waiting += further
    return frozenset(found - {name})


def broader_concepts(name: str, icd10: str | None) -> frozenset[str]:
    """The names of all that a concept of the packs is a kind of, near and far, by its name and its ICD-10 code.

    Example:
        >>> sorted(broader_concepts("type 2 diabetes mellitus", "E11"))
        ['diabetes mellitus']
    """
    return _broader(name, icd10)
