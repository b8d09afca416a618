"""Levels: a substance with a limit in a concentration is measured, not taken: "lithium > 1.2 mmol/L".

One that stands behind "treatment with" is taken: "treated with |thyroxine|".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.normalize.converting import is_in_its_unit
from eligibility.normalize.drafts import Draft
from eligibility.normalize.parts import Part, Said, Scope
from eligibility.normalize.units import convert
from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Entity
from eligibility.tagging.drug_levels import LEVEL, level_of
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_FOUND = "condition"
"""The domain of findings, which some values are said of."""
_GIVEN = frozenset({"with", "of"})
"""Prepositions between what is done and what is given by it: "infusion |of| albumin"."""
_OF, _LENGTH = "of", "duration"
_OF_WEEKS = 3
"""Tokens of the shortest length of time before what it is of: "9 weeks of"."""
_WEEKS, _MONTHS = "weeks", "months"
"""The units that what is of a pregnancy, and any other length, is named with: "37 weeks 6 days |of gestation"."""
_OF_PREGNANCY = frozenset({"wk", "d"})
_NEARBY = 6
"""Leaves back in which what has taken a length of time is looked for."""
PERCENTILE = "{percentile}"
_LOGARITHM = "{logMAR}"
_SHARES = {PERCENTILE: "percentile", "%": "involvement", _LOGARITHM: "logMAR"}
"""Units that say where a value stands among others, how much of a whole it is, or that it is its logarithm, and what
that is called."""
_SIZE, _VALUE = "size", "value"
_LENGTHS = frozenset({"mm", "cm"})
_VOLUMES = ("/L", "/dL", "/mL", "/uL", "/nL")
_FAR = 100
"""How many times the highest value that a criterion would name a solution has."""
_STRENGTHS = frozenset({"mg/mL", "g/mL", "g/dL", "g/L", "U/mL", "[IU]/mL"})
"""Units of how much of a drug is in what is given, which is more than blood has of it."""


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
            rule = _length(tokens.surface(*written), lexicon)
            if rule is None:
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
    for at, draft in enumerate(drafts):
        if draft.link != _OF or not draft.named or draft.values or draft.first < _OF_WEEKS:
            continue
        limit = _length_before(drafts, at)
        if limit is None or limit.amount.unit_tokens is None:
            continue
        rule = _length_of(draft, limit, limit.amount.unit_tokens[0], tokens, lexicon)
        if rule is None:
            continue
        for holder in drafts[max(0, at - _NEARBY) : at]:
            _take_back(holder, limit)
        draft.kind, draft.entity = "measurement", Entity(draft.first, draft.last, rule.domain, rule)
        draft.limits, draft.durations = [limit], []
        draft.reach(limit.first, limit.last)


def _length_of(draft: Draft, limit: Limit, unit: int, tokens: Tokens, lexicon: Lexicon) -> ConceptRule | None:
    """The concept of how long a draft lasts, by the words from the `unit` on, by other units, or by its own name."""
    unit_name = _WEEKS if limit.amount.unit in _OF_PREGNANCY else _MONTHS
    rule = _length(tokens.surface(unit, draft.last), lexicon)
    rule = rule or _length(f"{unit_name} {tokens.surface(limit.last, draft.last)}", lexicon)
    own = draft.entity.rule if draft.entity is not None else None
    return rule or (own if own is not None and own.kind == _LENGTH else None)


def _length(named: str, lexicon: Lexicon) -> ConceptRule | None:
    """The concept of a length of time that some words name: "weeks of gestation"; "days of gestation" are none."""
    rule = lexicon.named(named)
    return rule if rule is not None and rule.kind == _LENGTH else None


def _length_before(drafts: Sequence[Draft], at: int) -> Limit | None:
    """The length of time right before a draft, which that has taken, or an event before it."""
    draft = drafts[at]
    for lasting in draft.durations:
        if lasting.last + 1 == draft.first:
            return lasting
    if draft.limits:
        return None
    for before in reversed(drafts[max(0, at - _NEARBY) : at]):
        when = before.when
        taken = [when.limit] if when is not None and when.limit is not None and when.first == when.limit.first else []
        taken += before.durations or (before.limits if before.kind != "age" else [])
        for limit in taken:
            if limit.calendar and limit.last + 1 == draft.first:
                return limit
    return None


def _take_back(holder: Draft, limit: Limit) -> None:
    """Takes a length of time from what had taken it as its time, as its duration or as a limit."""
    if holder.when is not None and holder.when.limit is limit:
        holder.when = None
    elif limit in holder.durations:
        holder.durations.remove(limit)
    elif limit in holder.limits:
        holder.limits.remove(limit)
        holder.kind = "words" if holder.entity is None and not holder.limits else holder.kind
    else:
        return
    holder.give_up(limit.first, limit.last)


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
            _measure_finding(draft, lexicon)
        if draft.kind != "occurrence" or draft.entity is None or draft.entity.domain != "drug":
            continue
        if not any(_is_concentration(limit) for limit in draft.limits):
            continue
        rule = _level(draft, tokens, lexicon)
        if rule is not None and any(_is_given(limit, rule) for limit in draft.limits):
            continue
        if rule is not None:
            draft.kind = "measurement"
            draft.entity = Entity(draft.first, draft.last, rule.domain, rule, draft.entity.modifiers)
        elif draft.entity.rule is not None and draft.status is None and all(map(_is_of_sample, draft.limits)):
            draft.kind = "measurement"
            draft.entity = level_of(draft.entity, draft.first, draft.last, lexicon)


def _measure_finding(draft: Draft, lexicon: Lexicon) -> None:
    """Makes a finding what is measured where a value is said of it: "|thrombocytopenia| < 50,000/mm3".

    The rules name that by "thrombocytopenia value". How often, how long and how bad it is are no such values.
    """
    rule = draft.entity.rule if draft.entity is not None else None
    if rule is None or rule.domain != _FOUND or draft.entity is None or draft.scale is not None:
        return
    valued = all(
        one.compared and not (one.calendar or one.scale or one.amount.level or one.old) and one.first >= draft.last
        for one in draft.limits
    )
    measured = lexicon.named(f"{rule.name} {_VALUE}") if valued and not draft.durations else None
    if (
        measured is not None
        and measured.domain == "measurement"
        and all(is_in_its_unit(one, measured) for one in draft.limits)
    ):
        draft.kind, draft.status = "measurement", None
        draft.entity = replace(draft.entity, domain=measured.domain, rule=measured)


def _measure_otherwise(entity: Entity, rule: ConceptRule, limits: Sequence[Limit], lexicon: Lexicon) -> None:
    """Names what is measured by a unit that is none of its own, where the rules have a measurement that has it."""
    if not limits:
        return
    units = {limit.amount.unit for limit in limits}
    unit = units.pop() if len(units) == 1 else None
    if unit in _SHARES and unit not in rule.units:
        entity.rule = lexicon.named(f"{rule.name} {_SHARES[unit]}") or rule


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
    rule = lexicon.named(f"{written} {_SIZE if unit in _LENGTHS else _VALUE}")
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
        rule = lexicon.named(f"{tokens.surface(first, draft.last)} {LEVEL}")
        if rule is not None and rule.domain == "measurement":
            return rule
    return None


def _is_concentration(limit: Limit) -> bool:
    unit = limit.amount.unit
    return unit is not None and unit.endswith(_VOLUMES)


def _is_of_sample(limit: Limit) -> bool:
    """Whether a limit is one on how much of a drug is found in a sample: "folic acid |< 3 ng/mL|", not "|5 mg/mL|"."""
    between = limit.compared or limit.lower is not limit.upper
    return between and _is_concentration(limit) and limit.amount.unit not in _STRENGTHS


def _is_given(limit: Limit, rule: ConceptRule) -> bool:
    """Whether a concentration is one of a solution, far above what blood may have: "insulin |100 U/mL|"."""
    end = limit.lower or limit.upper
    if end is None or end.number is None or rule.unit is None or rule.plausible is None:
        return False
    value = convert(end.number, end.unit or "", rule.unit, molar_mass=rule.molar_mass, formula=rule.formula)
    return value is not None and value > _FAR * rule.plausible[1]
