"""Comparing two sets of packs by what they make of the same texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from eligibility.errors import PackError
from eligibility.rules.loading import SUFFIX, builtin_packs, combine, load_entries
from eligibility.rules.matching import sketch
from eligibility.rules.model import CriterionKind
from eligibility.tree.trial import Criterion

Read = Callable[[str, CriterionKind], Criterion]


class Change(NamedTuple):
    """What differs in a text, and the rule that it is put down to: `old` and `new` are its leaves, in one line."""

    rule: str
    old: str
    new: str


def parser_of(path: Path, beside: Sequence[Path] = ()) -> Read:
    """A parser with the packs of a file or folder in force.

    A built-in pack of the same name gives way to them; the other built-in packs stay. So an older `packs` folder of
    the library can be compared with a newer one, and a site's pack with its next version.

    Args:
        path: a pack file, or a folder of packs.
        beside: packs that are in force too, and come before them.

    Raises:
        PackError: there is no pack, one cannot be loaded, or one silently overrides another.
    """
    from eligibility.normalize import CriterionReader  # the pipeline costs a second to load
    from eligibility.pipeline import read_with

    paths = sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path]
    if not paths:
        raise PackError("no-packs", f"has no *{SUFFIX} file", place=str(path))
    own = [load_entries(one) for one in paths]
    named = {pack.pack for pack in own}
    builtin = [pack for pack in map(load_entries, builtin_packs()) if pack.pack not in named]
    reader = CriterionReader(combine([*builtin, *map(load_entries, beside), *own]))
    return lambda text, kind: read_with(reader, text, kind=kind, provenance=True)


def changes(text: str, kind: CriterionKind, old: Read, new: Read) -> list[Change]:
    """What two parsers make different of a text: one change a rule, none where the trees are the same.

    It is put down to the rules that only one of them used; failing that, to the rules of the leaves that differ.
    """
    before, after = old(text, kind), new(text, kind)
    if before.constraint == after.constraint:
        return []
    first, second = _leaves(before), _leaves(after)
    used, used_now = frozenset().union(*first.values()), frozenset().union(*second.values())
    differing = [made for leaf, made in (first | second).items() if (leaf in first) != (leaf in second)]
    rules = used ^ used_now or frozenset().union(*differing) or {"no rule of its own"}
    shown = [sketch(criterion.constraint.model_dump(mode="json")) for criterion in (before, after)]
    return [Change(rule, shown[0], shown[1]) for rule in sorted(rules)]


def _leaves(criterion: Criterion) -> dict[str, frozenset[str]]:
    """Each leaf in JSON, and the rules that made it."""
    leaves = [leaf for leaf in criterion.constraint.walk() if not leaf.parts()]
    made = [frozenset(f"{use.section} {use.name}" for use in one.rules) for one in criterion.provenance or ()]
    return {leaf.model_dump_json(): rules for leaf, rules in zip(leaves, made, strict=True)}
