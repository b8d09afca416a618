"""Aging: whether a limit is on the age of people or of a thing: "infants |< 6 months|", "a graft |< 2 years old|"."""

from __future__ import annotations

from eligibility.grammar.limits import Limit
from eligibility.grammar.whens import When
from eligibility.normalize.attaching import LASTING, SINCE
from eligibility.normalize.drafts import Draft
from eligibility.normalize.finishing import like_age
from eligibility.normalize.small_words import SmallWords
from eligibility.normalize.statuses import DEEDS
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

_YEARS = "a"
_MONTHS = "mo"
_FRESH = frozenset({"h", "d", "wk"})
"""Units in which no age of people is told but of the young: "patients with wounds |less than 24 hours old|"."""
_JOINS = frozenset({"and", "or"})
_YOUNG = frozenset(map(fold, ("child", "infant", "neonate", "newborn", "toddler", "baby", "babies")))
"""Words for people whose age is told in months, weeks and days too."""
_HAVING: tuple[list[str], ...] = ([], ["with"], ["who"])
"""What follows those who are of an age: "infants < 6 months |with| fever"."""
_REACHED = frozenset({"before", "after", "until", "by", "prior"})
"""What an age begins with at which something happens: "hearing loss |before| the age of 3 years"."""
_SAMPLES = frozenset(map(fold, ("sample", "specimen", "tissue", "block", "slide", "archival", "archived", "scan")))
"""What is taken from people, and has an age of its own."""
_DATED = frozenset(
    map(fold, ("diagnosis", "onset", "symptom", "finding", "result", "value", "data", "report", "record"))
)
"""What is of some day, and has an age of its own."""
_GROWN = 12
"""Years from which a limit behind a condition is on the age, and not on how long or how long ago it has been."""
_WHO = frozenset({"sex", "definition"})
"""Kinds of drafts that name people: "men", "children"."""
_FAR = 48
"""Tokens before an age among which people are looked for whose it is."""


def is_age_of(last: Draft | None, limit: Limit, tokens: Tokens, said: SmallWords) -> bool:
    """Whether a limit right behind people of one sex or age is on their age: "gout in men |> 50", "in adults |> 60"."""
    if last is None or last.last != _before_bracket(limit, tokens) + 1:
        return False
    if last.kind == "definition":
        bare = not limit.calendar and _may_be_age(limit) and _ends(limit, tokens, said)
        return bare or _ages_young(limit, tokens, said)
    return last.kind == "sex" and ages_people(limit, None, tokens, said)


def _ages_young(limit: Limit, tokens: Tokens, said: SmallWords) -> bool:
    """Whether a length of time right behind the young is their age, in whatever unit: "infants |< 6 months|"."""
    if not limit.calendar or not limit.compared or tokens.folded[_before_bracket(limit, tokens)] not in _YOUNG:
        return False
    after = limit.last + (tokens.folded[limit.last : limit.last + 1] == [")"])
    return tokens.folded[after : after + 1] in _HAVING or (after == limit.last and _ends(limit, tokens, said))


def _before_bracket(limit: Limit, tokens: Tokens) -> int:
    """The token before a limit, and before the bracket that it stands in: "|patients| (≥ 18 years)"."""
    place = limit.first - 1
    return place - 1 if place > 0 and tokens.folded[place] == "(" else place


def is_age_behind(draft: Draft, limit: Limit) -> bool:
    """Whether years behind something that happens are an age: "with asthma |≥ 18 years|"."""
    years = draft.kind == "occurrence" and limit.calendar and limit.amount.unit == _YEARS and limit.compared
    grown = limit.old or (limit.amount.number or 0) >= _GROWN
    return years and grown and draft.link not in {SINCE, LASTING}


def is_dated(limit: Limit, tokens: Tokens) -> bool:
    """Whether a limit right behind what is of some day is nobody's age: "diagnosis |older than 12 months|"."""
    return bool(limit.first) and tokens.folded[limit.first - 1] in _DATED


