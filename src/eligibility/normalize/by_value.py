"""Measurements by their values: of one name for two measurements the unit of a value tells which is meant.

"Proteinuria |≥ 2+|" is read from a test strip, and "PT/INR |< 15 seconds|" is the time. So is a condition of which a
share is told measured: "carotid stenosis |≥ 70 %|".
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from eligibility.grammar.limits import Amount, Limit
from eligibility.normalize.converting import is_in_its_unit
from eligibility.normalize.drafts import Draft
from eligibility.normalize.units import dimension
from eligibility.rules import ConceptRule
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_GRADE = "+"
"""What stands for the grades of a test strip among the units of a rule."""
_STRONGEST = 4
"""The highest grade of a test strip."""


def name_by_values(drafts: Iterable[Draft], tokens: Tokens, lexicon: Lexicon) -> None:
    """Gives each thing the concept that its limits are on, where a rule knows another for their unit."""
    for draft in drafts:
        rule = draft.entity.rule if draft.entity is not None else None
        if rule is None or draft.entity is None or not rule.instead or not draft.limits:
            continue
        other = _other(draft.limits[0], rule, tokens)
        named = lexicon.named(other) if other is not None else None
        if named is not None:
            draft.entity = replace(draft.entity, rule=named, domain=named.domain)
            draft.kind = "measurement" if named.domain == "measurement" else draft.kind


def _other(limit: Limit, rule: ConceptRule, tokens: Tokens) -> str | None:
    """The name of the concept that a limit is on instead of another one."""
    if is_graded(limit, tokens):
        return rule.instead.get(_GRADE)
    unit = limit.amount.unit
    if unit is None or limit.ref is not None or (rule.unit is not None and is_in_its_unit(limit, rule)):
        return None
    alike = (name for code, name in rule.instead.items() if code != _GRADE and dimension(code) == dimension(unit))
    return rule.instead.get(unit) or next(alike, None)


def is_on_strip(draft: Draft, tokens: Tokens) -> bool:
    """Whether the last limit on something is on the grades of a strip, and in no unit: "proteinuria |≥ 2+|"."""
    rule = draft.entity.rule if draft.entity is not None else None
    return rule is not None and _GRADE in rule.instead and is_graded(draft.limits[-1], tokens)


def is_graded(limit: Limit, tokens: Tokens) -> bool:
    """Whether a limit is on the grades of a test strip: "≥ 2+", "+3 or more", "++"."""
    ends = [end for end in (limit.lower, limit.upper) if end is not None and _is_small(end)]
    return any(
        _GRADE in (tokens.folded[end.tokens[0]], *tokens.folded[end.tokens[1] : end.tokens[1] + 1]) for end in ends
    )


def _is_small(end: Amount) -> bool:
    return end.unit_tokens is None and end.ref is None and 0 < (end.number or 0) <= _STRONGEST
