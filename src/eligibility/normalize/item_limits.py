"""Limits of an item: each goes to what it is on, to the age of people, to a time, or waits for what is to come."""

from __future__ import annotations

from typing import Protocol

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.grammar.whens import When
from eligibility.normalize.aging import age_thing, ages_people, is_age_behind, is_age_of, is_dated
from eligibility.normalize.attaching import attach_limit, limit_subject, time_subject
from eligibility.normalize.drafts import Draft
from eligibility.normalize.finishing import place_limit
from eligibility.normalize.gestation import is_of_birth, is_of_gestation, sided_birth, sided_gestation
from eligibility.normalize.limiting import give_limit, may_count, settle_count, time_of
from eligibility.normalize.negating import Negations, has_denied
from eligibility.normalize.outcomes import grading, outcome_of, resolved_to
from eligibility.normalize.parts import Part, Said, Scope
from eligibility.normalize.small_words import SmallWords
from eligibility.normalize.times import take_time
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.counted import MEASUREMENTS, counts_given
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

APART = "apart"
"""What stands behind a time between two findings, which is no value of them."""
_UNTIL = frozenset({"before", "until"})
"""Prepositions before an age that is not reached: "a seizure |before| 5 years of age"."""
_BY = "by"
"""The preposition before an age that may just be reached: "diagnosed |by| 2 years of age"."""
_COURSES = frozenset(
    map(
        fold,
        ("reduced", "decreased", "lowered", "depressed", "increased", "elevated", "raised", "prolonged", "impaired"),
    )
)
"""What is said of a value that it has become: "not |reduced| below 50 %"."""
_TRIED = frozenset(map(fold, ("failed", "failure", "failing", "tried", "trial", "attempted", "unsuccessful")))
"""Words for how something went that was done for some time."""
_PEOPLE = frozenset({"sex", "age"})
"""What says who has had something for so long: "|women| with 12 months of infertility"."""
_FEW = 2
"""Words between a denial and a limit that may say what something has not become."""
_TREATED = frozenset({"after", "despite", "following"})
"""What stands between a value and the treatment in spite of which, or behind which, it is so."""
_MOMENTS = frozenset(
    map(
        fold,
        ("first", "admission", "arrival", "presentation", "diagnosis", "onset", "randomization", "enrollment", "birth"),
    )
)
"""Words for what happens at one time, and does not go on for some."""
_WITHIN, _OF = "within", "of"
_SPENT = frozenset(map(fold, ("up", "follow", "followup", "experience", "service", "observation", "surveillance")))
"""Words of what people spend a length of time on, which is then no age: "|follow-up| of at least 2 years"."""
_BEFORE_TIME = frozenset({"of", ":", "("})
"""What stands between that and how long it is."""
_HISTORY_OF = ("history", "of")


class Adds(Protocol):
    """Adds a draft to an item, under what is in scope."""

    def __call__(self, draft: Draft, part: Part, scope: Scope) -> None:
        """Adds it."""


def _end_option(limit: Limit, part: Part, scope: Scope) -> None:
    """Ends what is optional before what is counted: "with or without aura |with at least 4 attacks|"."""
    if scope.opted and limit.compared and part.link == "with" and part.linked == limit.first:
        scope.optional = scope.opted = False


