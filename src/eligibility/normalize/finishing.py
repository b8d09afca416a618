"""Finishing: what is left over in an item once its list has been read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.grammar.whens import When
from eligibility.normalize.attaching import BY_MEANS, attach_limit
from eligibility.normalize.drafts import CARE, STATES, Draft, Op, Tree, drafts_of
from eligibility.normalize.instead import Case, either_limit, limits_by_case
from eligibility.normalize.modifying import place_of, settle_modifiers
from eligibility.normalize.parts import Part, Said
from eligibility.normalize.scale_names import name_scale
from eligibility.normalize.timing import give_time
from eligibility.rules import ConceptRule
from eligibility.tree import Kind

_BY_STRIP = frozenset({"on", "by"})
"""Links between what is graded and the test strip that it is graded by."""
_GRADE = "grade"
_NOT = 2
"""Tokens of a denial between what is attested and what is said of it: "is not"."""
_OLDEST = 120
_MOST_CASES = 8
"""Cases that stand beside each other; of more the limits are read one by one."""
_LIMITED = frozenset({"measurement", "age"})
_FIRST = 8
"""Items at the head of a list, among which people are looked for."""


def finish(part: Part, parts: Sequence[Part], *, leads: bool = False) -> None:
    """Places a limit that found no subject, and lets attestations and neighbouring words absorb words."""
    for said in part.parts:
        tree = said.tree
        if isinstance(tree, Draft):
            tree.kind = "measurement" if tree.limits and tree.kind == "words" else tree.kind
        elif tree.kind in {"any_of", "all_of"}:
            _time_examples(tree)
    if part.limit is not None:
        limit, part.limit = part.limit, None
        place_limit(limit, part, parts)
    if part.graded or part.modifiers or part.scale is not None:
        _say_rest(part)
    limited = len(part.parts) > 1 and any(draft.limits for draft in part.drafts())
    if limited:
        _name_strip(part)
        name_scale(part)
        _time_asides(part)
    if part.when is not None and not leads:
        _place_time(part)
    if part.duration is not None:
        _leave_duration(part, part.duration)
    if limited and len(part.parts) > 1:
        _say_once(part, parts)
    if len(part.parts) > 1:
        _absorb(part)
        _merge(part)


def _say_rest(part: Part) -> None:
    """Says what has no name: levels without a scale, modifiers, a scale."""
    part.parts += [Said(Draft("words", graded.first, graded.last)) for graded in part.graded]
    if part.modifiers and part.parts:
        settle_modifiers(part)
    elif part.modifiers:
        part.parts.append(Said(_left(part)))
    if part.scale is not None and not part.parts:
        part.parts.append(Said(Draft("words", *part.scale)))


def _left(part: Part) -> Draft:
    """Words of the modifiers that are all an item says, with how long it is so: "and |stable for a month|"."""
    draft = Draft("words", *place_of(part.modifiers))
    when = part.duration
    if when is not None and when.limit is not None and when.first >= draft.last:
        draft.durations, draft.lasting, part.duration = [when.limit], when, None
        draft.reach(when.first, when.last)
    if part.when is not None and part.when.first >= draft.last:
        draft.when, part.when = part.when, None
        draft.reach(draft.when.first, draft.when.last)
    return draft


def _leave_duration(part: Part, when: When) -> None:
    """Makes words of a duration that has found nothing that lasts so long."""
    part.duration = None
    draft = Draft("words", when.first, when.last)
    if when.limit is not None:
        draft.durations.append(when.limit)
    part.parts.append(Said(draft))


def _place_time(part: Part) -> None:
    """Gives a time that has found no event to what is counted without a name ("2 |episodes| in a year"), or words."""
    when, part.when = part.when, None
    last = part.last
    if when is not None and last is not None and last.nameless and last.when is None:
        last.when = when
        last.reach(when.first, when.last)
    elif when is not None:
        part.parts.append(Said(Draft("words", when.first, when.last, when=when)))


def _say_once(part: Part, parts: Sequence[Part]) -> None:
    """ "Creatinine clearance ≥ 60 mL/min |(Cockcroft-Gault)|": what only names the measurement again is part of it.

    So is what names the scale of a grade: "neuropathy > grade 1 |(CTCAE)|".
    """
    limited: dict[str, Draft] = {}
    gone: set[int] = set()
    graded: Draft | None = None
    for draft in part.drafts():
        if draft.kind == "occurrence" and draft.limits and (draft.scale or draft.limits[-1].scale) == _GRADE:
            graded = draft
        rule = draft.entity.rule if draft.entity is not None else None
        if draft.kind != "measurement" or rule is None:
            continue
        first = graded if draft.bracketed and rule.kind == _GRADE else _same(rule.name, limited)
        if draft.limits:
            limited[rule.name] = draft
        elif first is not None and not draft.values and draft.when is None and not _is_way(draft, part, parts):
            first.reach(*draft.extent)
            gone.add(id(draft))
    if gone:
        part.parts = [said for said in part.parts if id(said.tree) not in gone]


def _same(name: str, limited: Mapping[str, Draft]) -> Draft | None:
    """What is limited under a name, or under one that says more: "|estimated| creatinine clearance"."""
    return limited.get(name) or next((one for full, one in limited.items() if full.endswith(f" {name}")), None)


def _following(part: Part, parts: Sequence[Part]) -> Part | None:
    """The item behind one, if there is one."""
    return next((after for one, after in pairwise(parts) if one is part), None)


def _is_way(draft: Draft, part: Part, parts: Sequence[Part]) -> bool:
    """Whether a name is one of several ways of measuring: "by |Cockcroft-Gault| or 24-hour urine collection"."""
    if draft.link not in BY_MEANS or part.last is not draft:
        return False
    following = _following(part, parts)
    first = following.drafts() if following is not None and not following.own_status else []
    entity = first[0].entity if len(first) == 1 else None
    return entity is not None and entity.domain == "procedure" and first[0].link is None


def _time_examples(tree: Op) -> None:
    """ "heart disease (infarction, angina) within 6 months": the time holds for the examples in brackets as well.

    So it does for limits in cases: "hemoglobin (< 13 g/dL in men, < 12 g/dL in women) within a week".
    """
    first, *others = drafts = drafts_of(tree)
    limited = [draft for draft in drafts if draft.limits]
    if limited and (when := limited[-1].when) is not None and all(draft.last <= when.first for draft in drafts):
        give_time(limited, limited[-1])
    if first.bracketed:
        return
    inside = [draft for draft in others if draft.bracketed and draft.kind == "occurrence"]
    if first.when is not None and first.when.limit is not None:
        for draft in inside:
            if draft.when is None:
                draft.when, draft.anchor = first.when, first.anchor
    if first.limits or first.durations:
        _limit_examples(first, inside)


def _limit_examples(of: Draft, examples: Sequence[Draft]) -> None:
    """ "statins (simvastatin) ≥ 20 mg for 10 weeks": how much and how long it is that of the examples."""
    end = max((draft.last for draft in examples), default=0)
    limits = [limit for limit in of.limits if limit.first > end]
    durations = [limit for limit in of.durations if limit.first > end]
    for draft in examples if limits or durations else ():
        domains = {one.entity.domain for one in (of, draft) if one.entity is not None}
        if len(domains) > 1 and not domains <= CARE:
            continue
        draft.limits = draft.limits or [*limits]
        draft.durations = draft.durations or [*durations]
        draft.status = draft.status or of.status


def _time_asides(part: Part) -> None:
    """ "infection in the past week |(temperature ≥ 38 °C)|": what brackets limit of a state was so in its time."""
    when, anchor = None, None
    for draft in part.recent():
        if not draft.bracketed:
            lasts = draft.entity is not None and draft.entity.domain in STATES and draft.when is not None
            when, anchor = (draft.when, draft.anchor) if lasts else (None, None)
        elif when is None or when.limit is None or when.last > draft.first:
            continue
        elif draft.kind == "measurement" and draft.limits and draft.when is None:
            draft.when, draft.anchor = when, anchor


def _name_strip(part: Part) -> None:
    """ "proteinuria ≥ 2+ on |dipstick": what is graded by a strip is measured by it, and not in a laboratory."""
    found = part.drafts()
    for before, draft in pairwise(found):
        if draft.link not in _BY_STRIP:
            continue
        rule, said = (one.entity.rule if one.entity is not None else None for one in (draft, before))
        if rule is None or rule.kind != "grade" or said is None:
            continue
        if before.kind != "measurement" or said.specimen != rule.specimen or (before.limits and draft.limits):
            continue
        limits = before.limits or draft.limits
        if before.entity is None or len(limits) != 1 or limits[0].amount.unit_tokens is not None:
            continue
        before.limits, before.entity = limits, replace(before.entity, rule=rule)
        before.reach(*draft.extent)
        part.parts = [one for one in part.parts if one.tree is not draft]
        return


def restrict(parts: Sequence[Part], cases: Sequence[Case], kind: Kind) -> None:
    """Lets other limits hold under conditions, and the first one only without them.

    It is the limit on the last measurement, and on those before it that share that limit: in "AST ≤ 3 x ULN and
    bilirubin ≤ 2 x ULN (≤ 3 x ULN with Gilbert's syndrome)" it is not that on AST.
    """
    apart = 1 < len(cases) <= _MOST_CASES and all(case.limit is not None and case.rule is None for case in cases)
    limited = [said for part in reversed(parts) for said in reversed(part.parts) if _is_limited(said.tree)]
    for each in (cases,) if apart else [(case,) for case in cases]:
        _restrict(limited, each, kind)
        limited = [said for said in limited if isinstance(said.tree, Draft)]


def _is_limited(tree: Tree) -> bool:
    """Whether a tree is an age or a measurement with a limit."""
    return isinstance(tree, Draft) and tree.kind in _LIMITED and bool(tree.limits)


def _restrict(limited: Sequence[Said], cases: Sequence[Case], kind: Kind) -> None:
    """Lets the limits of cases that stand beside each other hold in these, for what is limited, the last one first."""
    first: Limit | None = None
    for said in limited:
        draft = said.tree
        assert isinstance(draft, Draft)
        first = first or draft.limits[0]
        if draft.limits[0].says_as(first) and _is_of(draft, cases[0].rule):
            one, several = cases[0], len(cases) > 1
            said.tree = limits_by_case(draft, cases, kind) if several else either_limit(draft, one.who, one.limit, kind)


def _is_of(draft: Draft, rule: ConceptRule | None) -> bool:
    return rule is None or (draft.entity is not None and draft.entity.rule is rule)


def place_limit(limit: Limit, part: Part, parts: Sequence[Part], *, named_before: bool = False) -> None:
    """Makes a leaf of a limit that has found no subject: an age where it reads like one, else one without a name.

    Args:
        limit: the limit.
        part: the item that it stands in.
        parts: the items around it.
        named_before: whether it is a limit of what an item before it names, though it has no unit.
    """
    drafts = [draft for one in parts[:_FIRST] for draft in one.recent()]
    if limit.calendar:
        kind = "age" if limit.in_years and not any(d.kind == "occurrence" for d in part.recent()) else "words"
    elif (
        limit.amount.unit_tokens is None
        and limit.ref is None
        and like_age(limit)
        and part.scale is None
        and ((any(d.kind == "sex" for d in drafts) and not _is_asked_of(part, limit)) or _is_before_age(part, parts))
    ):
        kind = "age"
    else:
        kind = "words"
    first, last = part.scale or (limit.first, limit.last)
    draft = Draft(kind, first, last)  # type: ignore[arg-type]  # one of two kinds
    if kind == "age":
        attach_limit(draft, limit)
    elif limit.compared and _is_measured(limit, part, named_before=named_before) and not limit.calendar:
        draft.kind = "measurement"
        draft.nameless = part.scale is None
        attach_limit(draft, limit)
    part.scale = None
    part.parts.append(Said(draft))


def _is_measured(limit: Limit, part: Part, *, named_before: bool) -> bool:
    """Whether a limit is one of something measured: on a scale, in a unit, beside a reference, or of what is named."""
    return bool(named_before or part.scale or limit.amount.unit_tokens is not None or limit.ref)


def _is_asked_of(part: Part, limit: Limit) -> bool:
    """Whether a limit is what is asked of people of one sex behind it: "or |≥ 2| for women"."""
    return any(d.kind == "sex" and d.link == "for" and d.first > limit.last for d in part.drafts())


def _is_before_age(part: Part, parts: Sequence[Part]) -> bool:
    """Whether a limit on age is all that the next item says: "|< 18| or > 75 years"."""
    if part.parts or len(parts) > _FIRST:
        return False
    following = _following(part, parts)
    if following is None:
        return False
    if not following.parts:
        return following.limit is not None and following.limit.in_years
    return len(following.parts) == 1 and following.drafts()[0].kind == "age"


def like_age(limit: Limit) -> bool:
    """Whether a limit without a unit can be one on age."""
    ends = [end.number for end in (limit.lower, limit.upper) if end is not None and end.number is not None]
    return limit.compared and limit.paired is None and all(0 <= number <= _OLDEST for number in ends)


def _absorb(part: Part) -> None:
    """ "able to |tolerate the procedure": the words that say what is attested belong to the attestation."""
    found = part.drafts()
    attested = [d for d in found if d.kind == "attestation"]
    if not attested:
        return
    strong = [d for d in attested if not _weak(d)]
    target = attested[0] if part.denied_on else (strong or attested)[0]
    denied = _denied(target) or part.denied_on
    gone = {
        id(d): d
        for d in found
        if d is not target
        and d.when is None
        and (
            (d.kind == "words" and not d.limits)
            or (d.kind == "attestation" and (_weak(d) or (denied and not _denied(d)) or _again(d, target)))
        )
    }
    if part.denied_on or any(map(_denied, gone.values())):
        _deny(target, gone, part)
    elif gone:
        _deny_behind(target, gone, part)
    for draft in gone.values():
        target.reach(*draft.extent)
    part.parts = [said for said in part.parts if id(said.tree) not in gone]


def _deny(target: Draft, gone: dict[int, Draft], part: Part) -> None:
    """ "unable to |give consent": the negation of what is absorbed is on what absorbs it."""
    negation = next((said.negation for said in part.parts if id(said.tree) in gone and said.negation), 0)
    if not negation and part.denied_on:
        return
    for said in part.parts:
        if said.tree is target:
            said.negation = 0 if said.negation not in {0, negation} else negation


def _deny_behind(target: Draft, gone: dict[int, Draft], part: Part) -> None:
    """ "Insurance |is not available|": what is denied right behind what is attested denies that."""
    said = next((one for one in part.parts if one.tree is target), None)
    if said is None:
        return
    for one in part.parts:
        draft = gone.get(id(one.tree))
        if draft is not None and one.negation and not said.negation and 0 < draft.first - target.last <= _NOT:
            said.negation = one.negation


def _denied(draft: Draft) -> bool:
    return draft.cue is not None and bool(draft.cue.attrs.get("denied"))


def _again(draft: Draft, target: Draft) -> bool:
    """Whether the same is attested twice: "deemed by |the investigator|"."""
    if draft.cue is None or target.cue is None or _denied(draft) or _denied(target):
        return False
    return draft.cue.attrs.get("topic") == target.cue.attrs.get("topic") and not (draft.topic or target.topic)


def _weak(draft: Draft) -> bool:
    return draft.cue is not None and bool(draft.cue.attrs.get("weak"))


def _merge(part: Part) -> None:
    """Words beside words, with only small words between, are one leaf."""
    out: list[Said] = []
    for said in part.parts:
        before = out[-1] if out else None
        if before is not None and before.negation == said.negation and _plain(before.tree) and _plain(said.tree):
            before.tree.reach(*said.tree.extent)  # type: ignore[union-attr]  # what is plain is a draft
            continue
        out.append(said)
    part.parts = out


def _plain(tree: object) -> bool:
    return isinstance(tree, Draft) and tree.kind == "words" and not tree.limits and tree.when is None
