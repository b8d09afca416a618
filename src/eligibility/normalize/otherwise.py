"""Otherwise: what will do where what is denied before it is there.

"Not pregnant or |at least 6 weeks postpartum|", "no statins or |on a stable dose|", "no diabetes or |HbA1c < 8 %|".
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.normalize.attaching import attach_limit
from eligibility.normalize.drafts import Draft, Op, Tree
from eligibility.normalize.held_doses import HELD
from eligibility.normalize.parts import Part, Said
from eligibility.tagging.chunks import Chunk, Entity, tags_of
from eligibility.tagging.tokens import Tokens
from eligibility.tree import Kind

_STOPPED = frozenset({"stopped", "quit", "discontinued", "ceased", "completed", "former", "ex"})
"""Words for what was there and is no more."""
_CONTRACEPTION = "contraception"
_TIMED = frozenset({"LIMIT", "WHEN"})
_AGAIN = _TIMED | {"ENTITY", "FILLER", "LINK", "STATUS"}
"""Tags of what names something once more, and says for how long or when it was."""
_NOW = "present"
_NEAR = 3
"""Tokens from "on" to a word for how the dose is."""
_MAY_CONCEIVE = frozenset({"sexual activity", "women of childbearing potential"})
"""What need not be denied of those who use contraception."""
_USED = frozenset({"device", "drug", "procedure"})


def says_instead(item: Sequence[Chunk], opening: frozenset[str], before: Part, tokens: Tokens, kind: Kind) -> bool:
    """Whether an item behind "or" says what will do where what is denied before it is there.

    Args:
        item: its chunks.
        opening: the small words that it begins with.
        before: the item before it.
        tokens: the criterion.
        kind: the list that it stands in.
    """
    first = next((chunk for chunk in item if chunk.tag != "LP"), item[0])
    word = tokens.folded[first.first]
    if word in _STOPPED or not _STOPPED.isdisjoint(opening):
        return True
    if first.tag in {"LIMIT", "WHEN"}:
        limit = first.value if first.tag == "LIMIT" else first.value.limit
        if limit is not None and limit.calendar:
            return limit.compared and limit.upper is None
    if first.tag == "ATTESTATION":
        asked = kind == "inclusion" and first.value.attrs.get("topic") == _CONTRACEPTION
        return asked and not first.value.attrs.get("denied")
    if _is_again(item, before):
        return True
    if kind == "inclusion" and (_is_good(item, first, before) or _prevents(item, before)):
        return True
    return word == "on" and not HELD.isdisjoint(tokens.folded[first.first : first.first + _NEAR])


def _is_again(item: Sequence[Chunk], before: Part) -> bool:
    """Whether an item names what is denied once more, for how long or when: "no gout or |gout for < 3 months|"."""
    tags = tags_of(item)
    last = before.last_open
    if last is None or last.entity is None or last.entity.rule is None or _TIMED.isdisjoint(tags):
        return False
    if not _AGAIN.issuperset(tags) or any(one.tag == "STATUS" and one.value.attrs.get("value") != _NOW for one in item):
        return False
    if last.limits or last.durations or last.when is not None:
        return False
    named = [chunk.value for chunk in item if chunk.tag == "ENTITY"]
    return len(named) == 1 and named[0].rule is last.entity.rule


def _is_good(item: Sequence[Chunk], first: Chunk, before: Part) -> bool:
    """Whether a limit is one that nobody would deny: a value on the better side, a dose that is not exceeded.

    Behind a finding that is denied as such, it is how much of it may be there: "no proteinuria or |< 1 g/day|".
    """
    limits = [chunk.value for chunk in item if chunk.tag == "LIMIT"]
    if len(limits) != 1 or limits[0].calendar or not limits[0].compared:
        return False
    limit: Limit = limits[0]
    if first.tag == "LIMIT":
        last = before.last
        return last is not None and last.kind == "measurement" and not last.limits and limit.lower is None
    entity = next((chunk.value for chunk in item if chunk.tag == "ENTITY"), None)
    if entity is None:
        return False
    return _is_on_better_side(entity, limit) or (entity.domain == "drug" and limit.lower is None)


def _is_on_better_side(entity: Entity, limit: Limit) -> bool:
    """Whether a limit has the better values of a measurement on its side."""
    better = entity.rule.better if entity.rule is not None else None
    if better is None or entity.domain != "measurement":
        return False
    return limit.lower is None if better == "lower" else limit.upper is None


def _prevents(item: Sequence[Chunk], before: Part) -> bool:
    """Whether an item names what is used by those who might conceive: "not sexually active or |using condoms|"."""
    last = before.last
    rule = last.entity.rule if last is not None and last.entity is not None else None
    if rule is None or rule.name not in _MAY_CONCEIVE:
        return False
    named = next((chunk.value.domain for chunk in item if chunk.tag == "ENTITY"), None)
    return named in _USED


def say_again(part: Part, before: Part) -> None:
    """Lets an item that only says when something is over, or how much there is, be about what is denied before it.

    "No radiotherapy or |completed 4 weeks ago|".
    """
    last = before.last
    if part.parts or last is None:
        return
    again = last.again()
    if last.kind == "occurrence" and part.status is not None and part.when is not None:
        again.status, again.when, again.extent, part.when = part.status[0], part.when, part.status[1:], None
        again.reach(again.when.first, again.when.last)
    elif last.kind == "measurement" and part.limit is not None and not last.limits:
        again.extent, limit, part.limit = (part.limit.first, part.limit.last), part.limit, None
        attach_limit(again, limit)
    else:
        return
    part.parts.append(Said(again))


def takes_allowed(inside: Sequence[Chunk], part: Part) -> bool:
    """Takes from brackets how much may be there of what is denied: "non-smokers (or |< 5 cigarettes a day|)".

    Or else how bad it may be: "no ascites (or |minimal|)".

    Returns:
        Whether that is what they say behind "or".
    """
    said, last = part.parts[-1] if part.parts else None, part.last
    if said is None or not said.negation or last is None or last.limits or said.tree is not last:
        return False
    tags = tags_of(inside)
    again = last.again()
    again.extent = (inside[0].first, inside[0].last)
    if tags == ["LIMIT"] and _is_most(inside[0].value):
        attach_limit(again, inside[0].value)
    elif tags == ["MODIFIER"] and last.entity is not None:
        again.entity = replace(last.entity, modifiers=[*inside[0].value])
    else:
        return False
    part.parts[-1] = or_else(said, again)
    return True


def is_let(tree: Tree, last: Draft | None, part: Part) -> bool:
    """Whether brackets behind "or" let in what no denial before them is of: "|non-smokers| (or ex-smokers)".

    What its own name denies is all that this denies; how much there may be is of nothing denied: "no steroids (or
    |≤ 10 mg prednisone|)".
    """
    if last is None or not part.parts[-1].negation or part.parts[-1].tree is not last or last.limits:
        return False
    if last.entity is not None and last.entity.denied:
        return True
    return isinstance(tree, Draft) and bool(tree.limits) and all(map(_is_most, tree.limits))


def _is_most(limit: Limit) -> bool:
    """Whether a limit is the most that there may be."""
    return limit.lower is None and limit.upper is not None


def or_else(said: Said, tree: Tree) -> Said:
    """What is said, or else something that its denial does not reach."""
    return Said(Op("any_of", [Op("not", [said.tree]) if said.negation else said.tree, tree]))
