"""Limiting: whether a limit is on the thing named, or is a time."""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.grammar.whens import When
from eligibility.normalize.aging import is_age_behind
from eligibility.normalize.attaching import (
    LASTING,
    SINCE,
    attach_limit,
    goes_on_now,
    is_dose,
    is_duration,
    is_half,
    is_of_pregnancy,
    is_placed,
    takes_before,
)
from eligibility.normalize.converting import is_in_its_unit
from eligibility.normalize.drafts import CARE, STATES, WHO, Draft
from eligibility.normalize.examples import is_number_of
from eligibility.normalize.parts import Part
from eligibility.normalize.recent import recently
from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Modifier
from eligibility.tagging.conversions import EQUALS
from eligibility.tagging.counted import MEASURED, SITES, counts_given
from eligibility.tagging.tokens import Tokens

GRADED = {"grade": "grade", "grades": "grade", "stage": "stage", "stages": "stage"}
_FROM = "from"
"""The link to what has become less: "recovery to grade 1 |from| toxicity"."""
_AFTER_SCALE = 2
"""Tokens between the stage of a thing and the thing: "stage III |metastatic| melanoma"."""
_ON_THE = 2
"""Tokens between a score and the name of its scale: "5 or more |on the| depression scale"."""
_ON_SCALE = frozenset({"on", "by", "using"})
"""Links between a value and the scale that it is one on."""
_ON_A = 5
"""Tokens between a value and the scale that it is one on: "40 mm |on a 100-mm| visual analogue scale"."""
_COUNTABLE = frozenset({"condition", "procedure", "visit", "device", "observation"})
"""Domains of what there may be several of."""
_GRADINGS = frozenset({"score", "stage", "grade"})
"""Kinds of what is measured that have values of their own kind."""
_VALUED = frozenset({"of", "at", "from", "is", "between"})
"""Prepositions between what is measured and its value."""
_BEFORE_COUNTED = 1
"""Tokens between a number and what it counts: "two |prior| episodes"."""
_BEFORE_GIVEN = 3
"""Tokens between a number and what it counts the doses of: "two |cycles of| cisplatin"."""
_ON_DAYS = "d/"
"""What the units begin with in which the days are counted on which something is so: "nights per week"."""
_ON = frozenset({"on", "in"})
"""Words between a limit and the times that it was found."""
_POST = "post"
_LATEST = frozenset({("last",), ("most", "recent"), ("latest",)})
"""Modifiers of an event that a length of time behind it is told from: "|last| seizure > 6 months"."""
_PARTICIPLE = "ed"
"""The ending of what has happened to something."""
_PAIR = 2


def give_waiting(draft: Draft, part: Part, tokens: Tokens) -> None:
    """Gives a draft the limit and the duration that stand before it: "|≥ 3| strokes", "for |2 weeks| fever"."""
    if part.limit is not None and draft.kind == "measurement" and part.limit.amount.unit in MEASURED:
        draft.counts, part.limit = (*draft.counts, part.limit), None
        draft.reach(draft.counts[-1].first, draft.counts[-1].last)
        return
    if part.limit is not None and draft.kind == "measurement" and _lasts(draft, part.limit):
        limit, part.limit = part.limit, None
        attach_limit(draft, replace(limit, compared=True))
    if part.limit is not None and draft.kind != "measurement" and (is_placed(part.limit, tokens) or shows(part)):
        return
    led = part.limit is not None and 0 < part.linked <= part.limit.first
    if part.limit is not None and not is_besides(draft, part) and takes_before(draft, part.limit, led=led):
        limit, part.limit = part.limit, None
        for graded in part.graded:
            attach_limit(draft, graded)
        part.graded = ()
        give_limit(
            draft, replace(limit, compared=True) if _counts_plural(draft, limit, tokens) else limit, part, tokens
        )
    if part.duration is not None and part.duration.limit is not None and draft.subject:
        draft.durations.append(part.duration.limit)
        draft.lasting = part.duration
        draft.reach(part.duration.first, part.duration.last)
        part.duration = None


