"""Brackets: telling an abbreviation, a bare limit and a conditional limit from a further statement."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from lark import Tree as Phrase

from eligibility.normalize.drafts import STATES, Draft
from eligibility.normalize.scale_names import names_scale
from eligibility.tagging.chunks import Chunk, Entity, tags_of
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

_LONGEST_ALIAS = 16
_LIMIT_LINK_CASE = 3
_LAST = "then_if"
"""The rule of a conditional whose condition comes last."""
_CONDITIONAL = frozenset({_LAST, "if_then"})
_TWO = 2
_NAMED = frozenset({"occurrence", "measurement", "words"})
_NAMES = frozenset({"ENTITY", "WORDS"})
_IN_PEOPLE = ["LIMIT", "LINK"]
"""Tags of a limit and of what leads to people whom no rule tells from others."""
_YOUNG = frozenset(map(fold, ("children", "infants", "neonates", "newborns", "toddlers")))
"""Words, folded, for people of an age that no rule knows."""
_CLOSED = frozenset(")]")
_IN_PLACE = ["LIMIT", "LINK", "WORDS"]
"""Tags of an age, and of words for where it holds, each at least once: "≥ 20 years |for patients in Japan|"."""
AT_A_TIME = ["LIMIT", "WHEN"]
"""Tags of what brackets hold that limit at a time of their own."""
_GROUPS = frozenset({"cohort", "group", "arm", "part", "stratum", "substudy"})
"""Words, folded, that the name of a group of people begins with."""
_LONGEST_GROUP = 8
"""Tokens from a bracket to a limit, where the name of a group stands between: "(Cohorts 1 and 2: |≤ 5|"."""
_ONE = r"(?-i:[A-Za-z]?\d{1,2}[A-Za-z]?|[A-Z]{1,3})"
_GROUP = re.compile(
    rf"(?:(?:for|in)\s)?(?:(?:patient|subject|participant)s\sin\s)?(?:cohort|arm|part|phase|stratum|sub-?study)s?\s{_ONE}"
    rf"(?:(?:\s?[,&/-]\s?|,?\s(?:and|or)\s)(?:(?:cohort|arm|part|phase)\s)?{_ONE}){{0,6}}"
    r"(?:\s(?:patients|subjects|participants))?(?:\sonly)?",
    re.IGNORECASE,
)
_BEFORE_GROUP = frozenset({"for", "in", "arm", "cohort", fold("phase"), "stratum", "substudy"})
"""Words, folded, that the name of a group in brackets may begin with."""
_PART = "part"
"""The word for a part of a study, and of what is scored: "UPDRS |(Part III)|"."""
_LONGEST_NAME = 24
"""Tokens of brackets that hold the name of groups."""
_SCORE = "score"
"""The kind of what has parts of its own."""
_IN_CASES = frozenset({"LINK", "IF"})
"""Tags of what leads from one of several limits to the case in which it holds."""
_SAID_AGAIN = frozenset({"OR", "COMMA"})
"""What may stand before a limit that holds instead: "(|or| ≤ 5 x ULN if liver metastases are present)"."""


def is_alias(inside: Sequence[Chunk], draft: Draft, tokens: Tokens) -> bool:
    """Whether brackets after a concept hold only its abbreviation: "peripheral artery disease (PAD)".

    So does what a measurement is a share of: "FEV1 |(% predicted)| > 60".
    An abbreviation is one word in capitals, shorter than what it stands for, or another name of the same concept.
    """
    if draft.kind == "measurement" and not draft.limits and tags_of(inside) == ["REF"]:
        return True
    if draft.kind not in _NAMED or any(chunk.tag not in _NAMES for chunk in inside) or _is_scale(inside, draft):
        return False
    if len(inside) == 1 and draft.limits and _is_kind_of(draft.entity, inside[0].value):
        return True
    if (draft.when is not None and draft.when.last > draft.first) or any(
        limit.last > draft.first for limit in draft.limits
    ):
        return False
    if len(inside) == 1 and _same_concept(inside[0].value, draft.entity):
        return True
    written = tokens.surface(inside[0].first, inside[-1].last)
    said = tokens.surface(draft.first, draft.last)
    capitals = sum(letter.isupper() for letter in written)
    return len(written) < min(_LONGEST_ALIAS, len(said)) and " " not in written and capitals * 2 >= len(written)


def is_other_unit(inside: Sequence[Chunk], draft: Draft | None) -> bool:
    """Whether chunks are a limit in another unit than the one before: "> 1.5 mg/dL (or |133 µmol/L|)".

    So is one at another time: "> 160 mmHg at screening (or |> 150 mmHg at randomization|)".
    """
    tags = tags_of(inside)
    if draft is None or not draft.limits or tags not in (["LIMIT"], AT_A_TIME):
        return False
    if tags == AT_A_TIME:
        return draft.when is not None
    units = inside[0].value.amount.unit, draft.limits[-1].amount.unit
    return None not in units and units[0] != units[1]


def limit_in_group(inside: Sequence[Chunk], opened: int, tokens: Tokens) -> tuple[Chunk, Draft] | None:
    """A limit, and the group of people for whom it holds: "(|Cohort 2|: ≤ 5 x ULN)"; None if it is none."""
    limit = inside[-1]
    if limit.tag != "LIMIT" or tokens.folded[opened + 1] not in _GROUPS or tokens.folded[limit.first - 1] != ":":
        return None
    if len(inside) > _TWO or limit.first - opened > _LONGEST_GROUP:
        return None
    return limit, Draft("words", opened + 1, limit.first - 1)


def group_named(opened: int, closed: int, last: Draft | None, tokens: Tokens) -> Draft | None:
    """The group of people for whom alone something holds, where brackets name it: "no insulin (|Cohort A only|)".

    It may be what they say behind a colon: "solid tumors (|Cohort B|: no prior surgery)".

    Args:
        opened: where the brackets begin.
        closed: where they end.
        last: what stands before them, which may have parts of its own.
        tokens: the criterion.
    """
    first = tokens.folded[opened + 1]
    rule = last.entity.rule if last is not None and last.entity is not None else None
    begins = first in _BEFORE_GROUP or (first == _PART and (rule is None or rule.kind != _SCORE))
    if not begins or closed - opened > _LONGEST_NAME:
        return None
    end = _end_of_name(opened + 1, closed - 1, tokens)
    return Draft("words", opened + 1, end) if _GROUP.fullmatch(tokens.surface(opened + 1, end)) else None


def _end_of_name(first: int, last: int, tokens: Tokens) -> int:
    """Where the name of a group ends: at a colon behind which more is said of it, or where its brackets do."""
    return next((place for place in range(first + 1, last) if tokens.folded[place] == ":"), last)


def limit_in_case(
    inside: Sequence[Chunk], links: frozenset[str] = frozenset({"LINK"})
) -> tuple[Chunk, list[Chunk]] | None:
    """A limit and the conditions in which it holds: "(or ≤ 3 x ULN for Gilbert syndrome)"; None if it is none.

    Args:
        inside: what brackets hold.
        links: tags of what may lead from the limit to its conditions.
    """
    chunks = [chunk for chunk in inside if chunk.tag not in _SAID_AGAIN]
    if len(chunks) < _LIMIT_LINK_CASE or chunks[0].tag != "LIMIT" or chunks[1].tag not in links:
        return None
    cases = chunks[2:]
    named = all(chunk.tag == "ENTITY" and chunk.value.domain in STATES for chunk in cases)
    return (chunks[0], cases) if named else None


def limits_in_cases(inside: Sequence[Chunk]) -> list[tuple[Chunk, list[Chunk]]]:
    """Several limits, each with the conditions in which it holds: "(≤ 3 x ULN in gout; ≤ 5 x ULN if cirrhosis)".

    None where they say something else as well, or only one limit.
    """
    begins = [place for place, chunk in enumerate(inside) if chunk.tag == "LIMIT"]
    if len(begins) < _TWO:
        return []
    runs = [inside[first:end] for first, end in pairwise([0, *begins[1:], len(inside)])]
    found = [limit_in_case([chunk for chunk in run if chunk.tag != "SEMI"], _IN_CASES) for run in runs]
    cases = [one for one in found if one is not None]
    return cases if len(cases) == len(runs) else []


def limit_in_people(inside: Sequence[Chunk], tokens: Tokens) -> tuple[Chunk, Draft] | None:
    """A limit and young people for whom it holds instead: "(|≥ 9 g/dL in children|)"; None if it is none."""
    chunks = [chunk for chunk in inside if chunk.tag not in _SAID_AGAIN]
    if tags_of(chunks) != _IN_PEOPLE:
        return None
    first = chunks[1].last
    last = next(
        (at for at in range(first, min(first + _LONGEST_GROUP, len(tokens))) if tokens.folded[at] in _CLOSED), first
    )
    if last == first or not _YOUNG.issuperset(tokens.folded[first:last]):
        return None
    return chunks[0], Draft("words", first, last)


def age_in_place(inside: Sequence[Chunk], last: Draft | None) -> tuple[Chunk, Draft] | None:
    """An age and the place in which it holds instead: "≥ 18 years (|≥ 20 years in Japan|)"; None if it is none."""
    chunks = [chunk for chunk in inside if chunk.tag not in _SAID_AGAIN]
    tags = tags_of(chunks)
    if last is None or last.kind != "age" or not last.limits or [*dict.fromkeys(tags)] != _IN_PLACE:
        return None
    limit, place = chunks[0], chunks[-1]
    if not (limit.value.in_years or limit.value.amount.unit_tokens is None):
        return None
    return limit, Draft("words", place.first, place.last)


def _is_kind_of(one: Entity | None, two: object) -> bool:
    """Whether a concept is another one, told more closely: "estimated creatinine clearance ≥ 80 mL/min |(CrCl)|"."""
    if one is None or one.rule is None or not isinstance(two, Entity) or two.rule is None or two.limit is not None:
        return False
    return one.rule.unit == two.rule.unit and one.rule.name.endswith(two.rule.name)


def _is_scale(inside: Sequence[Chunk], draft: Draft) -> bool:
    """Whether brackets hold the scale of something's levels: "class III angina |(CCS)|"."""
    return len(inside) == 1 and inside[0].tag == "ENTITY" and names_scale(inside[0].value.rule, draft)


