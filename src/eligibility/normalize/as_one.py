"""Items that are one item of a list: what shares a noun, a limit or the people it is said of."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.normalize.drafts import Draft, any_of, sexes
from eligibility.normalize.joins import Join
from eligibility.normalize.marking import marks
from eligibility.normalize.parts import Part, Said

_PAIR = 2


def is_lone_exception(part: Part) -> bool:
    """Whether all an item names is an exception in brackets: "cancer within 5 years or |now (except lymphoma)|"."""
    return part.exempts and len(part.parts) == 1 and not part.parts[0].negation


def before_exceptions(parts: Sequence[Part], joins: Sequence[Join]) -> int:
    """Where a list ends, all of which exceptions in brackets behind a comma are of: "gout, asthma, |(except mild)|"."""
    end = len(parts)
    while end > 1 and joins[end - _PAIR] == "comma" and is_lone_exception(parts[end - 1]):
        end -= 1
    return end


def with_lone_exceptions(parts: list[Part], joins: list[Join]) -> tuple[list[Part], list[Join]]:
    """The items, with an exception in brackets behind "or" said of what the item before names."""
    out, between = parts[:1], list[Join]()
    for part, joined in zip(parts[1:], joins, strict=True):
        if joined == "or" and is_lone_exception(part) and out[-1].parts:
            out[-1] = replace(out[-1], parts=[*out[-1].parts, *part.parts])
        else:
            out.append(part)
            between.append(joined)
    return out, between


def bound_together(parts: list[Part], joins: list[Join]) -> tuple[list[Part], list[Join]]:
    """ "Liver or |kidney disease with ascites": what shares a noun is one item beside "and" and before more."""
    out, between = list(parts), list(joins)
    for place in range(len(out) - 1, 0, -1):
        if place >= len(out) or not out[place].bound or between[place - 1] != "or":
            continue
        start = place - 1
        while start and out[start].bound and between[start - 1] in {"or", "comma"}:
            start -= 1
        more = _goes_on(out[place]) or between[place : place + 1] == ["and"] or between[start - 1 : start] == ["and"]
        one = one_item(out[start : place + 1]) if more and between[start - 1 : start] != ["comma"] else None
        if one is not None:
            out[start : place + 1], between[start:place] = [one], []
    return out, between


def limited_together(parts: list[Part], joins: list[Join]) -> tuple[list[Part], list[Join]]:
    """ "ALT or |AST ≤ 2.5 x ULN| and bilirubin ≤ 2 mg/dL": what shares a limit is one item beside "and"."""
    out, between = list(parts), list(joins)
    place = len(out) - 1
    while place > 0:
        start = place
        while start and between[start - 1] == "or" and _one_limit(out[start - 1], out[start]):
            start -= 1
        beside = between[place : place + 1] == ["and"] or between[max(0, start - 1) : start] == ["and"]
        beside = beside or _is_behind_limit(out[start])
        beside = beside or (
            between[max(0, start - 1) : start] == ["comma"] and _limits_another(out[start - 1], out[start])
        )
        one = one_item(out[start : place + 1]) if start < place and beside else None
        if one is not None:
            out[start : place + 1], between[start:place] = [one], []
        place = start - 1 if start < place else place - 1
    return out, between


def said_of_people(parts: list[Part], joins: list[Join]) -> tuple[list[Part], list[Join]]:
    """ "|Women who are nursing or lactating|, women with gout": alternatives said of the same people are one item."""
    people = [place for place, part in enumerate(parts) if len(part.parts) > 1 and _begins_with_sex(part)]
    if len(people) < _PAIR:
        return parts, joins
    out, between = list(parts), list(joins)
    for place in reversed(people):
        if between[place : place + 1] != ["or"] or len(out[place].parts) != _PAIR or len(out[place + 1].parts) != 1:
            continue
        if between[place + 1 : place + 2] not in ([], ["comma"]) or _begins_with_sex(out[place + 1]):
            continue
        one = one_item(out[place : place + 2])
        if one is not None:
            out[place : place + 2], between[place : place + 1] = [one], []
    return out, between


def denied_of_people(parts: list[Part], joins: list[Join]) -> tuple[list[Part], list[Join]]:
    """ "Males and |non-pregnant, non-lactating females|": what is denied of one sex, beside the other, is one item."""
    last = parts[-1]
    if len(last.parts) != _PAIR or last.last is None or last.last.kind != "sex" or not last.parts[0].negation:
        return parts, joins
    start = len(parts) - 1
    while start and joins[start - 1] == "comma" and len(one := parts[start - 1].parts) == 1 and one[0].negation:
        start -= 1
    before = parts[start - 1].last if 0 < start < len(parts) - 1 else None
    if before is None or before.kind != "sex" or joins[start - 1] not in {"and", "or"}:
        return parts, joins
    said = [said for part in parts[start:] for said in part.parts]
    other = sexes([before]) != sexes([last.last])
    return [*parts[:start], replace(last, parts=said)], [*joins[: start - 1], "or" if other else joins[start - 1]]


def _begins_with_sex(part: Part) -> bool:
    first = part.first
    return first is not None and first.kind == "sex"


def _limits_another(part: Part, following: Part) -> bool:
    """Whether an item ends in a measurement with a limit of its own: "|bilirubin < 2 mg/dL|, ALT or AST < 100 U/L"."""
    one = part.last
    return one is not None and one.kind == "measurement" and bool(one.limits) and not _one_limit(part, following)


def _is_behind_limit(part: Part) -> bool:
    """Whether what an item ends in stands behind something that is limited by itself: "bilirubin < 2 mg/dL |ALT|"."""
    before = part.parts[-_PAIR].tree if len(part.parts) >= _PAIR else None
    return isinstance(before, Draft) and before.kind == "measurement" and bool(before.limits)


def _one_limit(left: Part, right: Part) -> bool:
    """Whether a limit that is said once is on both of two measurements."""
    one, two = left.last, right.drafts()[0] if right.parts else None
    if one is None or two is None or not one.limits or not two.limits:
        return False
    return one.kind == two.kind == "measurement" and one.limits[-1].first == two.limits[-1].first


def _goes_on(part: Part) -> bool:
    """Whether an item says more of what it begins with: "kidney disease |with ascites"."""
    following = part.parts[1] if len(part.parts) > 1 else None
    if following is not None and marks(part):
        return True
    if following is None or following.negation != part.parts[0].negation:
        return following is not None
    return isinstance(following.tree, Draft) and (following.tree.link is not None or following.tree.kind == "words")


def one_item(parts: list[Part]) -> Part | None:
    """Alternatives as one item, with what leads the first and follows the last; None where more is said of others."""
    first, last = parts[0], parts[-1]
    if any(len(part.parts) != 1 for part in parts[1:-1]) or not first.parts or not last.parts:
        return None
    said = [first.parts[-1], *(part.parts[0] for part in parts[1:])]
    either = any_of([one.tree for one in said])
    asked = last.whom is not None and (len(first.parts) > 1 or first.whom is not None)
    if either is None or len({one.negation for one in said}) > 1 or last.must is not None or asked:
        return None
    joined = [*first.parts[:-1], Said(either, said[0].negation), *last.parts[1:]]
    return replace(first, parts=joined, whom=first.whom if last.whom is None else last.whom)