def shows(part: Part) -> bool:
    """Whether an item gives examples of what a limit before it was not on: "|≥ 35 kg/m2| with illness such as gout"."""
    if part.examples is None or part.limit is None or part.limit.amount.unit is None:
        return False
    return part.first is not None and part.limit.first < part.first.first


def _counts_plural(draft: Draft, limit: Limit, tokens: Tokens) -> bool:
    """Whether a bare number right before several of something counts them: "|2| exacerbations in the past year"."""
    number = limit.amount.number or 0
    bare = not limit.compared and limit.amount.unit_tokens is None and limit.ref is None and limit.paired is None
    several = draft.last == draft.extent[1] and tokens.written[draft.last - 1].endswith("s")
    happens = draft.kind == "occurrence" and draft.entity is not None and draft.entity.domain in _COUNTABLE
    return bare and happens and several and number > 1 and number == int(number) and draft.first - limit.last <= 1


def is_besides(draft: Draft, part: Part) -> bool:
    """Whether a draft only comes with what is of the grade said before it: "or grade 2 |with pain|"."""
    return part.scale is not None and draft.link == "with" and part.linked > part.scale[1]


def may_count(draft: Draft, limit: Limit, part: Part, tokens: Tokens) -> bool:
    """Whether a number after a preposition may count what follows it: "cirrhosis with |two or more| varices".

    So may a dose behind what is not given: "asthma treated with |> 10 mg| prednisone".

    Args:
        draft: what the number would be on otherwise.
        limit: the number.
        part: the item.
        tokens: the criterion.
    """
    if is_dose(limit):
        return draft.kind == "occurrence" and draft.extent[1] <= limit.first and not _is_given(draft)
    if limit.amount.unit_tokens is not None or limit.ref is not None or limit.multiple:
        return False
    if part.scale is not None or not limit.compared:
        return False
    ends = [end.number for end in (limit.lower, limit.upper) if end is not None]
    if any(number is None or number != int(number) for number in ends) or draft.extent[1] > limit.first:
        return False
    said = part.status is not None and part.status[2] == limit.first
    led = part.linked == limit.first and (draft.kind == "occurrence" or part.link not in _VALUED)
    led = led or any(one.last == limit.first and tokens.folded[one.last - 1] == "of" for one in part.modifiers)
    named = draft.kind == "words" and (
        "of" in {tokens.folded[limit.first], part.link} or _is_undergone(draft, limit, tokens)
    )
    valued = bool(draft.limits or draft.values)
    return (led or said or named) and (draft.kind != "measurement" or valued or counts_given(limit.last, tokens))


def _is_undergone(draft: Draft, limit: Limit, tokens: Tokens) -> bool:
    """Whether a participle stands right before a number, which counts what it has happened to: "|failed| ≥ 2 drugs"."""
    return draft.last == limit.first and draft.entity is None and tokens.folded[draft.last - 1].endswith(_PARTICIPLE)


def _is_given(draft: Draft) -> bool:
    """Whether something may have a dose."""
    return draft.entity is not None and draft.entity.domain in CARE


def settle_count(part: Part, draft: Draft | None, tokens: Tokens) -> None:
    """Gives a number that waits to what follows it at once and happens or is taken, else to what stands before it."""
    if part.waiting is None:
        return
    (limit, before), part.waiting = part.waiting, None
    if draft is not None and _is_counted(draft, limit, part, tokens):
        attach_limit(draft, limit)
    else:
        give_limit(before, limit, part, tokens)


def _is_counted(draft: Draft, limit: Limit, part: Part, tokens: Tokens) -> bool:
    """Whether what follows a number is what it counts, or what it counts the doses of: "2 |cycles of| cisplatin"."""
    if draft.kind not in {"occurrence", "words"} and not is_number_of(draft):
        return False
    if is_dose(limit) and not _is_given(draft):
        return False
    own: list[Modifier] = draft.entity.modifiers if draft.entity is not None else draft.modifiers
    modifiers = [*part.modifiers, *own]
    reach = _BEFORE_GIVEN if counts_given(limit.last, tokens) else _BEFORE_COUNTED
    return min([draft.first, *(one.first for one in modifiers)]) - limit.last <= reach


