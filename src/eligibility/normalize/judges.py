"""Judges: who judges what somebody is able to do, or fit for, is a part of what is attested, and attests nothing else.

"Able, |in the investigator's opinion,| to walk" is one attestation, and so is "deemed to be |unfit for surgery|".
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.complements import is_bare, is_denied, leaf, take, topic_of
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part, Said
from eligibility.tagging.tokens import Tokens

_JUDGMENT = "investigator_judgment"
_BY_WHOM = frozenset({"as", "in", "according", "per", "at"})
"""Words with which it is added who judges what is said."""
_FITNESS = 2
"""Trees behind a judgment, at the least, that say for what somebody is fit."""


def take_judges(parts: list[Part], joins: list[Join]) -> None:
    """Makes the judge of what somebody is able to do a part of that: "able, |in the investigator's opinion,| to walk".

    Args:
        parts: the items; they are changed.
        joins: what stands between them; they are changed.
    """
    if "comma" not in joins or not any(part.verb is not None for part in parts):
        return
    kept: list[Part] = []
    between: list[Join] = []
    place = 0
    while place < len(parts):
        part = parts[place]
        kept.append(part)
        end = _judged(parts, joins, place)
        if end is not None:
            _fill(part, parts[place + 1 : end + 1])
            place = end
        if place < len(joins):
            between.append(joins[place])
        place += 1
    parts[:], joins[:] = kept, between


def _judged(parts: Sequence[Part], joins: Sequence[Join], place: int) -> int | None:
    """The item that says what an item with a judge is about; None where it has no judge."""
    said = parts[place].parts
    if not said or joins[place : place + 1] != ["comma"]:
        return None
    if is_judge(parts[place + 1].parts) and joins[place + 1 : place + 2] == ["comma"]:
        able, end = said[-1], place + 2
    elif len(said) > 1 and is_judge(said[-1:]):
        able, end = said[-2], place + 1
    else:
        return None
    one = leaf(able)
    return end if one is not None and is_bare(one) and parts[end].verb is not None else None


def _fill(part: Part, following: Sequence[Part]) -> None:
    """Gives an item that says what somebody is able to do its judge, and what that is."""
    judge = part.parts.pop() if len(following) == 1 else following[0].parts[0]
    one, other = leaf(part.parts[-1]), leaf(judge)
    assert one is not None and other is not None
    one.reach(*other.extent)
    for said in following[-1].parts:
        draft = leaf(said)
        if draft is not None and draft.kind == "occurrence" and not draft.reason:
            take(draft, one)
        else:
            part.parts.append(said)


def is_judge(said: Sequence[Said]) -> bool:
    """Whether an item, or the rest of one, only says who judges: "in the investigator's opinion"."""
    return len(said) == 1 and topic_of(leaf(said[0])) == _JUDGMENT and not is_denied(said[0])


def take_fitness(part: Part) -> None:
    """Makes that for which somebody is judged to be fit a part of the judgment: "deemed to be |unfit for surgery|"."""
    what = leaf(part.parts[-1]) if len(part.parts) > _FITNESS else None
    if what is None or what.kind != "occurrence" or what.link != "for" or what.people or what.when is not None:
        return
    at = len(part.parts) - _FITNESS
    while at and _is_words(part.parts[at]):
        at -= 1
    judge = leaf(part.parts[at])
    if judge is not None and topic_of(judge) == _JUDGMENT and _is_words(part.parts[at + 1]):
        judge.reach(*what.extent)
        del part.parts[at + 1 :]


def _is_words(said: Said) -> bool:
    draft = leaf(said)
    return draft is not None and draft.kind == "words" and not draft.limits and draft.when is None


def verdict_at(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens) -> int | None:
    """The place of the item, the first or the last, that only says by whom all else is judged; None where none does.

    "A or B, |in the opinion of the investigator|".
    """
    if len(parts) == 1 or not joins:
        return None
    if joins[-1] == "comma" and _is_verdict(parts[-1], tokens):
        return len(parts) - 1
    return 0 if joins[0] == "comma" and _is_verdict(parts[0], tokens) else None


def _is_verdict(part: Part, tokens: Tokens) -> bool:
    said = part.last
    if len(part.parts) != 1 or said is None or said.kind != "attestation" or said.cue is None:
        return False
    judged = said.cue.attrs.get("topic") == _JUDGMENT and not said.cue.attrs.get("denied")
    return judged and tokens.folded[said.first] in _BY_WHOM
