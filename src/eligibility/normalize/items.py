"""Items: what stands between two separators of a list becomes drafts with their limits, times, status and negation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from eligibility.grammar.limits import Limit
from eligibility.grammar.whens import When
from eligibility.normalize.attaching import (
    LASTING,
    SINCE,
    attach_limit,
    is_duration,
    is_half,
    limit_subject,
    takes_before,
)
from eligibility.normalize.complements import begins_verb, consents_to
from eligibility.normalize.counting import announce, counts
from eligibility.normalize.drafts import Draft
from eligibility.normalize.finishing import like_age, place_limit
from eligibility.normalize.modifying import leave_modifiers, modify
from eligibility.normalize.parts import Part, Said, Scope
from eligibility.normalize.reactions import completes, react
from eligibility.normalize.small_words import SmallWords, is_marker, is_number
from eligibility.normalize.statuses import DEEDS, take_status
from eligibility.normalize.times import DEFINED, hand_on, names_anchor, take_time
from eligibility.rules import CueRule
from eligibility.rules.model import Scalar
from eligibility.tagging.chunks import Chunk, Entity, Modifier
from eligibility.tagging.tokens import Tokens
from eligibility.tree import Kind

_SCALES = frozenset({"grade", "stage"})
_ON_THE = 2
"""Tokens between a score and the name of its scale: "5 or more |on the| depression scale"."""
_BEFORE_TIMES = frozenset({"within", "in", "during", "before", "after", "prior"})
"""Words that begin a time."""
_YEARS = "a"
_GROWN = 12
"""Years from which a limit behind a condition is on the age, and not on how long or how long ago it has been."""
_PREDICATES = frozenset({"severity", "control", "chronicity", "certainty"})
"""Modifiers that may stand behind what they modify: "asthma that is |severe"."""
_RECENT = 24
_FEW = 12
"""Tokens before "may be enrolled" among which "only" makes what may be what must be."""
_NOTHING: Mapping[str, Scalar] = {}
_COPULAS = frozenset({"is", "are", "was", "were", "be", "been", "must", "should", "has", "have", "shall", "will", "to"})
_NEAR = 1
"""Tokens that may stand between what is tested and "positive"."""


class ItemReader:
    """Reads items, given how to read what stands in brackets.

    Args:
        tokens: the criterion.
        said: words that items are read by.
        kind: the list that they stand in: that something "is excluded" says nothing new in an exclusion list.
    """

    def __init__(self, tokens: Tokens, said: SmallWords, kind: Kind) -> None:
        self.tokens, self.said, self.kind = tokens, said, kind
        self.negations = 0
        self.denied = (0, 0)
        self.reacts = "to" in tokens.folded
        self.attests = False

    def take(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        """Take the next chunk of an item."""
        handler = _HANDLERS.get(chunk.tag)
        if handler is not None:
            handler(self, chunk, part, scope)

    def add(self, draft: Draft, part: Part, scope: Scope) -> None:
        """Add a draft to an item, under what is in scope, with what was waiting for it."""
        draft.link, draft.family = part.link, scope.family
        take_status(draft, part, scope, self.tokens)
        draft.reason = bool(part.how.get("cause"))
        draft.people = self.said.is_people(draft, self.tokens)
        if draft.people and part.how.get("whom") and part.whom is None:
            part.whom = len(part.parts)
        part.link, part.how = None, _NOTHING
        self._name(draft, part)
        if part.modifiers:
            modify(draft, part)
        self._regain(draft, part)
        react(draft, part)
        if part.limit is not None and self._ages_people(part.limit, draft.first):
            limit, part.limit = part.limit, None
            self._age_people(limit, part, scope)
        elif part.limit is not None and draft.kind == "measurement" and self._lasts(draft, part.limit):
            limit, part.limit = part.limit, None
            attach_limit(draft, replace(limit, compared=True))
        if part.limit is not None and takes_before(draft, part.limit):
            limit, part.limit = part.limit, None
            attach_limit(draft, replace(limit, compared=True) if part.scale else limit)
            self._scaled(draft, part)
        if part.duration is not None and part.duration.limit is not None and draft.subject:
            draft.durations.append(part.duration.limit)
            draft.reach(part.duration.first, part.duration.last)
            part.duration = None
        if part.when is not None and draft.named:
            draft.when, part.when, part.leading = part.when.turned(), None, True
            draft.reach(draft.when.first, draft.when.last)
        elif draft.named:
            hand_on(draft, part)
        if part.said_of and draft.entity is not None:
            draft.entity.modifiers.extend(part.said_of)
            draft.reach(part.said_of[0].first, part.said_of[-1].last)
            part.said_of = []
        negation = scope.negation
        if negation and self._undeniable(draft, part, scope):
            negation = 0
        if draft.entity is not None and draft.entity.denied:
            self.negations += 1
            negation = 0 if negation else self.negations
        if part.value is not None and draft.named:
            (cue, first, last), part.value = part.value, None
            negation = self._give_value(draft, cue, first, last, negation)
        part.parts.append(Said(draft, negation))

    def _undeniable(self, draft: Draft, part: Part, scope: Scope) -> bool:
        """Whether a draft is nothing that the negation before it denies: "not pregnant, |of both sexes |aged 18-55"."""
        if draft.kind == "sex":
            return draft.cue is not None and draft.cue.attrs.get("sex") == "both"
        return draft.kind == "age" and self._has_denied(part, scope)

    def _toward(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        self.reacts = True
        part.toward = (chunk.value, chunk.first, chunk.last)

    @staticmethod
    def _regain(draft: Draft, part: Part) -> None:
        """ "sites with at least 6 mm |probing depth": the limit is on the measurement right after it."""
        limited = (
            one for one in reversed(part.recent()) if one.limits and draft.first - one.limits[-1].last <= _ON_THE
        )
        last = next(limited, None) if draft.kind == "measurement" else None
        if last is None or last.bracketed:
            return
        limit = last.limits[-1]
        named = last.entity is not None and last.entity.domain == "measurement" and not is_half(draft, last)
        rule = draft.entity.rule if draft.entity is not None else None
        scored = last.entity is None and rule is not None and rule.kind in {"score", "stage", "grade"}
        near = draft.first - limit.last <= (_ON_THE if scored and part.value is None else 1)
        if named or not near or part.limit is not None or last.kind == "age":
            return
        last.limits.pop()
        if last.entity is None:
            last.kind, last.extent = "words", (last.first, last.last)
        attach_limit(draft, limit)
        if is_half(draft, last) and not last.limits:
            draft.reach(*last.extent)
            part.parts = [said for said in part.parts if said.tree is not last]

    @staticmethod
    def _name(draft: Draft, part: Part) -> None:
        """ "≥ 20 mm sessile |polyp": words right before a name only describe it, and a limit before them is on it."""
        last = part.last
        if last is None or last.entity is not None or last.last != draft.first or draft.kind != "occurrence":
            return
        if last.kind != "measurement" or len(last.limits) != 1 or last.limits[0].last != last.first:
            return
        limit = last.limits.pop()
        last.kind, last.extent = "words", (last.first, last.last)
        attach_limit(draft, limit)

    def _entity(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        if names_anchor(chunk, part) or scope.optional or completes(chunk, part, self.tokens):
            return
        entity: Entity = chunk.value
        if part.how.get("means") and entity.domain == "procedure" and self._has_denied(part, scope):
            scope.negation = 0
        kind = "measurement" if entity.domain == "measurement" else "occurrence"
        self.add(Draft(kind, entity.first, entity.last, entity), part, scope)  # type: ignore[arg-type]
        last = part.last
        if last is not None:
            for modifier in entity.modifiers:
                last.reach(modifier.first, modifier.last)

    def _modifier(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        """ "Asthma that is |severe", "asthma not |controlled", "|severe or moderate asthma", "|other| active gout"."""
        last = part.last
        if last is None or last.entity is None or part.link:
            part.modifiers.extend(chunk.value)
            return
        said = [modifier for modifier in chunk.value if modifier.kind in _PREDICATES]
        part.modifiers.extend(modifier for modifier in chunk.value if modifier.kind not in _PREDICATES)
        if said and scope.negation and self.denied[1] == chunk.first:
            said = [replace(one, name=f"not {one.name}", first=self.denied[0]) for one in said]
            scope.negation = 0
        last.entity.modifiers.extend(said)
        if said:
            last.reach(said[0].first, said[-1].last)

    def _value(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        """ "negative pregnancy test", "HBsAg positive"."""
        said = next(
            (one for one in reversed(part.parts[-_RECENT:]) if isinstance(one.tree, Draft) and one.tree.named), None
        )
        draft = said.tree if said is not None else None
        after = (
            isinstance(draft, Draft)
            and not draft.limits
            and not draft.values
            and self._is_near(draft.extent[1], chunk.first)
        )
        if said is None or not isinstance(draft, Draft) or not after or part.link:
            part.value = (chunk.value, chunk.first, chunk.last)
            return
        said.negation = self._give_value(draft, chunk.value, chunk.first, chunk.last, said.negation)

    def _is_near(self, last: int, first: int) -> bool:
        """Whether no more than a verb stands between what is tested and "positive"."""
        return first - last <= _NEAR or _COPULAS.issuperset(self.tokens.folded[last:first])

    def _give_value(self, draft: Draft, cue: CueRule, first: int, last: int, negation: int) -> int:
        """Gives a measurement its value; an occurrence that is negative is denied. Gives the negation then in force."""
        draft.reach(first, last)
        if draft.kind == "measurement":
            draft.values = (cue.name,)
            draft.value_tokens = (first, last)
            return negation
        if cue.name != "negative":
            return negation
        self.negations += 1
        return 0 if negation else self.negations

    def _ref(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        """ "twofold or higher elevation of creatinine |as compared to the upper normal limit"."""
        tokens = (chunk.first, chunk.last)
        for draft in reversed(part.recent()):
            for place, limit in enumerate(draft.limits):
                if limit.multiple:
                    draft.limits[place] = limit.of(chunk.value, tokens)
                    draft.reach(*tokens)
                    return

    def _either(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        part.either = len(part.parts)

    def _words(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        if is_marker(chunk, self.tokens) or (part.listed_anew and is_number(chunk, self.tokens)):
            return
        if names_anchor(chunk, part) or scope.optional or completes(chunk, part, self.tokens):
            return
        words = tuple(self.tokens.folded[chunk.first : chunk.last])
        if words in self.said.scales:
            part.scale = (chunk.first, chunk.last)
            return
        if (extreme := self.said.extreme(words)) is not None and not part.parts:
            part.extreme = extreme
            return
        if chunk.value == "drug" and part.link == "on":
            entity = Entity(chunk.first, chunk.last, chunk.value, modifiers=[*chunk.modifiers], by="head")
            self.add(Draft("occurrence", chunk.first, chunk.last, entity), part, scope)
            return
        draft = Draft("words", chunk.first, chunk.last)
        if chunk.modifiers:
            draft.modifiers.extend(chunk.modifiers)
            draft.reach(chunk.modifiers[0].first, chunk.modifiers[-1].last)
        self.add(draft, part, scope)

    def _limit(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        limit: Limit = chunk.value
        if part.listed_anew and not limit.compared and limit.amount.unit_tokens is None:
            return
        if part.counted is not None and len(part.parts) == part.listed_at:
            part.listed, part.counted = False, None
        draft = limit_subject(part.recent(), limit)
        if draft is not None and limit.calendar and (most := self._as_time(draft, limit, part)) is not None:
            take_time(When(limit.first, limit.last, "within", most), part, scope)
            return
        if (
            draft is not None
            and draft.kind == "occurrence"
            and limit.calendar
            and limit.amount.unit == _YEARS
            and limit.compared
            and (limit.old or (limit.amount.number or 0) >= _GROWN)
            and draft.link not in {SINCE, LASTING}
        ):
            draft = None if chunk.first >= draft.last else draft
            if draft is None:
                draft = Draft("age", limit.first, limit.last)
                self.add(draft, part, scope)
        if limit.elder and (draft is None or draft.kind == "words"):
            draft = Draft("age", limit.first, limit.last)
            self.add(draft, part, scope)
        if draft is None and limit.old and self._is_old(part.last_open, limit):
            return
        if draft is None and limit.old:
            draft = Draft("age", limit.first, limit.last)
            self.add(draft, part, scope)
        if draft is None and self._ages_people(limit, None):
            self._age_people(limit, part, scope)
            return
        if part.extreme is not None and draft is not None and not limit.compared:
            limit, part.extreme = limit.one_sided(part.extreme), None
        if draft is None:
            if part.limit is not None:
                place_limit(part.limit, part, [part])
            part.limit = limit
            return
        attach_limit(draft, replace(limit, compared=True) if part.scale else limit)
        self._scaled(draft, part)

    def _is_old(self, last: Draft | None, limit: Limit) -> bool:
        """Gives a thing right before a limit its age, as the time since: "a graft |less than 2 years old|"."""
        if last is None or last.kind != "occurrence" or last.when is not None or last.extent[1] != limit.first:
            return False
        if last.people or not limit.compared or (limit.amount.number or 0) >= _GROWN or limit.lower is limit.upper:
            return False
        if any((word,) in self.said.people for word in self.tokens.folded[: limit.first]):
            return False
        last.when = When(limit.first, limit.last, "within" if limit.lower is None else "distant", limit)
        last.reach(limit.first, limit.last)
        return True

    def _ages_people(self, limit: Limit, following: int | None) -> bool:
        """Whether a bare number behind people is on their age: "patients ≥ 21 who ...", "subjects < 16".

        Args:
            limit: the limit.
            following: where the next name begins, which is counted where it follows at once ("patients > 3 strokes");
                None while it is not known.
        """
        plain = limit.compared and limit.amount.unit in {None, _YEARS} and not limit.ref and not limit.one_of
        if not plain or not like_age(limit) or (self.tokens.folded[limit.first - 1],) not in self.said.people:
            return False
        if limit.calendar:
            return True
        after = self.tokens.folded[limit.last : limit.last + 1]
        if not after or not after[0][0].isalnum() or (after[0],) in self.said.people:
            return True
        return following is not None and following > limit.last and (limit.amount.number or 0) >= _GROWN

    def _age_people(self, limit: Limit, part: Part, scope: Scope) -> None:
        draft = Draft("age", limit.first, limit.last)
        attach_limit(draft, limit)
        part.parts.append(Said(draft, scope.negation))

    def _lasts(self, draft: Draft, limit: Limit) -> bool:
        """Whether a bare number is in the unit that a length of time is named by: "37 |weeks of gestation"."""
        named = is_duration(draft) and not limit.compared and limit.amount.unit_tokens is None
        return named and limit.last == draft.first

    def _as_time(self, draft: Draft, limit: Limit, part: Part) -> Limit | None:
        """A length of time that is no value of what stands before it, as the most that it takes.

        "Surgery planned in |2 months", "weight loss > 5 kg |over 3 months".
        """
        if draft.status == "planned" and part.link == "in" and draft.kind == "occurrence" and draft.when is None:
            return None if limit.compared else replace(limit, lower=None)
        if self.tokens.folded[limit.first] != "over" or limit.upper is not None or is_duration(draft):
            return None
        reached = draft.kind == "measurement" or (draft.kind != "age" and draft.limits)
        return replace(limit, lower=None, upper=limit.lower) if reached else None

    def _scaled(self, draft: Draft, part: Part) -> None:
        """Lets a draft that has got its limit know on which scale it is: "grade |3| diarrhea"."""
        if part.scale is None:
            return
        word = self.tokens.folded[part.scale[1] - 1]
        draft.scale = word if word in _SCALES else draft.scale
        draft.reach(*part.scale)
        part.scale = None

    def _when(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        take_time(chunk.value, part, scope)

    def _sex(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        self.add(Draft("sex", chunk.first, chunk.last, cue=chunk.value), part, scope)

    def _age(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        self.add(Draft("age", chunk.first, chunk.last, cue=chunk.value), part, scope)

    def _attestation(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        follows, scope.attested = scope.attested and not part.parts, bool(chunk.value.attrs.get("denied"))
        draft = Draft("attestation", chunk.first, chunk.last, cue=chunk.value)
        draft.link = part.link
        consents_to(draft, part)
        self.attests = True
        self.add(draft, part, scope)
        if follows and not scope.attested and not part.parts[-1].negation:
            self.deny([part])
            part.denied_on = scope.attested = True
        if chunk.value.attrs.get("denied"):
            said = part.parts[-1]
            self.negations += 1
            said.negation = 0 if said.negation else self.negations
            if said.negation and chunk.value.attrs.get("weak"):
                scope.negation, scope.verbal = said.negation, True
                part.inner_negation = part.attests = True

    def _definition(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        self.add(Draft("definition", chunk.first, chunk.last, definition=chunk.value), part, scope)

    def _neg(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        doubled = (
            part.own_negation
            and scope.negation
            and not any(said.negation == scope.negation for said in part.parts[-_RECENT:])
        )
        if part.modifiers:
            leave_modifiers(part.modifiers, part, scope.negation)
        self.negations += 1
        self.denied = (chunk.first, chunk.last)
        scope.negation = 0 if doubled else self.negations
        scope.verbal = bool(chunk.value.attrs.get("verbal")) or chunk.tag == "NEG_AFTER"
        scope.neither = bool(chunk.value.attrs.get("until_nor"))
        part.own_negation = True
        part.inner_negation = bool(chunk.value.attrs.get("inner")) or any(draft.named for draft in part.recent())
        scope.status = None

    def _neg_after(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        if self.kind == "exclusion" and chunk.value.attrs.get("excludes"):
            return
        if chunk.value.attrs.get("glued") and self.tokens.folded[chunk.first - 1 : chunk.first] != ["-"]:
            return
        if not part.parts:
            self._neg(chunk, part, scope)
            return
        if part.own_negation and scope.negation and not self._has_denied(part, scope):
            scope.negation = 0
            return
        self.deny([part])

    def deny(self, parts: Iterable[Part]) -> None:
        """Denies, together, all that some items have said so far."""
        self.negations += 1
        for said in (said for part in parts for said in part.parts):
            said.negation = 0 if said.negation else self.negations

    def _status(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        cue: CueRule = chunk.value
        value = str(cue.attrs.get("value"))
        last = part.last
        if cue.attrs.get("means") and last is not None and last.entity is not None and last.entity.domain in DEEDS:
            scope.status = last.status
            return
        postposed = cue.name == "present" or (cue.name == "planned" and self._ends(chunk))
        if last is not None and last.status is None and part.link is None and postposed:
            last.status = value
            if scope.negation and self.denied[1] == chunk.first and not part.parts[-1].negation:
                self.deny([Part(parts=part.parts[-1:])])
                scope.negation = 0
                return
        scope.status = None if scope.pending and scope.status not in {None, value} else value
        scope.pending = part.own_status = True
        part.status, scope.domain = (value, chunk.first, chunk.last), None

    def _ends(self, chunk: Chunk) -> bool:
        """Whether what is planned stands before a word: "surgery |planned| within 3 months"."""
        following = self.tokens.folded[chunk.last : chunk.last + 1]
        return not following or following[0] in _BEFORE_TIMES or not following[0][0].isalnum()

    def _family(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        scope.family = True
        scope.status = "history"

    def _family_after(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        for draft in part.recent():
            if draft.named and not draft.bracketed:
                draft.family = True
                draft.status = draft.status or "history"
                draft.reach(chunk.first, chunk.last)

    def _optional_after(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        part.allowed = bool(part.parts) and "only" not in self.tokens.folded[max(0, chunk.first - _FEW) : chunk.first]

    def _example(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        part.examples = len(part.parts)

    def _listed(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        announce(part, chunk, self.tokens)

    def _of(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        if not counts(chunk, part):
            self._link(chunk, part, scope)
            return
        limit = part.limit
        announce(part, chunk, self.tokens)
        part.counted = limit

    def _must(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        if part.must is None:
            part.must = len(part.parts)

    def _pseudo_neg(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        """ "No change in |medication": it is there, and more is said of it."""
        if chunk.value.attrs.get("course"):
            part.said_of.append(Modifier("course", chunk.value.name, chunk.first, chunk.last))

    def _optional(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        scope.optional = True

    def _define(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        self._link(chunk, part, scope)
        part.link = DEFINED

    def _link(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        if self.attests and not part.parts and part.verb is None and begins_verb(chunk, self.tokens):
            part.verb = chunk.first
        cue: CueRule | None = chunk.value
        part.how = _NOTHING if cue is None else cue.attrs
        named = cue is not None and part.how.get("named")
        part.link = cue.name if cue is not None and named else " ".join(self.tokens.folded[chunk.first : chunk.last])
        if part.how.get("cause") and scope.verbal and chunk.first > self.denied[1]:
            scope.negation = 0

    @staticmethod
    def _has_denied(part: Part, scope: Scope) -> bool:
        """Whether the negation in force has something to negate already."""
        return bool(scope.negation) and any(said.negation == scope.negation for said in part.parts[-_RECENT:])


_HANDLERS: dict[str, Callable[[ItemReader, Chunk, Part, Scope], None]] = {
    "ENTITY": ItemReader._entity, "WORDS": ItemReader._words, "LIMIT": ItemReader._limit, "WHEN": ItemReader._when,
    "SEX": ItemReader._sex, "AGE": ItemReader._age, "ATTESTATION": ItemReader._attestation,
    "DEFINITION": ItemReader._definition, "NEG": ItemReader._neg, "NEG_AFTER": ItemReader._neg_after,
    "STATUS": ItemReader._status, "FAMILY": ItemReader._family, "EXAMPLE": ItemReader._example,
    "LISTED": ItemReader._listed, "MUST": ItemReader._must, "OPTIONAL": ItemReader._optional, "LINK": ItemReader._link,
    "OF": ItemReader._of, "DEFINED": ItemReader._define, "REF": ItemReader._ref, "EITHER": ItemReader._either,
    "VALUE": ItemReader._value, "FAMILY_AFTER": ItemReader._family_after, "OPTIONAL_AFTER": ItemReader._optional_after,
    "PSEUDO_NEG": ItemReader._pseudo_neg, "MODIFIER": ItemReader._modifier, "TOWARD": ItemReader._toward,
}  # fmt: skip