def give_limit(draft: Draft, limit: Limit, part: Part, tokens: Tokens) -> None:
    """Gives a draft a limit, and the scale that was said before it: "grade |3| diarrhea"."""
    if _counts_results(draft, limit, tokens):
        draft.counts = (*draft.counts, limit)
        draft.reach(limit.first, limit.last)
        return
    if _is_converted(draft, limit, tokens):
        draft.restated = (*draft.restated, limit)
        draft.reach(limit.first, limit.last)
        return
    if draft.kind == "words" and draft.link == "of" and limit.compared and limit.first >= draft.last:
        _name_whole(draft, part, tokens)
    if part.scale is None:
        if is_length_of(draft, limit, part):
            draft.durations.append(limit)
            draft.reach(limit.first, limit.last)
        else:
            attach_limit(draft, limit)
        return
    limit = on_scale(limit, part.scale, tokens)
    scale, kind = limit.scale, draft.kind
    attach_limit(draft, limit)
    if kind == "words" and scale is not None and limit.last <= draft.first:
        draft.kind = "words"
    draft.scale = scale or draft.scale
    draft.reach(*part.scale)
    part.scale = None


def _is_converted(draft: Draft, limit: Limit, tokens: Tokens) -> bool:
    """Whether a limit is set equal to the one right before it, in another unit: "< 126 mg/dL |= 7.0 mmol/L|"."""
    if not draft.limits or tokens.folded[limit.first] != EQUALS or draft.limits[-1].last != limit.first:
        return False
    units = {limit.amount.unit, draft.limits[-1].amount.unit}
    return None not in units and len(units) > 1


def on_scale(limit: Limit, scale: tuple[int, int], tokens: Tokens) -> Limit:
    """A limit on the scale that some tokens name: "|grade| 3"."""
    return replace(limit, compared=True, scale=GRADED.get(tokens.folded[scale[1] - 1]))


def _name_whole(draft: Draft, part: Part, tokens: Tokens) -> None:
    """ "rotation of the |hip| > 20 degrees": what is limited is that which the words are only the object of."""
    before = part.parts[-_PAIR].tree if len(part.parts) >= _PAIR and part.last is draft else None
    if not isinstance(before, Draft) or before.kind != "words" or before.limits or before.when is not None:
        return
    if before.last >= draft.first or tokens.folded[before.last] != "of" or draft.first - before.last > _PAIR:
        return
    draft.first = before.first
    draft.reach(*before.extent)
    draft.modifiers[:0] = before.modifiers
    del part.parts[-_PAIR]


def regain(draft: Draft, part: Part) -> None:
    """ "sites with at least 6 mm |probing depth": the limit is on the measurement right after it.

    The stage of a thing is its own, and so is the size of one with something else: "gout of stage II with |creatinine >
    2 mg/dL", "myopia of -1 to -5 D with |astigmatism".
    """
    if draft.kind != "measurement" or not part.parts:
        return
    reach = _ON_A if draft.link in _ON_SCALE else _ON_THE
    limited = (one for one in reversed(part.recent()) if one.limits and draft.first - one.limits[-1].last <= reach)
    last = next(limited, None)
    if last is None or last.bracketed:
        return
    limit = last.limits[-1]
    named = last.entity is not None and last.entity.domain == "measurement" and not is_half(draft, last)
    rule = draft.entity.rule if draft.entity is not None else None
    named = named or (last.entity is not None and rule is not None and not _may_have(limit, rule))
    shown = _is_shown(last, draft)
    scored = (last.entity is None or shown) and rule is not None and rule.kind in _GRADINGS and part.value is None
    scored = scored or (rule is not None and limit.amount.unit in rule.instead)
    near = draft.first - limit.last <= ((_ON_A if shown else _ON_THE) if scored else 1)
    behind = limit.first >= last.last and draft.link is not None
    staged = behind and (limit.scale is not None or (draft.link == "with" and draft.first > limit.last))
    if named or not near or staged or part.limit is not None or last.kind == "age":
        return
    last.limits.pop()
    if last.entity is None and not last.limits:
        last.kind, last.extent = "words", (last.first, last.last)
    attach_limit(draft, limit)
    if is_half(draft, last) and not last.limits:
        draft.reach(*last.extent)
        part.parts = [said for said in part.parts if said.tree is not last]


