"""What the items of a list share: limits, and what they are on."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.normalize.attaching import BY_MEANS, ages, attach_limit, is_dose, is_half, is_placed, takes_before
from eligibility.normalize.by_value import is_on_strip
from eligibility.normalize.comparators import compare_halves
from eligibility.normalize.drafts import Draft, Op, Tree, drafts_of, first_of
from eligibility.normalize.halves import take_whole
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.levels import PERCENTILE
from eligibility.normalize.limiting import shows
from eligibility.normalize.parts import Part, Said
from eligibility.normalize.ranges import says_again
from eligibility.normalize.shared_scales import scale_of, share_graded, share_predicted, share_staged
from eligibility.normalize.units import convert
from eligibility.rules import ConceptRule
from eligibility.tagging.counted import SMOKED
from eligibility.tagging.tokens import Tokens
from eligibility.tree import Kind

_PER_CENT = "%"
_CONTROL = "control"
"""The kind of modifiers that behind a name say all that is said of its value: "weight |stable|"."""
_DENIED = frozenset({"not", "never", "cannot"})
"""Words of a comparator that is denied: "not below"."""
_NEARBY = 8
"""Items back in which the subject of a further limit is looked for."""
_LENGTHS = frozenset({"mm", "cm"})
"""Units of how large a finding is."""


def _may_limit(limit: Limit, rule: ConceptRule | None) -> bool:
    """Whether a limit's unit is one of a concept: in "hemoglobin, |platelets > 100 x 10^9/L" it is not hemoglobin's."""
    amount = limit.amount
    if rule is None or rule.unit is None or amount.unit is None or amount.unit == PERCENTILE or amount.ref:
        return True
    if (amount.unit in SMOKED and amount.unit != rule.unit) or (amount.unit == _PER_CENT and rule.levels):
        return False
    if amount.number is None or (amount.unit == _PER_CENT and rule.kind == "function"):
        return True
    return convert(amount.number, amount.unit, rule.unit, molar_mass=rule.molar_mass, formula=rule.formula) is not None


def _may_tell(limit: Limit, rule: ConceptRule | None, source: Draft) -> bool:
    """Whether a limit's unit tells what is measured instead of a thing of a kind: "weight gain or loss |> 5 kg|"."""
    unit, of = limit.amount.unit, source.entity.rule if source.entity is not None else None
    if rule is None or of is None or unit is None or rule.kind != of.kind:
        return False
    return any(convert(1.0, unit, own) is not None for own in rule.instead)


def share_limits(parts: list[Part], joins: list[Join], tokens: Tokens, kind: Kind = "inclusion") -> None:
    """Gives each limit without a subject the subject before it, and each measurement without a limit the one after."""
    for place, part in enumerate(parts[:-1]):
        if part.scale is not None and part.limit is not None and joins[place] in LISTING:
            share_staged(part, parts[place + 1], tokens)
    for place, part in enumerate(parts):
        if place and part.scale is not None:
            share_graded(part, parts[place - 1], tokens)
        if place and joins[place - 1] in LISTING:
            _name_again(part, parts[place - 1])
        if place and (limit := part.limit) is not None and not _finds(limit, part, tokens):
            _share_denial(parts, place, joins, tokens)
            _share_head(parts, place, joins, tokens, kind)
        elif place and joins[place - 1] == "or" and len(part.parts) == 1:
            _share_denial(parts, place, joins, tokens)
    for place in range(1, len(parts)):
        if joins[place - 1] in {"and", "or"}:
            compare_halves(parts, place)
    for place in range(len(parts) - 1):
        _share_forward(parts, place, joins)
    for place in range(len(parts) - 1, 0, -1):
        measured = [d for d in parts[place].drafts() if d.kind == "measurement" and not d.bracketed]
        if measured and measured[0].limits:
            take_whole(parts, place, measured[0])
            share_predicted(parts, place, joins, measured[0])
            _share_back(parts, place, joins, measured[0], tokens)


def _name_again(part: Part, before: Part) -> None:
    """ "BMI ≥ 30 kg/m2, or |≥ 27 kg/m2 with a comorbidity|": a limit in the same unit, or in none, is on the same."""
    first, last = part.parts[0].tree if part.parts else None, before.last_open
    if not isinstance(first, Draft) or not first.nameless or first.entity is not None or not first.limits:
        return
    if last is None or last.kind != "measurement" or last.entity is None or not last.limits:
        return
    said, limit = last.limits[-1], first.limits[0]
    bare = limit.amount.unit is None and limit.ref is None and said.ref is None
    if bare or (limit.amount.unit is not None and limit.amount.unit == said.amount.unit):
        first.limits[0] = limit.with_unit_of(said) if bare and said.amount.unit is not None else limit
        again = last.again()
        again.limits, again.extent = first.limits, first.extent
        part.parts[0] = replace(part.parts[0], tree=again)


