"""Attaching: which draft a limit or a time is about."""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.grammar.whens import When
from eligibility.normalize.drafts import Draft
from eligibility.normalize.persisting import persists
from eligibility.normalize.recent import takes_hours
from eligibility.tagging.counted import HAPPENINGS, MEASURED
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

PRESSURE = "blood pressure"
HALVES = ("systolic blood pressure", "diastolic blood pressure")
PAIRS = {PRESSURE: HALVES, HALVES[0]: HALVES}
"""What is measured in two halves, or is named by the first of them ("SBP > 180/110"), and the halves."""
_ACTED_ON = frozenset({"affecting", "affect", "affects", "interfere with", "interfering with"})
"""What stands between a thing and what it acts on: "drugs |affecting| the liver within 3 months"."""
_DEPENDENT = _ACTED_ON | {
    "of",
    "for",
    "in",
    "on",
    "to",
    "due to",
    f"{fold('because')} of",
    "under",
    "involving",
    "caused by",
    "secondary to",
    "against",
}
REQUIRING = frozenset({"requiring", "that required", "which required"})
"""What stands between a thing and what is done for it, which a time is of unless the thing is counted in that time.

"Asthma |requiring| admission within a year"; not "two exacerbations |requiring| steroids within a year".
"""
_LIMITING = frozenset({"uln", "lln"})
"""Reference limits of which a bare multiple limits something: "lipase three times the upper limit of normal"."""
SINCE, LASTING = "since", "lasting"
"""Names of links between a length of time and what happened so long ago, or has lasted so long."""
_YEARS = "a"
_TERM = frozenset({"wk", "d"})
"""Units in which it is told how far a pregnancy is."""
_PREGNANCY = "pregnancy"
_APART = frozenset({"with", "on", "by", "after", "before", "following"})
"""Prepositions between a limit and what it is not on: "≥ 200 mL |after| albuterol"."""
_MEASURED_IN = ("g/dL", "mol/L", "10*9/L", "mm[Hg]", "[IU]/L", "U/L", "/uL", "g/mL")
"""How the units end in which things that befall are not measured: "or ≥ 100 mg/dL |without diabetes|"."""
_MASSES = frozenset({"ug", "mg", "g"})
_SIZES = frozenset({"mm", "cm", "m", "mL", "cm2", "cm3", "mm2", "mm3", "deg"})
_CALENDAR = frozenset({"a", "mo", "wk", "d", "h", "min", "s", "ms", "us"})
_BRIEF = frozenset({"s", "ms"})
"""Units of time in which nothing is told from now."""
_DONE = frozenset({"procedure", "visit", "device"})
BY_MEANS = frozenset({"by", "on", "in", "via", "from"})
"""What stands between a measurement and how it is taken: "ejection fraction |by| echocardiography"."""
_PLACED = frozenset({"in", "on", "at"})
"""What stands between a value and where or in whom it is found."""
_WITHOUT = "without"
_OF = 2
"""Tokens between an amount and the name of what is taken: "20 mg |of oral| prednisone"."""
_TAKEN = frozenset({"drug", "observation"})
"""Domains of what is taken in an amount."""
_REGULAR = _TAKEN | {"procedure"}
"""Domains of what is taken or done every so often."""
_DOSED = ("mg", "ug", "g", "[IU]", "U", "mL", "mmol", "meq")
"""How the units of doses begin."""
_HAD_WITH = frozenset({"procedure", "visit"})
"""Domains of what is had with something: "treatment |with a statin|", "hospitalized |with pneumonia|"."""
_STAYED_WITH = frozenset({"with", "for"})
_CONCERNS = frozenset({"with", "involving", "involve", "involves"})
"""What stands between a study and what it tries."""


def limit_subject(found: list[Draft], limit: Limit) -> Draft | None:
    """Which of the drafts before a limit it limits: the nearest measurement that has none yet, else the nearest."""
    subjects = [draft for draft in found if draft.subject and not draft.bracketed]
    if limit.amount.unit in MEASURED and subjects and subjects[-1].limits:
        return subjects[-1]
    for draft in reversed(subjects):
        if draft.kind in {"measurement", "age"} and not draft.limits and not (draft.kind == "age" and not ages(limit)):
            return draft
    if limit.old or not subjects or limit.multiple:
        return None
    nearest = subjects[-1]
    if nearest.kind == "age" and (not ages(limit) or _counts_after(nearest, limit)):
        return None
    return _sized(subjects, limit) or nearest


def _counts_after(age: Draft, limit: Limit) -> bool:
    """Whether a bare number counts what follows: "6 to 9 years old having |at least one| carious molar"."""
    told = bool(age.limits) and age.limits[-1].amount.unit_tokens is not None
    return told and limit.amount.unit_tokens is None and limit.first > age.extent[1]


