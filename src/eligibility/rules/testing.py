"""Running the tests of packs: each text is parsed, and its tree compared with what the test says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from eligibility.errors import PackError
from eligibility.rules.loading import BUILTIN
from eligibility.rules.markup import Mark, read_marks
from eligibility.rules.matching import Tree, explain, find, sketch, walk
from eligibility.rules.model import ConceptRule, CriterionKind, DefinitionRule, Entry, Pack, RejectCase, TestCase

Parse = Callable[[str, CriterionKind], Tree]
"""From a criterion's text and the list that it stands in to its constraint, as JSON."""


class RuleTest(NamedTuple):
    """One test of a pack: the entry that it stands beside (None: the pack as a whole) and the case."""

    pack: Pack
    entry: Entry | None
    case: TestCase | RejectCase
    number: int

    @property
    def id(self) -> str:
        """What the test is called: its entry's name, "rejects" where it is one, and a number from 1."""
        part = " rejects" if isinstance(self.case, RejectCase) else ""
        return f"{label(self.entry) if self.entry else self.pack.pack}{part} {self.number}"

    @property
    def place(self) -> str:
        """The file and the line."""
        return f"{self.pack.path}:{self.case.line}"


class Outcome(NamedTuple):
    """What came of a test: `failure` is None where it passed, `tree` is what its text was parsed to."""

    test: RuleTest
    failure: str | None
    tree: Tree


def label(entry: Entry) -> str:
    """What an entry is called in a report."""
    for field in ("name", "ucum", "domain"):
        if hasattr(entry, field):
            return str(getattr(entry, field))
    return type(entry).__name__


def cases_of(pack: Pack) -> Iterator[RuleTest]:
    """All tests of a pack, those of the pack as a whole last."""
    for entry in pack.entries():
        yield from (RuleTest(pack, entry, case, number) for number, case in enumerate(entry.tests, start=1))
        yield from (RuleTest(pack, entry, case, number) for number, case in enumerate(entry.rejects, start=1))
    yield from (RuleTest(pack, None, case, number) for number, case in enumerate(pack.tests, start=1))


def run(test: RuleTest, parse: Parse) -> Outcome:
    """Parses a test's text and says what came of it."""
    case = test.case
    try:
        text, marks = read_marks(case.mark) if isinstance(case, TestCase) and case.mark else (case.text, [])
    except PackError as error:
        return Outcome(test, error.message, {"type": "unstructured"})
    tree = parse(text, case.kind)
    problems = list(_problems(test, marks, tree))
    return Outcome(test, "\n".join([f"text: {text}", *problems]) if problems else None, tree)


def parser(packs: Sequence[Pack] = ()) -> Parse:
    """The library's own parser, with packs on top of the built-in ones (which are in force if named or not)."""
    from eligibility.pipeline import parse_criterion  # noqa: PLC0415 - the pipeline costs a second to load

    extra = [pack for pack in packs if not _is_builtin(pack)]

    def parse(text: str, kind: CriterionKind) -> Tree:
        tree: dict[str, Any] = parse_criterion(text, kind=kind, packs=extra).constraint.model_dump(mode="json")
        return tree

    return parse


def fired(tree: Tree) -> set[tuple[str, str]]:
    """The domain and name of every concept that a tree speaks of; a measurement only with a limit or values."""
    out: set[tuple[str, str]] = set()
    for node in walk(tree):
        name = (node.get("concept") or {}).get("name")
        if name is None or (node["type"] == "measurement" and not (node.get("range") or node.get("values"))):
            continue
        out.add((str(node.get("domain", node["type"])), str(name)))
    return out


def _problems(test: RuleTest, marks: Sequence[Mark], tree: Tree) -> Iterator[str]:
    case = test.case
    if isinstance(case, RejectCase):
        entry = test.entry
        if isinstance(entry, ConceptRule) and (entry.domain, entry.name) in fired(tree):
            yield f"must not give {entry.name}, but gives {sketch(tree)}"
        if isinstance(entry, DefinitionRule) and find(entry.stands_for, tree) is not None:
            yield f"must not be {entry.name}, but gives {sketch(tree)}"
        return
    if case.gives is not None and find(case.gives, tree) is None:
        yield explain(case.gives, tree)
    if case.lacks is not None and (found := find(case.lacks, tree)) is not None:
        yield f"must not be there, but is: {sketch(found)}"
    for mark in marks:
        if not any(_covers(mark, node) for node in walk(tree) if find(mark.wanted(), node) is node):
            yield explain(mark.wanted(), tree)


def _covers(mark: Mark, node: Tree) -> bool:
    """Whether a leaf lies where the mark is; operators have no place of their own."""
    span = node.get("span")
    return span is None or (span[0] < mark.end and span[1] > mark.start)


def _is_builtin(pack: Pack) -> bool:
    return Path(pack.path).resolve().parent == BUILTIN.resolve()