def _share_forward(parts: list[Part], place: int, joins: list[Join]) -> None:
    """ "> 3 x ULN for |ALT, |AST or |ALP": a limit before the first of them is on all."""
    drafts = parts[place].drafts()
    source = next((draft for draft in drafts if draft.kind == "measurement"), None)
    if source is None or source is not drafts[-1] or len(source.limits) != 1 or source.limits[0].last > source.first:
        return
    if not source.limits[0].amount.takes_no_unit:
        return
    for at in range(place + 1, len(parts)):
        found = parts[at].drafts()
        one = found[0] if len(found) == 1 else None
        if joins[at - 1] == "colon" or one is None or one.kind != "measurement" or one.limits or one.values:
            return
        if parts[at].limit is not None or not _may_limit(source.limits[0], one.entity.rule if one.entity else None):
            return
        one.limits.extend(source.limits)


def _share_head(parts: list[Part], place: int, joins: list[Join], tokens: Tokens, kind: Kind) -> None:
    """ "HbA1c > 7 % or |< 9 %": the subject of the limit before; "never |< 9 %" is then at least that."""
    limit = parts[place].limit
    at = place - 1
    while at > max(0, place - _NEARBY) and not (parts[at].parts and not _are_ways(parts[at])):
        at -= 1
    before = parts[at] if parts[at].parts else None
    if before is None or limit is None:
        return
    kinds = {"measurement", "age"} if ages(limit) else {"measurement"}
    found = [
        d
        for d in reversed(before.recent())
        if (d.kind in kinds or _is_told_by(limit, d)) and _takes_scale(d, parts[place], tokens)
    ]
    found = [d for d in found if not _is_means(d, found)] or found
    draft = next((d for d in found if not d.bracketed), found[0] if found else None)
    rule = draft.entity.rule if draft is not None and draft.entity is not None else None
    if draft is None or (joins[place - 1] == "comma" and _counts_anew(limit, draft)):
        return
    named = (limit.calendar or _names_itself(limit)) and not _may_limit(limit, rule)
    if named or (draft.bracketed and parts[place].scale is not None):
        return
    parts[place].limit = None
    if parts[place].own_negation and not parts[place].parts and draft.limits:
        limit, parts[place].own_negation = limit.denied(), False
        joins[place - 1] = "and" if joins[place - 1] == "comma" else joins[place - 1]
    if not draft.limits:
        attach_limit(draft, limit)
        return
    if _in_another_unit(limit, draft.limits[-1], rule):
        draft.restated = (*draft.restated, limit)
        draft.reach(limit.first, limit.last)
        before.parts += parts[place].parts
        parts[place].parts = []
        return
    if joins[place - 1] == "and" and _bound_pair(draft, limit):
        draft.limits.append(limit)
        draft.reach(limit.first, limit.last)
        return
    if limit.multiple:
        limit = limit.with_ref_of(draft.limits[-1])
    if _takes_unit(draft, limit) and not is_on_strip(draft, limit, tokens):
        draft.limits[-1], limit = draft.limits[-1].with_unit_of(limit), limit.with_unit_of(draft.limits[-1])
    alike = limit.compared_as(draft.limits[-1])
    limit = limit if alike is limit else replace(alike, inferred="comparator-shared")
    negation = next((said.negation for said in before.parts if draft in drafts_of(said.tree)), 0)
    beside, either = _listed_with(draft, parts, at, joins)
    when, parts[place].when = parts[place].when, None
    out: list[Tree] = []
    for one in (*beside, draft):
        again = one.again()
        _apart_from(again, parts[place])
        again.extent = (one.first if one.kind == "age" else limit.first, limit.last)
        attach_limit(again, limit)
        again.when = when
        out.append(again)
    if len(out) > 1:
        out = [Op("any_of" if either or kind == "exclusion" else "all_of", out)]
    _put(Said(out[0], negation), limit.first, parts[place])


def _counts_anew(limit: Limit, draft: Draft) -> bool:
    """Whether a bare number behind a value with a unit is none in that: "a weight of 110 lb, |6 visits|"."""
    own = draft.limits[-1] if draft.limits else None
    valued = own is not None and not own.compared and own.amount.unit_tokens is not None
    return valued and not limit.compared and not limit.amount.takes_no_unit


