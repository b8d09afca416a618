"""Negating: what a denial reaches. Each has a number, and what stands under one number is denied together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from msgspec.structs import replace

from eligibility.normalize.drafts import WHO, Draft, drafts_of
from eligibility.normalize.modifying import leave_modifiers
from eligibility.normalize.parts import Part, Said, Scope
from eligibility.tagging.chunks import Chunk, Modifier
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens
from eligibility.tree import Kind

_LASTING = (["for"], ["since"], ["at"], ["during"], ["in"], ["within"], ["over"], ["throughout"])
"""Words behind "free" that say for how long, or when, something has not been there."""
_NEVER = "never"
"""What denies that something was there at any time."""
_EITHER = frozenset({"or", "and", "/"})
"""Words of a denial that says "never", or that it is there no more: "former |or| never"."""
_MUST = frozenset({"must", "should", "shall", "mustnt", "shouldnt"})
"""Words with which it is said what must not be."""
_SINGULAR = frozenset({"is", "was", "has"})
_BARE = (["not"], [_NEVER])
"""Denials without a verb."""
_DEED = "ed"
"""The ending of what is said of people to whom something was done: "treat|ed|"."""
_AGENT = "er"
"""The ending of what people are called by what they do: "smok|er|"."""
_NO_KIND = "non"
_HAVING = "with"
_UNLIKE = frozenset({"to", "of", "for", "with"})
"""Words between a denial and what it denies, though it may stand behind it as well: "naive |to| insulin"."""
_LACKING = "without"
_CLAUSE = "who"
_CLAUSES = frozenset({_CLAUSE, fold("whose")})
"""What begins a clause that says more of people."""
_TAKEN = frozenset({"drug", "procedure", "condition"})
"""Domains of what people are off."""
_DONE = frozenset({"drug", "procedure"})
_FOUND = frozenset({"condition", "drug", "procedure", "device", "measurement"})
"""Domains of what is no person."""
_RECENT = 24
"""Trees of an item back to which is looked for what a denial reaches."""
_NEAR = 4
"""Tokens before a denial among which people are looked for of whom it is: "patients |who have never|"."""


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

    def says_any(self, words: Collection[str]) -> bool:
        """Whether any of some words is in the denial said last."""
        return any(word in words for word in self.tokens.folded[self.place[0] : self.place[1]])

    def of_several(self) -> bool:
        """Whether the denial said last may be of several things: "gout and asthma |are excluded|", not "|is|"."""
        return self.tokens.folded[self.place[0]] not in _SINGULAR

    def never(self, first: int) -> bool:
        """Whether "never" stands right before a token: what was |never| taken is not only not taken now."""
        return self.place[1] == first and _NEVER in self.tokens.folded[self.place[0] : first]

    def goes_without(self, part: Part, scope: Scope) -> bool:
        """Whether something is said to be "without" a condition, so that what is measured behind it is its own.

        "Cirrhosis |without ascites| with a MELD score ≥ 12", but "no ascites with albumin < 2.5 g/dL". So it is behind
        how long something has not been there: "no menses |for 12 months| with FSH > 40 IU/L".
        """
        last = part.last
        if last is None or last.entity is None or not has_denied(part, scope):
            return False
        if last.durations or (last.when is not None and self.tokens.folded[last.when.first] == "for"):
            return True
        if last.entity.domain != "condition":
            return False
        first = part.parts[0]
        known = isinstance(first.tree, Draft) and first.tree.named
        return self.says(_LACKING) and known and first.negation != scope.negation

    def date(self, draft: Draft, negation: int) -> None:
        """Says that what "never" denies was not there at any time: "never |pregnant|"."""
        used = draft.status == "present" and draft.loose
        if (draft.status is None or used) and draft.kind == "occurrence" and negation == self.count:
            said = self.tokens.folded[self.place[0] : self.place[1]]
            draft.status = "history" if _NEVER in said and _EITHER.isdisjoint(said) else draft.status

    def denies_deed(self, chunk: Chunk, people: Collection[tuple[str, ...]]) -> bool:
        """Whether it is denied that something was done to people or to what they have: "|never treated| patients".

        Args:
            chunk: the words that stand before what they are said of.
            people: the words that name people.
        """
        folded, (first, last) = self.tokens.folded, self.place
        if folded[last : chunk.first] not in ([], ["-"]) or folded[first:last] not in _BARE:
            return False
        done = self.tokens.written[chunk.last - 1].lower().endswith(_DEED)
        return done and tuple(folded[chunk.last : chunk.last + 1]) in people

    def is_of_people(self, part: Part, scope: Scope, people: Collection[tuple[str, ...]]) -> bool:
        """Whether a denial says who those are of whom more is asked: "patients |without gout| must ...".

        What people have not is then said of them. Not so where it begins what must not be: "|no gout| must ...".

        Args:
            part: the item so far; its people are marked.
            scope: what is in scope; something is denied in it.
            people: the words that name people.
        """
        first = self.place[0]
        if not has_denied(part, scope) or all(
            (word,) not in people for word in self.tokens.folded[max(0, first - _NEAR) : first]
        ):
            return False
        for said in reversed(part.parts):
            if said.negation != scope.negation:
                break
            for draft in drafts_of(said.tree):
                draft.people = True
        return True

    def denied(self, said: Iterable[Modifier]) -> list[Modifier]:
        """What is said of something as what is not so: "asthma |not controlled|"."""
        return [replace(one, name=f"not {one.name}", first=self.place[0]) for one in said]

    def deny(self, parts: Iterable[Part]) -> None:
        """Denies, together, all that some items have said so far."""
        self.count += 1
        for said in (said for part in parts for said in part.parts):
            said.negation = 0 if said.negation else self.count

    def take(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        """Takes a denial of what follows it: "|no| fracture"; who excludes in an exclusion list says nothing new."""
        if self.kind == "exclusion" and chunk.value.attrs.get("excludes") and not part.parts:
            return
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
        part.clear = bool(chunk.value.attrs.get("clear"))
        if self.tokens.folded[chunk.first - 1] == "of":
            part.clear = part.clear or _is_timed(part)
        scope.negation = 0 if doubled else self.count
        beyond = chunk.value.attrs.get("beyond")
        scope.verbal = bool(chunk.value.attrs.get("verbal") or beyond) or chunk.tag == "NEG_AFTER"
        scope.neither = bool(chunk.value.attrs.get("until_nor"))
        part.own_negation = True
        if part.must is None and self._demands(chunk):
            part.must = len(part.parts)
        inner = part.must != len(part.parts) and any(draft.named for draft in part.recent())
        part.inner_negation = inner or bool(chunk.value.attrs.get("inner"))
        if beyond is not None:
            part.modifiers.append(Modifier("severity", str(beyond), chunk.first, chunk.last))
        part.hindered = bool(chunk.value.attrs.get("inner") or chunk.value.attrs.get("unfit"))
        if not scope.neither or part.status is None or part.status[2] != chunk.first:
            scope.status = None

    def ends_before(self, draft: Draft, part: Part, scope: Scope, people: Collection[tuple[str, ...]]) -> bool:
        """Whether what follows is what those have who have not what stands before it: "without gout |who have asthma|".

        So is what they are said to be with: "without gout |with asthma|", but "no gout with tophi"; and so are those in
        whom something is not there: "no contraception |in women|". It does not where it is people that are denied: "no
        patients with gout |who have asthma|".

        Args:
            draft: what follows.
            part: the item so far.
            scope: what is in scope; something is denied in it.
            people: the words that name people.
        """
        last, folded = part.last, self.tokens.folded
        if part.whom and part.whom == len(part.parts):
            return has_denied(part, scope)
        beside = scope.verbal and last is not None and _is_measured_beside(draft, last)
        if last is not None and draft.link == _HAVING and (beside or self._names_people(last)):
            return has_denied(part, scope)
        if last is not None and draft.link == _HAVING and self.says(_LACKING) and draft.kind != "words":
            return _is_had(last) and has_denied(part, scope)
        if last is None or last.entity is None or last.entity.domain not in _FOUND:
            return False
        if _CLAUSES.isdisjoint(folded[last.last : last.last + 1]) or not has_denied(part, scope):
            return False
        denied = [one for said in part.parts if said.negation == scope.negation for one in drafts_of(said.tree)]
        before = folded[self.place[1] : denied[0].first]
        return all((word,) not in people for word in before) and all(one.kind not in WHO for one in denied)

    def _names_people(self, draft: Draft) -> bool:
        """Whether a denial is of what people are called by: "never |smokers|", "nonusers of |cannabis|"."""
        folded, (first, last) = self.tokens.folded, self.place
        if draft.entity is None or draft.entity.domain == "condition" or first == last:
            return False
        between = [word for word in folded[last : draft.first] if word != "-"]
        if folded[first].startswith(_NO_KIND):
            return between == ["of"]
        called = folded[draft.last - 1] if not between else between[0] if between[1:] == ["of"] else ""
        return _NEVER in folded[first:last] and called.endswith(_AGENT)

    def _demands(self, chunk: Chunk) -> bool:
        """Whether a denial says what those must not have who stand before it: "women |must not have| gout"."""
        before = self.tokens.folded[max(0, chunk.first - 1) : chunk.first]
        asks = self.kind == "inclusion" and self.tokens.folded[chunk.first] in _MUST
        return asks and before != [_CLAUSE]

    def is_off(self, draft: Draft, part: Part) -> bool:
        """Whether a thing right behind "off" is one that people are off: steroids, dialysis, immunosuppression."""
        between = self.tokens.folded[part.linked : draft.first]
        return draft.entity is not None and draft.entity.domain in _TAKEN and all(word.isalpha() for word in between)

    def go_on(self, negation: int, part: Part, scope: Scope) -> None:
        """Lets the denial of what people are off reach what they are off as well: "off |steroids and azathioprine|"."""
        self.place = (part.linked - 1, part.linked)
        part.own_negation = part.inner_negation = True
        scope.negation, scope.verbal = negation, True

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
            if chunk.value.attrs.get("behind"):
                part.parts.append(Said(Draft("words", chunk.first, chunk.last, link=part.link)))
            return
        if not part.parts:
            self._take_ahead(chunk, part, scope)
            return
        if part.own_negation and scope.negation and not has_denied(part, scope):
            scope.negation = 0
            return
        if chunk.value.attrs.get("glued") or chunk.value.attrs.get("last"):
            part.freed = bool(part.parts[-1].negation)
            part.clear = bool(chunk.value.attrs.get("clear"))
            part.parts[-1].negation = self.turn(part.parts[-1].negation)
        else:
            self.place = (chunk.first, chunk.last)
            part.barred = len(part.parts)

    def _take_ahead(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        """Takes a denial with nothing before it: "|excluded|: gout", "|naive| to A"; "|naive|" alone is a word."""
        named = self.tokens.folded[chunk.last : chunk.last + 1]
        if chunk.value.attrs.get("behind") and _UNLIKE.isdisjoint(named):
            part.parts.append(Said(Draft("words", chunk.first, chunk.last, link=part.link)))
        else:
            self.take(chunk, part, scope)

    def _is_free(self, chunk: Chunk, part: Part) -> bool:
        """Whether it denies what stands right before it: "fever|-free", "fever |free| for 3 days", no "free diet"."""
        folded = self.tokens.folded
        if chunk.first and folded[chunk.first - 1] == "-":
            return True
        last = part.last
        lasts = folded[chunk.last : chunk.last + 1] in _LASTING
        near = last is not None and last.last == chunk.first and last.kind in {"occurrence", "words"}
        return lasts and near and last is not None and not last.durations


def has_denied(part: Part, scope: Scope) -> bool:
    """Whether the negation in force has something to negate already."""
    return bool(scope.negation) and any(said.negation == scope.negation for said in part.parts[-_RECENT:])


def _is_had(draft: Draft) -> bool:
    """Whether a draft is a condition that the rules know, and no more than that is said of it."""
    known = draft.kind == "occurrence" and draft.entity is not None and draft.entity.rule is not None
    return known and draft.entity is not None and draft.entity.domain == "condition" and not draft.limits


def _is_measured_beside(draft: Draft, last: Draft) -> bool:
    """Whether a measurement is no detail of what is denied, as that is taken or done: "not on A |with| eGFR"."""
    return draft.kind == "measurement" and last.entity is not None and last.entity.domain in _DONE


def undeniable(draft: Draft, part: Part, scope: Scope) -> bool:
    """Whether a draft is nothing that the negation before it denies: "not pregnant, |of both sexes |aged 18-55"."""
    if draft.kind == "sex":
        return draft.cue is not None and draft.cue.attrs.get("sex") == "both"
    return draft.kind == "age" and has_denied(part, scope)


def _is_timed(part: Part) -> bool:
    """Whether a length of time waits for what lasts so long, which may be an absence: "|6 months of| no smoking"."""
    return part.duration is not None or (part.limit is not None and part.limit.calendar)


def denied_with(part: Part, following: Sequence[Part]) -> bool:
    """Denies words at the head of a list together with the item behind them: "no |severe| or uncontrolled gout".

    Args:
        part: what is no more than these words; it is denied anew.
        following: the item behind it, if there is one.

    Returns:
        Whether that is denied with them, so that one denial is of both.
    """
    if not following or following[0].own_negation or not following[0].parts or not following[0].parts[0].negation:
        return False
    for said in part.parts:
        said.negation = following[0].parts[0].negation
    return True
