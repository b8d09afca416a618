"""Examples of what an item names: of a class that any of them is in, or a part of what somebody will do."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.absence_shown import is_absence
from eligibility.normalize.drafts import Draft, Op, Tree, all_of, any_of, drafts_of, first_of, last_of
from eligibility.normalize.parts import Part, Said, said_tree

_DONE = frozenset({"compliance", "consent", "availability"})
"""Topics of what somebody will do, has done or can do."""
_ON = frozenset({None, "with", "to", "in"})
"""Prepositions by which it goes on, so that nothing is said to happen to it: "affects |compliance"."""
_TO_DO = frozenset({"procedure", "visit"})
"""Domains of what is done with somebody, and is no reason why they cannot."""
_PROMISED = frozenset({"occurrence", "measurement", "words", "attestation"})
"""Kinds of leaves that may be a part of it."""
_COMPOUND = 2
"""Trees of an item that a name and the words right behind it are."""
_NEAR = 4
"""Trees back in which is looked for what examples are of."""


def example_of(said: Sequence[Said], of: Sequence[Said], *, same: bool = False) -> Tree | None:
    """The tree of an example, which may be without something that it is named with: "such as |gout without tophi|".

    Args:
        said: what is said of it.
        of: what is said of its class.
        same: whether it is no example, but says the class again.
    """
    without = [place > 0 and bool(one.negation) and not said[place - 1].negation for place, one in enumerate(said)]
    return all_of([_example(one, of, same=same or lacks) for one, lacks in zip(said, without, strict=True)])


def _example(said: Said, of: Sequence[Said], *, same: bool) -> Tree:
    """The tree of an example: denied only with its class, or where it says so itself ("e.g. |unable to consent|").

    What says a thing again may deny something of its own: "menopause, i.e. |no menses|".
    """
    own = said.negation and (same or (isinstance(said.tree, Draft) and said.tree.kind == "attestation"))
    return Op("not", [said.tree]) if own and all(one.negation != said.negation for one in of) else said.tree


def exemplified(said: list[Said], examples: Tree, part: Part) -> list[Said]:
    """What is said, with examples of the last thing that they can be examples of.

    What "i.e." says again holds together with it, as both are one thing: "anticoagulants, i.e. |warfarin or heparin"
    are no others. Examples are denied with it where they are of its kind ("no infection such as |hepatitis"), and not
    where they give reasons for what is denied within an item ("unable to consent, such as |in dementia").

    Args:
        said: what is said; not empty. It is changed.
        examples: the examples, or what it is said again by ("i.e. |BMI > 30").
        part: the item.
    """
    start, last = _class_of(said, examples), said[-1]
    start -= start == len(said) - 1 and _is_compound(said)
    draft = last_of(last.tree)
    if all(_is_promised(one, said) for one in drafts_of(examples)):
        for one in drafts_of(examples):
            draft.reach(*one.extent)
        return said
    for one in drafts_of(examples) if not part.same else ():
        one.instance_of = last_of(said[start].tree)
    inner = part.inner_negation or part.hindered or draft.kind == "attestation"
    reasons = bool(last.negation) and inner and not _alike(draft, examples)
    while reasons and draft.kind != "attestation" and start and said[start - 1].negation == last.negation:
        start -= 1
    group = said[start:]
    negations = {one.negation for one in group}
    denied = reasons or len(negations) > 1 or is_inability(examples) or (part.same and is_absence(last, examples))
    what = said_tree(group) if denied else all_of([one.tree for one in group])
    numbered = part.members and is_number_of(draft)
    examples = _counted_among(examples, draft) if numbered else examples
    if what is None or part.same or numbered or (part.members and is_counted(draft)):
        joined = all_of([tree for tree in (what, examples) if tree is not None])
    else:
        examples = _so_many_of(examples, draft)
        joined = any_of([what, examples]) if len(group) > 1 or denied else with_examples(what, examples)
    said[start:] = [Said(joined or last.tree, 0 if denied else last.negation)]
    return said


def _is_promised(example: Draft, said: Sequence[Said]) -> bool:
    """Whether an example is a part of what somebody will do, or will not: "comply with all visits, incl. |MRI|".

    A condition is why they will not: "unable to comply, e.g. |dementia|".
    """
    draft = said[-1].tree
    if not isinstance(draft, Draft) or draft.kind != "attestation" or draft.cue is None or example.limits:
        return False
    if draft.cue.attrs.get("topic") not in _DONE or draft.link not in _ON:
        return False
    if said[-1].negation or draft.cue.attrs.get("denied"):
        return example.entity is not None and example.entity.domain in _TO_DO
    return example.kind in _PROMISED


def is_inability(tree: Tree) -> bool:
    """Whether a tree denies what it attests, or all that it lists: "unable to consent", which is so by itself."""
    if isinstance(tree, Draft):
        return False
    if tree.kind == "not":
        return all(draft.kind == "attestation" for draft in drafts_of(tree))
    return tree.kind == "any_of" and any(map(is_inability, tree.parts))


def _class_of(said: list[Said], examples: Tree) -> int:
    """The place of what examples are of: the last thing, or one of their kind that what follows it says more of.

    In "drugs that affect the QT interval such as |sotalol" it is drugs, and not the interval.
    """
    end = len(said) - 1
    drafts = drafts_of(said[-1].tree)
    if not end or _alike(drafts[-1], examples) or (drafts[-1].link is None and not said[-1].negation):
        return end
    for place in range(end - 1, max(-1, end - _NEAR), -1):
        if _alike(last_of(said[place].tree), examples):
            return place
    measured = any(draft.kind == "measurement" for draft in drafts_of(examples))
    head = said[0].tree
    return 0 if isinstance(head, Draft) and head.kind == "words" and not measured else end


def _so_many_of(examples: Tree, draft: Draft) -> Tree:
    """As many examples as there have to be of the class: "at least two |antiemetics (ondansetron, ...)|"."""
    if not is_counted(draft) or not isinstance(examples, Op) or examples.kind not in {"any_of", "all_of"}:
        return examples
    least = next(limit.lower.number for limit in draft.limits if limit.lower is not None and limit.lower.number)
    count = int(least) + (not draft.limits[0].lower_inclusive)
    return Op("at_least", examples.parts, count) if len(examples.parts) >= count else examples


def _is_compound(said: Sequence[Said]) -> bool:
    """Whether plain words stand right behind a name, and belong to it: "MRI |contraindications|, e.g. a pacemaker"."""
    if len(said) < _COMPOUND:
        return False
    one, two = said[-_COMPOUND].tree, said[-1].tree
    if not isinstance(one, Draft) or not isinstance(two, Draft) or said[-1].negation != said[-_COMPOUND].negation:
        return False
    return one.entity is not None and two.kind == "words" and one.last == two.first and two.link is None


def is_counted(draft: Draft) -> bool:
    """Whether several of a class are asked for, of which a member is no other choice."""
    rule = draft.entity.rule if draft.entity is not None else None
    counting = draft.kind == "occurrence" or (rule is not None and rule.kind == "count")
    counts = ((limit.lower, int(not limit.lower_inclusive)) for limit in draft.limits if counting)
    return any(one is not None and one.unit is None and (one.number or 0) + more > 1 for one, more in counts)


def is_number_of(draft: Draft) -> bool:
    """Whether a measurement is a number of things, which a number before it is: "3 |prior lines of therapy|"."""
    rule = draft.entity.rule if draft.kind == "measurement" and draft.entity is not None else None
    return rule is not None and rule.kind == "count" and rule.unit == "1"


def _counted_among(examples: Tree, draft: Draft) -> Tree:
    """What is among a number of things: nothing that has to be there where there are only so many at most.

    "At least 2 lines of therapy including |a taxane|" asks for that; "at most 2 including |an adjuvant one|" does not.
    """
    if not any(limit.lower is not None for limit in draft.limits):
        for one in drafts_of(examples):
            one.kind, one.entity = "words", None
    return examples


def _alike(draft: Draft, examples: Tree) -> bool:
    """Whether examples are of the domain of what they would be examples of."""
    first = first_of(examples)
    return draft.entity is not None and first.entity is not None and draft.entity.domain == first.entity.domain


def with_examples(tree: Tree | None, examples: Tree | None) -> Tree | None:
    """A class with its examples: any of them counts."""
    if tree is None or examples is None:
        return tree or examples
    if isinstance(tree, Op) and tree.kind == "all_of":
        joined = any_of([tree.parts[-1], examples])
        return all_of([*tree.parts[:-1], joined]) if joined is not None else tree
    return any_of([tree, examples])
