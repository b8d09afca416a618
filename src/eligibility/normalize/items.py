"""Items: what stands between two separators of a list becomes drafts with their limits, times, status and negation."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from eligibility.grammar.whens import When
from eligibility.normalize.adding import DraftAdder
from eligibility.normalize.aging import ages_asked
from eligibility.normalize.allowing import allow
from eligibility.normalize.attaching import attach_limit
from eligibility.normalize.complements import begins_verb, consents_to
from eligibility.normalize.concessions import DESPITE
from eligibility.normalize.counting import announce, counted_by
from eligibility.normalize.drafts import Draft
from eligibility.normalize.item_limits import APART, LimitReader, age_people
from eligibility.normalize.item_statuses import StatusReader
from eligibility.normalize.levels import may_be_taken
from eligibility.normalize.limiting import on_scale
from eligibility.normalize.members import asks_for
from eligibility.normalize.modifying import is_demanded, leave_modifiers
from eligibility.normalize.negating import Negations, has_denied
from eligibility.normalize.outcomes import is_grade, outcome_of
from eligibility.normalize.parts import NOTHING, Part, Said, Scope
from eligibility.normalize.reaction_causes import may_cause
from eligibility.normalize.reaction_objects import GOVERNING
from eligibility.normalize.reactions import completes
from eligibility.normalize.results import GOVERNS, take_result
from eligibility.normalize.scopes import ASKED
from eligibility.normalize.small_words import SmallWords, is_marker, is_number
from eligibility.normalize.statuses import PRONOUNS, had_or_will_have
from eligibility.normalize.times import (
    DEFINED,
    is_of_anchor,
    lasts_within,
    names_anchor,
    take_time,
    times_before,
)
from eligibility.normalize.wholes import may_be_whole
from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk, Entity, Modifier
from eligibility.tagging.folding import fold
from eligibility.tagging.inserted import RELATIVES
from eligibility.tagging.tokens import Tokens
from eligibility.tree import Kind

_PREDICATES = frozenset({"severity", "control", "chronicity", "certainty", "treatment", "symptoms"})
"""Modifiers that may stand behind what they modify: "asthma that is |severe"."""
_SUSPICION = "suspicion"
"""Modifiers that say that something may be so: what is "not |suspected|" is not there."""
_OWN = frozenset({"drug", "procedure", "device", "measurement"})
"""Domains of what is the patient's own in an item after one of the family: "family history of gout, or |diuretics"."""
_WITH = {f"with {article}": "with" for article in ("a", "an", "the")}
_WAIVING = frozenset({"regardless", "irrespective", "independent", "independently", "no", "there", "whether"})
"""Words that what leaves something open begins with, and names no two ways."""
_AS = "as"
_UNDER = "under"
_BESIDES_OPTIONAL = frozenset({"with", _UNDER})
"""Prepositions behind which what is said beside something optional may be asked for."""
_DOSES = frozenset(map(fold, ("dose", "dosage")))
"""Words for how much of a drug is taken."""
_DOSED_BY = frozenset({"at", "in", "with"})
"""Prepositions between a drug and those."""
_DOSE_REACH = 2
"""Tokens between them: "at a"."""


