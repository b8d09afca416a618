"""Scales and shares that items have in common: "stage III or |grade 3 lymphoma", "FVC < 70 % of predicted"."""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.normalize.attaching import attach_limit
from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.limiting import GRADED, give_limit, is_besides
from eligibility.normalize.parts import Part, Said
from eligibility.normalize.units import convert
from eligibility.tagging.tokens import Tokens

_PER_CENT = "%"


def share_predicted(parts: list[Part], place: int, joins: list[Join], source: Draft) -> None:
    """ "FEV1 < 80 % and |FVC < 70 % of predicted|": per cent of what has another unit is of what is predicted."""
    said = source.limits[-1].amount
    if said.ref != "predicted" or said.ref_tokens is None or said.unit != _PER_CENT:
        return
    at = place - 1
    while at >= 0 and joins[at] in LISTING:
        last = parts[at].last
        rule = last.entity.rule if last is not None and last.entity is not None else None
        if last is None or last.kind != "measurement" or len(last.limits) != 1 or rule is None or rule.unit is None:
            return
        amount = last.limits[0].amount
        if amount.ref or amount.unit != _PER_CENT or convert(1.0, _PER_CENT, rule.unit) is not None:
            return
        last.limits[0] = last.limits[0].of(said.ref, said.ref_tokens)
        at -= 1


def share_staged(part: Part, following: Part, tokens: Tokens) -> None:
    """ "stage III or |grade 3 lymphoma": a stage with nothing that it is of is that of what is graded next."""
    of = next((draft for draft in following.drafts() if draft.limits and draft.limits[-1].scale), None)
    if of is None or of.kind != "occurrence" or part.limit is None or part.scale is None:
        return
    again = of.again()
    again.extent = (part.scale[0], part.limit.last)
    limit, part.limit = part.limit, None
    give_limit(again, limit, part, tokens)
    part.parts.append(Said(again, following.parts[0].negation))


def share_graded(part: Part, before: Part, tokens: Tokens) -> None:
    """ "Neuropathy of grade 3, or |grade 2 with pain|": a grade that is of nothing is of what was graded before."""
    first, last = part.drafts()[:1], before.last_open
    if last is None or last.kind != "occurrence" or not last.limits or last.limits[-1].scale is None:
        return
    if part.scale is None or (not first and part.limit is None) or (first and not is_besides(first[0], part)):
        return
    again = last.again()
    again.extent = part.scale
    if part.limit is not None:
        attach_limit(again, replace(part.limit, compared=True, scale=scale_of(part, tokens) or last.limits[-1].scale))
    part.limit = part.scale = None
    part.parts.insert(0, Said(again, part.parts[0].negation if part.parts else 0))


def scale_of(part: Part, tokens: Tokens) -> str | None:
    """ "grade" or "stage", where an item says so without saying of what."""
    return GRADED.get(tokens.folded[part.scale[1] - 1]) if part.scale is not None else None
