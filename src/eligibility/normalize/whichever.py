"""Whichever: of two limits on one thing the lower or the higher one holds: "≤ 1.5 x ULN or ≤ 2, |whichever is lower|".

At most the lower of two is at most either; at most the higher is at most one of them. So it is the other way round with
"at least", in whatever list.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part, Said
from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk

WHICHEVER = "whichever"
_SIDES = {"lower": True, "higher": False}
"""Which of two limits holds, and whether each of them does where they are limits from above."""


def choose_limit(parts: list[Part], joins: list[Join], chunks: Sequence[Chunk]) -> None:
    """Makes both of two limits hold where the one that holds is the stricter; else one of them will do, as they say.

    Args:
        parts: the items of a list.
        joins: what stands between them; they are changed.
        chunks: the chunks of the criterion.
    """
    for chunk in chunks:
        cue = chunk.value
        if (
            not isinstance(cue, CueRule)
            or cue.kind != WHICHEVER
            or (below := _SIDES.get(str(cue.attrs.get("of")))) is None
        ):
            continue
        place = _behind(parts, joins, chunk.first)
        if place is None:
            continue
        before, last = parts[place - 1].last, parts[place].last
        if before is None or last is None or not (before.limits and last.limits):
            continue
        if not _are_of_one(before, last):
            parts[place].parts.append(Said(Draft("words", chunk.first, chunk.last)))
        elif (last.limits[-1].lower is None) == below:
            joins[place - 1], parts[place].together = "and", True


def _behind(parts: Sequence[Part], joins: Sequence[Join], place: int) -> int | None:
    """The last item with an "or" before it that ends before a token; None where there is none, or more lies between."""
    ended = [at for at, part in enumerate(parts) if part.last is not None and part.last.extent[1] <= place]
    return ended[-1] if ended and ended[-1] and joins[ended[-1] - 1] == "or" else None


def _are_of_one(one: Draft, two: Draft) -> bool:
    """Whether two limits are on one measurement, and from one side."""
    rules = [draft.entity.rule if draft.entity is not None else None for draft in (one, two)]
    sides = [(draft.limits[-1].lower is None, draft.limits[-1].upper is None) for draft in (one, two)]
    return rules[0] is rules[1] and sides[0] == sides[1] and sides[0] in {(True, False), (False, True)}
