"""Measurements by their values: of one name for two measurements the unit of a value tells which is meant.

"Proteinuria |≥ 2+|" is read from a test strip, and "PT/INR |< 15 seconds|" is the time. So is a condition of which a
share is told measured: "carotid stenosis |≥ 70 %|". Short forms of two scales, or of a scale and of something else, are
told apart by their numbers: "CDAI |> 10|" is of joints, "BBS |≥ 45|" is a balance scale. What nobody tells a value of
may be no measurement at all: "proteinuria" alone is a condition.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Amount, Limit
from eligibility.normalize.converting import is_in_its_unit
from eligibility.normalize.drafts import Draft
from eligibility.normalize.units import convert, dimension
from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Entity
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens, phrase_words

_GRADE = "+"
"""What stands for the grades of a test strip among the units of a rule."""
_TITER = ":"
"""What stands for titers such as 1:80 among them."""
_SCORE = "1"
"""What stands for plain numbers among them."""
_BELOW = "<"
"""What stands for numbers that are lower than the concept has."""
_DEVIATIONS = "{SD}"
"""The unit of how far from a mean a value lies, which no other share of anything is."""
_PER_CENT = "%"
"""The unit of shares, of which counts are none: "≥ 4 occurrences"."""
_PROLONGED = frozenset(map(fold, ("prolonged", "prolongation")))
"""Words that say that a time is too long."""
_MANIFOLD = 2
"""How many times the least plausible value a time is that is one of its own, and no difference."""
_WRITTEN = frozenset({_GRADE, _TITER, _SCORE, _BELOW})
"""What is no unit among them."""
_SHARES = _WRITTEN | {_DEVIATIONS, _PER_CENT}
"""What no other unit is alike among them."""
_STAINED = "tissue"
"""The specimen of which a grade is one of a stain, and the next one another result."""
_NEARBY = 3
"""Leaves behind a measurement that are asked what it may share with them."""
_STRONGEST = 4
"""The highest grade of a test strip."""


def name_by_values(drafts: Iterable[Draft], tokens: Tokens, lexicon: Lexicon) -> None:
    """Gives each thing the concept that its limits are on, where a rule knows another for their unit."""
    for draft in drafts:
        rule = draft.entity.rule if draft.entity is not None else None
        if rule is None or draft.entity is None or not draft.limits:
            continue
        if draft.limits[0].calendar and not _PROLONGED.isdisjoint(tokens.words):
            draft.limits[0] = _apart(draft.limits[0], draft.entity, rule, tokens)
        other = _other(draft.limits[0], draft.entity, rule, tokens) if rule.instead else None
        named = lexicon.named(other) if other is not None else None
        if named is not None:
            draft.entity = replace(draft.entity, rule=named, domain=named.domain)
            draft.kind = "measurement" if named.domain == "measurement" else "occurrence"
        if (named or rule).specimen == _STAINED:
            draft.limits = [_exactly(limit, tokens) for limit in draft.limits]


def take_unvalued(drafts: Sequence[Draft], tokens: Tokens, lexicon: Lexicon) -> None:
    """Makes what is had of measurements that no value is told of, by names that say so: "|proteinuria|".

    What may share a limit or a noun with what stands behind it is left: "proteinuria or hematuria |> 2+|", "weight loss
    or special |diet|".

    Args:
        drafts: the leaves of a criterion, in reading order.
        tokens: the criterion.
        lexicon: knows these names.
    """
    for place, draft in enumerate(drafts):
        if draft.kind != "measurement" or draft.limits or draft.value_tokens is not None:
            continue
        entity, rule = draft.entity, draft.entity.rule if draft.entity is not None else None
        if entity is None or rule is None or not rule.unvalued:
            continue
        written = tokens.surface(draft.first, draft.last)
        domain = lexicon.unvalued.get(tuple(phrase_words(written)))
        if domain is None:
            continue
        behind = drafts[place + 1 : place + 1 + _NEARBY]
        if not any(_may_share(written, rule, other, tokens, lexicon) for other in behind):
            draft.kind = "occurrence"
            draft.entity = replace(entity, domain=domain, rule=None, by="unvalued")


def _may_share(written: str, rule: ConceptRule, other: Draft, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Whether a measurement without a value may have a limit of something behind it, or its last word."""
    if any(limit.amount.unit in {None, *rule.units, *rule.instead} for limit in other.limits):
        return True
    return lexicon.named(f"{written} {tokens.folded[other.last - 1]}") is not None


