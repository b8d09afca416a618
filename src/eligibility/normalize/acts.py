"""Acts: what is done at one time does not last for months: "kidney transplant |≥ 6 months|" is so long ago."""

from __future__ import annotations

from collections.abc import Iterable

from eligibility.grammar.limits import Limit
from eligibility.grammar.whens import When
from eligibility.normalize.drafts import Draft
from eligibility.normalize.parts import Part
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

_ACTS = (
    "surgery", "transplantation", "ectomy", "plasty", "otomy", "ostomy", "grafting", "replacement", "implantation",
    "placement", "repair", "resection", "biopsy", "amputation", "revascularization", "ablation", "intervention",
    "insertion", "stenting", "bypass",
)  # fmt: skip
"""How the names end of what is done at one time."""
_LONG = frozenset({"d", "wk", "mo", "a"})
"""Units of time that no operation goes on for."""


_NO_ACTS = frozenset(map(fold, ("graft", "operative", "operatively", "surgical")))
"""Words that are read as acts and say what was put in, or of what kind: "a |graft| preserved for a year"."""
_FOR = "for"
"""The word before a length of time that need not say how long something took, as "lasting" does."""
_HELD = frozenset({"control", "course"})
"""Kinds of modifiers of what is held for so long: "a |stable| kidney transplant for 6 months"."""


def date_acts(parts: Iterable[Part], tokens: Tokens) -> None:
    """Makes times of how long acts are said to last at least, which is how long ago they were.

    Args:
        parts: what may name acts, in reading order.
        tokens: the words around them.
    """
    for part in parts:
        for said in part.parts:
            draft = said.tree
            if isinstance(draft, Draft) and (draft.durations or draft.limits) and not said.negation:
                _date_act(draft, tokens)


def _date_act(draft: Draft, tokens: Tokens) -> None:
    """Makes a time of how long something is said to last, if it is an act."""
    if draft.when is not None or tokens.folded[draft.last - 1] in _NO_ACTS or not _is_act(draft):
        return
    if draft.lasting is None or tokens.folded[draft.lasting.first] == _FOR:
        _date(draft)


def _date(draft: Draft) -> None:
    """Makes a time of the one length of time that an act is said to last."""
    lengths = [limit for limit in (*draft.durations, *draft.limits) if limit.calendar]
    if len(lengths) != 1 or not _is_long(lengths[0]):
        return
    side, anchor = (None, None) if draft.lasting is None else (draft.lasting.side, draft.lasting.anchor)
    if side is not None and anchor is None:
        return
    limit = lengths[0]
    draft.when = When(limit.first, limit.last, "distant", limit, side=side, anchor=anchor, inferred="window-turned")
    draft.durations, draft.lasting = [], None
    draft.limits = [one for one in draft.limits if one is not limit]


def _is_long(limit: Limit) -> bool:
    """Whether a length of time is longer than any act takes."""
    compared = limit.compared or limit.is_range
    return compared and limit.lower is not None and limit.amount.unit in _LONG and not (limit.old or limit.elder)


def _is_act(draft: Draft) -> bool:
    """Whether a draft is something that has been done at one time."""
    rule = draft.entity.rule if draft.entity is not None else None
    if draft.entity is None or rule is None or rule.domain != "procedure" or draft.status == "planned":
        return False
    return rule.name.endswith(_ACTS) and not any(one.kind in _HELD for one in draft.entity.modifiers)