def _may_have(limit: Limit, rule: ConceptRule) -> bool:
    """Whether a limit is one that a concept, or what it is called in another unit, can have: "10 % of |BSA|"."""
    return limit.amount.unit in rule.instead or is_in_its_unit(limit, rule)


def _is_shown(last: Draft, draft: Draft) -> bool:
    """Whether a value behind a condition is said to be one on a scale: "pain ≥ 40 mm |on a| visual analogue scale"."""
    found = last.entity is not None and last.entity.domain == "condition"
    return found and draft.link in _ON_SCALE and last.limits[-1].first >= last.last


def take_over(draft: Draft, part: Part) -> None:
    """ "≥ 20 mm sessile |polyp": words right before a name only describe it, and a limit before them is on it.

    "Resected stage III |melanoma": a stage right before a name is that of what is named.
    """
    last = part.last
    if last is None or (last.entity is not None and not last.limits):
        return
    end = draft.first
    if last.kind in WHO:
        last = next((one for one in reversed(part.recent()) if one.kind not in WHO), None)
    while last is not None and last.limits and last.limits[-1].scale and _is_staged(draft, last, end, part.linked):
        limit = last.limits.pop()
        last.scale = None
        last.give_up(limit.first - 1, limit.last)
        last.kind = last.kind if last.entity is not None else "words"
        attach_limit(draft, limit)
        end = limit.first - 1
    if end < draft.first:
        return
    if last is None or last.entity is not None or last.last != draft.first or draft.kind != "occurrence":
        return
    if last.kind != "measurement" or len(last.limits) != 1 or last.limits[0].last != last.first:
        return
    limit = last.limits.pop()
    last.kind, last.extent = "words", (last.first, last.last)
    attach_limit(draft, limit)


def _is_staged(draft: Draft, last: Draft, end: int, linked: int) -> bool:
    """Whether a stage between something done or seen and a condition is the condition's.

    So is one that a preposition parts from another condition before it: "hypertension with |grade 2| retinopathy".

    Args:
        draft: the condition.
        last: what stands before the stage, which has it so far.
        end: where the stage has to end: right before the condition, or before another stage of it.
        linked: where the last preposition ends.
    """
    if draft.entity is None or draft.entity.domain != "condition":
        return False
    if last.entity is None:
        return draft.link == _FROM and last.link != _FROM
    limit = last.limits[-1]
    near = 0 <= end - limit.last <= _AFTER_SCALE and last.first < limit.first
    if last.entity.domain == "condition":
        return near and draft.entity.rule is not None and last.last < limit.first - 1 and linked <= limit.first
    return near and last.entity.domain != "measurement"


def time_of(draft: Draft, limit: Limit, part: Part, tokens: Tokens) -> When | None:
    """The time that a length of time behind a thing says, if it is no value of it, and not how long it lasts."""
    if (most := _as_most(draft, limit, part, tokens)) is not None:
        return When(limit.first, limit.last, "within", most)
    return None if is_age_behind(draft, limit) else _as_past(draft, limit, part, tokens)


def _as_most(draft: Draft, limit: Limit, part: Part, tokens: Tokens) -> Limit | None:
    """A length of time that is no value of what stands before it, as the most that it takes.

    "Surgery planned in |2 months", "weight loss > 5 kg |over 3 months", "> 5 % in |3 months", "2 falls in |6 months".
    """
    if draft.status == "planned" and part.link == "in" and draft.kind == "occurrence" and draft.when is None:
        return limit if limit.compared else replace(limit, lower=None)
    changed = draft.kind != "age" and bool(draft.limits) and draft.when is None and not is_duration(draft)
    if part.link == "in" and not limit.compared and (changed or _is_counted_before(draft)):
        return replace(limit, lower=None)
    if tokens.folded[limit.first] != "over" or limit.upper is not None or is_duration(draft):
        return None
    reached = draft.kind == "measurement" or (draft.kind != "age" and draft.limits)
    return replace(limit, lower=None, upper=limit.lower) if reached else None


