"""Leaves: a draft with its limits and time becomes a leaf of the tree, or a small tree of several."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.normalize.attaching import PAIRS, PRESSURE, is_of_pair
from eligibility.normalize.coding import codings
from eligibility.normalize.counted_within import counted_within
from eligibility.normalize.diagnostics import Notes
from eligibility.normalize.drafts import Draft, Op, Tree
from eligibility.normalize.kinds import of_each_kind
from eligibility.normalize.leaf_statuses import is_no_more, of_each_status
from eligibility.normalize.leaf_times import DONE, window_of
from eligibility.normalize.operators import operator
from eligibility.normalize.qualifiers import is_graded_result, qualifiers_of
from eligibility.normalize.ranges import (
    Reading,
    as_written,
    halves,
    plain_limits,
    read_age,
    read_range,
)
from eligibility.normalize.reference_limits import of_predicted
from eligibility.normalize.sets import of_each_member, set_apart
from eligibility.normalize.source import Source
from eligibility.normalize.statuses import EITHER
from eligibility.normalize.taken_so import note_taken_so
from eligibility.normalize.units import convert
from eligibility.rules import ConceptRule, DefinitionRule, Rules
from eligibility.rules.definitions import message_of, node_of
from eligibility.tagging.chunks import Entity
from eligibility.tagging.folding import fold
from eligibility.tagging.unknown_sorts import BY_UNKNOWN
from eligibility.tree import (
    Age,
    AllOf,
    AnyOf,
    Attestation,
    Concept,
    Measurement,
    Node,
    Occurrence,
    Quantity,
    SexLeaf,
    Unstructured,
    Window,
)

_LOW = 100.0
"""The systolic pressure up to which a limit from above is one on low pressure: "< 90/60 mmHg"."""
_DOMAINS = frozenset({"condition", "drug", "procedure", "observation", "device", "visit"})
_concept, _occurrence = Concept.maker(), Occurrence.maker("type")
_unstructured = Unstructured.maker("type", "concept", "qualifiers")
_STATUSES = frozenset({None, "present", "history", "planned"})


class LeafWriter:
    """Writes the nodes of one criterion.

    Args:
        source: the criterion's place.
        rules: the rules in force.
        notes: takes the diagnostics.
    """

    def __init__(self, source: Source, rules: Rules, notes: Notes) -> None:
        self.source, self.rules, self.notes = source, rules, notes

    def node(self, tree: Tree) -> Node:
        """The node of a tree of drafts."""
        if isinstance(tree, Draft):
            if tree.kinds:
                return self.node(Op("any_of", [*of_each_kind(tree)]))
            if not tree.own:
                return self._leaf(tree)
            own = replace(tree, family=False, other=None)
            own.extent = tree.extent
            return AnyOf.trusted(children=(self._leaf(own), self._leaf(tree)))
        return operator(tree, tuple([self.node(part) for part in tree.parts]))

    def _leaf(self, draft: Draft) -> Node:
        write = _WRITERS.get(draft.kind)
        if draft.and_first or draft.either_inferred or draft.comma_inferred:
            self._note_and(draft)
        if write is not None:
            return write(self, draft)
        if draft.definition is not None:
            return self._defined(draft, draft.definition)
        leaf = self.unstructured(*draft.extent, "not-understood", window_of(draft, self.source, self.notes))
        return (
            leaf.model_copy(update={"qualifiers": qualifiers_of(draft, self.source, self.notes)})
            if draft.durations
            else leaf
        )

    def _defined(self, draft: Draft, rule: DefinitionRule) -> Node:
        span = self.source.span(*draft.extent)
        self.notes.add("definition-used", "info", message_of(rule), span)
        return node_of(rule, self.source.text(span), span)

    def unstructured(self, first: int, last: int, reason: str, window: Window | None = None) -> Unstructured:
        """A leaf for words that were not understood."""
        text, span = self.source.said(first, last)
        return _unstructured(
            {
                "type": "unstructured",
                "text": text,
                "span": span,
                "concept": None,
                "window": window,
                "qualifiers": (),
                "reason": reason,
            }
        )

    def _common(self, draft: Draft) -> dict[str, Any]:
        text, span = self.source.said(*draft.extent)
        return {
            "text": text,
            "span": span,
            "window": window_of(draft, self.source, self.notes),
            "qualifiers": qualifiers_of(draft, self.source, self.notes),
        }

    def concept(self, draft: Draft, rule: ConceptRule | None = None) -> Concept:
        """The concept of a draft: the words, and what the rules know of them."""
        text, span = self.source.said(draft.first, draft.last)
        rule = rule or (draft.entity.rule if draft.entity is not None else None)
        if draft.toward is not None:
            said = rule.name if rule is not None and rule.domain != "measurement" else text
            return Concept.trusted(text=text, span=span, name=f"{draft.toward} {said}")
        return _concept(
            {
                "text": text,
                "span": span,
                "name": _called(draft.entity) or _graded(draft, text) if rule is None else rule.name,
                "codes": codings(rule) if rule is not None and rule.codes else (),
            }
        )

    def _note_shared(self, entity: Entity) -> None:
        """Says which modifiers were taken from the first of a list."""
        for modifier in entity.modifiers:
            if modifier.shared:
                span = self.source.span(entity.first, entity.last)
                said = self.source.text(self.source.span(modifier.first, modifier.last))
                self.notes.add("modifier-shared", "info", f'taken to be "{said}", as another of the list is', span)

    def _note_and(self, draft: Draft) -> None:
        """Says how the "and" or the comma before a thing is taken where nothing tells."""
        span = self.source.span(*draft.extent)
        if draft.and_first:
            message = 'the "and" before it is taken to bind tighter than an "or" of the list'
            self.notes.add("and-before-or", "warning", message, span)
        if draft.either_inferred:
            message = "either of two things with and between them is taken to exclude"
            self.notes.add("either-inferred", "info", message, span)
        if draft.comma_inferred:
            message = "what stands before the comma is taken to be asked besides"
            self.notes.add("comma-inferred", "warning", message, span)

    def _note_completed(self, entity: Entity) -> None:
        """Says that a thing is called by words of a neighbour that it may not share."""
        span = self.source.span(entity.first, entity.last)
        name = entity.rule.name if entity.rule is not None else entity.name
        if entity.across:
            message = f'taken to be "{name}", with a word of the next item, although only one of the two is negated'
            self.notes.add("head-across-negation", "warning", message, span)
        elif entity.loose:
            message = f'taken to be "{name}", with a word of the next item, and may be a thing by itself'
            self.notes.add("head-shared", "info", message, span)
        else:
            message = f'taken to be "{name}", with a word of the item before it'
            self.notes.add("premodifier-shared", "info", message, span)

    def _note_reach(self, which: str, first: int, last: int) -> None:
        """Says of which things of a list some words are taken to be said."""
        place = self.source.span(first, last)
        message = f'"{self.source.text(place)}" is taken to be said of this one, and of no other of the list'
        if which == "last":
            self.notes.add("modifier-of-last", "warning", message, place)
        elif which == "any":
            message = "any of what is listed behind it is taken to come with what stands before it"
            self.notes.add("with-inferred", "info", message, place)
        else:
            self.notes.add("modifier-of-first", "info", message, place)

    def _occurrence(self, draft: Draft) -> Node:
        entity = draft.entity
        assert entity is not None
        if entity.by == "list":
            span = self.source.span(entity.first, entity.last)
            self.notes.add(
                "domain-inferred", "info", f"taken to be a {entity.domain}, as what it is listed with is", span
            )
        elif entity.by == BY_UNKNOWN:
            message = "a word that no rule knows is taken to say which kind of the thing named behind it is meant"
            self.notes.add("kind-inferred", "info", message, self.source.span(entity.first, entity.last))
        elif entity.across or entity.loose or entity.by == "premodifier":
            self._note_completed(entity)
        if entity.alone is not None:
            self._note_reach(*entity.alone)
        if draft.told is not None:
            message = "the dose is one of this drug, to which those of others are converted"
            self.notes.add("dose-equivalent", "info", message, self.source.span(*draft.told))
        severity = None
        if entity.modifiers:
            self._note_shared(entity)
            severity = next((m.name for m in entity.modifiers if m.kind == "severity"), None)
        status = draft.status
        if (status in {None, "history"} and draft.when is not None and draft.when.kind == "ahead") or (
            status is None
            and draft.ahead
            and entity.domain in DONE
            and (draft.when is None or draft.when.direction != "before" or draft.when.unanchored)
        ):
            status = "planned"
        elif status is not None and is_no_more(draft, status):
            status = None
        if status is not None and EITHER in status:
            return AnyOf.trusted(children=tuple(self._occurrence(one) for one in of_each_status(draft, status)))
        if draft.limits and (several := self._of_limits(draft)) is not None:
            return several
        concept = self.concept(draft)
        text, span = concept.text, concept.span
        if draft.extent != (draft.first, draft.last):
            text, span = self.source.said(*draft.extent)
        fields = {
            "type": "occurrence",
            "text": text,
            "span": span,
            "concept": concept,
            "window": window_of(draft, self.source, self.notes),
            "qualifiers": qualifiers_of(draft, self.source, self.notes),
            "domain": entity.domain if entity.domain in _DOMAINS else "observation",
            "status": status,
            "severity": severity,
            "experiencer": "family" if draft.family else "patient" if draft.other is None else "other",
        }
        return _occurrence(fields) if status in _STATUSES else Occurrence(**fields)

    def _of_limits(self, draft: Draft) -> Node | None:
        """What is more than one leaf by its limits: pressures beside it, or any of a set of levels, counts or doses."""
        pressures = [limit for limit in draft.limits if limit.alternatives and self._is_pressure(limit)]
        if pressures:
            draft.limits = [limit for limit in draft.limits if limit not in pressures]
            said = (self._occurrence(draft), *(self._pressure(draft, limit) for limit in pressures))
            return AllOf.trusted(children=said)
        members = of_each_member(draft)
        return AnyOf.trusted(children=tuple([self._occurrence(one) for one in members])) if members else None

    def _is_pressure(self, limit: Limit) -> bool:
        """Whether a pair is one of pressures: by its unit, or where none is written by its numbers."""
        if limit.paired is None or limit.amount.unit_tokens is not None:
            return limit.paired is not None and limit.amount.unit == "mm[Hg]"
        numbers = (limit.amount.number, limit.paired.amount.number)
        rules = [self.rules.concept(name) for name in PAIRS[PRESSURE]]
        return all(
            rule is not None and rule.plausible is not None and rule.plausible[0] <= (number or 0) <= rule.plausible[1]
            for rule, number in zip(rules, numbers, strict=True)
        )

    def _pressure(self, draft: Draft, limit: Limit) -> Node:
        """ "Hypertension |(> 180/110 mmHg)|": a pair of pressures is one of blood pressure, whatever names it."""
        rule = self.rules.concept(PRESSURE)
        if rule is None:
            return self.unstructured(limit.first, limit.last, "not-understood")
        span = self.source.span(limit.first, limit.last)
        self.notes.add("subject-inferred", "info", "two pressures are taken to be systolic and diastolic", span)
        common = {"text": self.source.text(span), "span": span, "window": None, "qualifiers": ()}
        return self._pair(draft, limit, rule, common)

    def _sex(self, draft: Draft) -> Node:
        said = str(draft.cue.attrs.get("sex")) if draft.cue is not None else "both"
        values = ("female", "male") if said == "both" else (said,)
        return SexLeaf.trusted(**self._common(draft), values=values)

    def _attestation(self, draft: Draft) -> Node:
        topic = str(draft.cue.attrs.get("topic", draft.cue.name)) if draft.cue is not None else "other"
        return Attestation.trusted(**self._common(draft), topic=draft.topic or topic)

    def _age(self, draft: Draft) -> Node:
        if not draft.limits:
            return self.unstructured(*draft.extent, "no-limit")
        common = self._common(draft)
        nodes: list[Node] = []
        for limit in (one for said in draft.limits for one in plain_limits(said)):
            reading = read_age(limit, self.source, self.notes)
            nodes.append(Age.trusted(**common, range=reading.range, as_written=reading.as_written))
        return _several(nodes, draft.either or any(limit.outside for limit in draft.limits))

    def _measurement(self, draft: Draft) -> Node:
        common = self._common(draft)
        rule = draft.entity.rule if draft.entity is not None else None
        concept = None if draft.nameless else self.concept(draft)
        if draft.limits and (own := self._told_by_unit(draft, rule)) is not None:
            concept, rule = own
        if concept is None:
            self.notes.add("subject-missing", "warning", "it is not clear what is limited", common["span"])
        note_taken_so(draft, common["span"], self.notes)
        if draft.value_tokens is not None and not any(limit.compared for limit in draft.limits):
            span = self.source.span(*draft.value_tokens)
            said = Quantity.trusted(text=self.source.text(span), span=span, values=draft.values)
            return Measurement.trusted(**common, concept=concept, values=draft.values, as_written=said)
        if not draft.limits or is_graded_result(draft, self.source.tokens):
            return self._without_value(draft, common, concept)
        if draft.limits[0].tolerance:
            written = as_written(draft.limits[0], self.source)
            message = "how far the value may lie apart is said, and not what it is"
            self.notes.add("tolerance-only", "warning", message, written.span)
            return Measurement.trusted(**common, concept=concept, as_written=written)
        self._note_mixed(draft, rule)
        nodes: list[Node] = []
        for limit in draft.limits:
            if limit.one_of and (members := set_apart(limit, rule, self.source)):
                each = [read_range(one, rule, self.source, self.notes) for one in members]
                nodes.append(AnyOf.trusted(children=tuple([_measured(common, concept, one, rule) for one in each])))
                continue
            if limit.paired is not None and rule is not None and is_of_pair(limit, rule.name):
                nodes.append(self._pair(draft, limit, rule, common))
                continue
            for one in plain_limits(counted_within(limit, draft, rule, self.source.tokens), rule):
                reading = read_range(of_predicted(draft, one, self.source.tokens), rule, self.source, self.notes)
                nodes.append(_measured(common, concept, reading, rule))
        return _several(nodes, draft.either or any(limit.outside for limit in draft.limits))

    def _without_value(self, draft: Draft, common: dict[str, Any], concept: Concept | None) -> Node:
        """What is measured, of which no value is told, or only a grade."""
        if not draft.limits:
            message = "a measurement, and no limit or value is read"
            self.notes.add("limit-missing", "warning", message, common["span"])
        return Measurement.trusted(**common, concept=concept)

    def _note_mixed(self, draft: Draft, rule: ConceptRule | None) -> None:
        """Says where limits on one thing that no rule knows are in units of different kinds: "< 40 dB at 4 kHz"."""
        if rule is not None or len(draft.limits) == 1:
            return
        units = [limit.amount.unit for limit in draft.limits if limit.amount.unit is not None]
        if any(convert(1.0, unit, units[0]) is None for unit in units[1:]):
            span = self.source.span(draft.limits[-1].first, draft.limits[-1].last)
            self.notes.add("unit-mixed", "warning", "limits on one thing have units that do not convert", span)

    def _told_by_unit(self, draft: Draft, rule: ConceptRule | None) -> tuple[Concept, ConceptRule] | None:
        """What a unit says is measured: "smokes ≥ 10 |cigarettes a day|", "visual acuity ≥ 0.3 |logMAR|"."""
        amount = draft.limits[0].amount
        if amount.unit is None or amount.unit[0] != "{" or amount.unit_tokens is None:
            return None
        if not draft.nameless and (rule is None or amount.unit in rule.units):
            return None
        named = self.rules.measured_in(amount.unit)
        if named is None or (rule is not None and named.kind != rule.kind):
            return None
        if not draft.nameless:
            return self.concept(draft, named), named
        span = self.source.span(*amount.unit_tokens)
        self.notes.add("subject-inferred", "info", f"the unit is taken to say that {named.name} is limited", span)
        concept = Concept.trusted(text=self.source.text(span), span=span, name=named.name, codes=codings(named))
        return concept, named

    def _pair(self, draft: Draft, limit: Limit, rule: ConceptRule, common: dict[str, Any]) -> Node:
        """Blood pressure 140/90: systolic and diastolic; above either, or below both; too low where either is.

        Of what must also be below another pair ("≥ 90/40 |and ≤ 140/90|") both are at least so high.
        """
        assert limit.paired is not None
        nodes: list[Node] = []
        for name, one in zip(PAIRS[rule.name], halves(limit, limit.paired), strict=True):
            part = self.rules.concept(name) or rule
            reading = read_range(one, part, self.source, self.notes)
            nodes.append(_measured(common, self.concept(draft, part), reading, part))
        upper = limit.upper.number if limit.upper is not None and limit.lower is None else None
        floor = not draft.either and any(one.lower is None for one in draft.limits)
        either = (limit.upper is None and not floor) or (upper is not None and upper <= _LOW)
        return AnyOf.trusted(children=tuple(nodes)) if either else AllOf.trusted(children=tuple(nodes))


_WRITERS: dict[str, Callable[[LeafWriter, Draft], Node]] = {
    "occurrence": LeafWriter._occurrence,
    "measurement": LeafWriter._measurement,
    "age": LeafWriter._age,
    "sex": LeafWriter._sex,
    "attestation": LeafWriter._attestation,
}


def _graded(draft: Draft, words: str) -> str | None:
    """What the stage or grade of something is called that no rule knows: "disease stage" of "stage IV |disease|"."""
    if draft.kind != "measurement" or draft.entity is not None or draft.scale is None or draft.scale in fold(words):
        return None
    return f"{words} {draft.scale}"


def _called(entity: Entity | None) -> str | None:
    """What is not in the vocabulary is called by words that it shares with a neighbour, if it does."""
    return None if entity is None else entity.name


def _measured(
    common: dict[str, Any], concept: Concept | None, reading: Reading, rule: ConceptRule | None
) -> Measurement:
    values = None
    written = reading.as_written.values
    if written and (rule is None or rule.levels):
        values = written
    return Measurement.trusted(
        **common, concept=concept, range=reading.range, values=values,
        as_written=reading.as_written, relative_to=reading.relative_to,
    )  # fmt: skip


def _several(nodes: list[Node], either: bool) -> Node:
    if len(nodes) == 1:
        return nodes[0]
    return AnyOf.trusted(children=tuple(nodes)) if either else AllOf.trusted(children=tuple(nodes))
