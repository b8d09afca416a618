"""Items: what stands between two separators of a list becomes drafts with their limits, times, status and negation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import groupby

from eligibility.grammar.limits import Limit
from eligibility.grammar.whens import When
from eligibility.normalize.drafts import Draft, Op, Tree, all_of, any_of, drafts_of
from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk, Entity
from eligibility.tagging.tokens import Tokens

_RECENT = 24
_NEAR = 1
"""Tokens that may stand between what is tested and "positive"."""
_DEPENDENT = frozenset({"of", "for", "in", "due to", "to", "on", "affecting", "involving", "caused by", "secondary to"})


@dataclass(slots=True)
class Scope:
    """What words said so far still hold for what follows: "no history of A, |B or C"."""

    negation: int = 0
    status: str | None = None
    family: bool = False
    optional: bool = False

    def copy(self) -> Scope:
        """The same again, to be changed apart."""
        return Scope(self.negation, self.status, self.family, self.optional)


@dataclass(slots=True)
class Said:
    """A tree of an item, and the number of the negation that it stands under; 0 for none."""

    tree: Tree
    negation: int = 0


@dataclass(slots=True)
class Part:
    """An item of a list as it is being read.

    Attributes:
        parts: its trees in reading order; all of them hold together.
        limit: a limit that has found no subject in the item.
        when: a time that has found no event in the item.
        listed: "of the following" was said: the items after it are what is counted.
        count: how many of them, where it is said.
        examples: "such as" was said, and the items after it are examples of the last draft.
        must: how many trees came before "must".
        own_negation: whether the item negates anew.
        link: the preposition just said.
        awaiting: a draft whose time still awaits the words that name its anchor.
        either: "either" was said before the item: the "or" after it binds tighter than the "and" before it.
        leading: a time was said before the events that it is about.
        clausal: whether it begins with a verb of its own ("or |has been diagnosed with").
        inner_negation: whether it negates only what follows something in it ("pain |not relieved by rest").
        own_status: whether it says anew whether it is past, present or planned.
        scale: "stage" or "score", said without what it is of: a limit after it is on what stands beside it.
        duration: for how long, said before what it is about.
        value: "positive" or "negative", said before what is tested.
        conditions: limits that hold instead, under a condition ("(≤ 5 x ULN if liver metastases)").
        skipped: tokens that are said not to matter ("with or without ...").
    """

    parts: list[Said] = field(default_factory=list)
    limit: Limit | None = None
    when: When | None = None
    listed: bool = False
    count: int | None = None
    examples: bool = False
    must: int | None = None
    own_negation: bool = False
    link: str | None = None
    awaiting: Draft | None = None
    either: bool = False
    leading: bool = False
    clausal: bool = False
    inner_negation: bool = False
    own_status: bool = False
    duration: When | None = None
    scale: tuple[int, int] | None = None
    value: tuple[CueRule, int, int] | None = None
    conditions: list[tuple[Tree, Limit]] = field(default_factory=list)
    skipped: list[tuple[int, int]] = field(default_factory=list)

    def drafts(self) -> list[Draft]:
        """All drafts of the item, in reading order."""
        out: list[Draft] = []
        for said in self.parts:
            if said.tree.__class__ is Draft:
                out.append(said.tree)
            else:
                out.extend(drafts_of(said.tree))
        return out

    def recent(self) -> list[Draft]:
        """The last few drafts of the item, in reading order: as far back as anything said refers."""
        return self.drafts() if len(self.parts) <= _RECENT else Part(parts=self.parts[-_RECENT:]).drafts()

    @property
    def last(self) -> Draft | None:
        """The last draft, if there is one."""
        if not self.parts:
            return None
        tree = self.parts[-1].tree
        return tree if isinstance(tree, Draft) else drafts_of(tree)[-1]

    @property
    def last_open(self) -> Draft | None:
        """The last draft outside brackets, if there is one."""
        return next((draft for draft in reversed(self.recent()) if not draft.bracketed), None)


class ItemReader:
    """Reads items, given how to read what stands in brackets.

    Args:
        tokens: the criterion.
        scales: the words that name a scale without saying of what ("stage", "total score").
    """

    def __init__(self, tokens: Tokens, scales: frozenset[tuple[str, ...]]) -> None:
        self.tokens, self.scales = tokens, scales
        self.negations = 0
    def take(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        """Take the next chunk of an item."""
        handler = _HANDLERS.get(chunk.tag)
        if handler is not None:
            handler(self, chunk, part, scope)

    def add(self, draft: Draft, part: Part, scope: Scope) -> None:
        """Add a draft to an item, under what is in scope, with what was waiting for it."""
        draft.status, draft.family, draft.link = scope.status, scope.family, part.link
        part.link = None
        self._regain(draft, part)
        if part.limit is not None and draft.subject and not (part.limit.multiple and draft.kind != "measurement"):
            limit, part.limit = part.limit, None
            attach_limit(draft, limit)
        if part.duration is not None and part.duration.limit is not None and draft.subject:
            draft.durations.append(part.duration.limit)
            draft.reach(part.duration.first, part.duration.last)
            part.duration = None
        if part.when is not None and draft.named:
            draft.when, part.when, part.leading = part.when, None, True
            draft.reach(draft.when.first, draft.when.last)
        negation = scope.negation
        if draft.entity is not None and draft.entity.denied:
            self.negations += 1
            negation = 0 if negation else self.negations
        if part.value is not None and draft.named:
            (cue, first, last), part.value = part.value, None
            negation = self._give_value(draft, cue, first, last, negation)
        part.parts.append(Said(draft, negation))

    @staticmethod
    def _regain(draft: Draft, part: Part) -> None:
        """ "sites with at least 6 mm |probing depth": the limit is on the measurement right after it."""
        last = part.last
        if draft.kind != "measurement" or last is None or not last.limits or last.bracketed:
            return
        limit = last.limits[-1]
        named = last.entity is not None and last.entity.domain == "measurement"
        if named or draft.first - limit.last > 1 or part.limit is not None or last.kind == "age":
            return
        last.limits.pop()
        last.kind = last.kind if last.entity is not None else "words"
        attach_limit(draft, limit)

    def _entity(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        if self._anchors(chunk, part):
            return
        if scope.optional:
            part.skipped.append((chunk.first, chunk.last))
            return
        entity: Entity = chunk.value
        kind = "measurement" if entity.domain == "measurement" else "occurrence"
        self.add(Draft(kind, entity.first, entity.last, entity), part, scope)  # type: ignore[arg-type]
        last = part.last
        if last is not None:
            for modifier in entity.modifiers:
                last.reach(modifier.first, modifier.last)

    def _value(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        """ "negative pregnancy test", "HBsAg positive"."""
        said = next((one for one in reversed(part.parts) if isinstance(one.tree, Draft) and one.tree.named), None)
        draft = said.tree if said is not None else None
        after = isinstance(draft, Draft) and not draft.limits and not draft.values and chunk.first - draft.extent[1] <= _NEAR
        if said is None or not isinstance(draft, Draft) or not after or part.link:
            part.value = (chunk.value, chunk.first, chunk.last)
            return
        said.negation = self._give_value(draft, chunk.value, chunk.first, chunk.last, said.negation)

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
        part.either = True

    def _words(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        if self._anchors(chunk, part):
            return
        if scope.optional:
            part.skipped.append((chunk.first, chunk.last))
            return
        if tuple(self.tokens.folded[chunk.first : chunk.last]) in self.scales:
            part.scale = (chunk.first, chunk.last)
            return
        if chunk.value == "drug" and part.link == "on":
            entity = Entity(chunk.first, chunk.last, chunk.value, by="head")
            self.add(Draft("occurrence", chunk.first, chunk.last, entity), part, scope)
            return
        self.add(Draft("words", chunk.first, chunk.last), part, scope)

    def _anchors(self, chunk: Chunk, part: Part) -> bool:
        """Whether a chunk names the anchor of the time before it."""
        draft, part.awaiting = part.awaiting, None
        if draft is None or draft.when is None or chunk.first - draft.when.last > 3:
            return False
        draft.anchor = (chunk.first, chunk.last)
        draft.reach(chunk.first, chunk.last)
        return True

    def _limit(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        limit: Limit = chunk.value
        draft = limit_subject(part.recent(), limit)
        if draft is not None and draft.kind == "occurrence" and limit.calendar and limit.amount.unit == "a" and limit.compared:
            draft = None if chunk.first >= draft.last else draft
            if draft is None:
                draft = Draft("age", limit.first, limit.last)
                self.add(draft, part, scope)
        if limit.elder and (draft is None or draft.kind == "words"):
            draft = Draft("age", limit.first, limit.last)
            self.add(draft, part, scope)
        if draft is None and limit.old:
            draft = Draft("age", limit.first, limit.last)
            self.add(draft, part, scope)
        if draft is None:
            part.limit = limit
            return
        attach_limit(draft, limit)
        if part.scale is not None:
            draft.reach(*part.scale)
            part.scale = None

    def _when(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        when: When = chunk.value
        found = part.recent()
        if when.kind == "lasting" and when.limit is not None:
            self._lasting(when, when.limit, found, part)
            return
        draft = time_subject(found)
        if draft is None:
            part.when = when
            return
        if when.limit is not None and is_duration(draft) and not draft.limits:
            attach_limit(draft, _length(when))
            return
        if draft.when is not None and draft.when.limit is not None and when.limit is None:
            if draft.when.anchor is None and draft.anchor is None:
                draft.when = replace(draft.when, anchor=when.anchor, open=False)
            draft.reach(when.first, when.last)
            return
        draft.when = when
        draft.reach(when.first, when.last)
        if when.open:
            part.awaiting = draft

    @staticmethod
    def _lasting(when: When, limit: Limit, found: list[Draft], part: Part) -> None:
        subject = next((draft for draft in reversed(found) if draft.subject), None)
        if subject is None:
            part.duration = when
        elif is_duration(subject) and not subject.limits:
            attach_limit(subject, limit)
        else:
            subject.durations.append(limit)
        if subject is not None:
            subject.reach(when.first, when.last)

    def _sex(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        self.add(Draft("sex", chunk.first, chunk.last, cue=chunk.value), part, scope)

    def _age(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        self.add(Draft("age", chunk.first, chunk.last, cue=chunk.value), part, scope)

    def _attestation(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        self.add(Draft("attestation", chunk.first, chunk.last, cue=chunk.value), part, scope)

    def _definition(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        self.add(Draft("definition", chunk.first, chunk.last, definition=chunk.value), part, scope)

    def _neg(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        doubled = part.own_negation and scope.negation and not any(said.negation == scope.negation for said in part.parts)
        self.negations += 1
        scope.negation = 0 if doubled else self.negations
        part.own_negation = True
        part.inner_negation = any(draft.named for draft in part.recent())
        scope.status = None

    def _neg_after(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        if not part.parts:
            self._neg(chunk, part, scope)
            return
        self.negations += 1
        for said in part.parts:
            said.negation = 0 if said.negation else self.negations

    def _status(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        value = str(chunk.value.attrs.get("value"))
        last = part.last
        if last is not None and last.status is None and chunk.value.name == "present" and part.link is None:
            last.status = value
        scope.status = value
        part.own_status = True

    def _family(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        scope.family = True
        scope.status = "history"

    def _example(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        part.examples = bool(part.parts)

    def _listed(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        part.listed = True
        if part.limit is not None:
            lower = part.limit.lower
            part.count = int(lower.number) if lower is not None and lower.number else None
            part.limit = None
        elif "all" in self.tokens.folded[chunk.first : chunk.last]:
            part.count = -1
        elif "any" in self.tokens.folded[chunk.first : chunk.last] or "one" in self.tokens.folded[chunk.first : chunk.last]:
            part.count = 1

    def _must(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        if part.must is None:
            part.must = len(part.parts)

    def _optional(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        scope.optional = True

    def _link(self, chunk: Chunk, part: Part, scope: Scope) -> None:
        part.link = " ".join(self.tokens.folded[chunk.first : chunk.last])


_HANDLERS: dict[str, Callable[[ItemReader, Chunk, Part, Scope], None]] = {
    "ENTITY": ItemReader._entity, "WORDS": ItemReader._words, "LIMIT": ItemReader._limit, "WHEN": ItemReader._when,
    "SEX": ItemReader._sex, "AGE": ItemReader._age, "ATTESTATION": ItemReader._attestation,
    "DEFINITION": ItemReader._definition, "NEG": ItemReader._neg, "NEG_AFTER": ItemReader._neg_after,
    "STATUS": ItemReader._status, "FAMILY": ItemReader._family, "EXAMPLE": ItemReader._example,
    "LISTED": ItemReader._listed, "MUST": ItemReader._must, "OPTIONAL": ItemReader._optional, "LINK": ItemReader._link,
    "OF": ItemReader._link, "DEFINED": ItemReader._link, "REF": ItemReader._ref, "EITHER": ItemReader._either,
    "VALUE": ItemReader._value,
}  # fmt: skip


def limit_subject(found: list[Draft], limit: Limit) -> Draft | None:
    """Which of the drafts before a limit it limits: the nearest measurement that has none yet, else the nearest."""
    subjects = [draft for draft in found if draft.subject and not draft.bracketed]
    for draft in reversed(subjects):
        if draft.kind in {"measurement", "age"} and not draft.limits and not (draft.kind == "age" and not ages(limit)):
            return draft
    if limit.old or not subjects or limit.multiple:
        return None
    nearest = subjects[-1]
    if nearest.kind == "age" and not ages(limit):
        return None
    return nearest


def is_duration(draft: Draft) -> bool:
    """Whether a draft measures a length of time, such as life expectancy."""
    rule = draft.entity.rule if draft.entity is not None else None
    return draft.kind == "measurement" and rule is not None and rule.kind == "duration"


def ages(limit: Limit) -> bool:
    """Whether a limit can be one on age: of calendar units, or of no unit."""
    return limit.calendar or limit.amount.unit_tokens is None


def attach_limit(draft: Draft, limit: Limit) -> None:
    """Put a limit on a draft; a bare number only on a score, stage or age, or where it has a unit."""
    draft.reach(limit.first, limit.last)
    if not limit.compared and not _takes_bare(draft, limit):
        return
    recent = limit.calendar and limit.upper is not None and limit.lower is None and limit.amount.unit != "a"
    if draft.kind == "occurrence" and draft.when is None and recent:
        draft.when = When(limit.first, limit.last, "within", limit)
        return
    if draft.kind == "words":
        draft.kind = "measurement" if limit.compared else "words"
    draft.limits.append(limit)


def _length(when: When) -> Limit:
    """A time as a length: "life expectancy |within 12 months" is at most that."""
    assert when.limit is not None
    limit = replace(when.limit, first=when.first, last=when.last, compared=True)
    return replace(limit, lower=None) if limit.lower == limit.upper else limit


def _takes_bare(draft: Draft, limit: Limit) -> bool:
    if draft.kind == "age":
        return True
    rule = draft.entity.rule if draft.entity is not None else None
    if draft.kind != "measurement" or limit.paired is not None:
        return False
    return limit.amount.unit_tokens is not None or (rule is not None and rule.kind in {"score", "stage", "grade"})


def time_subject(found: list[Draft]) -> Draft | None:
    """Which of the drafts before a time it is about: the last, or what that one is only the object of."""
    open_ones = [draft for draft in found if not draft.bracketed]
    named = [draft for draft in open_ones if draft.named]
    if not named:
        return next((draft for draft in reversed(open_ones) if draft.kind in {"words", "attestation"}), None)
    place = len(named) - 1
    while place > 0 and _depends(named[place], named[place - 1]):
        place -= 1
    return named[place]


def _depends(draft: Draft, before: Draft) -> bool:
    """Whether a draft only completes the one before it: "surgery |for cancer", "treatment |with an antibiotic"."""
    if before.when is not None or before.kind != "occurrence":
        return False
    if draft.link == "with":
        return before.entity is not None and before.entity.domain == "procedure"
    return draft.link in _DEPENDENT


def said_tree(parts: list[Said]) -> Tree | None:
    """The conjunction of what an item says; what stands under one negation is negated together."""
    if len(parts) == 1:
        return Op("not", [parts[0].tree]) if parts[0].negation else parts[0].tree
    out: list[Tree] = []
    for negation, group in groupby(parts, key=lambda said: said.negation):
        tree = all_of([said.tree for said in group])
        if tree is not None:
            out.append(Op("not", [tree]) if negation else tree)
    return all_of(out)


def item_tree(part: Part) -> Tree | None:
    """The tree of an item: all that it says, with "must" dividing a condition from what it asks."""
    if part.must and part.must < len(part.parts):
        before, after = said_tree(part.parts[: part.must]), said_tree(part.parts[part.must :])
        if before is not None and after is not None and any(d.kind in {"sex", "occurrence"} for d in drafts_of(before)):
            return Op("implies", [before, after])
    return said_tree(part.parts)


def with_examples(tree: Tree | None, examples: Tree | None) -> Tree | None:
    """A class with its examples: any of them counts."""
    if tree is None or examples is None:
        return tree or examples
    if isinstance(tree, Op) and tree.kind == "all_of":
        joined = any_of([tree.parts[-1], examples])
        return all_of([*tree.parts[:-1], joined]) if joined is not None else tree
    return any_of([tree, examples])
