"""Openings: what the small words that an item begins with say of it, and of what stands before it."""

from __future__ import annotations

from typing import Any

from lark import Tree as Phrase

from eligibility.normalize.both import Both
from eligibility.normalize.drafts import Draft, drafts_of
from eligibility.normalize.held_doses import HELD
from eligibility.normalize.joins import Join
from eligibility.normalize.negating import Negations
from eligibility.normalize.outline import Outline
from eligibility.normalize.parts import Part, Scope

_PEOPLE = frozenset({"patient", "subject", "participant", "individual", "person", "volunteer"})
_VERBS = frozenset({"is", "are", "was", "were", "has", "have", "had", "having", "been", "who"}) | _PEOPLE
_OTHERS = frozenset({"child", "children", "adult", "adolescent", "infant", "newborn"})
_ANEW = frozenset({"is", "are", "has", "have", "only", "can", "whos"})
"""Words that say anew what is so, where what stood before them is not: "has not failed |or has refused"."""
_ON = frozenset({"have", "any"})
"""Words that together go on with a denial: "are not diabetic |or have any| other disease"."""
_BESIDES = frozenset({"with", "on"})
_STOPPED = frozenset({"stopped", "quit", "discontinued", "ceased", "completed", "former", "ex"})
"""Words for what was there and is no more."""
_CONTRACEPTION = "contraception"
_NEAR = 3
"""Tokens from "on" to a word for how the dose is."""
_OPENING = frozenset({"FILLER", "STATUS", "LINK"})
"""Tags of the chunks that a relative clause may begin with."""
_RELATIVES = frozenset({"who", "which", "whos"})
"""Words, as they are folded, that begin a relative clause."""


class Openings:
    """Reads the openings of the items of one criterion.

    Args:
        outline: its phrase tree.
        negations: its denials.
    """

    def __init__(self, outline: Outline, negations: Negations) -> None:
        self.outline, self.negations = outline, negations
        self.both = Both(outline)
        self.clause: Part | None = None

    def open(self, item: Phrase[Any], scope: Scope, before: Part, separators: list[str]) -> Part:
        """An item that follows others, with what the small words say that it begins with."""
        opening = self.outline.opening(item)
        if scope.negation and (
            self._ends_denial(item, opening, separators, before)
            or (scope.verbal and self._tells_past(item, separators))
        ):
            scope.negation = 0
        people = not _PEOPLE.isdisjoint(opening)
        part = Part(clausal=not _VERBS.isdisjoint(opening), people=people, others=not _OTHERS.isdisjoint(opening))
        part.relative = not _RELATIVES.isdisjoint(opening) and not people and "those" not in opening
        part.either = 0 if part.relative and separators == ["AND"] else None
        if separators == ["OR"] and part.relative and before.either is None and len(before.parts) > 1:
            self._choose(item, before)
        part.slashed = separators == ["SLASH"]
        part.beside = self._is_beside(item, separators, before)
        return part

    def relate(
        self,
        item: Phrase[Any],
        part: Part,
        joins: list[Join],
        last: tuple[Phrase[Any] | None, Phrase[Any] | None],
    ) -> None:
        """Makes "and" of the comma before what says more of the item before it.

        Args:
            item: the item.
            part: what it becomes.
            joins: what stands between the items so far.
            last: the separator before the item, and the phrase of the item before it.
        """
        separator, previous = last
        comma = joins[-1] == "comma"
        self._list_clauses(part, joins)
        part.relative = comma and not part.beside and (part.relative or self._adds(item, previous))
        if part.relative or part.beside:
            joins[-1] = "and"
            part.either = 0 if part.relative and self.clause is part else part.either
        elif joins[-1] == "and":
            part.relative = self.outline.stresses(separator)
            self.both.bind(part, separator)

    def _list_clauses(self, part: Part, joins: list[Join]) -> None:
        """Makes alternatives of clauses that "or who" ends: "have gout, |who smoke, |or who are obese|"."""
        if part.relative and joins[-1] == "or" and self.clause is not None and joins[-2:-1] == ["and"]:
            joins[-2] = "comma"
            self.clause.relative = False
        self.clause = part if part.relative and joins[-1] == "comma" else None

    def _choose(self, item: Phrase[Any], before: Part) -> None:
        """Makes relative clauses a choice: "patients with gout |who smoke or who drink| have gout in either case."""
        start = drafts_of(before.parts[0].tree)[0].last
        for chunk in self.outline.before(item):
            if chunk.first < start:
                return
            if self.outline.tokens.folded[chunk.first] in _RELATIVES and chunk.tag in _OPENING:
                firsts = (drafts_of(said.tree)[0].first for said in before.parts)
                before.either = next((at for at, first in enumerate(firsts) if first > chunk.first), None)
                return

    def _ends_denial(self, item: Phrase[Any], opening: frozenset[str], separators: list[str], before: Part) -> bool:
        """Whether what is denied before an item is not denied in it: it says what is so, or how that was found."""
        if self.outline.says_how(item):
            return True
        if "NOR" in separators:
            return False
        if separators == ["OR"] and self.negations.says("no") and self.outline.begins(item, "on"):
            return True
        if separators[-1:] == ["OR"] and self._says_instead(item, opening):
            return True
        return _says_anew(opening, before) or ("COMMA" in separators and self.outline.states(item))

    def _says_instead(self, item: Phrase[Any], opening: frozenset[str]) -> bool:
        """Whether an item says what will do where what is denied before it is there.

        "Not pregnant or |at least 6 weeks postpartum|", "no statins or |on a stable dose|", "never smoked or |stopped
        smoking|", "not sexually active or |using contraception|".
        """
        first = self.outline.first(item)
        word = self.outline.tokens.folded[first.first]
        if word in _STOPPED or not _STOPPED.isdisjoint(opening):
            return True
        if first.tag in {"LIMIT", "WHEN"}:
            limit = first.value if first.tag == "LIMIT" else first.value.limit
            return limit is not None and limit.calendar and limit.compared and limit.upper is None
        if first.tag == "ATTESTATION":
            attrs = first.value.attrs
            asked = self.negations.kind == "inclusion" and attrs.get("topic") == _CONTRACEPTION
            return asked and not attrs.get("denied")
        inside = self.outline.tokens.folded[first.first : first.first + _NEAR]
        return word == "on" and not HELD.isdisjoint(inside)

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

    def _adds(self, item: Phrase[Any], before: Phrase[Any] | None) -> bool:
        """Whether an item says what comes with what stands before it: "obesity, |with diabetes, or ...".

        It does not where that begins so, too, and both are listed: "with gout, |with asthma, or with eczema".
        """
        if before is None or not self.outline.begins(item, "with"):
            return False
        return not self.outline.begins(before, "with") and "with" not in self.outline.opening(before)


def _says_anew(opening: frozenset[str], before: Part) -> bool:
    """Whether an item says what is so, after one that says what is not."""
    if _ON.issubset(opening):
        return False
    anew = not _ANEW.isdisjoint(opening) or ("who" in opening and bool(before.parts))
    return anew or (before.attests and not _PEOPLE.isdisjoint(opening))
