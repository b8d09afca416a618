"""Counts of several things together: "no more than one prior line of |chemotherapy or immunotherapy|"."""

from __future__ import annotations

from eligibility.normalize.drafts import CARE, Draft
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part
from eligibility.tagging.tokens import Tokens


def count_together(parts: list[Part], joins: list[Join], tokens: Tokens) -> None:
    """Makes one count of a count of something, and of what is listed behind it and is given as well.

    How many lines there were of either is no number of lines of the first, and no rule names it: it has no name then.
    """
    place = 0
    while place < len(parts) - 1:
        counted = _counted(parts[place], tokens)
        while counted is not None and place < len(joins) and joins[place] in LISTING:
            draft = _given(parts[place + 1])
            if draft is None:
                break
            counted.entity, counted.last = None, draft.last
            counted.when, counted.anchor = counted.when or draft.when, counted.anchor or draft.anchor
            counted.reach(*draft.extent)
            parts[place].parts += parts[place + 1].parts[1:]
            del parts[place + 1], joins[place]
            if parts[place].parts[-1].tree is not counted:
                break
        place += 1


def _counted(part: Part, tokens: Tokens) -> Draft | None:
    """How often something was given, where an item ends in that and the number stands before it."""
    tree = part.parts[-1].tree if part.parts else None
    if not isinstance(tree, Draft) or tree.kind != "measurement" or tree.entity is None or len(tree.limits) != 1:
        return None
    rule = tree.entity.rule
    if rule is None or rule.kind != "count" or tree.limits[0].last > tree.first:
        return None
    return tree if "of" in tokens.folded[tree.first : tree.last] else None


def _given(part: Part) -> Draft | None:
    """The first thing that an item names, where it is given or done and nothing begins anew.

    What is among the lines is none besides: "3 lines of therapy, |including bortezomib|".
    """
    if not part.parts or part.own_status or part.clausal or part.own_negation or part.limit is not None:
        return None
    if part.examples is not None:
        return None
    tree = part.parts[0].tree
    if not isinstance(tree, Draft) or tree.kind != "occurrence" or tree.entity is None or tree.limits or tree.counts:
        return None
    return tree if tree.entity.domain in CARE else None