class ItemReader(DraftAdder):
    """Reads items, given how to read what stands in brackets.

    Args:
        tokens: the criterion.
        said: words that items are read by.
        kind: the list that they stand in: that something "is excluded" says nothing new in an exclusion list.

    Attributes:
        later: whether what is read is no first statement, or a note: who is eligible then is let in, and not asked for.
        lets_in: whether who is eligible has been asked for.
        permitted: the cues that let somebody in.
    """

    _limits: LimitReader | None = None
    _statuses: StatusReader | None = None

    def __init__(self, tokens: Tokens, said: SmallWords, kind: Kind) -> None:
        super().__init__(tokens, said, Negations(tokens, kind))
        self.kind = kind
        reacting = not (said.reacting.isdisjoint(tokens.words) and GOVERNING.isdisjoint(tokens.words))
        self.reacts = reacting and "to" in tokens.words
        self.attests = self.takes = self.concedes = self.wholes = self.denied = self.excepts = False
        self.later = self.lets_in = False
        self.permitted: list[Chunk] = []
        self.inability = 0

    @property
    def limits(self) -> LimitReader:
        """Reads the limits; many criteria have none."""
        if self._limits is None:
            self._limits = LimitReader(self.tokens, self.said, self.negations)
        return self._limits

    @property
    def statuses(self) -> StatusReader:
        """Reads the statuses; many criteria have none."""
        if self._statuses is None:
            self._statuses = StatusReader(self.tokens, self.said.people, self.negations, self.heard)
        return self._statuses

    def take(self, chunks: Iterable[Chunk], part: Part, scope: Scope) -> None:
        """Take the next chunks of an item."""
        for chunk in chunks:
            handler = _HANDLERS.get(chunk.tag)
            if handler is not None:
                handler(self, chunk, part, scope)

    def _toward(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        self.reacts = True
        part.toward = (chunk.value, chunk.first, chunk.last)

    def _entity(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        if scope.opted and part.link in _BESIDES_OPTIONAL and _is_asked(chunk, part):
            scope.optional = scope.opted = False
        scope.opted = scope.optional
        anchors = part.awaiting is not None and names_anchor(chunk, part, self.tokens)
        if anchors or scope.optional or (self.reacts and completes(chunk, part, self.tokens)):
            return
        entity: Entity = chunk.value
        if entity.domain == "measurement" and part.parts and _says_again(entity, part):
            return
        if part.link is not None and times_before(chunk, part, self.tokens):
            return
        if part.how.get("means") and entity.domain == "procedure" and has_denied(part, scope):
            scope.negation = 0
        if entity.domain == "measurement" and part.link == "with" and self.negations.goes_without(part, scope):
            scope.negation = 0
        if scope.family and entity.domain in _OWN and part is not self.statuses.related:
            scope.family, scope.status = False, None
        kind = "measurement" if entity.domain == "measurement" else "occurrence"
        if part.link == "to" and is_grade(entity, part):
            part.scale = (chunk.first, chunk.last)
            return
        draft = Draft(kind, entity.first, entity.last, entity)  # type: ignore[arg-type]  # one of two kinds
        if kind == "measurement" and may_be_taken(entity, part, scope):
            draft.taken = self.takes = True
        self.reacts = self.reacts or (entity.domain == "condition" and may_cause(part.last, entity))
        self.wholes = self.wholes or (part.link is not None and may_be_whole(part.last, entity, part.link))
        self.add(draft, part, scope)
        if entity.limit is not None:
            attach_limit(draft, entity.limit)
        for modifier in entity.modifiers:
            draft.reach(modifier.first, modifier.last)

    def _modifier(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        """ "Asthma that is |severe", "asthma not |controlled", "|severe or moderate asthma", "|other| active gout"."""
        behind = any(modifier.behind for modifier in chunk.value)
        last = outcome_of(part.last_open if behind else part.last, part)
        if last is not None and self.kind == "inclusion" and is_demanded(chunk, self.tokens):
            last.said = (chunk.first, chunk.last)
            return
        if part.awaiting is not None and is_of_anchor(chunk, part):
            return
        if scope.optional and not scope.opted:
            self.heard.append((chunk.first, chunk.last))
            return
        if last is None or last.entity is None or (not behind and (part.link or self._begins_name(chunk))):
            denied = bool(scope.negation) and self.negations.denies_deed(chunk, self.said.people)
            part.modifiers.extend(self.negations.denied(chunk.value) if denied else chunk.value)
            scope.negation = 0 if denied else scope.negation
            return
        said = [modifier for modifier in chunk.value if modifier.behind or modifier.kind in _PREDICATES]
        part.modifiers.extend(modifier for modifier in chunk.value if modifier not in said)
        if said and scope.negation and self.negations.place[1] == chunk.first:
            if any(one.name == _SUSPICION for one in said) and part.parts[-1].tree is last:
                part.parts[-1].negation = self.negations.turn(part.parts[-1].negation)
            else:
                said = self.negations.denied(said)
            scope.negation = 0
        last.entity.modifiers.extend(said)
        if said:
            last.reach(said[0].first, said[-1].last)

    def _begins_name(self, chunk: Chunk) -> bool:
        """Whether a modifier is the first word of what comes: "patients with gout have |severe| attacks"."""
        return self.tokens.folded[chunk.first - 1] in GOVERNS

    def _value(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        take_result(chunk, part, scope, self.negations)

    def _ref(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        """ "twofold or higher elevation of creatinine |as compared to the upper normal limit".

        It may say again what a limit is a multiple of: "3 x the upper limit of normal |(ULN)|".
        """
        tokens = (chunk.first, chunk.last)
        limits = [limit for draft in part.recent() for limit in draft.limits]
        if any(one.ref == chunk.value and one.last == chunk.first - 1 for one in (*limits, part.limit) if one):
            self.heard.append(tokens)
            return
        for draft in reversed(part.recent()):
            for place, limit in enumerate(draft.limits):
                if limit.multiple:
                    draft.limits[place] = limit.of(chunk.value, tokens)
                    draft.reach(*tokens)
                    return
        part.reference = (chunk.value, tokens)

    def _either(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        """ "|Either| A or B"; "|any of| A, B and C", of which one will do though "and" stands there."""
        begun = (part.parts and not part.exemplifies) or part.toward is not None
        if begun or self.tokens.folded[chunk.last - 1] != "of":
            part.either = len(part.parts)
        else:
            self.heard.extend(announce(part, chunk, self.tokens))

    def _words(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        said = self.tokens.folded[chunk.first : chunk.last]
        if said == [APART] or is_marker(chunk, self.tokens) or (part.listed_anew and is_number(chunk, self.tokens)):
            return
        anchors = part.awaiting is not None and names_anchor(chunk, part, self.tokens)
        if anchors or scope.optional or (self.reacts and completes(chunk, part, self.tokens)):
            return
        words = tuple(said)
        if words in self.said.scales:
            self._scale(chunk, part)
            return
        if words[-1] in _DOSES and _is_dosed(part.last, chunk, part):
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

    def _scale(self, chunk: Chunk, part: Part) -> None:
        """ "|Stage| II", "a total |score| of 5"; not "more than two |stages of| X", which counts those."""
        if part.waiting is not None and part.waiting[0].last == chunk.first and self._is_of(chunk.last):
            part.waiting = (replace(part.waiting[0], last=chunk.last), part.waiting[1])
            return
        limit, before = part.limit, part.scale
        if limit is not None and before is not None and limit.first == before[1]:
            part.limit, part.graded = (
                None,
                (*part.graded, on_scale(replace(limit, first=before[0]), before, self.tokens)),
            )
        part.scale = (chunk.first, chunk.last)
        part.modifiers.extend(chunk.modifiers)

    def _limit(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        self.limits.take(chunk, part, scope, self.add)

    def _when(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        when: When = chunk.value
        if part.link == "of" and when.kind == "past" and lasts_within(part, when, self.tokens):
            when = replace(when, inferred="time-within")
        if part.last is not None and part.last.named and self._begins_clause(when.first):
            part.when = when
            return
        if part.must and part.must == len(part.parts) and (said := self._said_again(part.last, when)) is not None:
            part.parts.append(Said(said))
        take_time(when, part, scope)

    def _said_again(self, draft: Draft | None, when: When) -> Draft | None:
        """What was said before "must", where a time behind is of that: "who had it must have had |it| a year ago"."""
        if draft is None or not draft.named or PRONOUNS.isdisjoint(self.tokens.folded[draft.last : when.first]):
            return None
        return draft.again()

    def _begins_clause(self, place: int) -> bool:
        """Whether what stands at a place is what a clause begins with: "who |in the past year| had a stroke"."""
        before = place - 1 if self.tokens.folded[place - 1] == "," else place
        return self.tokens.folded[before - 1] in RELATIVES

    def _sex(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        self.add(Draft("sex", chunk.first, chunk.last, cue=chunk.value), part, scope)

    def _age(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        self.add(Draft("age", chunk.first, chunk.last, cue=chunk.value), part, scope)

    def _attestation(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        follows, scope.attested = _goes_on(chunk, part, scope), bool(chunk.value.attrs.get("denied"))
        draft = Draft("attestation", chunk.first, chunk.last, cue=chunk.value)
        draft.link = part.link
        consents_to(draft, part)
        self.attests = True
        self.add(draft, part, scope)
        if follows and not scope.attested and not part.parts[-1].negation:
            self.negations.deny([part])
            part.denied_on = scope.attested = True
        if chunk.value.attrs.get("denied"):
            said = part.parts[-1]
            listed = said.negation == self.inability
            said.negation = self.negations.turn(0 if listed else said.negation)
            if said.negation and chunk.value.attrs.get("weak"):
                scope.negation, scope.verbal = said.negation, True
                self.inability = said.negation
                part.inner_negation = part.hindered = part.attests = True

    def _definition(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        self.add(Draft("definition", chunk.first, chunk.last, definition=chunk.value), part, scope)

    def _neg(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        self.negations.take(chunk, part, scope)

    def _neg_after(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        self.negations.take_after(chunk, part, scope)

    def _is_of(self, place: int) -> bool:
        """Whether "of" follows: "more than two |classes of| antihypertensives" counts those."""
        return self.tokens.folded[place : place + 1] == ["of"]

    def _status(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        self.statuses.take(chunk, part, scope)

    def _family(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        self.statuses.take_family(chunk, part, scope)

    def _family_after(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        self.statuses.take_family_after(chunk, part)

    def _optional_after(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        beside = chunk.value.attrs.get("beside", self.kind) != self.kind and not self.denied
        if beside and (not self.later or self.lets_in or any(draft.kind == "age" for draft in part.drafts())):
            self.lets_in = True
            return
        self.excepts = self.excepts or bool(chunk.value.attrs.get("excepts"))
        allow(chunk, part, self.tokens, self.said.people)
        if beside and part.allowed:
            self.permitted.append(chunk)

    def _example(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        part.examples = len(part.parts)
        scope.exampled = scope.status is not None
        part.same = bool(chunk.value.attrs.get("same"))
        part.members = self.tokens.folded[chunk.first] == "including" and chunk.last == chunk.first + 1
        part.asked = asks_for(chunk, self.tokens, must=part.must is not None)

    def _listed(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        self.heard.extend(announce(part, chunk, self.tokens))

    def _of(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        if (limit := counted_by(chunk, part)) is None:
            self._link(chunk, part, scope)
            return
        self.heard.extend(announce(part, chunk, self.tokens))
        part.counted = limit

    def _must(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        if part.limit is not None and ages_asked(part.limit, part.last, self.tokens, self.said):
            limit, part.limit = part.limit, None
            age_people(limit, part, scope)
        if scope.negation and self.negations.is_of_people(part, scope, self.said.people | self.said.sexes):
            scope.negation = 0
        if part.must is None:
            part.must = len(part.parts)
        part.ahead = bool(chunk.value.attrs.get("ahead"))
        if part.ahead:
            scope.status = had_or_will_have(chunk, part, scope, self.tokens)

    def _pseudo_neg(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        """ "No change in |medication": it is there, and more is said of it."""
        if chunk.value.attrs.get("course"):
            part.said_of = (*part.said_of, Modifier("course", chunk.value.name, chunk.first, chunk.last))

    def _optional(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        scope.optional = self.tokens.numeric[chunk.last : chunk.last + 1] != [True]
        scope.opted, scope.waived = False, self.tokens.folded[chunk.first] in _WAIVING

    def _define(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        self._link(chunk, part, scope)
        part.link = DEFINED

    def _link(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        if self.attests and not part.parts and part.verb is None and begins_verb(chunk, self.tokens):
            part.verb = chunk.first
        cue: CueRule | None = chunk.value
        part.how = NOTHING if cue is None else cue.attrs
        words = " ".join(self.tokens.folded[chunk.first : chunk.last])
        apart = part.how.get("contrast") or (words == _AS and part.modifiers and part.modifiers[-1].kind != "certainty")
        if part.modifiers and apart and part.when is None:
            leave_modifiers(part.modifiers, part)
        part.link = cue.name if cue is not None and part.how.get("named") else _WITH.get(words, words)
        part.linked = chunk.last
        self.concedes = self.concedes or part.link == DESPITE
        if part.how.get("cause") and scope.verbal and chunk.first > self.negations.place[1]:
            scope.negation = 0


def _is_asked(chunk: Chunk, part: Part) -> bool:
    """Whether what follows something optional is asked for: "with or without aura |with a score > 5|"."""
    return part.link == _UNDER or chunk.value.domain == "measurement"


def _goes_on(chunk: Chunk, part: Part, scope: Scope) -> bool:
    """Whether what is attested is denied as what was attested before it: "unable to consent |or to attend visits|"."""
    if not scope.attested or part.parts:
        return False
    return part.link is None or (part.verb is not None and chunk.value.attrs.get("topic") in ASKED)


def _says_again(entity: Entity, part: Part) -> bool:
    """Whether a name goes on with the measurement right before it: "ECOG (full name) |performance status|".

    So does that of the formula by which it is found: "creatinine clearance by |Cockcroft-Gault|".
    """
    last = part.last
    if last is None or last.entity is None or entity.rule is None or last.entity.rule is not entity.rule:
        return False
    means = bool(part.how.get("means")) and not last.bracketed
    if last.limits or last.values or not (means or entity.first - last.last == last.bracketed):
        return False
    part.link, part.how = (None, NOTHING) if means else (part.link, part.how)
    last.last, last.bracketed = entity.last, False
    last.reach(last.first, entity.last)
    return True


def _is_dosed(last: Draft | None, chunk: Chunk, part: Part) -> bool:
    """Whether words behind a drug only say that its dose follows: "metformin |daily dose| ≥ 1000 mg"."""
    first = min([chunk.first, *(one.first for one in chunk.modifiers)])
    if last is None or last.entity is None or last.entity.domain != "drug":
        return False
    led = (
        part.link in _DOSED_BY
        and chunk.last - chunk.first == 1
        and first - last.last <= _DOSE_REACH
        and not last.limits
    )
    if last.last != first and not led:
        return False
    part.link, part.how = (None, NOTHING) if led else (part.link, part.how)
    last.entity.modifiers.extend(chunk.modifiers)
    last.reach(chunk.first, chunk.last)
    return True


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
