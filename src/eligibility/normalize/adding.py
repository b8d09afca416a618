"""Adding: a draft joins its item, with the negation that it stands under and what was waiting for it."""

from __future__ import annotations

from collections.abc import Mapping

from eligibility.normalize.aging import ages_people
from eligibility.normalize.drafts import Draft
from eligibility.normalize.item_limits import age_people, is_aged_again
from eligibility.normalize.limiting import give_waiting, regain, settle_count, take_over
from eligibility.normalize.modifying import SIGNS, modify
from eligibility.normalize.negating import Negations, undeniable
from eligibility.normalize.parts import NOTHING, Part, Said, Scope
from eligibility.normalize.reactions import react
from eligibility.normalize.relations import may_be_tied
from eligibility.normalize.results import give_result, is_substance, test_for
from eligibility.normalize.small_words import SmallWords
from eligibility.normalize.statuses import take_status
from eligibility.normalize.times import hand_on, seen_from
from eligibility.rules.model import Scalar
from eligibility.tagging.chunks import Entity
from eligibility.tagging.tokens import Tokens

_BE, _WILL, _DONE_TO = "be", frozenset({"will", "shall"}), "ed"
"""What stands before what will be done to people, and the ending of that: "|will be| operat|ed|"."""
_GOING = frozenset({"going", "about"})
"""Words before "to be" that say that it will be done soon."""
_BE_DONE = 2
"""Tokens before what is done: "will be"."""


class DraftAdder:
    """Adds drafts to the items of a criterion.

    Args:
        tokens: the criterion.
        said: words that items are read by.
        negations: its denials, under which drafts come.

    Attributes:
        heard: the tokens of what was said that no leaf holds.
        opposes: whether something was added that is denied by a word of its own: "|off| oxygen".
        finds: whether something was added that tells by what means another is found.
        relates: whether something was added that may be why another is there, or when.
        passive: whether something may be said to be done to people: "will |be| operated".
    """

    opposes = finds = relates = False

    def __init__(self, tokens: Tokens, said: SmallWords, negations: Negations) -> None:
        self.tokens, self.said, self.negations = tokens, said, negations
        self.heard: list[tuple[int, int]] = []
        self.passive = _BE in tokens.words

    def add(self, draft: Draft, part: Part, scope: Scope) -> None:
        """Add a draft to an item, under what is in scope, with what was waiting for it."""
        draft.link, draft.family, draft.own = part.link, scope.family, scope.own
        take_status(draft, part, scope, self.tokens, self.said)
        draft.ahead, part.ahead = part.ahead or (self.passive and self._will_be_done(draft)), False
        draft.people = self.said.is_people(draft, self.tokens)
        how, part.link, part.how = part.how, None, NOTHING
        if how:
            self._relate(draft, how, part)
        if part.waiting is not None:
            settle_count(part, draft, self.tokens)
        if part.parts or part.modifiers or part.toward is not None:
            _give_before(draft, part)
        if part.limit is not None and (
            is_aged_again(part, draft) or ages_people(part.limit, draft.first, self.tokens, self.said)
        ):
            limit, part.limit = part.limit, None
            age_people(limit, part, scope)
        if part.limit is not None or part.duration is not None:
            give_waiting(draft, part, self.tokens)
        if part.when is not None and draft.named:
            draft.when, part.when, part.leading = seen_from(draft, part.when).turned(), None, True
            draft.reach(draft.when.first, draft.when.last)
        elif draft.named:
            hand_on(draft, part, self.tokens)
        if part.said_of and draft.entity is not None:
            draft.entity.modifiers.extend(part.said_of)
            draft.reach(part.said_of[0].first, part.said_of[-1].last)
            part.said_of = ()
        off = bool(how.get("without")) if how else False
        negation = 0
        if scope.negation or off or (draft.entity is not None and draft.entity.denied):
            negation = self._negation_of(draft, part, scope, off=off)
        if part.value is not None:
            negation = self._give_value(draft, part, negation)
        if negation:
            self._deny(draft, negation)
        part.parts.append(Said(draft, negation))

    def _will_be_done(self, draft: Draft) -> bool:
        """Whether something is still to be done to people: "who will be |operated|", "patients to be |intubated|"."""
        folded, first = self.tokens.folded, draft.first
        if draft.kind != "occurrence" or first < _BE_DONE or folded[first - 1] != _BE:
            return False
        if not self.tokens.written[first].lower().endswith(_DONE_TO):
            return False
        if folded[first - 2] in _WILL:
            return True
        before = folded[first - 3] if first > _BE_DONE else ""
        return folded[first - 2] == "to" and (not before or before in _GOING or (before,) in self.said.people)

    def _negation_of(self, draft: Draft, part: Part, scope: Scope, *, off: bool) -> int:
        """The negation that a draft stands under: that in scope, or one of its own; `off` is whether "off" leads it."""
        if scope.negation and self.negations.ends_before(draft, part, scope, self.said.people):
            scope.negation = 0
        negation = 0 if scope.negation and undeniable(draft, part, scope) else scope.negation
        off = off and self.negations.is_off(draft, part)
        if draft.entity is None or not (draft.entity.denied or off):
            return negation
        self.opposes = True
        part.freed, part.clear = bool(negation), True
        negation = self.negations.turn(negation)
        if off and negation:
            self.negations.go_on(negation, part, scope)
        return negation

    def _deny(self, draft: Draft, negation: int) -> None:
        """Says of what is denied what it is that is not there: a positive test, or that it ever was."""
        if self.negations.tested and is_substance(draft):
            test_for(draft)
        if self.negations.tested and draft.kind == "measurement" and not draft.values:
            draft.values, draft.value_tokens = ("positive",), self.negations.place
        if draft.entity is not None and draft.entity.modifiers:
            self._deny_signs(draft.entity)
        self.negations.date(draft, negation)

    def _deny_signs(self, entity: Entity) -> None:
        """Takes out that there are signs of something, where it is denied: "no |signs of| stroke" is no stroke."""
        self.heard += [(one.first, one.last) for one in entity.modifiers if one.name == SIGNS]
        entity.modifiers = [one for one in entity.modifiers if one.name != SIGNS]

    def _relate(self, draft: Draft, how: Mapping[str, Scalar], part: Part) -> None:
        """Says of a draft what the preposition before it does."""
        if draft.people and how.get("whom") and part.whom is None:
            part.whom = len(part.parts)
        draft.reason = bool(how.get("cause"))
        relation = how.get("relation")
        if relation is not None and may_be_tied(draft, str(relation), part.parts[-1].tree if part.parts else None):
            draft.relation, self.relates = (str(relation), part.linked), True
        if how.get("means"):
            draft.how, self.finds = "found" if how.get("found") else "means", True

    def _give_value(self, draft: Draft, part: Part, negation: int) -> int:
        """Gives what is named the result before it; one right before plain words is part of them: "|normal| gait"."""
        assert part.value is not None
        if draft.named:
            value, part.value = part.value, None
            return give_result(draft, value, negation, self.negations)
        if draft.kind == "words" and part.value[2] == draft.first:
            draft.reach(*part.value[1:])
            part.value = None
        return negation


def _give_before(draft: Draft, part: Part) -> None:
    """Gives a draft what stands before it in its item and is said of it."""
    if part.parts:
        take_over(draft, part)
    if part.modifiers:
        modify(draft, part)
    if part.parts:
        regain(draft, part)
    react(draft, part)