def _is_told_by(limit: Limit, draft: Draft) -> bool:
    """Whether something has a limit in the same unit, by which it is measured: "alcohol > 30 g/day or |> 20".

    So has what has a size: "aneurysm > 5.5 cm in men or |> 5 cm| in women".
    """
    entity = draft.entity
    if draft.kind != "occurrence" or entity is None or entity.rule is None or not draft.limits:
        return False
    if entity.domain == "drug" and is_dose(limit) and is_dose(draft.limits[-1]):
        return True
    units = [one.amount.unit for one in (draft.limits[-1], limit)]
    sized = entity.domain == "condition" and _LENGTHS.issuperset(units)
    return sized or (bool(entity.rule.instead) and None not in units and units[0] == units[1])


def _are_ways(part: Part) -> bool:
    """Whether an item only says by what something is found: "LVEF, |as measured by MUGA|, must be ≥ 50 %"."""
    return all(draft.how and draft.kind == "occurrence" and not draft.limits for draft in part.drafts())


def _is_means(draft: Draft, found: Sequence[Draft]) -> bool:
    """Whether a name only says by what that was found which has a limit before it: "proteinuria ≥ 2+ on |dipstick"."""
    if draft.limits or draft.link not in BY_MEANS:
        return False
    return any(one.limits and one.first < draft.first and one.limits[-1].last <= draft.first for one in found)


def _put(said: Said, at: int, part: Part) -> None:
    """Puts a tree where its limit stands in an item: "BMI ≥ 30, or |≥ 27| with asthma"."""
    leads = bool(part.parts) and first_of(part.parts[0].tree).first > at
    if leads and all(mark is None for mark in (part.must, part.whom, part.either)) and not part.listed:
        part.parts.insert(0, said)
        part.examples = part.examples and part.examples + 1
    else:
        part.parts.append(said)


def _takes_scale(draft: Draft, part: Part, tokens: Tokens) -> bool:
    """Whether a further limit may be on a measurement, by the scale before it: "stage |IV|" is not on a mutation."""
    scale = scale_of(part, tokens)
    rule = draft.entity.rule if draft.entity is not None else None
    return scale is None or rule is None or rule.kind == scale


def _bound_pair(draft: Draft, limit: Limit) -> bool:
    """Whether a pair of limits bounds one before it from the other side: "≥ 90/40 mmHg and |≤ 140/90 mmHg|"."""
    said = draft.limits[-1]
    if limit.paired is None or said.paired is None or limit.outside or said.outside:
        return False
    low, high = said.lower or limit.lower, said.upper or limit.upper
    if low is None or high is None or (said.lower is None) == (limit.lower is None) or said.upper is said.lower:
        return False
    return (low.number or 0) < (high.number or 0)


def _names_itself(limit: Limit) -> bool:
    """Whether a unit says what is counted: "a score ≥ 8 or |more than 14 drinks per week|"."""
    return limit.amount.unit is not None and limit.amount.unit.startswith("{")


def _apart_from(again: Draft, part: Part) -> None:
    """Takes from a measurement once more what is said behind its first limit, where the further one has its own.

    "Pulse > 100 /min |at rest| or > 150 /min |on exertion|".
    """
    entity = again.entity
    if entity is None or not any(one.behind for one in part.modifiers):
        return
    if any(one.behind for one in entity.modifiers):
        again.entity = replace(entity, modifiers=[one for one in entity.modifiers if not one.behind])


def _listed_with(draft: Draft, parts: list[Part], place: int, joins: list[Join]) -> tuple[list[Draft], bool]:
    """What is listed before a measurement and has its limit, and whether "or" stands between: "|ALT and |AST ≤ 3"."""
    out: list[Draft] = []
    either = False
    if draft.kind != "measurement" or parts[place].parts[0].tree is not draft:
        return out, either
    for at in range(place - 1, max(-1, place - _NEARBY), -1):
        tree = parts[at].parts[0].tree if len(parts[at].parts) == 1 else None
        if joins[at] not in LISTING or not isinstance(tree, Draft) or tree.kind != "measurement":
            break
        rule = tree.entity.rule if tree.entity is not None else None
        if tree.limits or tree.values or not all(_may_limit(limit, rule) for limit in draft.limits):
            break
        either = either or (joins[at] == "or" and not parts[at + 1].slashed)
        out.insert(0, tree)
    return out, either


def _takes_unit(draft: Draft, limit: Limit) -> bool:
    """Whether a limit before may be in the unit of a further one: no score is in per cent, as its change may be."""
    rule = draft.entity.rule if draft.entity is not None else None
    return rule is None or rule.kind != "score" or limit.amount.unit != "%"


