"""Members: what is listed behind "including", where all of it is asked."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import drafts_of, last_of
from eligibility.normalize.examples import is_counted, is_number_of
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part, Said
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens
from eligibility.tree import Kind

_DRUGS = frozenset({"drug"})
_TREATMENTS = _DRUGS | {"procedure"}
"""Domains of what lines of therapy may be made of."""
_INCLUDE = frozenset({"including", "include", "includes"})
"""Words before what is among what was said."""
_ONE = frozenset({"a", "an", "one", "either"})
"""Words before what there is to be one of: "therapy including |a| taxane"."""
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


def asks_for(chunk: Chunk, tokens: Tokens, *, must: bool) -> bool:
    """Whether words before members ask for one of them: "including |a taxane|", "must include |bortezomib|".

    Args:
        chunk: these words.
        tokens: the criterion.
        must: whether "must" stands before them.
    """
    if chunk.last > chunk.first + 1 or tokens.folded[chunk.first] not in _INCLUDE:
        return False
    return must or not _ONE.isdisjoint(tokens.folded[chunk.last : chunk.last + 1])


def is_one_asked(of: Sequence[Said], listed: list[list[Said]], first: Part, kind: Kind) -> bool:
    """Whether one of the drugs that are listed is asked for besides the treatment that they are a part of.

    Args:
        of: what is said of the treatment.
        listed: what is said of each drug.
        first: the item that names the treatment.
        kind: that of the criterion; an exclusion criterion excludes with either of them.
    """
    if kind != "inclusion" or not of or any(said.negation for said in of):
        return False
    entity = last_of(of[-1].tree).entity
    if entity is not None and entity.domain not in _TREATMENTS:
        return False
    single = first.members and len(listed) == 1 and entity is not None and entity.domain not in _DRUGS
    drafts = [draft for one in listed for said in one for draft in drafts_of(said.tree)]
    given = all(draft.entity is not None and draft.entity.domain in _DRUGS for draft in drafts)
    return bool(drafts) and given and (first.asked or single)


def ask_for_member(part: Part) -> None:
    """Makes what an item by itself names behind "including" no example, where that is asked for."""
    count = part.examples
    if count and is_one_asked(part.parts[:count], [part.parts[count:]], part, "inclusion"):
        part.same = True


def is_measured(part: Part) -> bool:
    """Whether an item names nothing but measurements."""
    return bool(part.parts) and all(draft.kind == "measurement" for draft in part.drafts())