def _exactly(limit: Limit, tokens: Tokens) -> Limit:
    """A grade of stained tissue as itself, and not as the least: "HER2 IHC |1+|", not "≥ 2+" or "2+ or more"."""
    low = limit.lower
    if low is None or limit.upper is not None or not is_graded(limit, tokens):
        return limit
    bare = limit.first == low.tokens[0] and limit.last - low.tokens[1] == (tokens.folded[limit.last - 1] == _GRADE)
    return replace(limit, upper=low) if bare else limit


def _apart(limit: Limit, entity: Entity, rule: ConceptRule, tokens: Tokens) -> Limit:
    """A limit on by how much a time is too long as one from what is normal: "PT |prolonged| by more than 3 s"."""
    end = limit.lower or limit.upper
    if end is None or end.number is None or limit.upper not in {None, end} or end.ref is not None:
        return limit
    said = [*((one.first, one.last) for one in entity.modifiers), (entity.first, entity.last)]
    place = next((one for one in said if not _PROLONGED.isdisjoint(tokens.folded[slice(*one)])), None)
    value = convert(end.number, end.unit or "", rule.unit or "")
    if place is None or value is None or rule.plausible is None or value >= _MANIFOLD * rule.plausible[0]:
        return limit
    apart = replace(end, ref="other", ref_tokens=place, over=True)
    return replace(limit, lower=apart) if limit.lower is not None else replace(limit, upper=apart)


def _other(limit: Limit, entity: Entity, rule: ConceptRule, tokens: Tokens) -> str | None:
    """The name of the concept that a limit is on instead of another one."""
    if is_graded(limit, tokens):
        return rule.instead.get(_GRADE)
    if is_titer(limit, tokens):
        return rule.instead.get(_TITER)
    unit = limit.amount.unit
    if unit in rule.instead and limit.ref is None:
        return rule.instead[unit]
    if unit is None:
        return _by_number(limit, entity, rule)
    if limit.ref is not None or (rule.unit is not None and is_in_its_unit(limit, rule)):
        return None
    codes = ((code, name) for code, name in rule.instead.items() if code not in _SHARES)
    alike = (name for code, name in codes if dimension(code) == dimension(unit))
    return next(alike, None)


def _by_number(limit: Limit, entity: Entity, rule: ConceptRule) -> str | None:
    """The name of the concept that a plain number behind a name is of: "BBS |≥ 45|", but not "2 |BBS"|."""
    ends = [end for end in (limit.lower, limit.upper) if end is not None]
    if limit.ref is not None or any(end.unit is not None or end.tokens[0] < entity.last for end in ends):
        return None
    if _SCORE in rule.instead:
        return rule.instead[_SCORE]
    if _BELOW not in rule.instead or rule.plausible is None:
        return None
    low = rule.plausible[0]
    return rule.instead[_BELOW] if ends and all((end.number or 0) < low for end in ends) else None


def is_on_strip(draft: Draft, limit: Limit, tokens: Tokens) -> bool:
    """Whether the last limit on something, or a further one, is on the grades of a strip: "proteinuria |≥ 2+|"."""
    rule = draft.entity.rule if draft.entity is not None else None
    if rule is None or _GRADE not in rule.instead:
        return False
    return is_graded(draft.limits[-1], tokens) or is_graded(limit, tokens)


def is_graded(limit: Limit, tokens: Tokens) -> bool:
    """Whether a limit is on the grades of a test strip: "≥ 2+", "+3 or more", "++"."""
    ends = [end for end in (limit.lower, limit.upper) if end is not None and _is_small(end)]
    return any(
        _GRADE in (tokens.folded[end.tokens[0]], *tokens.folded[end.tokens[1] : end.tokens[1] + 1]) for end in ends
    )


def is_titer(limit: Limit, tokens: Tokens) -> bool:
    """Whether a limit is on how far a sample is diluted: "≥ 1:80"."""
    ends = [end for end in (limit.lower, limit.upper) if end is not None and end.unit_tokens is None]
    return any(tokens.folded[end.tokens[0] + 1 : end.tokens[0] + 2] == [_TITER] for end in ends)


def _is_small(end: Amount) -> bool:
    return end.unit_tokens is None and end.ref is None and 0 < (end.number or 0) <= _STRONGEST