def _sized(subjects: list[Draft], limit: Limit) -> Draft | None:
    """What has the size or angle that a limit is on, where the nearest thing has none: "a tear too wide for repair".

    That is what a procedure or a part of the body is named with: "deformity of |the knee > 10 degrees".
    """
    nearest = subjects[-1]
    if limit.amount.unit not in _SIZES or len(subjects) == 1 or nearest.link not in _DEPENDENT:
        return None
    if nearest.kind != "words" and (nearest.entity is None or nearest.entity.domain != "procedure"):
        return None
    before = next((one for one in reversed(subjects[:-1]) if one.entity is not None and not one.limits), None)
    return before if before is not None and before.entity and before.entity.domain == "condition" else None


def is_of_analyte(limit: Limit) -> bool:
    """Whether a limit is on what is measured in people or their samples: "< 3 mg/dL", "≤ 2 x ULN"."""
    return bool(limit.ref) or (limit.amount.unit or "").endswith(_MEASURED_IN)


def is_dose(limit: Limit) -> bool:
    """Whether a limit is on a mass, as that of a drug that is taken: "> 10 mg", "≥ 1 g/d"."""
    return (limit.amount.unit or "").partition("/")[0] in _MASSES and not is_of_analyte(limit)


def takes_before(draft: Draft, limit: Limit, *, led: bool = False) -> bool:
    """Whether a draft may be what a limit before it is on; "or ≥ 27 |with hypertension" counts no hypertension.

    Nor is "> 2 mg/dL |on diuretics" one on a drug.

    Args:
        draft: the draft.
        limit: the limit.
        led: whether the preposition stands before the limit: "women |with more than 3 births".
    """
    if draft.kind == "age":
        return ages(limit)
    if not draft.subject or draft.kind == "measurement":
        bare = limit.amount.unit_tokens is None and limit.ref is None
        return draft.subject and (draft.link != "with" or led or bare)
    if limit.multiple or limit.ref or (limit.amount.number or 0) < 0:
        return False
    if limit.amount.unit is not None and limit.amount.unit.endswith(_MEASURED_IN) and draft.entity is not None:
        return False
    bare = not limit.compared and limit.amount.unit_tokens is None
    lasts = limit.calendar and not (limit.is_range and limit.amount.unit == _YEARS)
    apart = draft.link in _APART or (draft.link == "in" and draft.entity is not None)
    apart = apart or (draft.link == "for" and draft.entity is None)
    return not apart or led or lasts or bare


def is_placed(limit: Limit, tokens: Tokens) -> bool:
    """Whether a value is followed by where or in whom it is found: "> 40 degrees |in| patients after surgery".

    What is not there besides is not counted either: "or ≥ 40 |without| comorbidities".
    """
    if limit.calendar or not limit.compared or limit.last >= len(tokens):
        return False
    unit, follows = limit.amount.unit, tokens.folded[limit.last]
    return follows == _WITHOUT or (unit is not None and unit[0] != "{" and follows in _PLACED)


def is_duration(draft: Draft) -> bool:
    """Whether a draft measures a length of time, such as life expectancy."""
    rule = draft.entity.rule if draft.entity is not None else None
    return draft.kind == "measurement" and rule is not None and rule.kind == "duration"


def is_of_pair(limit: Limit, name: str) -> bool:
    """Whether a pair of limits is on the halves of what is measured under a name."""
    return name == PRESSURE or (name in PAIRS and limit.alternatives)


def is_half(draft: Draft, whole: Draft) -> bool:
    """Whether a draft measures a half of what another one measures: "blood pressure > 160 |systolic|"."""
    half = draft.entity.rule if draft.entity is not None else None
    if half is None or half.name not in HALVES:
        return False
    rule = whole.entity.rule if whole.entity is not None else None
    return rule is not None and half.name in PAIRS.get(rule.name, ())


def ages(limit: Limit) -> bool:
    """Whether a limit can be one on age: of calendar units, or of no unit."""
    return limit.calendar or (limit.amount.unit_tokens is None and not limit.amount.level)