def _share_denial(parts: list[Part], place: int, joins: list[Join], tokens: Tokens) -> None:
    """ "not |< 18 |or > 35", "must not be below 6 or |above 9|": neither of the two limits holds."""
    part, last = parts[place], parts[place - 1].last
    if joins[place - 1] != "or" or last is None or not last.limits:
        return
    aged = part.drafts()[0] if len(part.parts) == 1 and last.kind == "age" else None
    if aged is not None and (aged.kind != "age" or len(aged.limits) != 1 or part.parts[0].negation):
        return
    limit = part.limit if not part.parts else aged.limits[0] if aged is not None else None
    if limit is None:
        return
    before, denied = last.limits[-1], limit.denied()
    turned = parts[place - 1].denied_limit or not _DENIED.isdisjoint(tokens.folded[before.first : before.last])
    if not turned or denied is limit or before.is_range or (before.lower is None) != (limit.lower is None):
        return
    part.denied_limit, joins[place - 1] = True, "and"
    if aged is not None:
        aged.limits[0] = denied
    else:
        part.limit = denied


def _finds(limit: Limit, part: Part, tokens: Tokens) -> bool:
    """Whether something in an item, other than an example of it, may be what a limit before it is on.

    What brackets behind the limit hold is no more than a case of it, unless it is measured.
    """
    placed = is_placed(limit, tokens)
    drafts = part.drafts() if not shows(part) else Part(parts=part.parts[: part.examples]).drafts()
    return any(
        takes_before(one, limit) and (one.kind == "measurement" or not (placed or one.bracketed)) for one in drafts
    )


def _in_another_unit(limit: Limit, said: Limit, rule: ConceptRule | None) -> bool:
    """Whether a limit with a unit of its own only says a limit again: "≥ 126 mg/dL or |≥ 7.0 mmol/L|"."""
    units = limit.amount.unit, said.amount.unit
    if None in units or units[0] == units[1] or not said.compared or limit.calendar:
        return False
    if rule is not None and units[0] in rule.instead:
        return False
    if not limit.compared:
        return True
    same = (limit.lower is None, limit.upper is None) == (said.lower is None, said.upper is None)
    return same and rule is not None and says_again(limit, said, rule)


def _alike(words: Draft, source: Draft, tokens: Tokens) -> bool:
    """Whether words name what another name that is no known one does: "tibial |score and fibular |score ≤ 4"."""
    return source.entity is None and _head(words, tokens) == _head(source, tokens)


def _head(draft: Draft, tokens: Tokens) -> str:
    """The last word of a name, before an abbreviation in brackets."""
    said = tokens.folded[draft.first : draft.last]
    return said[said.index("(") - 1] if "(" in said[1:] else said[-1]


def _is_found(source: Draft, rule: ConceptRule | None) -> bool:
    """Whether a test only finds something, and a limit is on a score or an amount: "EGFR mutation and |ECOG ≤ 2|"."""
    of = source.entity.rule if source.entity is not None else None
    if rule is None or rule.kind != "laboratory" or rule.unit is not None:
        return False
    if of is None:
        return source.entity is None
    return of.kind == "score" or (of.unit is not None and all(_is_measured(limit) for limit in source.limits))


def _is_measured(limit: Limit) -> bool:
    """Whether a limit is on an amount in a unit, and no share: "HBsAg or HBV DNA |≥ 2000 IU/mL|"."""
    return limit.amount.unit not in {None, _PER_CENT} and not limit.amount.ref


def _share_back(parts: list[Part], place: int, joins: list[Join], source: Draft, tokens: Tokens) -> None:
    """ "ALT and |AST > 3 x ULN": the limit is on both."""
    at, either, negation = place - 1, False, bool(parts[place].parts[0].negation)
    while at >= 0 and joins[at] != "colon":
        if parts[at].parts and bool(parts[at].parts[-1].negation) != negation:
            return
        found = parts[at].drafts()
        last = found[-1] if found else None
        if last is not None and last.kind == "words" and _alike(last, source, tokens):
            last.kind = "measurement"
            last.limits.extend(source.limits)
            at -= 1
            continue
        if last is None or last.kind != "measurement" or last.limits or last.values or last.entity is None:
            return
        if any(modifier.kind == _CONTROL and modifier.first >= last.last for modifier in last.entity.modifiers):
            return
        rule = last.entity.rule
        if is_half(source, last) or _is_found(source, rule):
            return
        if not all(_may_limit(limit, rule) or _may_tell(limit, rule, source) for limit in source.limits):
            return
        last.limits.extend(source.limits)
        either = joins[at] == "or" or (joins[at] == "comma" and either)
        parts[at + 1].bound = parts[at + 1].bound or either
        at -= 1
