"""Ways: several means by which a thing of a list is found, which are alternatives to nothing else."""

from __future__ import annotations

from msgspec.structs import replace

from eligibility.normalize.drafts import any_of, drafts_of, first_of
from eligibility.normalize.joins import Operator
from eligibility.normalize.means import is_taken
from eligibility.normalize.parts import Part, Said

_MEANS = frozenset({"by", "on", "via", "using"})
"""What stands between a thing and how it is found."""


def join_means(parts: list[Part], operators: list[Operator]) -> tuple[list[Part], list[Operator]]:
    """ "A or B by |CT or |MRI|, or C": either way of finding B will do, and neither is an alternative to A or C."""
    kept, between = parts[:1], operators[:0]
    for place in range(1, len(parts)):
        part, before = parts[place], kept[-1]
        if len(before.parts) > 1 and operators[place - 1] == "or" and _goes_on(part, before):
            last = before.parts[-1]
            ways = any_of([last.tree, part.parts[0].tree])
            if ways is not None and last.negation == part.parts[0].negation:
                kept[-1] = replace(before, parts=[*before.parts[:-1], Said(ways, last.negation)])
                continue
        kept.append(part)
        between.append(operators[place - 1])
    return kept, between


def _goes_on(part: Part, before: Part) -> bool:
    """Whether an item is one more way of finding what the one before it names."""
    return not part.paused and len(part.parts) == 1 and _is_means(before) and _is_procedure(part.parts)


def _is_means(part: Part) -> bool:
    """Whether an item ends in how what it names is found: "spleen volume |by MRI|"."""
    last = first_of(part.parts[-1].tree)
    return last.link in _MEANS and not is_taken(last) and _is_procedure(part.parts[-1:])


def _is_procedure(said: list[Said]) -> bool:
    """Whether what is said is procedures, and no more than their names."""
    drafts = [draft for one in said for draft in drafts_of(one.tree)]
    return bool(drafts) and all(
        draft.entity is not None and draft.entity.domain == "procedure" and draft.when is None and not draft.limits
        for draft in drafts
    )