class LimitReader:
    """Reads the limits of items.

    Args:
        tokens: the criterion.
        said: words that items are read by.
        negations: its denials, one of which may be of a limit.
    """

    def __init__(self, tokens: Tokens, said: SmallWords, negations: Negations) -> None:
        self.tokens, self.said, self.negations = tokens, said, negations

    def take(self, chunk: Chunk, part: Part, scope: Scope, add: Adds) -> None:
        """Takes the next limit of an item, given what adds a draft to it."""
        limit: Limit = chunk.value
        _end_option(limit, part, scope)
        optional = limit.amount.unit_tokens is None and (scope.optional if limit.compared else part.listed_anew)
        if optional or (limit.multiple and _count_times(limit, part)) or _times_limit(limit, part):
            return
        if limit.calendar and self.tokens.folded[limit.last : limit.last + 1] == [APART]:
            add(Draft("words", limit.first, limit.last + 1), part, scope)
            return
        limit = self._counted(self._sided(limit, part))
        if part.waiting is not None:
            settle_count(part, None, self.tokens)
        if part.counted is not None and len(part.parts) == part.listed_at:
            part.listed, part.counted = False, None
        if is_age_of(part.last, limit, self.tokens, self.said):
            age_people(limit, part, scope)
            return
        if self._is_of_history(limit) or self._is_of_course(limit, part):
            part.duration = _lasting(limit)
            return
        draft = self._subject(limit, part)
        limit = self._apart(limit, draft)
        if part.scale is not None or (limit := grading(limit, self.tokens)).scale:
            draft = outcome_of(draft, part)
            limit = resolved_to(limit, draft, part)
        limit = self._denied(limit, draft, part, scope)
        if draft is not None and may_count(draft, limit, part, self.tokens):
            part.waiting = (limit, draft)
        elif draft is not None and limit.calendar and is_of_birth(draft, limit, self.tokens):
            draft.limits.append(sided_birth(limit, part.link))
        elif draft is not None and limit.calendar and (when := time_of(draft, limit, part, self.tokens)) is not None:
            take_time(when, part, scope)
        else:
            self._place(limit, draft, part, scope, add)

    def _subject(self, limit: Limit, part: Part) -> Draft | None:
        """What a limit is on; None where that is still to come: "with |at least two| HbA1c values > 9 %"."""
        if limit.amount.unit == MEASUREMENTS and limit.amount.unit_tokens is None:
            return None
        draft = limit_subject(part.recent(), limit)
        if draft is None or (draft.entity is not None and draft.entity.denied and _is_amount(limit)):
            return None
        return None if draft.kind == "age" and draft.limits and self._lasts(limit) else draft

    def _sided(self, limit: Limit, part: Part) -> Limit:
        """ "A seizure before |5 years of age|": the side of a limit that only a preposition before it says."""
        if limit.old and not (limit.compared or limit.is_range):
            happened = part.last is not None and part.last.kind == "occurrence"
            if limit.first and self.tokens.folded[limit.first - 1] == _BY:
                return limit.one_sided("upper")
            if happened and part.link in _UNTIL:
                return replace(limit.one_sided("upper"), upper_inclusive=False)
        if limit.calendar and not limit.compared:
            return sided_gestation(limit, part.link, self.tokens)
        return limit

    def _counted(self, limit: Limit) -> Limit:
        """ "|4| cycles of chemotherapy": a number right before what counts what is given is no other number of it."""
        if limit.compared or limit.amount.unit_tokens is not None or not counts_given(limit.last, self.tokens):
            return limit
        return replace(limit, compared=True)

    def _apart(self, limit: Limit, draft: Draft | None) -> Limit:
        """ "Weight |within 5 kg| of the screening value": how far a value may lie from another is no value itself."""
        of = self.tokens.folded[limit.last : limit.last + 1] == [_OF]
        measured = draft is not None and draft.kind == "measurement" and draft.entity is not None
        if not (of and measured) or limit.calendar or limit.ref or self.tokens.folded[limit.first] != _WITHIN:
            return limit
        return replace(limit, compared=False, tolerance=True)

    def _is_of_history(self, limit: Limit) -> bool:
        """Whether a bare length of time is that of a history right behind it: "a |6-month| history of migraine"."""
        bare = limit.calendar and not limit.compared and not limit.is_range and not limit.old
        return bare and tuple(self.tokens.folded[limit.last : limit.last + 2]) == _HISTORY_OF

    def _lasts(self, limit: Limit) -> bool:
        """Whether a length of time behind an age is that of what follows: "adults over 18 with |3 months of| fever"."""
        lasting = limit.calendar and not limit.old and not limit.elder
        return lasting and self.tokens.folded[limit.last : limit.last + 1] == ["of"]

    def _is_of_course(self, limit: Limit, part: Part) -> bool:
        """Whether a length of time is that of what is behind its "of": "failed |6 weeks| of physiotherapy".

        So it is behind what is so in spite of that, or only then: "HbA1c > 8 % after |3 months| of metformin".
        """
        last = part.last
        if limit.is_range or not self._lasts(limit):
            return False
        valued = last is not None and part.link in _TREATED and part.linked == limit.first
        valued = valued and (bool(last and last.limits) or not self._is_moment(limit.last + 1))
        alone = (last is None or last.kind in _PEOPLE) and (not limit.compared or limit.lower is None)
        if not (alone or valued or (last is not None and self._is_tried(last))):
            return False
        return not is_of_gestation(limit, self.tokens)

    def _is_moment(self, place: int) -> bool:
        """Whether what a length of time is told from begins at a token: "after 24 hours of |admission|"."""
        return not _MOMENTS.isdisjoint(self.tokens.folded[place : place + _FEW])

    def _is_tried(self, draft: Draft) -> bool:
        """Whether words say how something went of which follows for how long it was tried: "|failed| 6 weeks of X"."""
        return draft.kind == "words" and self.tokens.folded[draft.last - 1] in _TRIED

    def _place(self, limit: Limit, draft: Draft | None, part: Part, scope: Scope, add: Adds) -> None:
        """Gives a limit to what it is on: a draft before it, the age of somebody or something, or what comes."""
        if part.extreme is not None and not limit.compared:
            limit, part.extreme = limit.one_sided(part.extreme), None
        behind = draft is not None and is_age_behind(draft, limit)
        elder = limit.elder and (draft is None or draft.kind == "words") and not is_dated(limit, self.tokens)
        if behind or elder:
            draft = _new_age(limit, part, scope, add)
        elif draft is None and limit.old:
            aged = any(one.kind == "age" and one.limits for one in part.recent())
            if age_thing(part.last_open, limit, self.tokens, self.said, aged=aged):
                return
            draft = _new_age(limit, part, scope, add)
        if (draft is None or _has_its_own(draft, part)) and ages_people(limit, None, self.tokens, self.said):
            age_people(limit, part, scope)
            return
        if draft is None and self._is_spent(limit):
            add(Draft("words", limit.first, limit.last, durations=[limit]), part, scope)
            return
        if draft is None:
            if part.limit is not None:
                place_limit(part.limit, part, [part], named_before=_is_besides(limit, part))
            part.limit = limit
            return
        if not limit.compared and limit.paired is None and draft.last <= limit.first and _is_unnamed(draft):
            side = self.said.extreme((self.tokens.folded[draft.first],))
            limit = limit if side is None else limit.one_sided(side)
        self.negations.take_between(draft, limit.first, part, scope)
        give_limit(draft, limit, part, self.tokens)

    def _is_spent(self, limit: Limit) -> bool:
        """Whether a length of time is that of what people do for so long: "at least |2 years| of follow-up"."""
        folded = self.tokens.folded
        if not limit.in_years or limit.old or limit.elder or not limit.compared:
            return False
        before = limit.first - 1 - (folded[limit.first - 1] in _BEFORE_TIME)
        if before >= 0 and limit.first and folded[before] in _SPENT:
            return True
        behind = folded[limit.last + 1 : limit.last + 2] if folded[limit.last : limit.last + 1] == [_OF] else []
        return not _SPENT.isdisjoint(behind)

    def _denied(self, limit: Limit, draft: Draft | None, part: Part, scope: Scope) -> Limit:
        """ "BMI must not be |> 35", "not |older than 70": the limit that then holds; the denial is of nothing else."""
        if draft is not None and self._denies_course(limit, draft, part, scope):
            part.denied_limit = True
            return replace(limit.denied(), first=self.negations.place[0])
        if not scope.negation or not self._denies_limit(limit, draft, scope):
            return limit
        counted = draft is None and not limit.old and not limit.elder
        if counted or has_denied(part, scope) or (denied := limit.denied()) is limit:
            return limit
        scope.negation, part.own_negation, part.inner_negation = 0, False, False
        part.denied_limit = True
        return replace(denied, first=self.negations.place[0])

    def _denies_course(self, limit: Limit, draft: Draft, part: Part, scope: Scope) -> bool:
        """Whether it is denied of what is measured that it has become so: "LVEF |not reduced| below 50 %".

        What it has not become is then said by the limit, and by nothing else.
        """
        first, begin = self.negations.place
        words = self.tokens.folded[begin : limit.first] if limit.first - begin <= _FEW else []
        if draft.kind != "measurement" or draft.entity is None or not words or not _COURSES.issuperset(words):
            return False
        if limit.denied() is limit:
            return False
        for said in (part.modifiers, draft.entity.modifiers):
            said[:] = [one for one in said if one.first < first]
        scope.negation, part.own_negation, part.inner_negation = 0, False, False
        return True

    def _denies_limit(self, limit: Limit, draft: Draft | None, scope: Scope) -> bool:
        """Whether a denial is of a limit: a verb's right before it, or one behind what has another limit already.

        "Sodium 135 to 145 mmol/L with no level |above 150 mmol/L".
        """
        if scope.verbal:
            return self.negations.place[1] == limit.first
        again = draft is not None and draft.kind == "measurement" and draft.entity is not None and bool(draft.limits)
        return again and draft is not None and draft.last <= self.negations.place[0]


