"""Cases: what holds for one sex each: limits in brackets, as in "grip strength |(< 27 kg in men; < 16 kg in women)|".

So do statements: "healthy men 18 to 55 years; |healthy women 18 to 65 years|".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.normalize.attaching import PAIRS, attach_limit, limit_subject
from eligibility.normalize.drafts import FERTILE, Draft, Op, Tree, all_of, any_of, drafts_of, sexes
from eligibility.normalize.instead import Case as Other
from eligibility.normalize.joins import name_other_ages
from eligibility.normalize.parts import Part
from eligibility.tagging.chunks import Chunk, tags_of

_BETWEEN = frozenset({"SEMI", "COMMA", "OR", "AND", "SLASH", "COLON", "LINK", "FILLER"})
"""Tags that may stand between a limit and a sex, or between two cases."""
_SEXES = ["SEX", "SEX"]
_EACH = frozenset({"female", "male"})
_BOTH = {"both"}
_FEW = 3
"""Items before brackets in which people are looked for."""
_CASE = 2
"""Chunks that say a case: a limit, and of whom it is asked."""

Case = tuple[Chunk, Limit]
"""A sex, and the limit that holds for it."""


def cases_by_sex(inside: Sequence[Chunk]) -> list[Case]:
    """The limits and sexes that brackets hold, and nothing else; none where they hold more, or are not paired."""
    said = [chunk for chunk in inside if chunk.tag not in _BETWEEN]
    found: list[Case] = []
    for place in range(0, len(said), _CASE):
        pair = {chunk.tag: chunk for chunk in said[place : place + _CASE]}
        if pair.keys() != {"LIMIT", "SEX"}:
            return []
        found.append((pair["SEX"], pair["LIMIT"].value))
    return found


def divide_pair(part: Part, inside: Sequence[Chunk]) -> bool:
    """Gives each of two sexes in brackets its limit of a pair before them: "QTc > 450/470 ms |(male/female)|".

    Returns:
        Whether that is what they are.
    """
    who = [chunk for chunk in inside if chunk.tag not in _BETWEEN]
    last = part.last
    if last is None or last.kind != "measurement" or not last.limits or part.parts[-1].tree is not last:
        return False
    pair, rule = last.limits[-1].paired, last.entity.rule if last.entity is not None else None
    if pair is None or last.limits[-1].outside or (rule is not None and rule.name in PAIRS):
        return False
    if tags_of(who) != _SEXES or all(one.tag != "SLASH" for one in inside):
        return False
    limits = (replace(last.limits.pop(), paired=None), pair)
    part.parts[-1].tree = Op("any_of", [_case(last, one, limit) for one, limit in zip(who, limits, strict=True)])
    return True


def divide(part: Part, cases: Sequence[Case]) -> bool:
    """Gives what stands before brackets the limits in them, each for its sex; one more limit holds for its sex instead.

    Returns:
        Whether there is something before them that they can limit.
    """
    first = cases[0][1]
    measured = [one for one in part.recent() if one.kind == "measurement" and not one.bracketed]
    if len(cases) == 1 and measured and measured[-1].limits:
        if _divide_further(part, measured[-1], cases[0]):
            return True
        part.conditions = (*part.conditions, Other(_people(cases[0][0]), first))
        return True
    subject = limit_subject(part.recent(), first)
    said = next((said for said in part.parts if said.tree is subject), None)
    if subject is None or said is None or subject.limits or (subject.kind == "age") != first.calendar:
        return False
    unit = next((limit for _, limit in cases if limit.amount.takes_no_unit), first)
    limited = [_case(subject, who, limit.with_unit_of(unit)) for who, limit in cases]
    said.tree = any_of([*limited]) or said.tree
    return True


def _divide_further(part: Part, subject: Draft, case: Case) -> bool:
    """Gives each of two sexes its limit, one before the brackets: "QTc > 450 ms |in men (> 470 ms in women)|"."""
    own, said = part.parts[-1].tree, part.parts[-2:-1]
    if not isinstance(own, Draft) or own.kind != "sex" or own.first < subject.limits[-1].last:
        return False
    if not said or said[0].tree is not subject or part.parts[-1].negation != said[0].negation:
        return False
    limit, before = case[1], subject.limits[-1]
    limit = limit.compared_as(before).with_ref_of(before).with_unit_of(before)
    said[0].tree = Op("any_of", [Op("all_of", [own, subject]), _case(subject, case[0], limit)])
    del part.parts[-1]
    return True


def _case(subject: Draft, who: Chunk, limit: Limit) -> Op:
    """A limit for people of one sex."""
    again = subject.again()
    attach_limit(again, limit)
    return Op("all_of", [_people(who), again])


def asked_of_one_sex(tree: Tree, parts: Sequence[Part]) -> Tree:
    """What brackets behind people of both sexes ask of one, or of the fertile: "men and women |(women not nursing)|".

    Args:
        tree: what the brackets say.
        parts: what stands before them.
    """
    if not isinstance(tree, Op) or tree.kind != "all_of" or not isinstance(tree.parts[0], Draft):
        return tree
    who, rest = tree.parts[0], all_of(tree.parts[1:])
    fertile = who.entity is not None and who.entity.rule is not None and who.entity.rule.name in FERTILE
    said = sexes([who])
    if rest is None or said == _BOTH or not (said or fertile) or sexes(drafts_of(rest)):
        return tree
    outside = sexes(draft for part in parts[-_FEW:] for draft in part.recent())
    both = outside >= _EACH or outside == _BOTH or (fertile and not outside)
    return Op("implies", [who, rest]) if both else tree


def each_of_their_own(trees: Sequence[Tree]) -> list[Tree]:
    """Statements of which none can hold of who another is about, as alternatives: of other sexes, or ages.

    Args:
        trees: what is asked by the statements of a criterion.
    """
    out: list[Tree] = []
    for tree in trees:
        pair = {_sex(out[-1]), _sex(tree)} if out else {None}
        if (len(pair) > 1 and None not in pair) or (out and name_other_ages(drafts_of(out[-1]), drafts_of(tree))):
            out[-1] = Op("any_of", [out[-1], tree])
        else:
            out.append(tree)
    return out


def _sex(tree: Tree) -> str | None:
    """The one sex of the people that a statement is about, and says more of."""
    if not isinstance(tree, Op) or tree.kind != "all_of":
        return None
    said = sexes(_together(tree))
    return said.pop() if len(said) == 1 and said <= _EACH else None


def _together(tree: Op) -> Iterator[Draft]:
    """What all is asked together."""
    for part in tree.parts:
        if isinstance(part, Draft):
            yield part
        elif part.kind == "all_of":
            yield from _together(part)


def _people(who: Chunk) -> Draft:
    return Draft("sex", who.first, who.last, cue=who.value)