def attach_limit(draft: Draft, limit: Limit) -> None:
    """Put a limit on a draft; a bare number only on a score, stage or age, or where it has a unit, and as the first."""
    if not limit.tolerance or _takes_bare(draft, limit):
        draft.reach(limit.first, limit.last)
    if limit.again is not None:
        draft.restated = (*draft.restated, limit.again)
        draft.reach(limit.again.first, limit.again.last)
    if limit.rate is not None:
        limit = _rated(draft, limit)
    if limit.paired is not None and not limit.compared:
        limit = _levels(draft, limit, limit.paired)
    if not limit.compared and (draft.limits or not _takes_bare(draft, limit)):
        return
    if draft.limits and (between := _around(draft, limit)) is not None:
        draft.limits[-1] = between
        return
    if limit.calendar and draft.link == LASTING:
        draft.durations.append(limit)
        return
    if limit.calendar and draft.when is None and (draft.link == SINCE or _made(draft, limit)):
        turned = draft.link == SINCE
        draft.when = When(limit.first, limit.last, "distant", limit, inferred="window-turned" if turned else None)
        return
    if limit.calendar and (_is_how_long(draft, limit) or takes_hours(draft, limit)):
        draft.durations.append(limit)
        return
    recent = limit.calendar and limit.upper is not None and limit.lower is None and limit.amount.unit not in _BRIEF
    if (draft.kind == "occurrence" or _measures_no_time(draft, limit)) and draft.when is None and recent:
        draft.when = When(limit.first, limit.last, "within", limit)
        return
    if draft.kind == "words":
        draft.kind = "measurement" if limit.compared else "words"
    draft.limits.append(limit)


def _levels(draft: Draft, limit: Limit, other: Limit) -> Limit:
    """Two neighbouring levels of a scale with a stroke between them as either of them: "ECOG |0/1|"."""
    rule = draft.entity.rule if draft.entity is not None else None
    one, two = limit.amount, other.amount
    if rule is None or not rule.levels or one.number is None or two.number != one.number + 1:
        return limit
    if not {f"{one.number:g}", f"{two.number:g}"} <= rule.levels.keys():
        return limit
    return replace(limit, lower=one, upper=two, paired=None, one_of=(one, two), compared=True)


def _rated(draft: Draft, limit: Limit) -> Limit:
    """A number of what happens in a time, in the unit of that; of days, where what is measured is in days per month."""
    draft.reach(*limit.rate_tokens)
    rule = draft.entity.rule if draft.entity is not None else None
    unit = limit.amount.unit
    if unit is not None and unit not in HAPPENINGS:
        return limit.as_rate(unit)
    if draft.kind != "measurement" or rule is None or rule.unit is None:
        return limit.as_rate()
    counted, per, _ = rule.unit.partition("/")
    return limit.as_rate(counted) if per else limit.as_rate() if rule.kind == "count" else limit


def _around(draft: Draft, limit: Limit) -> Limit | None:
    """ "20 < |BMI| < 30": the limits on either side of a name as one range."""
    before = draft.limits[-1]
    if not (before.last <= draft.first and draft.last <= limit.first) or before.ref or limit.ref:
        return None
    sides = [(one.lower is not None, one.upper is not None) for one in (before, limit)]
    if sorted(sides) != [(False, True), (True, False)] or not limit.compared:
        return None
    low, high = (before, limit) if before.lower is not None else (limit, before)
    low, high = low.with_unit_of(high), high.with_unit_of(low)
    return replace(low, first=before.first, last=limit.last, upper=high.upper, upper_inclusive=high.upper_inclusive)


def _is_how_long(draft: Draft, limit: Limit) -> bool:
    """Whether a length of time is how long something goes on: "≤ 2 weeks of |fever|", "HBsAg positive |≥ 6 months|"."""
    if draft.link == "of" and limit.last <= draft.first and _goes_on(draft):
        return True
    if is_of_pregnancy(draft, limit) or goes_on_now(draft, limit):
        return True
    return limit.compared and limit.upper is None and _measures_no_time(draft, limit)


def is_of_pregnancy(draft: Draft, limit: Limit) -> bool:
    """Whether weeks, or weeks and days, say how far a pregnancy is: "pregnant |< 34 weeks|"."""
    rule = draft.entity.rule if draft.entity is not None else None
    pregnant = draft.kind == "occurrence" and rule is not None and rule.name == _PREGNANCY
    return pregnant and limit.compared and limit.amount.unit in _TERM


def goes_on_now(draft: Draft, limit: Limit) -> bool:
    """Whether a length of time behind what goes on, or is taken now, is how long it has: "on insulin |< 6 months|"."""
    if draft.kind != "occurrence" or not limit.compared or limit.first < draft.last or limit.old or limit.elder:
        return False
    present = draft.status == "present" and (draft.link == "on" or not draft.loose)
    return present or (limit.lower is None and persists(draft))


def _measures_no_time(draft: Draft, limit: Limit) -> bool:
    """Whether a draft measures something in a unit that is none of time, so that a limit of time is none on it."""
    if limit.old or limit.elder:
        return False
    rule = draft.entity.rule if draft.entity is not None else None
    return draft.kind == "measurement" and rule is not None and rule.unit not in _CALENDAR


def _made(draft: Draft, limit: Limit) -> bool:
    """Whether a limit is on the age of something done at one time: "a scan |older than 3 months"."""
    done = draft.kind == "occurrence" and draft.entity is not None and draft.entity.domain in _DONE
    return done and (limit.elder or limit.old)


