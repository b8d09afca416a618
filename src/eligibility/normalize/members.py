"""Members: what is listed behind "including", where all of it is asked."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import drafts_of, last_of
from eligibility.normalize.examples import is_counted, is_number_of
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part, Said
from eligibility.tree import Kind

_DRUGS = frozenset({"drug"})
_TREATMENTS = _DRUGS | {"procedure"}
"""Domains of what lines of therapy may be made of."""
_FUNCTION, _CONTROL = "observation", "control"
"""The domain of functions of the body, and the kind of modifier that says how well they do."""


def are_all_asked(of: Sequence[Said], listed: list[list[Said]], joins: list[Join]) -> bool:
    """Whether what is listed are limits with "and" between them, or that say what is adequate.

    "Adequate function, defined as |ANC ≥ 1.5 x 10^9/L, bilirubin ≤ 1 mg/dL|".
    """
    if "or" in joins or not ("and" in joins or _is_adequate(of)):
        return False
    return all(is_measured(Part(parts=one)) for one in listed if one)


def _is_adequate(of: Sequence[Said]) -> bool:
    """Whether a function is said to be as it should."""
    entity = last_of(of[-1].tree).entity if of else None
    said = entity.modifiers if entity is not None and entity.domain == _FUNCTION else ()
    return any(one.kind == _CONTROL for one in said)


def is_made_of(of: Sequence[Said], listed: list[list[Said]], joins: Sequence[Join], kind: Kind) -> bool:
    """Whether what is listed with "and" are all among treatments: "therapy including |a taxane and a platinum|".

    In an exclusion list they are where treatments are counted, and else what is excluded too.
    """
    last = last_of(of[-1].tree)
    treated = last.entity is not None and last.entity.domain == "procedure" and kind == "inclusion"
    if "and" not in joins or "or" in joins or not (treated or is_counted(last) or is_number_of(last)):
        return False
    entities = [draft.entity for one in listed for said in one for draft in drafts_of(said.tree)]
    domains = _TREATMENTS if is_number_of(last) else _DRUGS
    return all(entity is not None and entity.domain in domains for entity in entities)


def is_measured(part: Part) -> bool:
    """Whether an item names nothing but measurements."""
    return bool(part.parts) and all(draft.kind == "measurement" for draft in part.drafts())
