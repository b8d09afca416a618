"""Instead: limits that hold in some cases in place of those said before them.

"AST and ALT ≤ 2.5 x ULN; |≤ 5 x ULN if liver metastases are present|", "bilirubin ≤ 1.5 x ULN, except for |Gilbert
syndrome, where ≤ 3 x ULN|".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.normalize.attaching import attach_limit, is_of_analyte
from eligibility.normalize.drafts import Draft, Op, Tree, all_of, any_of, drafts_of, last_of
from eligibility.normalize.further_cases import in_further_case, in_several, is_in_cases
from eligibility.rules import ConceptRule
from eligibility.tree import Kind

_PAIR = 2
_WHO = frozenset({"occurrence", "sex"})
"""Kinds of leaves that say in which case a limit holds."""


_LIMITED = frozenset({"age", "measurement"})
"""Kinds of leaves that limits are on."""


class Case(NamedTuple):
    """Who or what it is about, and the limit that then holds, if one does.

    Attributes:
        rule: of what it is, where that is said again.
    """

    who: Tree
    limit: Limit | None
    rule: ConceptRule | None = None


def case_of(tree: Tree, *, named: bool = False) -> Case | None:
    """The case that a tree says, and nothing else; None where it says more.

    Args:
        tree: the tree.
        named: whether the limit may be on a measurement that is named again, and not only on none.
    """
    if isinstance(tree, Draft):
        return _graded(tree) if named else None
    if tree.kind == "not":
        return case_of(tree.parts[0], named=named)
    if tree.kind == "implies":
        who, said = tree.parts
        return _case([who], said, named=named)
    limited = [part for part in tree.parts if isinstance(part, Draft) and part.kind == "measurement" and part.limits]
    if tree.kind != "all_of" or len(limited) != 1:
        return None
    return _case([part for part in tree.parts if part is not limited[0]], limited[0], named=named)


def _case(who: list[Tree], said: Tree, *, named: bool) -> Case | None:
    if not isinstance(said, Draft) or said.kind != "measurement" or len(said.limits) != 1:
        return None
    rule = said.entity.rule if said.entity is not None else None
    condition = all_of(who)
    if condition is None or not (said.nameless or (named and rule is not None)):
        return None
    return Case(condition, said.limits[0], rule)


def _graded(draft: Draft) -> Case | None:
    """ "In patients with liver metastases |≤ 5 x ULN|", "in Gilbert syndrome |< 3 mg/dL|": no state is limited so."""
    if draft.kind != "occurrence" or len(draft.limits) != 1 or not is_of_analyte(draft.limits[0]):
        return None
    return Case(replace(draft, limits=[]), draft.limits[0])


def hold_instead(body: Tree, case: Case, kind: Kind) -> Tree | None:
    """A tree in which the limit of a case holds in that case, and its own in all others; None where it has none such.

    It stands in for the limit said last, wherever that is one limit on several things, or for those on what it names.
    """
    limit = case.limit
    if limit is None:
        return None
    drafts = [draft for draft in drafts_of(body) if draft.kind == "measurement" and draft.limits]
    if case.rule is not None:
        drafts = [draft for draft in drafts if draft.entity is not None and draft.entity.rule is case.rule]
    elif drafts:
        last = drafts[-1].limits[-1]
        drafts = [draft for draft in drafts if draft.limits[-1] is last]
    if not drafts:
        return None
    if kind == "inclusion" and _denied(body, case.who):
        return Op("any_of", [body, Op("all_of", [case.who, *(_again(draft, limit) for draft in drafts)])])
    whole = in_several(body)
    said = [(whole.get(id(draft), draft), draft) for draft in drafts]
    return _swapped(body, {id(tree): either_limit(draft, case.who, limit, kind, tree) for tree, draft in said})


def limits_by_case(draft: Draft, cases: Sequence[Case], kind: Kind) -> Op:
    """A measurement with its own limit, and with another one in each of several cases.

    "BNP ≥ 600 (|≥ 400 if hospitalized, ≥ 900 in atrial fibrillation|)".

    Args:
        draft: the measurement.
        cases: the cases, each with its limit.
        kind: the list of criteria.
    """
    case: Literal["implies", "all_of"] = "implies" if kind == "inclusion" else "all_of"
    own, others = draft.limits[-1], any_of([one.who for one in cases])
    assert others is not None
    held: list[Tree] = [Op(case, [Op("not", [others]), draft])]
    held.extend(Op(case, [one.who, _again(draft, _turned(own, one.limit, kind))]) for one in cases if one.limit)
    return Op("all_of" if kind == "inclusion" else "any_of", held)


def either_limit(draft: Draft, who: Tree, limit: Limit | None, kind: Kind, held: Tree | None = None) -> Op:
    """A measurement with its own limit, and with another one, or none, for some.

    Where what is above a limit excludes, up to another one is what does not: "> 3 x ULN (|≤ 5 x ULN| in cirrhosis)".

    Args:
        draft: the measurement.
        who: for whom the other limit holds.
        limit: that limit, if one holds for them.
        kind: the list of criteria.
        held: what holds for all others, where that is more than the measurement: its limits in other cases.
    """
    held = held or draft
    if limit is None:
        none = Op("not", [who])
        return Op("implies", [none, held]) if kind == "inclusion" else Op("all_of", [held, none])
    return _in_cases(who, held, _again(draft, _turned(draft.limits[-1], limit, kind)), kind)


def _turned(own: Limit, limit: Limit, kind: Kind) -> Limit:
    """What excludes in a case whose limit says what does not exclude: "> 3 x ULN (|≤ 5 x ULN| in cirrhosis)"."""
    turned = (own.lower is None) != (limit.lower is None) and not (own.is_range or limit.is_range)
    return limit.denied() if kind == "exclusion" and own.compared and limit.compared and turned else limit


def _again(draft: Draft, limit: Limit) -> Draft:
    own, again = draft.limits[-1], draft.again()
    again.extent = (limit.first, limit.last)
    attach_limit(again, limit.compared_as(own).with_ref_of(own).with_unit_of(own))
    return again


def _denied(body: Tree, who: Tree) -> bool:
    """Whether it is said already of whom the first limit is: "≤ 3 x ULN |without metastases|; ≤ 5 x ULN with them"."""
    rule = who.entity.rule if isinstance(who, Draft) and who.entity is not None else None
    if rule is None or not isinstance(body, Op):
        return False
    denied = [part.parts[0] for part in body.parts if isinstance(part, Op) and part.kind == "not"]
    return any(isinstance(one, Draft) and one.entity is not None and one.entity.rule is rule for one in denied)


def _swapped(tree: Tree, swaps: dict[int, Op]) -> Tree:
    if isinstance(tree, Draft) or id(tree) in swaps:
        return swaps.get(id(tree), tree)
    tree.parts = [_swapped(part, swaps) for part in tree.parts]
    return tree


def extend(asked: Tree, when: Tree) -> Tree | None:
    """ "Age 20 to 60, or |above 60| if fit": the further age holds only where its condition does.

    None where the last of the alternatives is no further limit on an age.
    """
    if not isinstance(asked, Op) or asked.kind != "any_of":
        return None
    ages = [part for part in asked.parts if isinstance(part, Draft) and part.kind == "age" and part.limits]
    if len(ages) != len(asked.parts):
        return None
    return Op("any_of", [*asked.parts[:-1], Op("all_of", [asked.parts[-1], when])])


def set_apart(trees: list[Tree], case: Tree, limited: list[Draft]) -> Tree:
    """ "Gout with urate ≥ 8 if A, |or ≥ 6 if B|": what stands with a limit that holds in one case is said of both.

    Args:
        trees: what is said before; its last loses what holds in every case.
        case: the further case.
        limited: what is limited in the last of these trees.

    Returns:
        The further case, with the one before it where both are alternatives to one another.
    """
    before = trees[-1] if trees else None
    if not isinstance(before, Op) or len(before.parts) != _PAIR:
        return case
    if before.kind not in {"implies", "all_of"} or is_in_cases(before):
        several = in_further_case(before, case, limited)
        trees[-1:] = [] if several is not None else [before]
        return several or case
    place = int(before.kind == "implies")
    said, when = before.parts[place], before.parts[1 - place]
    if not isinstance(said, Op) or said.kind != "all_of":
        return case
    count = 1 if drafts_of(said.parts[-1]) == limited else len(limited)
    rest, last = said.parts[:-count], all_of(said.parts[-count:])
    if not rest or last is None or drafts_of(last) != limited:
        return case
    if before.kind == "implies":
        trees[-1:] = [*rest, Op("implies", [when, last])]
        return case
    trees.pop()
    return Op("all_of", [*rest, Op("any_of", [Op("all_of", [last, when]), case])])


def instead(asked: Tree, who: Tree, kind: Kind) -> Tree | None:
    """ "BNP ≥ 600, or ≥ 900 |in atrial fibrillation": the second limit holds in that case, the first one in all others.

    None where the last of the alternatives is no second limit on what stands before it, be it one measurement or
    several with one limit ("AST and ALT"). What is asked besides, before them, holds in all cases.
    """
    if isinstance(asked, Op) and asked.kind == "all_of":
        cases = instead(asked.parts[-1], who, kind)
        return replace(asked, parts=[*asked.parts[:-1], cases]) if cases is not None else None
    if not isinstance(asked, Op) or asked.kind != "any_of" or len(asked.parts) < _PAIR:
        return None
    second = _second(asked.parts)
    one, two = any_of(asked.parts[: len(asked.parts) - second]), last_of(asked.parts[-1])
    if one is None or not second or not two.limits:
        return None
    last = last_of(one)
    if last.kind != "measurement" or not last.limits or (last.first, last.last) != (two.first, two.last):
        return None
    several = [draft for draft in (one.parts if isinstance(one, Op) else [one]) if isinstance(draft, Draft)]
    if len(several) < len(drafts_of(one)) or any(draft.limits != last.limits for draft in several):
        return hold_instead(one, Case(who, two.limits[-1]), kind)
    others: list[Tree] = [_limited_as(draft, two) for draft in several[:-1]]
    return _in_cases(who, one, replace(one, parts=[*others, two]) if isinstance(one, Op) else two, kind)


def _lie_apart(one: Limit, two: Limit) -> bool:
    """Whether of two limits one begins where the other ends, so that the second adds to the first.

    "Ferritin < 100, or |100 to 299 if transferrin saturation < 20 %|" does not take from those with less than 100.
    """
    if one.amount.unit != two.amount.unit or one.ref != two.ref:
        return False
    ends = ((one.upper, two.lower), (two.upper, one.lower))
    return any(
        high is not None and low is not None and (high.number or 0.0) <= (low.number or 0.0) for high, low in ends
    )


def _second(trees: list[Tree]) -> int:
    """How many of some alternatives, at their end, are a second limit: on one measurement, or the same on several."""
    last = drafts_of(trees[-1])
    if any(draft.kind != "measurement" or not draft.limits for draft in last):
        return int(len(last) == 1)
    limit = last[-1].limits[-1]
    if any(draft.limits[-1] is not limit for draft in last):
        return 0
    count = 1
    while count < len(trees):
        tree = trees[-count - 1]
        if not isinstance(tree, Draft) or not tree.limits or tree.limits[-1] is not limit:
            break
        count += 1
    return count


def settle_case(tree: Tree) -> Tree:
    """ "QTc > 480 ms, or |> 500 ms with bundle branch block|", which exclude: the second one holds in that case only.

    It would say nothing if the first held in that case as well.
    """
    if not isinstance(tree, Op) or tree.kind != "any_of" or not isinstance(last := tree.parts[-1], Op):
        return tree
    drafts = drafts_of(last) if last.kind == "all_of" else []
    limited = [draft for draft in drafts if draft.kind == "measurement" and draft.limits]
    who = [part for part in last.parts if isinstance(part, Draft) and part.kind in _WHO]
    if not limited or len(limited) + len(who) != len(drafts) or not who:
        return tree
    places = {(draft.first, draft.last): draft for draft in limited}
    swaps: dict[int, Op] = {}
    for one in tree.parts[:-1]:
        again = places.pop((one.first, one.last), None) if isinstance(one, Draft) else None
        if again is not None and isinstance(one, Draft) and one.limits and is_within(again.limits[-1], one.limits[-1]):
            case = all_of([*who])
            assert case is not None
            swaps[id(one)] = _in_cases(case, one, again, "exclusion")
    if places or len(swaps) != len(limited):
        return tree
    return any_of([_swapped(one, swaps) for one in tree.parts[:-1]]) or tree


def is_within(one: Limit, two: Limit) -> bool:
    """Whether all that one limit leaves lies within another."""
    if one.amount.unit != two.amount.unit or one.ref != two.ref or one.paired or two.paired:
        return False
    for low, high, within in ((two.lower, one.lower, two.upper), (one.upper, two.upper, two.lower)):
        if low is not None and high is not None and within is None:
            return low.number is not None and high.number is not None and low.number <= high.number
    return False


def only_last(asked: Tree, who: Tree) -> Tree | None:
    """ "creatinine ≤ 1.5 mg/dL or clearance ≥ 60 mL/min |if creatinine > 1.5 mg/dL": the case is that of the last only.

    So it is where the alternative before has a case of its own: "≥ 70 on statins or ≥ 100 |if intolerant|". None where
    the case limits nothing that the alternatives before the last limit otherwise, and they hold in no case.
    """
    if isinstance(asked, Op) and asked.kind == "all_of":
        last = only_last(asked.parts[-1], who)
        return None if last is None else replace(asked, parts=[*asked.parts[:-1], last])
    if not isinstance(asked, Op) or asked.kind != "any_of":
        return None
    if not _is_limited_before(asked, who) and not _is_in_case_before(asked):
        return None
    return Op("any_of", [*asked.parts[:-1], Op("all_of", [who, asked.parts[-1]])])


def _is_limited_before(asked: Op, who: Tree) -> bool:
    """Whether alternatives before the last limit otherwise what a case limits."""
    if not isinstance(who, Draft) or not who.limits or who.entity is None or who.entity.rule is None:
        return False
    limited = (draft for part in asked.parts[:-1] for draft in drafts_of(part) if draft.limits or draft.values)
    return any(draft.entity is not None and draft.entity.rule is who.entity.rule for draft in limited)


def _is_in_case_before(asked: Op) -> bool:
    """Whether what the last alternative limits is limited, in some case, by the one before it."""
    before, last = asked.parts[-2:]
    if not isinstance(last, Draft) or not last.limits or last.entity is None or last.entity.rule is None:
        return False
    if not isinstance(before, Op) or before.kind != "all_of":
        return False
    first = before.parts[0]
    if not isinstance(first, Draft) or not first.limits or first.entity is None:
        return False
    return first.entity.rule is last.entity.rule


def is_widened(before: Tree, case: Op) -> bool:
    """Whether one side of an implication limits again what a tree limits, and the other names nothing of it."""
    return _limited_again(before, case) is not None


def widened(before: Tree, case: Op) -> Op:
    """A limit, or a wider one for those of whom more holds: "BMI 18-30; |up to 32 if fit|"."""
    return Op("any_of", [before, Op("all_of", [*case.parts])])


def _limited_again(before: Tree, case: Op) -> Draft | None:
    """The side of an implication that is a limit on what a tree is a limit on; None where neither or both are."""
    if not isinstance(before, Draft) or not before.limits or before.kind not in _LIMITED:
        return None
    sides = [one for one in case.parts if isinstance(one, Draft) and one.limits and _are_alike(one, before)]
    wider = len(sides) == 1 and not _holds(before.limits[-1], sides[0].limits[-1])
    return sides[0] if wider else None


def _holds(one: Limit, two: Limit) -> bool:
    """Whether all that a second limit lets in is let in by the first."""
    low = one.lower is None or (two.lower is not None and (two.lower.number or 0) >= (one.lower.number or 0))
    high = one.upper is None or (two.upper is not None and (two.upper.number or 0) <= (one.upper.number or 0))
    return low and high


def _are_alike(one: Draft, two: Draft) -> bool:
    """Whether two limits are on the same measurement, or on ages."""
    rules = [draft.entity.rule if draft.entity is not None else None for draft in (one, two)]
    return one.kind == two.kind and (one.kind == "age" or (rules[0] is not None and rules[0] is rules[1]))


def _in_cases(who: Tree, one: Tree, two: Tree, kind: Kind) -> Op:
    """One thing asked of all but some, and another of these.

    What must hold is asked under its condition; what excludes does so together with it. Limits that lie apart are
    alternatives, of which the second holds in the case alone, unless that is told in words.
    """
    ends = [drafts_of(tree)[-1].limits for tree in (one, two)]
    told = isinstance(who, Draft) and who.kind == "words"
    if not told and all(ends) and _lie_apart(ends[0][-1], ends[1][-1]):
        return Op("any_of", [one, Op("all_of", [two, who])])
    case: Literal["implies", "all_of"] = "implies" if kind == "inclusion" else "all_of"
    cases: list[Tree] = [Op(case, [Op("not", [who]), one]), Op(case, [who, two])]
    return Op("all_of" if kind == "inclusion" else "any_of", cases)


def _limited_as(draft: Draft, other: Draft) -> Draft:
    """A measurement with the limits of another one."""
    again = draft.again()
    again.limits = [*other.limits]
    return again