def _same_concept(one: object, two: Entity | None) -> bool:
    return isinstance(one, Entity) and two is not None and one.rule is not None and one.rule is two.rule


def conditional_limits(
    inner: Phrase[Any], inside: Callable[[Phrase[Any]], list[Chunk]]
) -> list[tuple[Phrase[Any], list[Chunk]]]:
    """The conditions and the limits of conditional limits in brackets: "(≤ 5 x ULN if liver metastases)".

    The condition may come first: "(if liver metastases, ≤ 5 x ULN)".
    Of two limits the first one is on what stands before them: "(≤ 3 x ULN, or ≤ 5 x ULN if liver metastases)".
    None where something else is said as well.
    """
    found = [_conditional_limits(child, inside) for child in inner.children if isinstance(child, Phrase)]
    cases = [one for one in found if one is not None]
    return cases if len(cases) == len(found) and all(len(limits) == 1 for _, limits in cases[1:]) else []


def _conditional_limits(
    statement: Phrase[Any], inside: Callable[[Phrase[Any]], list[Chunk]]
) -> tuple[Phrase[Any], list[Chunk]] | None:
    """The condition and the limits of one statement; None where it is no conditional limit."""
    if statement.data not in _CONDITIONAL:
        return None
    condition, body = [child for child in statement.children if isinstance(child, Phrase)]
    if statement.data == _LAST:
        condition, body = body, condition
    chunks = [chunk for chunk in inside(body) if chunk.tag not in _SAID_AGAIN]
    limits = 0 < len(chunks) <= _TWO and all(chunk.tag == "LIMIT" for chunk in chunks)
    return (condition, chunks) if limits else None
