"""Respectively: "AST and ALT ≤ 2.5 and 3 x ULN, respectively", "> 1.5 and > 1.4 mg/dL in men and women"."""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.normalize.attaching import attach_limit
from eligibility.normalize.drafts import Draft, Op, Tree, all_of, any_of
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part, Said
from eligibility.tree import Kind

_PAIR = 2


def pair_off(parts: list[Part], joins: list[Join], kind: Kind, told: int | None = None) -> None:
    """Gives each of several names, or each sex, the limit that is in its place; where their numbers fit.

    What is listed behind the word that says so has no part in it, nor has what is listed before the first name.

    Args:
        parts: the items of a list, read; they are changed.
        joins: what stands between them.
        kind: the list that they stand in.
        told: the token that says so, if one does.
    """
    end = len(parts)
    while told is not None and end and _begins_behind(parts[end - 1], told):
        end -= 1
    paired, between = parts[:end], joins[: max(0, end - 1)]
    _pair_off(paired, between, kind)
    begin = next((at for at, part in enumerate(paired) if any(map(_is_measured, part.drafts()))), 0)
    if begin and len(paired) == end:
        last, inner = paired[begin:], between[begin:]
        _pair_off(last, inner, kind)
        paired[begin:], between[begin:] = last, inner
    parts[:end], joins[: max(0, end - 1)] = paired, between


def _begins_behind(part: Part, place: int) -> bool:
    """Whether all that an item says stands behind a token."""
    said = [draft.first for draft in part.drafts()]
    said += [one.first for one in (part.limit, part.when) if one is not None]
    return bool(said) and min(said) > place


def _pair_off(parts: list[Part], joins: list[Join], kind: Kind) -> None:
    drafts = [draft for part in parts for draft in part.drafts()]
    if _time_off(drafts):
        return
    names = [draft for draft in drafts if draft.kind == "measurement" and draft.entity is not None]
    sexes = [draft for draft in drafts if draft.kind == "sex"]
    limits = _alike(_limits(parts, len(sexes) or len(names)))
    if len(limits) < _PAIR or len(drafts) > len(names) + len(sexes):
        return
    if len(names) == len(limits) and not sexes:
        for draft, limit in zip(names, limits, strict=True):
            draft.limits = []
            attach_limit(draft, limit)
        _drop_empty(parts, joins)
    elif len(names) == 1 and len(sexes) == len(limits):
        cases = [_case(names[0], limit, sex, kind) for limit, sex in zip(limits, sexes, strict=True)]
        tree = all_of(cases) if kind == "inclusion" else any_of(cases)
        if tree is not None:
            parts[:] = [Part(parts=[Said(tree)])]
            joins.clear()


def _time_off(drafts: list[Draft]) -> bool:
    """ "Aspirin or heparin within 2 and |7 days, respectively|": gives each event its time; says whether it does."""
    last = drafts[-1].when if drafts else None
    if last is None or last.limit is None or any(draft.when is not None for draft in drafts[:-1]):
        return False
    limits = _one_by_one(last.limit)
    unit = next((limit for limit in reversed(limits) if limit.amount.takes_no_unit), limits[0])
    if len(limits) != len(drafts) or not all(draft.named for draft in drafts):
        return False
    for draft, limit in zip(drafts, limits, strict=True):
        draft.when, draft.anchor = replace(last, limit=limit.with_unit_of(unit)), drafts[-1].anchor
    return True


def is_paired(parts: list[Part]) -> bool:
    """ "Systolic/diastolic pressure |> 160/95|": two names, and behind the second a pair of limits."""
    if len(parts) != _PAIR:
        return False
    first, second = parts[0].drafts(), parts[1].drafts()
    if len(first) != 1 or len(second) != 1 or first[0].limits or len(second[0].limits) != 1:
        return False
    limit = second[0].limits[0]
    return limit.paired is not None and limit.alternatives and all(_is_measured(one) for one in (first[0], second[0]))


def _is_measured(draft: Draft) -> bool:
    return draft.kind == "measurement" and draft.entity is not None


def _limits(parts: list[Part], count: int) -> list[Limit]:
    """All limits of some items, in reading order; a pair is two, and so are two bare numbers where more are wanted."""
    found: list[Limit] = []
    for part in parts:
        found += [limit for draft in part.drafts() for limit in draft.limits]
        found += [part.limit] if part.limit is not None else []
    found.sort(key=lambda limit: limit.first)
    out: list[Limit] = []
    for limit in found:
        out += [limit] if limit.paired is None else [replace(limit, paired=None), limit.paired]
    return out if len(out) >= count else [one for limit in out for one in _one_by_one(limit)]


def _one_by_one(limit: Limit) -> list[Limit]:
    """The numbers of a list as limits of their own, in reading order: "< 3, |4 and 2 x ULN|"."""
    ends = limit.one_of or (limit.lower, limit.upper)
    amounts = sorted({end.tokens: end for end in ends if end is not None}.items())
    if len(amounts) < _PAIR:
        return [limit]
    return [
        replace(limit, first=first, last=last, lower=amount, upper=amount, one_of=(), compared=False)
        for (first, last), amount in amounts
    ]


def _alike(limits: list[Limit]) -> list[Limit]:
    """Limits that all compare as the first does, in the unit that one of them has."""
    if not limits:
        return []
    first, unit = limits[0], next((limit for limit in reversed(limits) if limit.amount.takes_no_unit), limits[0])
    alike = [limit.compared_as(first) for limit in limits]
    return [limit.with_unit_of(unit) if unit.ref is None else _multiple(limit, unit) for limit in alike]


def _multiple(limit: Limit, other: Limit) -> Limit:
    """The same limit as a multiple of what another one is a multiple of."""
    amount = other.amount
    if limit.ref is not None or limit.amount.unit_tokens is not None or other.ref is None or amount.ref_tokens is None:
        return limit
    return limit.of(other.ref, amount.ref_tokens)


def _drop_empty(parts: list[Part], joins: list[Join]) -> None:
    """Takes out the items that were nothing but a limit."""
    for place in range(len(parts) - 1, 0, -1):
        parts[place].limit = None
        if not parts[place].parts:
            del parts[place], joins[place - 1]
    parts[0].limit = None


def _case(name: Draft, limit: Limit, sex: Draft, kind: Kind) -> Tree:
    """A limit for people of one sex."""
    again = name.again()
    again.extent = (name.first, name.last)
    attach_limit(again, limit)
    return Op("implies", [sex, again]) if kind == "inclusion" else Op("all_of", [sex, again])