def _goes_on(draft: Draft) -> bool:
    """Whether it lasts, and is not done at one time from which others are told: "≤ 2 weeks of |surgery"."""
    return draft.kind == "occurrence" and draft.entity is not None and draft.entity.domain not in _DONE


def length_of(when: When) -> Limit:
    """A time as a length: "life expectancy |within 12 months" is at most that."""
    assert when.limit is not None
    limit = replace(when.limit, first=when.first, last=when.last, compared=True)
    return replace(limit, lower=None) if limit.lower == limit.upper else limit


def _takes_bare(draft: Draft, limit: Limit) -> bool:
    if limit.tolerance and draft.kind != "measurement":
        return False
    if draft.kind == "age":
        return True
    rule = draft.entity.rule if draft.entity is not None else None
    if limit.paired is None and _is_taken_so(draft, limit):
        return True
    if draft.kind != "measurement" or limit.paired is not None:
        return False
    if limit.calendar and limit.last <= draft.first and not is_duration(draft):
        return False
    return (
        limit.amount.unit_tokens is not None
        or limit.ref in _LIMITING
        or (rule is not None and rule.kind in {"score", "stage", "grade", "count"})
    )


def _is_taken_so(draft: Draft, limit: Limit) -> bool:
    """Whether an amount right behind what is taken is its dose, or how often it is: "folic acid |5 mg daily|".

    So is one right before it, with its "of": "|20 mg| of prednisone".
    """
    unit = limit.amount.unit
    domain = draft.entity.domain if draft.kind == "occurrence" and draft.entity is not None else None
    if unit is None or limit.calendar:
        return False
    dosed = (domain in _TAKEN and unit.startswith(_DOSED)) or (domain in _REGULAR and unit[0] == "/")
    beside = draft.last == limit.first or (draft.link == "of" and 0 < draft.first - limit.last <= _OF)
    return dosed and beside and not draft.limits


def lasting_subject(found: list[Draft]) -> Draft | None:
    """Which of the drafts before a length of time goes on for it: the last, or the stay that this is the reason for."""
    subjects = [draft for draft in found if draft.subject]
    open_ones = [draft for draft in subjects if not draft.bracketed] or subjects
    if len(open_ones) > 1 and is_stay(open_ones[-2]) and open_ones[-1].link in _STAYED_WITH:
        return open_ones[-2]
    return open_ones[-1] if open_ones else None


def is_stay(draft: Draft) -> bool:
    """Whether a draft is a visit or a stay: "|hospitalized| with pneumonia"."""
    return draft.entity is not None and draft.entity.domain == "visit"


def time_subject(found: list[Draft]) -> Draft | None:
    """Which of the drafts before a time it is about: the last, or what that one is only the object of."""
    open_ones = [draft for draft in found if not draft.bracketed]
    places = [place for place, draft in enumerate(open_ones) if draft.named or takes_part(draft)]
    if not places:
        return _words_subject(open_ones)
    place = places.pop()
    while places and _depends(open_ones[places[-1] : place + 1]):
        place = places.pop()
    return open_ones[place]


def _words_subject(drafts: list[Draft]) -> Draft | None:
    """Which words a time is about where nothing is named: the last, or what these are only the object of."""
    told = [draft for draft in drafts if draft.kind in {"words", "attestation"}]
    while len(told) > 1 and told[-1].link in _ACTED_ON:
        told.pop()
    return told[-1] if told else None


def takes_part(draft: Draft) -> bool:
    """Whether a draft attests to taking part in a study, which has its time as an event has."""
    return draft.kind == "attestation" and draft.cue is not None and draft.cue.attrs.get("topic") == "participation"


def _depends(drafts: list[Draft]) -> bool:
    """Whether the last of some drafts only completes the first: "surgery |for cancer", "treatment |with an antibiotic".

    Words may stand between: "antacids |to relieve |heartburn".
    """
    before, draft = drafts[0], drafts[-1]
    if before.when is not None and before.when.limit is not None:
        return False
    links = {each.link for each in drafts[1:]}
    if before.kind == "measurement":
        found = before.values and "for" in links
        measured_by = draft.how == "found" or not links.isdisjoint(BY_MEANS)
        return draft.kind == "occurrence" and bool(found or measured_by)
    if takes_part(before):
        return not links.isdisjoint(_DEPENDENT | _CONCERNS)
    if draft.link == "with":
        return before.entity is not None and before.entity.domain in _HAD_WITH
    required = not links.isdisjoint(REQUIRING) and (draft.entity is None or bool(before.limits or before.counts))
    return required or not links.isdisjoint(_DEPENDENT)


def is_required_too(one: Draft, two: Draft) -> bool:
    """Whether what follows something that is required is so too: "requiring admission or |treatment with| steroids"."""
    return one.link in REQUIRING and two.link is None and two.loose and two.status == "present"
