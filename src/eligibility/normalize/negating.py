"""Negating: what a denial reaches. Each has a number, and what stands under one number is denied together."""

from __future__ import annotations

from collections.abc import Iterable

from eligibility.normalize.drafts import Draft
from eligibility.normalize.modifying import leave_modifiers
from eligibility.normalize.parts import Part, Scope
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens
from eligibility.tree import Kind

_LASTING = (["for"], ["since"], ["at"], ["during"])
"""Words behind "free" that say for how long something has not been there."""
_NEVER = "never"
"""What denies that something was there at any time."""
_RECENT = 24
"""Trees of an item back to which is looked for what a denial reaches."""


class Negations:
    """The denials of one criterion.

    Args:
        tokens: the criterion.
        kind: the list that it stands in: that something "is excluded" says nothing new in an exclusion list.

    Attributes:
        place: the first and the last token of the denial said last.
        tested: whether that denies a result, not a thing: "|negative for| HBsAg".
    """

    def __init__(self, tokens: Tokens, kind: Kind) -> None:
        self.tokens, self.kind = tokens, kind
        self.count = 0
        self.place = (0, 0)
        self.tested = False

    def turn(self, negation: int) -> int:
        """The negation of what stands under another: a number of its own, 0 where it was denied already."""
        self.count += 1
        return 0 if negation else self.count

    def says(self, word: str) -> bool:
        """Whether the denial said last begins with a word."""
        return self.tokens.folded[self.place[0]] == word

    def never(self, first: int) -> bool:
        """Whether "never" stands right before a token: what was |never| taken is not only not taken now."""
        return self.place[1] == first and _NEVER in self.tokens.folded[self.place[0] : first]

    def goes_without(self, part: Part, scope: Scope) -> bool:
        """Whether something is said to be "without" a condition, so that what is measured behind it is its own.

        "Cirrhosis |without ascites| with a MELD score ≥ 12", but "no ascites with albumin < 2.5 g/dL".
        """
        last = part.last
        if last is None or last.entity is None or last.entity.domain != "condition" or not has_denied(part, scope):
            return False
        first = part.parts[0]
        known = isinstance(first.tree, Draft) and first.tree.named
        return self.says("without") and known and first.negation != scope.negation

    def date(self, draft: Draft, negation: int) -> None:
        """Says that what "never" denies was not there at any time: "never |pregnant|"."""
        if draft.status is None and draft.kind == "occurrence" and negation == self.count:
            draft.status = "history" if _NEVER in self.tokens.folded[self.place[0] : self.place[1]] else None

    def deny(self, parts: Iterable[Part]) -> None:
        """Denies, together, all that some items have said so far."""
        self.count += 1
        for said in (said for part in parts for said in part.parts):
            said.negation = 0 if said.negation else self.count

    def take(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        """Takes a denial of what follows it: "|no| fracture"."""
        doubled = (
            part.own_negation
            and scope.negation
            and not any(said.negation == scope.negation for said in part.parts[-_RECENT:])
        )
        if part.modifiers:
            leave_modifiers(part.modifiers, part, scope.negation)
        self.count += 1
        self.place = (chunk.first, chunk.last)
        self.tested = bool(chunk.value.attrs.get("tested"))
        part.freed = bool(doubled)
        scope.negation = 0 if doubled else self.count
        scope.verbal = bool(chunk.value.attrs.get("verbal")) or chunk.tag == "NEG_AFTER"
        scope.neither = bool(chunk.value.attrs.get("until_nor"))
        part.own_negation = True
        part.inner_negation = bool(chunk.value.attrs.get("inner")) or any(draft.named for draft in part.recent())
        part.hindered = bool(chunk.value.attrs.get("inner") or chunk.value.attrs.get("unfit"))
        scope.status = None

    def take_between(self, draft: Draft, first: int, part: Part, scope: Scope) -> None:
        """Takes a denial between a thing and the limit on it: "hemoglobin |not| between 9 and 12"."""
        if not scope.negation or self.place[1] != first or draft.last > self.place[0] or draft.limits or draft.values:
            return
        said = next((said for said in reversed(part.parts) if said.tree is draft), None)
        if said is None or said.negation:
            return
        said.negation, scope.negation = scope.negation, 0

    def take_after(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        """Takes a denial of what stands before it: "fracture |is excluded|"."""
        if self.kind == "exclusion" and chunk.value.attrs.get("excludes"):
            return
        if chunk.value.attrs.get("glued") and not self._is_free(chunk, part):
            return
        if not part.parts:
            self.take(chunk, part, scope)
            return
        if part.own_negation and scope.negation and not has_denied(part, scope):
            scope.negation = 0
            return
        if chunk.value.attrs.get("excludes"):
            part.barred = len(part.parts)
            return
        if chunk.value.attrs.get("glued") or chunk.value.attrs.get("last"):
            part.freed = bool(part.parts[-1].negation)
            part.parts[-1].negation = self.turn(part.parts[-1].negation)
        else:
            self.deny([part])

    def _is_free(self, chunk: Chunk, part: Part) -> bool:
        """Whether it denies what stands right before it: "fever|-free", "fever |free| for 3 days", no "free diet"."""
        folded = self.tokens.folded
        if chunk.first and folded[chunk.first - 1] == "-":
            return True
        last = part.last
        lasts = folded[chunk.last : chunk.last + 1] in _LASTING
        return lasts and last is not None and last.last == chunk.first and last.kind in {"occurrence", "words"}


def has_denied(part: Part, scope: Scope) -> bool:
    """Whether the negation in force has something to negate already."""
    return bool(scope.negation) and any(said.negation == scope.negation for said in part.parts[-_RECENT:])


def undeniable(draft: Draft, part: Part, scope: Scope) -> bool:
    """Whether a draft is nothing that the negation before it denies: "not pregnant, |of both sexes |aged 18-55"."""
    if draft.kind == "sex":
        return draft.cue is not None and draft.cue.attrs.get("sex") == "both"
    return draft.kind == "age" and has_denied(part, scope)
