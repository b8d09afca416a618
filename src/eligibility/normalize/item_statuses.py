"""Statuses of an item: cues for whether something is there, was, or is to come, and for whose it is."""

from __future__ import annotations

from eligibility.normalize.negating import Negations
from eligibility.normalize.parts import Part, Scope
from eligibility.normalize.small_words import Words
from eligibility.normalize.statuses import DEEDS, ends_plans, said_besides
from eligibility.normalize.times import begins_time, is_of_anchor
from eligibility.normalize.trailing import has_object
from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

_BESIDES = frozenset({"and", "or"})
_HAVE = frozenset({"with", "has", "have", "had"})
"""Words behind relatives that say what they have, and a list goes on with: "mother |with| HIV or active gout"."""
_ACTIVE = "active"
_IN = "in"
_IN_REACH = 4
"""Tokens before relatives among which "in" makes people those who had something: "gout |in the patient or| ..."."""


class StatusReader:
    """Reads the statuses of items.

    Args:
        tokens: the criterion.
        people: words for those who take part.
        negations: its denials.
        heard: where it is noted what a cue has said that nothing else holds.

    Attributes:
        related: the item that relatives stand in: what they have.
        kin_have: whether words for relatives end in what they have: "mother |with|".
    """

    related: Part | None = None
    kin_have = False

    def __init__(
        self, tokens: Tokens, people: frozenset[Words], negations: Negations, heard: list[tuple[int, int]]
    ) -> None:
        self.tokens, self.people, self.negations, self.heard = tokens, people, negations, heard

    def take(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        """Takes a cue for a status: of what stands before it ("gout, |currently|"), or else of what follows."""
        cue: CueRule = chunk.value
        value = str(cue.attrs.get("value"))
        last = part.last
        if part.awaiting is not None and is_of_anchor(chunk, part):
            return
        if begins_time(chunk, last, self.tokens):
            return
        if value == "present" and scope.negation and self.negations.never(chunk.first):
            value = "history"
        if cue.attrs.get("means") and last is not None and last.entity is not None and last.entity.domain in DEEDS:
            scope.status = last.status
            return
        if last is not None and last.status is None and part.link is None and self._is_postposed(chunk, scope):
            last.status = value
            self.heard.append((chunk.first, chunk.last))
            if scope.negation and self.negations.place[1] == chunk.first and not part.parts[-1].negation:
                self.negations.deny([Part(parts=part.parts[-1:])])
                scope.negation = 0
                return
        if scope.exampled and cue.attrs.get("means") and scope.status is not None:
            return
        if (
            scope.family
            and part is not self.related
            and not (self.kin_have and self.tokens.folded[chunk.first] == _ACTIVE)
        ):
            scope.family = scope.own = False
        either = scope.pending and part.status is None and scope.status not in {None, value}
        scope.status = said_besides(value, cue, part, scope) if scope.pending else value
        scope.pending = part.own_status = True
        scope.exampled = False
        scope.taken, scope.loose = bool(cue.attrs.get("taken")), either or bool(cue.attrs.get("loose"))
        scope.near = bool(cue.attrs.get("near"))
        part.ever, part.once = bool(cue.attrs.get("ever")), bool(cue.attrs.get("once"))
        part.status, scope.domain = (value, chunk.first, chunk.last), None

    def _is_postposed(self, chunk: Chunk, scope: Scope) -> bool:
        """Whether a status is one that is said behind what it is of, and no denial goes on with what is to come."""
        said = chunk.value.name == "present" or (chunk.value.name == "planned" and ends_plans(chunk, self.tokens))
        if not said or (scope.negation and has_object(chunk, self.negations, self.tokens)):
            return False
        return not self._is_beside(scope)

    def _is_beside(self, scope: Scope) -> bool:
        """Whether what is denied besides is still to come: "transplantation |with no active| graft-versus-host"."""
        return bool(scope.negation) and (self.negations.says("with") or self.negations.says("without"))

    def take_family(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        """Takes words for relatives, who have what follows: "|family history of| gout"."""
        if self._goes_on_with_people(chunk.first):
            return
        self.related = part
        scope.family, scope.own = True, bool(chunk.value.attrs.get("own"))
        scope.status, self.kin_have = "history", self.tokens.folded[chunk.last - 1] in _HAVE

    def _goes_on_with_people(self, first: int) -> bool:
        """Whether relatives are listed with others who are asked: "children and |parents with| asthma"."""
        before = self.tokens.folded[max(0, first - 2) : first]
        if _IN in self.tokens.folded[max(0, first - _IN_REACH) : first]:
            return False
        return len(before) == len(("children", "and")) and before[1] in _BESIDES and (before[0],) in self.people

    def take_family_after(self, chunk: Chunk, part: Part) -> None:
        """Takes words for relatives behind what they have: "gout |in a parent|"."""
        for draft in part.recent():
            if draft.named and not draft.bracketed:
                draft.family, draft.own = True, bool(chunk.value.attrs.get("own"))
                draft.status = draft.status or "history"
                draft.reach(chunk.first, chunk.last)