def _is_counted_before(draft: Draft) -> bool:
    """Whether it is said how often something happened, and not yet when: "|2 falls| in 6 months"."""
    counted = bool(draft.limits) and draft.limits[-1].last <= draft.first and draft.limits[-1].scale is None
    return counted and draft.when is None and (draft.kind == "occurrence" or draft.entity is None)


def _counts_results(draft: Draft, limit: Limit, tokens: Tokens) -> bool:
    """Whether a number behind a limit only counts the times that it was found: "glucose > 126 mg/dL on |≥ 2| tests".

    So does the number of days on which it is: "sleep latency > 30 min |at least 3 nights per week|". A result is
    counted so too: "|at least two| positive cultures"; and the places at which something is found of a size.
    """
    unit = limit.amount.unit
    if draft.kind == "measurement" and draft.values and unit in MEASURED:
        return True
    if unit == SITES:
        return bool(draft.limits)
    if draft.kind != "measurement" or not draft.limits or limit.lower is None or limit.paired is not None:
        return False
    if unit in MEASURED:
        return True
    if unit is not None and unit.startswith(_ON_DAYS):
        rule = draft.entity.rule if draft.entity is not None else None
        own = draft.limits[-1].amount.unit or (rule.unit if rule is not None else None) or ""
        return not own.startswith(_ON_DAYS)
    return limit.compared and tokens.folded[limit.first - 1] in _ON and not limit.amount.takes_no_unit


def _as_past(draft: Draft, limit: Limit, part: Part, tokens: Tokens) -> When | None:
    """A length of time as how long ago something was: "post-stroke |3 to 6 months", "opioids for pain |(< 2 weeks)"."""
    if _is_told_from(draft, part, tokens):
        return When(limit.first, limit.last, "distant", limit)
    recent = limit.upper is not None and limit.lower is None and limit.compared
    if is_length_of(draft, limit, part) or is_of_pregnancy(draft, limit) or goes_on_now(draft, limit):
        return None
    if not recent or limit.first < draft.last or draft.when is not None or draft.link in {SINCE, LASTING}:
        return None
    return recently(draft, limit, tokens)


def is_length_of(draft: Draft, limit: Limit, part: Part) -> bool:
    """Whether a length of time is how long something has gone on: "headache |of less than 6 weeks|"."""
    if part.link != "of" or not limit.calendar or not limit.compared or limit.old or limit.elder:
        return False
    domain = draft.entity.domain if draft.kind == "occurrence" and draft.entity is not None else None
    return domain in STATES and draft.last <= limit.first


def _is_told_from(draft: Draft, part: Part, tokens: Tokens) -> bool:
    """Whether a length of time is how long ago an event was: "|last| seizure > 6 months".

    So it is behind "|post-| stroke 3 to 6 months". Takes a "post" away that stands by itself.
    """
    if draft.kind != "occurrence" or draft.when is not None or draft.entity is None or part.last is not draft:
        return False
    if any(tuple(tokens.folded[said.first : said.last]) in _LATEST for said in draft.entity.modifiers):
        return True
    before = part.parts[-_PAIR].tree if len(part.parts) >= _PAIR else None
    if not isinstance(before, Draft) or before.kind != "words" or before.last - before.first > 1:
        return False
    if tokens.folded[before.first] != _POST or any(
        word[0].isalnum() for word in tokens.folded[before.last : draft.first]
    ):
        return False
    del part.parts[-_PAIR]
    draft.reach(before.first, before.last)
    return True


def _lasts(draft: Draft, limit: Limit) -> bool:
    """Whether a bare number is in the unit that a length of time is named by: "37 |weeks of gestation"."""
    named = is_duration(draft) and not limit.compared and limit.amount.unit_tokens is None
    return named and limit.last == draft.first
