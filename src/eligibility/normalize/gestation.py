"""Gestation: weeks at which something of a pregnancy is are those of the pregnancy: "previa |at 28 to 34 weeks|".

So are those that say what preterm or term is: "preterm infants |(< 32 weeks)|".
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Limit, Side
from eligibility.normalize.drafts import Draft
from eligibility.normalize.parts import Part, Said
from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Entity
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

INFERRED = "weeks"
"""What has told that an entity is the age of a pregnancy."""
_WEEKS = "wk"
_FEW = 12
"""Items of a list among which something obstetric is looked for."""
_NAME = ("gestational", "age")
_BY = "by"
_SIDES: dict[str | None, Side] = {
    _BY: "upper", "before": "upper", "until": "upper", "after": "lower", "beyond": "lower",
}  # fmt: skip
"""Prepositions before a bare length of a pregnancy, and the end of it that they say."""
_GESTATION = frozenset({"gestation", "gestational", "pregnancy"})
_BARE = 2
"""Tokens of a bare length of time: "34 weeks"."""
_AMENORRHEA = "amenorrhea"
"""What weeks are of in a pregnancy, and months after the last period: "9 weeks of |amenorrhea|", "12 months of"."""

_OVER = "postpartum state"
_BORN = frozenset({"preterm", "premature", "prematurity", "term"})
"""Words for when somebody is born."""
_DELIVERIES = frozenset(
    {
        "vaginal delivery",
        "spontaneous vaginal delivery",
        "normal vaginal delivery",
        "instrumental delivery",
        "cesarean section",
        "elective cesarean section",
        "repeat cesarean delivery",
        "induction of labor",
    }
)
"""What ends a pregnancy, of which weeks are those of the pregnancy: "planned cesarean section |at ≥ 38 weeks|"."""
_COUNTED = ("parity", "gravidity")
"""How the names of that end: "nulliparous women |< 37 weeks|"."""
_BIRTH = "born"
_EARLIEST, _VIABLE, _LAST = 12, 20, 45
"""Weeks of a pregnancy: the first from which on it is told when it ended, and those between which one may be born."""
_OBSTETRIC = "obstetrics"
"""What the names of packs of what is of a pregnancy hold."""


def is_of_birth(draft: Draft, limit: Limit, tokens: Tokens) -> bool:
    """Whether weeks right behind a name, or in brackets, are those at which one is born: "preterm |< 32 weeks|".

    So are those of what ends a pregnancy: "induction of labor |at ≥ 41 weeks|", and those at which something of one is.
    """
    if draft.kind != "occurrence" or draft.entity is None or limit.amount.unit != _WEEKS:
        return False
    if limit.first - draft.last > 1:
        return False
    dated = _delivers(draft) or (tokens.folded[limit.first - 1] == "at" and _is_obstetric(draft.entity.rule))
    if not dated and _BORN.isdisjoint(tokens.folded[draft.first : draft.last]):
        return False
    ends = [end.number or 0 for end in (limit.lower, limit.upper) if end is not None]
    return max(ends) >= _VIABLE and all(_EARLIEST <= number <= _LAST for number in ends)


def _delivers(draft: Draft) -> bool:
    """Whether something ends a pregnancy."""
    return draft.entity is not None and draft.entity.rule is not None and draft.entity.rule.name in _DELIVERIES


def _is_obstetric(rule: ConceptRule | None) -> bool:
    """Whether something is of a pregnancy."""
    return rule is not None and _OBSTETRIC in rule.pack


def is_of_gestation(limit: Limit, tokens: Tokens) -> bool:
    """Whether a length of time is that of a pregnancy, which follows: "|34 weeks| of gestation"."""
    after = tokens.folded[limit.last : limit.last + 2]
    if after[:1] != ["of"] or len(after) == 1:
        return False
    return after[1] in _GESTATION or (after[1] == _AMENORRHEA and limit.amount.unit == _WEEKS)


def sided_gestation(limit: Limit, link: str | None, tokens: Tokens) -> Limit:
    """A bare length of a pregnancy with the end that the preposition before it says: "|before| 34 weeks of gestation".

    Without one, weeks of amenorrhea are all that there are. Any other limit is as it was.
    """
    if not is_of_gestation(limit, tokens):
        return limit
    if link not in _SIDES:
        return replace(limit, compared=True) if tokens.folded[limit.last + 1] == _AMENORRHEA else limit
    return _one_sided(limit, link)


def sided_birth(limit: Limit, link: str | None) -> Limit:
    """Weeks at which one is born with the end that the preposition before them says: "delivery |after| 37 weeks"."""
    return limit if limit.compared or limit.is_range else _one_sided(limit, link)


def _one_sided(limit: Limit, link: str | None) -> Limit:
    """A bare length of time with the end that a preposition says, if it says one; any other as it is."""
    if link not in _SIDES or limit.last - limit.first != _BARE:
        return limit
    side = _SIDES[link]
    reached = side != "upper" or link == _BY
    return replace(limit.one_sided(side), lower_inclusive=side != "lower", upper_inclusive=reached)


def _is_over(draft: Draft) -> bool:
    """Whether a draft says that a pregnancy is over, since when weeks before it are: "6 to 12 weeks |postpartum|"."""
    rule = draft.entity.rule if draft.entity is not None else None
    return rule is not None and rule.name == _OVER


def date_gestation(parts: Sequence[Part], tokens: Tokens, lexicon: Lexicon) -> None:
    """Makes weeks at which, or between which, something is the gestational age, where that is something obstetric.

    How long a pregnancy itself has lasted is said by its own length.

    Args:
        parts: the items of a list.
        tokens: the criterion.
        lexicon: names the age of a pregnancy.
    """
    born = _BIRTH in tokens.words
    for part in parts:
        if born:
            _take_births(part, tokens)
        for said in tuple(part.parts):
            draft = said.tree
            if not isinstance(draft, Draft):
                continue
            if not draft.limits or draft.limits[-1].amount.unit != _WEEKS:
                continue
            limit = draft.limits[-1]
            if not (_dates(limit, tokens) or is_of_birth(draft, limit, tokens) or _counts_births(draft)):
                continue
            if _is_over(draft) and limit.last == draft.first:
                continue
            born_then = _says_born(draft, tokens)
            if (age := _age(draft, parts, lexicon, born=born_then or _delivers(draft))) is not None:
                _date(part, said, draft, age, born=born_then)


def _counts_births(draft: Draft) -> bool:
    """Whether a draft says how often somebody gave birth or was pregnant, which no weeks are a length of."""
    rule = draft.entity.rule if draft.entity is not None else None
    return rule is not None and rule.name.endswith(_COUNTED)


def _says_born(draft: Draft, tokens: Tokens) -> bool:
    """Whether a draft is no more than the word for having been born."""
    return draft.entity is None and tokens.folded[draft.first : draft.last] == [_BIRTH]


def _take_births(part: Part, tokens: Tokens) -> None:
    """Gives the age of a pregnancy the word before it for being born then: "|born| at 24 to 28 weeks of gestation"."""
    for one, two in zip(part.parts[:-1], part.parts[1:], strict=True):
        draft, age = one.tree, two.tree
        if not isinstance(draft, Draft) or not isinstance(age, Draft) or not _says_born(draft, tokens):
            continue
        rule = age.entity.rule if age.entity is not None else None
        if rule is None or rule.name != " ".join(_NAME) or not age.limits or one.negation != two.negation:
            continue
        if not (draft.limits or draft.when):
            age.reach(draft.first, draft.last)
            part.parts.remove(one)
            return


def _age(draft: Draft, parts: Sequence[Part], lexicon: Lexicon, *, born: bool) -> ConceptRule | None:
    """The gestational age, if something in a list is obstetric, and a draft no pregnancy or length of time itself."""
    phrase = lexicon.phrases.get(_NAME)
    age = phrase.concept if phrase is not None else None
    own = draft.entity.rule if draft.entity is not None else None
    if age is None or (own is not None and (own.kind == age.kind or _has_length(own, age, lexicon))):
        return None
    if born:
        return age
    entities = (one.entity for part in parts[:_FEW] for one in part.recent())
    return (
        age if any(one is not None and one.rule is not None and age.pack in one.rule.pack for one in entities) else None
    )


def _date(part: Part, said: Said, draft: Draft, age: ConceptRule, *, born: bool) -> None:
    """Makes the last limit of a draft one on a gestational age; that somebody is `born` then is no more than that."""
    limit = draft.limits[-1]
    entity = Entity(limit.first, limit.last, age.domain, age, by=INFERRED)
    dated = Draft("measurement", limit.first, limit.last, entity, limits=[limit])
    if len(draft.limits) == 1 and (draft.kind == "age" or born):
        dated.extent, said.tree = draft.extent, dated
        return
    draft.limits.pop()
    draft.give_up(limit.first, limit.last)
    part.parts.insert(part.parts.index(said) + 1, Said(dated, said.negation))


def _dates(limit: Limit, tokens: Tokens) -> bool:
    if tokens.folded[limit.first] in _SIDES and tokens.folded[limit.first - 1] == _BIRTH:
        return True
    return "between" in tokens.folded[limit.first : limit.first + 1] or tokens.folded[limit.first - 1] == "at"


def _has_length(rule: ConceptRule, age: ConceptRule, lexicon: Lexicon) -> bool:
    """Whether something is a pregnancy, of which the weeks are the length."""
    phrase = lexicon.phrases.get(["duration", "of", rule.name.split()[-1]])
    return phrase is not None and phrase.concept is age
