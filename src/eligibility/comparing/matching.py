"""Which criterion of the old version became which of the new: first by meaning, then by subject and by words."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from eligibility.tree import BaseLeaf, Criterion, Occurrence, key, negation_normal_form, simplify

MAX_PAIRS = 10_000
"""How many pairs are compared word by word; beyond that only subjects count."""

LONGEST = 400
"""Characters of a criterion that are compared."""

ALIKE = 0.6
"""The share of its characters that a reworded criterion keeps."""

SUBJECTS = 0.5
"""The share of their subjects that two versions of a criterion have in common."""

Pair = tuple[int, int]


class _Reading(NamedTuple):
    """What of a criterion is compared."""

    kind: str
    words: str
    meaning: str
    gate: str
    subjects: frozenset[Hashable]


def match(old: Sequence[Criterion], new: Sequence[Criterion]) -> list[Pair]:
    """The pairs of criteria that are versions of each other, as indices, in the order of the old ones.

    Meaning goes before subject, and subject before words; each criterion is in one pair at most.
    """
    before, after = [_reading(one) for one in old], [_reading(one) for one in new]
    left, right = dict.fromkeys(range(len(old))), dict.fromkeys(range(len(new)))
    pairs: list[Pair] = []
    for sameness in (_to_the_letter, _by_meaning, _by_gate, _by_constraint):
        waiting: dict[Hashable, list[int]] = {}
        for at in right:
            waiting.setdefault(sameness(after[at]), []).append(at)
        for at in list(left):
            if candidates := waiting.get(sameness(before[at])):
                _pair(at, candidates.pop(0), left, right, pairs)
    for at, to in _alike(before, after, list(left), list(right)):
        if at in left and to in right:
            _pair(at, to, left, right, pairs)
    return sorted(pairs)


def _pair(at: int, to: int, left: dict[int, None], right: dict[int, None], pairs: list[Pair]) -> None:
    del left[at], right[to]
    pairs.append((at, to))


def _to_the_letter(one: _Reading) -> Hashable:
    return one.kind, one.meaning, one.words


def _by_meaning(one: _Reading) -> Hashable:
    return one.kind, one.meaning


def _by_gate(one: _Reading) -> Hashable:
    """What one must meet: "no stroke" to be included, and "stroke" to be excluded."""
    return one.gate


def _by_constraint(one: _Reading) -> Hashable:
    """What is said, though it was put into the other list as it stands."""
    return one.meaning


def _alike(before: Sequence[_Reading], after: Sequence[_Reading], left: list[int], right: list[int]) -> list[Pair]:
    """The pairs of the same kind that have their subjects or their words in common, the most alike first."""
    compare = _ratio if len(left) * len(right) <= MAX_PAIRS else _no_ratio
    scored = []
    for at in left:
        ratio_to = compare(before[at].words)
        for to in right:
            if before[at].kind != after[to].kind:
                continue
            subjects, words = _shared(before[at].subjects, after[to].subjects), ratio_to(after[to].words)
            if subjects >= SUBJECTS or words >= ALIKE:
                scored.append((-(subjects + words), at, to))
    return [(at, to) for _, at, to in sorted(scored)]


def _ratio(words: str) -> Callable[[str], float]:
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(words)

    def to(other: str) -> float:
        matcher.set_seq1(other)
        return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0

    return to


def _no_ratio(words: str) -> Callable[[str], float]:
    return lambda other: float(words == other)


def _shared(one: frozenset[Hashable], other: frozenset[Hashable]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def _reading(criterion: Criterion) -> _Reading:
    meant = criterion.constraint
    return _Reading(
        criterion.kind,
        " ".join(criterion.text.split()).casefold()[:LONGEST],
        key(meant),
        key(simplify(negation_normal_form(criterion.requirement()))),
        frozenset(subject for leaf in meant.find(BaseLeaf) if (subject := _subject(leaf)) is not None),
    )


def _subject(leaf: BaseLeaf) -> Hashable:
    """What a leaf is about, whatever it says of it; None where that is not understood."""
    if leaf.type in {"age", "sex"}:
        return leaf.type
    if leaf.concept is None:
        return None
    domain = leaf.domain if isinstance(leaf, Occurrence) else leaf.type
    return domain, (leaf.concept.name or leaf.concept.text).casefold()