def _is_besides(limit: Limit, part: Part) -> bool:
    """Whether a limit counts what those have who pass the one that waits: "or ≥ 27 |with at least one| risk factor"."""
    return part.link == "with" and part.linked == limit.first and not part.parts and limit.compared


def _times_limit(limit: Limit, part: Part) -> bool:
    """Makes a time of that in which what was named before passes another limit: "or |two in 6 months|"; if it is so."""
    other = part.limit
    if other is None or part.parts or part.link != "in" or part.when is not None or limit.compared or limit.is_range:
        return False
    if not limit.calendar or limit.old or other.calendar or not other.compared:
        return False
    part.when, part.link = When(limit.first, limit.last, "within", replace(limit, lower=None)), None
    return True


def _is_amount(limit: Limit) -> bool:
    """Whether a limit is an amount, which what there is none of does not have: "non-smokers with |< 10 pack-years|"."""
    return limit.amount.unit_tokens is not None and not limit.calendar


def _lasting(limit: Limit) -> When:
    """A length of time as how long something lasts, at least where nothing else is said."""
    if limit.compared:
        return When(limit.first, limit.last, "lasting", limit)
    return When(limit.first, limit.last, "lasting", limit.one_sided("lower"), inferred="duration-least")


def _count_times(limit: Limit, part: Part) -> bool:
    """Counts what happened, by a limit right behind it that says how many times: "hospitalized |at least twice|".

    Returns:
        Whether there is such a thing.
    """
    last, event = part.last, time_subject(part.recent())
    if last is None or event is None or event.kind != "occurrence" or event.limits or event.counts:
        return False
    if not limit.compared or limit.ref is not None or last.extent[1] != limit.first:
        return False
    ends = {end: replace(end, multiple=False) for end in (limit.lower, limit.upper) if end is not None}
    low, high = (ends[end] if end is not None else None for end in (limit.lower, limit.upper))
    event.counts = (*event.counts, replace(limit, lower=low, upper=high))
    event.reach(limit.first, limit.last)
    return True


