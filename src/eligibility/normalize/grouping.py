"""Grouping: what binds tighter where a list has "and" as well as "or", and no comma says so.

Alternatives are of one kind: in "gout or asthma and |treatment with steroids" either is treated. Where all is of one
kind, "and" binds tighter, and it is noted that nothing says so.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.normalize.drafts import CARE, STATES, WHO, Draft, Op, Tree, any_of, last_of
from eligibility.normalize.instead import is_within
from eligibility.normalize.joins import Join, Operator, is_denied_on
from eligibility.normalize.parts import Part, Said

_ADDED = frozenset({"with", "on", "despite"})
"""Links of what comes with what stands before a comma."""
_CONDITION = "condition"
_TWO, _THREE = 2, 3


def group_alternatives(parts: list[Part], operators: list[Operator]) -> tuple[list[Part], list[Operator]]:
    """Makes one item of alternatives of one kind that stand beside something of another.

    Args:
        parts: the items of a list.
        operators: what stands between them, both "and" and "or".
    """
    out, between = list(parts), list(operators)
    end = len(out) - 1
    while end > 0:
        start = end
        while start and between[start - 1] == "or":
            start -= 1
        if start < end and (one := _group(out, between, start, end)) is not None:
            out[start : end + 1], between[start:end] = [one], []
        end = start - 1 if start < end else end - 1
    if "or" in between and "and" in between:
        _note_open(out, between)
    return out, between


def said_of_both(parts: Sequence[Part], joins: Sequence[Join]) -> bool:
    """Whether what stands behind a comma is said of both alternatives before it: "asthma or COPD, |with fever|".

    It is noted that only the comma says so. Behind longer lists it may be said of the last alone, which is noted.
    """
    if joins[-2:-1] != ["or"] or not (joins[-1] == "comma" or (joins[-1] == "and" and parts[-1].relative)):
        return False
    first = _first(parts[-1])
    if first is None or first.link not in _ADDED:
        return False
    kinds = {_kind(part) for part in parts[:-1]}
    if len(parts) > _THREE or len(kinds) > 1 or None in kinds:
        first.and_first = True
        return False
    first.comma_inferred = True
    return True


def note_commas(tree: Tree, joins: Sequence[Join]) -> None:
    """Marks the last of several conditions that only commas add up: "patients with gout, |asthma|"."""
    if joins[-1] == "comma" and isinstance(tree, Op) and tree.kind == "all_of" and all(map(_is_state, tree.parts)):
        last_of(tree).comma_inferred = True


def _is_state(tree: Tree) -> bool:
    """Whether a tree is a condition that nothing limits."""
    if not isinstance(tree, Draft) or tree.kind != "occurrence" or tree.limits:
        return False
    return tree.entity is not None and tree.entity.domain == _CONDITION


def listed_with(parts: Sequence[Part], joins: Sequence[Join]) -> int:
    """Where the last of alternatives is with one of a list of its own: "gout or |COPD with wheezing, cough, or fever".

    An "or" has ended the alternatives before it. 0 where there is none such.
    """
    place = next((at for at, one in enumerate(joins) if one != "or"), 0)
    if not place or set(joins[place:-1]) != {"comma"} or joins[-1] != "or":
        return 0
    named = [draft for draft in parts[place].drafts() if not draft.bracketed]
    with_it = parts[place].last
    if len(named) != _TWO or with_it is not named[-1] or with_it.link != "with":
        return 0
    listed = [with_it, *(_first(part) for part in parts[place + 1 :])]
    if any(len(part.parts) != 1 for part in parts[place + 1 :]) or any(one is None or one.link for one in listed[1:]):
        return 0
    domains = {one.entity.domain if one is not None and one.entity is not None else None for one in listed}
    return place if len(domains) == 1 and None not in domains else 0


def _group(parts: list[Part], operators: list[Operator], start: int, end: int) -> Part | None:
    """Alternatives as one item, where what stands beside them with "and" is of another kind."""
    kinds = {_kind(part) for part in parts[start : end + 1]}
    beside = [parts[start - 1]] if start else []
    beside.extend(parts[end + 1 : end + 2])
    if len(kinds) != 1 or None in kinds or not beside or any(_kind(part) in {None, *kinds} for part in beside):
        return None
    if len(beside) > (start > 0) and not _is_beside(beside[-1]):
        return None
    if any(part.apart or part.clausal or part.relative or part.own_negation for part in parts[start + 1 : end + 1]):
        return None
    return None if is_wider(parts[end - 1], parts[end]) else _one(parts[start : end + 1])


def is_wider(part: Part, following: Part) -> bool:
    """Whether a further limit is the wider of two on one thing, so that the first says nothing beside it.

    In "BMI ≥ 30 or |≥ 27 and hypertension|" the second holds only beside what follows.
    """
    one, two = part.last, following.first
    if one is None or two is None or not one.limits or not two.limits:
        return False
    alike = one.kind == two.kind == "age" or (one.first, one.last) == (two.first, two.last)
    return alike and is_within(one.limits[-1], two.limits[-1])


def _is_beside(part: Part) -> bool:
    """Whether an item stands for itself, and does not go on behind a comma: "or B, |on oral contraceptives|"."""
    first = _first(part)
    return part.added or (first is not None and first.link is None)


def _one(parts: list[Part]) -> Part | None:
    """Alternatives as one item, with what leads the first; None where more is said of one of them."""
    first = parts[0]
    if any(len(part.parts) != 1 for part in parts[1:]) or any(part.must is not None for part in parts):
        return None
    said = [first.parts[-1], *(part.parts[0] for part in parts[1:])]
    either = any_of([one.tree for one in said])
    if either is None or any(one.negation for one in (*first.parts, *said)):
        return None
    if any(draft.kind not in WHO and not draft.people for draft in first.drafts()[:-1]):
        return None
    return replace(first, parts=[*first.parts[:-1], Said(either)])


def _kind(part: Part) -> str | None:
    """What an item is about: what one has, what one is given, or what is measured; None where it is something else."""
    draft = next((draft for draft in part.drafts() if draft.kind not in WHO and not draft.people), None)
    if part.examples is not None or part.listed:
        return None
    if draft is None:
        return "who" if part.parts else None
    if draft.kind != "occurrence" or draft.entity is None:
        return draft.kind if draft.kind in {"measurement", "attestation"} else None
    if draft.entity.rule is not None and draft.entity.rule.specimen is not None:
        return "measurement"
    return "given" if draft.entity.domain in CARE else "had" if draft.entity.domain in STATES else None


def _note_open(parts: Sequence[Part], operators: Sequence[Operator]) -> None:
    """Marks the things before which an "and" is taken to bind tighter than an "or" of the list.

    It does so plainly where a comma parts the alternatives, or where one is a sentence, or denied, by itself.
    """
    start = 0
    for end in range(1, len(parts) + 1):
        if end < len(parts) and (operators[end - 1] == "and" or is_denied_on(parts[end - 1], parts[end])):
            continue
        bounds = [parts[start]] if start else []
        bounds.extend(parts[end : end + 1])
        if end - start > 1 and any(not _is_plain(part) for part in bounds):
            for place in range(start + 1, end):
                draft = _first(parts[place])
                plain = _is_plain(parts[place]) or parts[place].together or is_denied_on(parts[place - 1], parts[place])
                if draft is not None and not plain:
                    draft.and_first = True
        start = end


def _first(part: Part) -> Draft | None:
    tree = part.parts[0].tree if part.parts else None
    return tree if isinstance(tree, Draft) else None


def _is_plain(part: Part) -> bool:
    """Whether an item is plainly another alternative: behind a comma, of other people, or a clause by itself."""
    first = _first(part)
    said = part.apart or part.clausal or part.people or part.others or part.relative or part.beside
    return said or part.comma or (first is not None and first.kind in WHO)
