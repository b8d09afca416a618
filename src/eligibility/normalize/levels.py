"""Levels: a substance with a limit in a concentration is measured, not taken: "lithium > 1.2 mmol/L".

One that stands behind "treatment with" is taken: "treated with |thyroxine|".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from eligibility.grammar.limits import Limit
from eligibility.normalize.drafts import Draft
from eligibility.normalize.parts import Part, Said, Scope
from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Entity
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens, lookup_words

_GIVEN = frozenset({"with", "of"})
"""Prepositions between what is done and what is given by it: "infusion |of| albumin"."""
_OF = "of"
_OF_WEEKS = 3
"""Tokens of the shortest length of time before what it is of: "9 weeks of"."""
PERCENTILE = "{percentile}"
_LOGARITHM = "{logMAR}"
_SHARES = {PERCENTILE: "percentile", "%": "involvement", _LOGARITHM: "logMAR"}
"""Units that say where a value stands among others, how much of a whole it is, or that it is its logarithm, and what
that is called."""
_SIZE, _VALUE = "size", "value"
_LENGTHS = frozenset({"mm", "cm"})
_VOLUMES = ("/L", "/dL", "/mL", "/uL", "/nL")


def name_by_units(parts: Sequence[Part], tokens: Tokens, lexicon: Lexicon) -> None:
    """Measures what a unit names where nothing else is measured: "preeclampsia at ≥ 24 |weeks of gestation|"."""
    for part in parts:
        for place, said in enumerate(part.parts):
            draft = said.tree
            if not isinstance(draft, Draft) or draft.kind == "age" or len(draft.limits) != 1:
                continue
            written = draft.limits[0].amount.unit_tokens
            if written is None or written[1] - written[0] == 1 or (draft.kind == "measurement" and draft.entity):
                continue
            words, _ = lookup_words(Tokens(tokens.surface(*written)))
            phrase = lexicon.phrases.get(tuple(words))
            rule = phrase.concept if phrase is not None else None
            if rule is None or rule.kind != "duration":
                continue
            named = Draft("measurement", *written, Entity(*written, rule.domain, rule), limits=draft.limits)
            named.reach(draft.limits[0].first, draft.limits[0].last)
            draft.limits, draft.extent = [], (draft.first, draft.last)
            draft.kind = "occurrence" if draft.entity is not None else "words"
            part.parts.insert(place + 1, Said(named, said.negation))
            break


def may_be_taken(entity: Entity, part: Part, scope: Scope) -> bool:
    """Whether a measurement is of a substance that is said to be taken: "treatment with |calcium|"."""
    if entity.rule is None or entity.rule.molar_mass is None or entity.modifiers:
        return False
    last = part.last
    given = part.link in _GIVEN and last is not None and last.entity is not None and last.entity.domain == "procedure"
    return given or (scope.taken and scope.status is not None and part.link is None)


def take_substances(drafts: Iterable[Draft]) -> None:
    """Makes drugs of substances that are said to be taken, and of which no value is asked."""
    for draft in drafts:
        if draft.taken and draft.entity is not None and not (draft.limits or draft.values):
            draft.kind = "occurrence"
            draft.entity = Entity(draft.first, draft.last, "drug", by="taken")


def name_lengths(drafts: Sequence[Draft], tokens: Tokens, lexicon: Lexicon) -> None:
    """Measures what a length of time and what it is of name together: "pregnancy of < 9 |weeks of amenorrhea|"."""
    for before, draft in zip((None, *drafts), drafts, strict=False):
        if draft.link != _OF or not draft.named or draft.values or draft.first < _OF_WEEKS:
            continue
        holder, limit = _length_before(before, draft)
        if limit is None or limit.amount.unit_tokens is None:
            continue
        words, _ = lookup_words(Tokens(tokens.surface(limit.amount.unit_tokens[0], draft.last)))
        phrase = lexicon.phrases.get(tuple(words))
        rule = phrase.concept if phrase is not None else None
        if rule is None or rule.kind != "duration":
            continue
        if holder is not draft and holder is not None:
            holder.when, holder.extent = None, (holder.first, min(holder.extent[1], limit.first))
        draft.kind, draft.entity = "measurement", Entity(draft.first, draft.last, rule.domain, rule)
        draft.limits, draft.durations = [limit], []
        draft.reach(limit.first, limit.last)


def _length_before(before: Draft | None, draft: Draft) -> tuple[Draft | None, Limit | None]:
    """The length of time right before a draft, with what has taken it: itself, or the event before it as its time."""
    for lasting in draft.durations:
        if lasting.last + 1 == draft.first:
            return draft, lasting
    if before is not None and before.when is not None and not draft.limits:
        limit = before.when.limit
        if limit is not None and before.when.first == limit.first and limit.last + 1 == draft.first:
            return before, limit
    return None, None


def measure(drafts: Iterable[Draft], tokens: Tokens, lexicon: Lexicon) -> None:
    """Makes drugs with limits in concentrations the measurements of their levels, where the rules have one.

    A measurement with a limit in percentiles is that of its percentile: "BMI ≥ 95th |percentile|"; one of an area in
    per cent is that of how much of it is affected.
    """
    for draft in drafts:
        if draft.kind == "measurement" and draft.limits and draft.entity is not None:
            _with_values(draft.entity, tokens, lexicon)
        if draft.kind == "measurement" and draft.entity is not None and draft.entity.rule is not None:
            _measure_otherwise(draft.entity, draft.entity.rule, draft.limits, lexicon)
            _read_abbreviation(draft, tokens, lexicon)
            continue
        if draft.limits and draft.kind == "occurrence":
            _read_abbreviation(draft, tokens, lexicon)
        if draft.kind != "occurrence" or draft.entity is None or draft.entity.domain != "drug":
            continue
        if not any(_is_concentration(limit) for limit in draft.limits):
            continue
        rule = _level(draft, tokens, lexicon)
        if rule is not None:
            draft.kind = "measurement"
            draft.entity = Entity(draft.first, draft.last, rule.domain, rule, draft.entity.modifiers)


def _measure_otherwise(entity: Entity, rule: ConceptRule, limits: Sequence[Limit], lexicon: Lexicon) -> None:
    """Names what is measured by a unit that is none of its own, where the rules have a measurement that has it."""
    if not limits:
        return
    units = {limit.amount.unit for limit in limits}
    unit = units.pop() if len(units) == 1 else None
    if unit in _SHARES and unit not in rule.units:
        phrase = lexicon.phrases.get(lookup_words(Tokens(f"{rule.name} {_SHARES[unit]}"))[0])
        entity.rule = (phrase.concept if phrase is not None else None) or rule


def _read_abbreviation(draft: Draft, tokens: Tokens, lexicon: Lexicon) -> None:
    """Makes an abbreviation what it is short for where a limit stands behind it that its usual meaning cannot have.

    "TBI" is a brain injury, but "TBI ≤ 0.6" is an index of toe pressure; the rules name it by "TBI value".
    """
    entity, limit = draft.entity, draft.limits[-1] if draft.limits else None
    if entity is None or entity.rule is None or entity.last - entity.first > 1 or limit is None or limit.calendar:
        return
    written, unit = tokens.surface(entity.first, entity.last), limit.amount.unit
    if not written.isupper() or limit.first < draft.last or not limit.compared:
        return
    if draft.kind == "measurement" and (entity.rule.unit is None or unit is None or unit in entity.rule.units):
        return
    said = _SIZE if unit in _LENGTHS else _VALUE
    phrase = lexicon.phrases.get(lookup_words(Tokens(f"{written} {said}"))[0])
    rule = phrase.concept if phrase is not None else None
    if rule is not None and rule.domain == "measurement":
        draft.kind, draft.entity = "measurement", replace(entity, domain=rule.domain, rule=rule)


def _with_values(entity: Entity, tokens: Tokens, lexicon: Lexicon) -> None:
    """Makes an abbreviation of what has no values, which a limit stands beside, what it names in any case.

    "EGFR" is a gene, but "EGFR < 30 mL/min" is a filtration rate.
    """
    if entity.rule is None or entity.rule.unit is not None or entity.last - entity.first > 1:
        return
    phrase = lexicon.phrases.get(tokens.folded[entity.first : entity.last])
    if phrase is not None and phrase.concept is not None and phrase.concept.unit is not None:
        entity.rule = phrase.concept


def _level(draft: Draft, tokens: Tokens, lexicon: Lexicon) -> ConceptRule | None:
    """The measurement of a drug's level, or of that of the last words of its name: "basal |insulin"."""
    for first in range(draft.first, draft.last):
        words, _ = lookup_words(Tokens(f"{tokens.surface(first, draft.last)} level"))
        phrase = lexicon.phrases.get(tuple(words))
        rule = phrase.concept if phrase is not None else None
        if rule is not None and rule.domain == "measurement":
            return rule
    return None


def _is_concentration(limit: Limit) -> bool:
    unit = limit.amount.unit
    return unit is not None and unit.endswith(_VOLUMES)