def age_people(limit: Limit, part: Part, scope: Scope) -> None:
    """Says that people are of an age: "men |> 50"; what is denied before them is in these: "no gout in men |> 50"."""
    draft = Draft("age", limit.first, limit.last)
    attach_limit(draft, limit)
    if scope.negation and part.whom is None and part.how.get("whom") and has_denied(part, scope):
        part.whom, scope.negation = len(part.parts), 0
    part.parts.append(Said(draft, scope.negation))


def is_aged_again(part: Part, draft: Draft) -> bool:
    """Whether years before what people have are another age of theirs: "≥ 60 years or |≥ 50 years| with diabetes"."""
    limit = part.limit
    return part.aged and limit is not None and limit.amount.unit == "a" and draft.link == "with" and not part.parts


def _new_age(limit: Limit, part: Part, scope: Scope, add: Adds) -> Draft:
    draft = Draft("age", limit.first, limit.last)
    add(draft, part, scope)
    return draft


def _has_its_own(draft: Draft, part: Part) -> bool:
    """Whether what stands before people has nothing to do with a limit behind them: "asthma in patients |over 60|"."""
    return part.link is not None and (draft.kind in {"occurrence", "words"} or bool(draft.limits))


def _is_unnamed(draft: Draft) -> bool:
    """Whether no concept of the rules names a draft."""
    return draft.kind != "age" and (draft.entity is None or draft.entity.rule is None)
