"""Means: by what something is measured or found, which is asked of nobody besides.

"Ejection fraction below 40 % |by echocardiography or MRI|" asks for a value, and for no examination: what a value is
measured by belongs to the measurement. "Gout |confirmed by arthrocentesis|" stays two things, and the reader is told. A
means with a time, a status or a value of its own says more, and stands for itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from eligibility.normalize.diagnostics import Notes
from eligibility.normalize.drafts import Draft, Op, Tree, drafts_of, first_of
from eligibility.normalize.source import Source

_SOUGHT = frozenset({"procedure", "device"})
_FOUND = frozenset({"occurrence", "measurement"})
_FINDING = "found"
_JOINED = frozenset({"all_of", "any_of"})
_BETWEEN = 2
"""Tokens that may stand between one of several means and the next: "by CT, MRI|, or |PET"."""

TREATMENTS = frozenset({"procedures-therapy", "procedures-surgery"})
"""Packs of what is done for people, and finds nothing."""


def fold_means(tree: Tree) -> Tree:
    """A tree in which what a value is measured by is no leaf of its own, but part of the measurement."""
    return _folded(tree, {})


def note_means(drafts: Sequence[Draft], source: Source, notes: Notes) -> None:
    """Notes by what something is found, where it is a leaf of its own.

    Args:
        drafts: the leaves of an item.
        source: where its words stand.
        notes: takes the diagnostics.
    """
    for before, draft in pairwise(drafts):
        found = (draft.how == _FINDING and before.kind in _FOUND) or (draft.how and before.limits)
        if found and not draft.related and _domain(draft) in _SOUGHT:
            message = "by what something is found is read as asked besides"
            notes.add("means-apart", "warning", message, source.span(before.first, draft.last))


def _folded(tree: Tree, ways: dict[int, Draft]) -> Tree:
    """A tree with its means folded; `ways` takes the last one of each measurement."""
    if isinstance(tree, Draft):
        return tree
    parts = [_folded(part, ways) for part in tree.parts]
    tree.parts = _without_means(parts, ways) if tree.kind == "all_of" else parts
    return tree.parts[0] if len(tree.parts) == 1 and tree.kind in _JOINED else tree


def _without_means(trees: list[Tree], ways: dict[int, Draft]) -> list[Tree]:
    """The parts of a conjunction; those that name only means have gone into the measurement before them."""
    kept: list[Tree] = []
    for place, tree in enumerate(trees):
        measured = _measured(kept[-1]) if kept else None
        if measured is None and place and _is_means(tree):
            measured = _measured_after(trees[place + 1 : place + 2], tree)
        if measured is not None and measured is kept[-1] and (others := _beside_means(tree)):
            measured.reach(*first_of(tree).extent)
            kept[-1] = Op("any_of", [measured, *others])
            continue
        if measured is None or not (_is_means(tree) or _goes_on(tree, measured, ways)):
            kept.append(tree)
            continue
        for draft in drafts_of(tree):
            measured.reach(*draft.extent)
            ways[id(measured)] = draft
    return kept


def _beside_means(tree: Tree) -> list[Tree]:
    """What of alternatives is none of the means that they begin with: "by echocardiography or |dialysis|"."""
    if not isinstance(tree, Op) or tree.kind != "any_of":
        return []
    first, *others = tree.parts
    if not isinstance(first, Draft) or not first.how or not _only_named(first):
        return []
    return [] if any(_alike(first, draft) for other in others for draft in drafts_of(other)) else others


def _measured(tree: Tree) -> Draft | None:
    """The measurement that a tree ends in, where its value is said."""
    if isinstance(tree, Op) and tree.kind not in _JOINED:
        return None
    while isinstance(tree, Op):
        tree = tree.parts[-1]
    return tree if tree.kind == "measurement" and (tree.limits or tree.values) else None


def _measured_after(following: list[Tree], means: Tree) -> Draft | None:
    """The measurement behind a means whose limit stands before it: "QTc > 450 ms in men or |> 470 in women on ECG|"."""
    measured = _measured(following[0]) if following else None
    if measured is None or not measured.limits:
        return None
    return measured if measured.limits[-1].last <= first_of(means).first else None


def _is_means(tree: Tree) -> bool:
    """Whether a tree says by what something is done or found, and no more."""
    if isinstance(tree, Op) and tree.kind not in _JOINED:
        return False
    first = tree
    while isinstance(first, Op):
        first = first.parts[0]
    return bool(first.how) and not is_taken(first) and _are_ways(drafts_of(tree))


def is_taken(draft: Draft) -> bool:
    """Whether people are on what is named, which finds nothing: "uric acid > 6 mg/dL |on dialysis|"."""
    rule = draft.entity.rule if draft.entity is not None else None
    return draft.link == "on" and rule is not None and rule.pack in TREATMENTS


def _are_ways(drafts: list[Draft]) -> bool:
    """Whether each of some drafts names a way of finding something, of one kind and right behind the one before it.

    Behind a comma, two of them may be two things: "LVEF < 40 % by echocardiography, |or dialysis".
    """
    room = _BETWEEN if len(drafts) > _BETWEEN else 1
    near = all(0 <= two.first - one.extent[1] <= room for one, two in pairwise(drafts))
    return near and all(map(_only_named, drafts)) and all(_alike(drafts[0], other) for other in drafts[1:])


def _goes_on(tree: Tree, measured: Draft, ways: dict[int, Draft]) -> bool:
    """Whether a tree names one means more, of the kind of the last: "by a chest radiograph |and CT|"."""
    if not isinstance(tree, Draft) or tree.link is not None or not 0 <= tree.first - measured.extent[1] <= 1:
        return False
    way = ways.get(id(measured))
    return way is not None and _alike(way, tree) and _only_named(tree)


def _alike(one: Draft, other: Draft) -> bool:
    """Whether two things may be ways of finding the same: "by echocardiography or |MRI", not "|or dialysis".

    Those that the rules name are of one pack, as examinations and treatments are in packs of their own.
    """
    packs = {draft.entity.rule.pack for draft in (one, other) if draft.entity is not None and draft.entity.rule}
    return _domain(one) == _domain(other) and len(packs) <= 1


def _only_named(draft: Draft) -> bool:
    """Whether a draft names what is done or used to find something, and says no more of it."""
    more = draft.when or draft.limits or draft.values or draft.status or draft.bracketed
    return not more and _domain(draft) in _SOUGHT


def _domain(draft: Draft) -> str:
    return draft.entity.domain if draft.entity is not None else ""