def age_thing(last: Draft | None, limit: Limit, tokens: Tokens, said: SmallWords, *, aged: bool = False) -> bool:
    """Gives a thing right before a limit its age, as the time since: "a graft |less than 2 years old|".

    Words for what was taken from people say its age themselves: "archival tissue |(< 3 years old)|". Where people are
    `aged` already, it is not theirs.

    Returns:
        Whether there is such a thing.
    """
    if last is None:
        return False
    sample = tokens.folded[last.last - 1] in _SAMPLES and last.extent[1] == _before_bracket(limit, tokens) + 1
    if sample and last.kind == "words":
        last.reach(limit.first, limit.last)
        return True
    if last.kind != "occurrence" or last.when is not None or not (sample or last.extent[1] == limit.first):
        return False
    made = last.entity is not None and last.entity.domain in DEEDS and limit.amount.unit != _YEARS
    grown = (limit.amount.number or 0) >= _GROWN and not made and limit.amount.unit not in _FRESH
    if last.people or not limit.compared or grown or limit.lower is limit.upper:
        return False
    if tokens.folded[limit.first] in _REACHED or (not aged and _may_be_of_people(limit, tokens, said)):
        return False
    last.when = When(limit.first, limit.last, "within" if limit.lower is None else "distant", limit)
    last.reach(limit.first, limit.last)
    return True


def _may_be_of_people(limit: Limit, tokens: Tokens, said: SmallWords) -> bool:
    """Whether people are named before an age who may be so old, as no patients are "less than 24 hours old"."""
    before = tokens.folded[max(0, limit.first - _FAR) : limit.first]
    fresh = limit.amount.unit in _FRESH and _YOUNG.isdisjoint(before)
    return not fresh and any((word,) in said.people for word in before)


def ages_people(limit: Limit, following: int | None, tokens: Tokens, said: SmallWords) -> bool:
    """Whether a bare number behind people is on their age: "patients ≥ 21 who ...", "subjects < 16".

    Args:
        limit: the limit.
        following: where the next name begins, which is counted where it follows at once ("patients > 3 strokes");
            None while it is not known.
        tokens: the criterion.
        said: the words that name people.
    """
    who = (tokens.folded[_before_bracket(limit, tokens)],)
    if _ages_young(limit, tokens, said):
        return True
    if not _may_be_age(limit) or (who not in said.people and who not in said.sexes):
        return False
    if (limit.calendar and limit.amount.unit != _MONTHS) or _ends(limit, tokens, said):
        return True
    return following is not None and following > limit.last and (limit.amount.number or 0) >= _GROWN


def ages_asked(limit: Limit, last: Draft | None, tokens: Tokens, said: SmallWords) -> bool:
    """Whether a bare number before "must" is the age of those of whom more is asked: "children |under 12| must ...".

    Args:
        limit: the limit.
        last: what was named last before it.
        tokens: the criterion.
        said: the words that name people.
    """
    if limit.amount.unit is not None or not like_age(limit):
        return False
    if last is not None and last.kind in _WHO:
        return True
    return (last is None or last.last <= limit.first - 1) and (tokens.folded[limit.first - 1],) in said.people


def _may_be_age(limit: Limit) -> bool:
    """Whether a limit is on a number of years, or on a bare number that people have of them."""
    young = limit.is_range and limit.amount.unit == _MONTHS
    plain = limit.compared and not limit.ref and not limit.one_of
    return plain and (young or (limit.amount.unit in {None, _YEARS} and like_age(limit)))


def _ends(limit: Limit, tokens: Tokens, said: SmallWords) -> bool:
    """Whether nothing follows a limit at once that it could count."""
    after = tokens.folded[limit.last : limit.last + 1]
    return not after or not after[0][0].isalnum() or after[0] in _JOINS or (after[0],) in said.people
