"""Onsets: the age at which something began is not the age of the patient: "gout with onset before |age 40|"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Limit, Side
from eligibility.normalize.drafts import Draft, Tree
from eligibility.normalize.parts import Part, Said
from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Entity
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_BESIDE = frozenset({"before", "prior", "between", "after", "at", "since", "until", "by", "from"})
"""Prepositions between what began and the age."""
_BY = "by"
_SIDES: dict[str | None, Side] = {
    _BY: "upper", "before": "upper", "prior": "upper", "until": "upper", "after": "lower",
}  # fmt: skip
"""Prepositions that say on which side of an age it was."""
_BEGUN = ONSET = "onset"
_OF = "of"
_PRIOR = "prior"
AGE = "age"
"""The word without which, and without an age, nothing is an age at which something was."""
_AGE_AT = "age at "
"""What the names begin with of the ages at which something was."""
_DETERMINERS = frozenset({"the", "an"})
_MADE = frozenset(map(fold, ("made", "established", "confirmed", "given")))
"""Words for what is done to a diagnosis: "diagnosis of gout |made| before age 40"."""
_YEARS = "a"
_YOUNG_OR_OLD = frozenset({"early", "late", "childhood", "juvenile", "adolescent", "adult", "young", "pediatric"})
"""Words that say of an onset at about which age it was."""
_REACH = 2
"""Tokens before what began in which it is said that it was diagnosed: "|diagnosed with| gout before age 40"."""


def date_onsets(parts: Sequence[Part], tokens: Tokens, lexicon: Lexicon) -> None:
    """Makes each age behind an onset, a diagnosis or a condition the age at which that was.

    Args:
        parts: the items of a list.
        tokens: the criterion.
        lexicon: names the ages.
    """
    for before, part in zip([None, *parts], parts, strict=False):
        _compare(part, tokens)
        if before is not None and len(part.parts) == 1:
            _date_alone(part, before)
        for said in part.parts[:0:-1]:
            age = said.tree
            if not isinstance(age, Draft) or age.kind != "age" or not age.limits:
                continue
            age.link = _PRIOR if _is_prior(age, tokens) else age.link
            if age.link in _BESIDE or tokens.folded[age.first] in _BESIDE:
                place = part.parts.index(said)
                _date(part, place, age, tokens, lexicon)
                if said in part.parts:
                    _date_other(age, part.parts[place - 1].tree, tokens)


def take_onsets(parts: Sequence[Part], tokens: Tokens, lexicon: Lexicon) -> None:
    """Takes "onset" to the condition before it whose time says when that began: "stroke |onset| 3 months ago".

    The years in brackets behind an early or late onset are the age at which it was: "early-onset gout |(< 30 years)|".
    """
    for part in parts:
        _date_bracketed(part, tokens, lexicon)
        for before, said in zip(part.parts, part.parts[1:], strict=False):
            one, onset = before.tree, said.tree
            if not isinstance(one, Draft) or not isinstance(onset, Draft) or onset.kind != "words" or onset.when:
                continue
            alone = tokens.folded[onset.first : onset.last] == [_BEGUN] and not (onset.limits or onset.durations)
            if alone and one.when is not None and one.last == onset.first:
                one.reach(onset.first, onset.last)
                part.parts.remove(said)
                break


def _date_bracketed(part: Part, tokens: Tokens, lexicon: Lexicon) -> None:
    """Makes years in brackets behind what began early or late the age at which it did."""
    rule = _age_at(_BEGUN, lexicon)
    for place, said in enumerate(part.parts if rule is not None else ()):
        begun = said.tree
        if not isinstance(begun, Draft) or begun.entity is None or begun.entity.domain != "condition":
            continue
        words = tokens.folded[begun.extent[0] : begun.last]
        if _BEGUN not in words or _YOUNG_OR_OLD.isdisjoint(words):
            continue
        following = part.parts[place + 1].tree if place + 1 < len(part.parts) else None
        limit = begun.when.limit if begun.when is not None else None
        if limit is not None and limit.amount.unit != _YEARS:
            continue
        if isinstance(following, Draft) and following.kind == AGE and tokens.folded[following.first - 1] == "(":
            limit = following.limits[0] if following.limits else None
            del part.parts[place + 1]
        elif limit is not None and tokens.folded[limit.first - 1] == "(":
            begun.when = None
        else:
            continue
        if limit is not None and rule is not None:
            onset = Draft("measurement", limit.first, limit.last, Entity(limit.first, limit.last, rule.domain, rule))
            onset.bracketed = True
            onset.limits = [limit]
            part.parts.insert(place + 1, Said(onset, said.negation))
        return


def _compare(part: Part, tokens: Tokens) -> None:
    """Says on which side of an age something began: "age at onset of gout |before 40 years|"."""
    for draft in part.drafts():
        rule = draft.entity.rule if draft.kind == "measurement" and draft.entity is not None else None
        if rule is not None and rule.name.startswith(_AGE_AT):
            draft.limits = [_reached(limit, tokens.folded[limit.first - 1]) for limit in draft.limits]


def _date_alone(part: Part, before: Part) -> None:
    """Makes an age by itself one more of the kind before it: "onset before age 1 or |after age 60|"."""
    onset, age = before.last, part.last
    rule = onset.entity.rule if onset is not None and onset.kind == "measurement" and onset.entity is not None else None
    if onset is None or rule is None or not rule.name.startswith(_AGE_AT) or age is None or age.kind != "age":
        return
    link = part.link or age.link
    if link in _SIDES:
        again = onset.again()
        again.limits, again.extent = [_reached(limit, link) for limit in age.limits], age.extent
        part.parts, part.link = [Said(again, before.parts[-1].negation)], None


def _is_prior(age: Draft, tokens: Tokens) -> bool:
    """Whether "prior to" stands before an age."""
    return age.link == "to" and tokens.folded[age.first - 2 : age.first] == ["prior", "to"]


def _date_other(age: Draft, before: Tree, tokens: Tokens) -> None:
    """Says on which side of an age people are, or that it is the one at which something else was done."""
    link = age.link if age.link in _SIDES else tokens.folded[age.first]
    if link not in _SIDES or not isinstance(before, Draft):
        return
    people = before.kind == "sex" or before.people
    if not people and before.kind != "occurrence":
        return
    age.limits = [_reached(limit, link) for limit in age.limits]
    if not people:
        age.kind, age.cue = "measurement", None


def _date(part: Part, place: int, age: Draft, tokens: Tokens, lexicon: Lexicon) -> None:
    """Dates what stands right before an age, with the preposition between, if that can begin."""
    before = part.parts[place - 1].tree if place else None
    end = age.first - (tokens.folded[age.first - 1] in _DETERMINERS)
    end -= (tokens.folded[end - 1] == age.link) + 2 * (age.link == _PRIOR)
    if not isinstance(before, Draft) or before.extent[1] != end or before.limits:
        return
    start = place - 1
    if before.kind == "words" and before.link == _OF and start:
        start -= 1
        head = part.parts[start].tree
        before = head if isinstance(head, Draft) and head.kind == "words" and head.last == before.first - 1 else before
    begun = before.kind == "words" or before.entity is None
    words = tokens.folded[before.first if begun else before.last : end]
    if not words:
        words = [*_before(before, tokens), _BEGUN]
    elif not _MADE.isdisjoint(words) and start:
        words = _before(part.parts[start - 1].tree, tokens)
    rule = next((rule for word in words if (rule := _age_at(word, lexicon)) is not None), None)
    if rule is None or not (begun or (before.entity and before.entity.domain == "condition")):
        return
    first, last = (before.first, end) if begun else (age.first, age.last)
    onset = Draft("measurement", first, last, Entity(first, last, rule.domain, rule), link=age.link)
    onset.limits = [_reached(limit, age.link) for limit in age.limits]
    onset.reach(before.last if not begun else end, age.extent[1])
    part.parts[place] = Said(onset, part.parts[place].negation)
    if begun:
        del part.parts[start:place]
    elif start and before.link == _OF and (begins := _begins(part.parts[start - 1].tree, tokens)) is not None:
        before.reach(begins, before.last)
        del part.parts[start - 1]


def _before(tree: Tree, tokens: Tokens) -> list[str]:
    """The words right before what is named, which may say that it began or was found: "|diagnosed with| gout"."""
    return tokens.folded[max(0, tree.first - _REACH) : tree.first] if isinstance(tree, Draft) else []


def _begins(tree: Tree, tokens: Tokens) -> int | None:
    """Where words begin that only say that something began: "|onset| of gout before age 40"; None for any other."""
    words = isinstance(tree, Draft) and tree.kind == "words" and tokens.folded[tree.first : tree.last] == [_BEGUN]
    return tree.first if isinstance(tree, Draft) and words else None


def _reached(limit: Limit, link: str | None) -> Limit:
    """A bare age as the limit that the preposition before it makes of it."""
    if limit.compared or link not in _SIDES:
        return limit
    return replace(limit.one_sided(_SIDES[link]), lower_inclusive=False, upper_inclusive=link == _BY)


def _age_at(word: str, lexicon: Lexicon) -> ConceptRule | None:
    """The age at which a word says that something was: "onset", "diagnosed"."""
    phrase = lexicon.phrases.get([word, "at", "age"])
    return None if phrase is None else phrase.concept
