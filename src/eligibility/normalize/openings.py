"""Openings: what the small words that an item begins with say of it, and of what stands before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lark import Tree as Phrase

from eligibility.normalize.both import Both
from eligibility.normalize.drafts import CARE, Draft, first_of
from eligibility.normalize.joins import Join
from eligibility.normalize.negating import Negations
from eligibility.normalize.otherwise import says_instead
from eligibility.normalize.outline import Outline
from eligibility.normalize.parts import Part, Scope
from eligibility.normalize.wanted import Wanted
from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.folding import fold

_PEOPLE = frozenset({"patient", "subject", "participant", "individual", "person", "volunteer", "thos"})
"""Words for people, as they are folded."""
_VERBS = frozenset({"is", "are", "was", "were", "has", "have", "had", "having", "been", "who"}) | _PEOPLE
_OTHERS = frozenset({"child", "children", "adult", "adolescent", "infant", "newborn"})
_ANEW = frozenset({"is", "are", "has", "have", "only", "can", "whos"})
"""Words that say anew what is so, where what stood before them is not: "has not failed |or has refused"."""
_HAVE = "have"
_MODALS = frozenset(
    map(fold, ("must", "mustn't", "should", "shouldn't", "shall", "may", "can", "cannot", "can't", "will"))
)
"""Verbs behind which "have" goes on with a denial: "|must| not be pregnant |or have| asthma"."""
_ON = frozenset({"have", "any"})
"""Words that together go on with a denial: "are not diabetic |or have any| other disease"."""
_BESIDES = frozenset({"with", "on"})
_ABSENT = frozenset({"absence", "lack"})
"""Words of a denial beside which "presence" says what is there."""
_OPENING = frozenset({"FILLER", "STATUS", "LINK"})
"""Tags of the chunks that a relative clause may begin with."""
_CAME_OF = frozenset(
    map(fold, ("requiring", "needing", "necessitating", "warranting", "leading", "resulting", "complicated"))
)
"""Participles that what came of something begins with: "anemia, |requiring| transfusion"."""
_TREATED = frozenset(map(fold, ("treated", "managed", "controlled", "stable", "well", "adequately", "poorly")))
"""Words that how something is treated begins with: "asthma, |well controlled with| a steroid"."""
_TAKING = frozenset(map(fold, ("on", "taking", "receiving", "using", "currently")))
"""Words that what people take begins with, or how they are treated: "asthma, |on| steroids"."""
_NOT = "not"
_PAIR = 2
_FEW = 5
"""Items of a list, with what stands between them, among which a thing and how it is treated are looked for."""
_RELATIVES = frozenset({"who", "which", "whos"})
"""Words, as they are folded, that begin a relative clause."""


class Openings:
    """Reads the openings of the items of one criterion.

    Args:
        outline: its phrase tree.
        negations: its denials.
        wanted: tells what is wanted of people.

    Attributes:
        instead: whether the last item says what will do where what is denied before it is there.
        inferred: whether the comma before the last item is only taken to add.
    """

    def __init__(self, outline: Outline, negations: Negations, wanted: Wanted) -> None:
        self.outline, self.negations, self.wanted = outline, negations, wanted
        self.both = Both(outline)
        self.clauses: list[Part] = []
        self.instead = self.inferred = False

    def open(self, item: Phrase[Any], scope: Scope, before: Part, separators: list[str]) -> Part:
        """An item that follows others, with what the small words say that it begins with."""
        opening = self.outline.opening(item)
        self.instead = self.inferred = False
        announced = before.toward if "COLON" in separators and not before.parts else None
        if scope.negation and (
            self._ends_denial(item, opening, separators, before)
            or self.wanted.ends_denial(self.outline.inside(item), separators, before, scope)
            or (scope.verbal and self._tells_past(item, separators))
        ):
            scope.negation = 0
        people = not _PEOPLE.isdisjoint(opening)
        part = Part(clausal=not _VERBS.isdisjoint(opening), people=people, others=not _OTHERS.isdisjoint(opening))
        if announced is not None:
            part.toward, before.toward = announced, None
            part.modifiers, before.modifiers = before.modifiers, []
        part.relative = not _RELATIVES.isdisjoint(opening) and not people
        part.either = 0 if part.relative and separators == ["AND"] else None
        if separators == ["OR"] and part.relative and before.either is None and len(before.parts) > 1:
            self._choose(item, before)
        last = before.last
        part.aged = last is not None and last.kind == "age" and bool(last.limits) and "OR" in separators
        part.slashed = separators == ["SLASH"]
        part.beside = self._is_beside(item, separators, before)
        return part

    def relate(
        self,
        item: Phrase[Any],
        part: Part,
        joins: list[Join],
        last: tuple[Phrase[Any] | None, Phrase[Any] | None],
        listed: Sequence[Phrase[Any]],
    ) -> None:
        """Makes "and" of the comma before what says more of the item before it.

        Args:
            item: the item.
            part: what it becomes.
            joins: what stands between the items so far.
            last: the separator before the item, and the phrase of the item before it.
            listed: all items of the list, and what stands between them.
        """
        separator, previous = last
        comma = joins[-1] == "comma"
        self._list_clauses(part, joins, listed)
        adds = comma and not part.beside and not part.relative and self._adds(item, previous, listed)
        part.relative = comma and not part.beside and (part.relative or adds)
        part.together = adds and self.negations.kind == "exclusion"
        if part.relative or part.beside:
            joins[-1] = "and"
            part.either = 0 if part.relative and self.clauses and self.clauses[-1] is part else part.either
        elif joins[-1] == "and":
            part.relative = self.outline.stresses(separator)
            self.both.bind(part, separator)

    def _list_clauses(self, part: Part, joins: list[Join], listed: Sequence[Phrase[Any]]) -> None:
        """Makes alternatives of clauses that "or who" ends: "have gout, |who smoke, |or who are obese|".

        So does "and who", or "and" alone, in an exclusion list that says nothing else of its people: "who smoke, who
        drink, |and who| have gout".
        """
        ends = bool(self.clauses) and (joins[-1] == "and" or (part.relative and joins[-1] == "or"))
        if ends and joins[-1] == "and" and not self._only_clauses(listed):
            ends, part.either = False, 0 if part.relative else part.either
        if ends:
            for place, clause in enumerate(reversed(self.clauses)):
                joins[-_PAIR - place] = "comma"
                clause.relative = False
        if not part.relative or joins[-1] != "comma":
            self.clauses = []
        else:
            self.clauses.append(part)

    def _only_clauses(self, listed: Sequence[Phrase[Any]]) -> bool:
        """Whether an exclusion list begins with a clause of its own: "patients |who smoke|, who drink, and who ..."."""
        return self.negations.kind == "exclusion" and not _RELATIVES.isdisjoint(self.outline.opening(listed[0]))

    def _choose(self, item: Phrase[Any], before: Part) -> None:
        """Makes relative clauses a choice: "patients with gout |who smoke or who drink| have gout in either case."""
        start = first_of(before.parts[0].tree).last
        for chunk in self.outline.before(item):
            if chunk.first < start:
                return
            if self.outline.tokens.folded[chunk.first] in _RELATIVES and chunk.tag in _OPENING:
                firsts = (first_of(said.tree).first for said in before.parts)
                before.either = next((at for at, first in enumerate(firsts) if first > chunk.first), None)
                return

    def _ends_denial(self, item: Phrase[Any], opening: frozenset[str], separators: list[str], before: Part) -> bool:
        """Whether what is denied before an item is not denied in it: it says what is so, or how that was found."""
        inside = self.outline.inside(item)
        if self.outline.says_how(item):
            return True
        if "NOR" in separators:
            return False
        if separators == ["OR"] and self.negations.says("no") and self.outline.begins(item, "on"):
            return True
        if self._is_there(item) or self._is_without(item) or _is_other(inside):
            return True
        tokens, kind = self.outline.tokens, self.negations.kind
        if separators[-1:] == ["OR"] and (
            self._is_in_case(item) or says_instead(inside, opening, before, tokens, kind)
        ):
            self.instead = True
            return True
        if _HAVE in opening and "who" not in opening and self.negations.says_any(_MODALS):
            opening = opening - {_HAVE}
        return _says_anew(opening, before) or ("COMMA" in separators and self.outline.states(item))

    def _is_there(self, item: Phrase[Any]) -> bool:
        """Whether an item says what is there, after one that says what is not: "absence of A or |presence of| B"."""
        first = self.outline.first(item)
        words = self.outline.tokens.folded[first.first : first.last]
        return first.tag == "STATUS" and "presence" in words and self.negations.says_any(_ABSENT)

    def _is_without(self, item: Phrase[Any]) -> bool:
        """Whether an item says anew what is not taken: "no relapse and |off| steroids"."""
        first = self.outline.first(item)
        return first.tag == "LINK" and isinstance(first.value, CueRule) and bool(first.value.attrs.get("without"))

    def _is_in_case(self, item: Phrase[Any]) -> bool:
        """Whether an item is said of one case of what is before it: "no HIV or, if |positive, CD4 > 200/mm3|"."""
        last = next(self.outline.before(item), None)
        return last is not None and last.tag == "IF"

    def _tells_past(self, item: Phrase[Any], separators: list[str]) -> bool:
        """Whether a history behind a comma excludes by itself: "cannot receive heparin, |history of stroke|"."""
        listed = self.negations.kind == "exclusion" and separators == ["COMMA"]
        return listed and self.outline.begins(item, "history")

    def _is_beside(self, item: Phrase[Any], separators: list[str], before: Part) -> bool:
        """Whether an item says what is not there besides what stands before it: "gout, |without tophi, or lupus".

        Where "with A or without B" are two ways, what stands before them holds in either.
        """
        if self.outline.begins(item, "without") and before.parts and not before.own_negation:
            if separators == ["COMMA"]:
                return True
            last = before.parts[-1].tree
            if separators == ["OR"] and isinstance(last, Draft) and last.link in _BESIDES:
                before.either = len(before.parts) - 1
        elif separators == ["OR"] and self.outline.begins(item, "with") and self.negations.says("without"):
            negation = before.parts[-1].negation if before.parts else 0
            at = next((at for at, said in enumerate(before.parts) if said.negation == negation), 0)
            before.either = at if negation and before.either is None else before.either
        return False

    def _adds(self, item: Phrase[Any], before: Phrase[Any] | None, listed: Sequence[Phrase[Any]]) -> bool:
        """Whether an item says what comes with what stands before it: "obesity, |with diabetes, or ...".

        It does not where that begins so, too, and both are listed: "with gout, |with asthma, or with eczema".
        """
        if before is None:
            return False
        if self.outline.begins(item, "with"):
            return not self.outline.begins(before, "with") and "with" not in self.outline.opening(before)
        return self.negations.kind == "exclusion" and self._tells_of(item, listed)

    def _tells_of(self, item: Phrase[Any], listed: Sequence[Phrase[Any]]) -> bool:
        """Whether an exclusion says behind a comma what came of what stands before it: "anemia, |requiring iron|".

        How it is treated, or not, is said of a condition where nothing else is listed: "asthma, |treated with a
        steroid|", "asthma, |not on| steroids".
        """
        folded, first = self.outline.tokens.folded, self.outline.first(item).first
        word = folded[first]
        if word in _CAME_OF:
            return True
        denied = word == _NOT and first + 1 < len(folded)
        word = folded[first + 1] if denied else word
        if word not in _TREATED | _TAKING or len(listed) > _FEW:
            return False
        inside = [self.outline.inside(one) for one in listed if one.data != "separator"]
        named = [[chunk.value.domain for chunk in one if chunk.tag == "ENTITY"] for one in inside if not _modifies(one)]
        told = len(named) == _PAIR and named[0][-1:] == ["condition"]
        told = told and (not CARE.isdisjoint(named[1][:1]) or (denied and "ATTESTATION" in self.outline.tags(item)))
        self.inferred = told and (denied or word in _TAKING)
        return told


def _modifies(item: Sequence[Chunk]) -> bool:
    """Whether an item only says how bad a thing is: "asthma, |moderate to severe|, treated with a steroid"."""
    return all(chunk.tag == "MODIFIER" for chunk in item)


def _is_other(item: Sequence[Chunk]) -> bool:
    """Whether an item denies what it names first by itself: "no gout and |non-smoking|"."""
    named = next((chunk for chunk in item if chunk.tag in {"ENTITY", "WORDS"}), None)
    return named is not None and named.tag == "ENTITY" and named.value.denied


def _says_anew(opening: frozenset[str], before: Part) -> bool:
    """Whether an item says what is so, after one that says what is not."""
    if _ON.issubset(opening):
        return False
    anew = not _ANEW.isdisjoint(opening) or ("who" in opening and bool(before.parts))
    return anew or (before.attests and not _PEOPLE.isdisjoint(opening))
