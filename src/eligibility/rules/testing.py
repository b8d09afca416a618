"""Running the tests of packs: each text is parsed, and its tree compared with what the test says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from msgspec import structs

from eligibility.errors import PackError
from eligibility.rules.loading import BUILTIN
from eligibility.rules.markup import Mark, read_marks
from eligibility.rules.matching import Tree, explain, find, sketch, walk
from eligibility.rules.model import (
    SECTION_OF,
    ConceptRule,
    CriterionKind,
    DefinitionRule,
    Entry,
    GrammarRule,
    Pack,
    RejectCase,
    TestCase,
)

if TYPE_CHECKING:
    from eligibility.normalize import CriterionReader

Key = tuple[str, ...]
"""What an entry is known by among all entries: its section and its identity, or its place."""


class Parse(Protocol):
    """What reads the texts of tests."""

    def __call__(self, text: str, kind: CriterionKind) -> Tree:
        """The constraint of a criterion, as JSON; `kind` is the list that it stands in."""

    def used(self, text: str, kind: CriterionKind) -> frozenset[Key]:
        """The entries that were used to read it."""


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
        return f"{self.entry.called if self.entry else self.pack.pack}{part} {self.number}"

    @property
    def place(self) -> str:
        """The file and the line."""
        return f"{self.pack.path}:{self.case.line}"


class Outcome(NamedTuple):
    """What came of a test, and its bare text: `failure` is None where it passed."""

    test: RuleTest
    text: str
    failure: str | None


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
        return Outcome(test, case.text, error.message)
    if isinstance(case, TestCase) and not (marks or case.gives or case.lacks):
        return Outcome(
            test, text, f"text: {text}\n  nothing is marked in it: mark what it must give, as `mark` shows it"
        )
    tree = parse(text, case.kind)
    problems = list(_problems(test, marks, tree, parse))
    return Outcome(test, text, "\n".join([f"text: {text}", *problems]) if problems else None)


def key_of(entry: Entry) -> Key:
    """What an entry is known by among all entries."""
    return (SECTION_OF[type(entry)], *(entry.identity or (entry.pack, str(entry.line))))


class Parser:
    """The library's own parser, with packs on top of the built-in ones, which are in force if named or not."""

    def __init__(self, packs: Sequence[Pack] = ()) -> None:
        from eligibility.pipeline import reader_for  # the pipeline costs a second to load

        self._reader = reader_for([pack for pack in packs if not _is_builtin(pack)])
        self._without: dict[GrammarRule, CriterionReader] = {}

    def __call__(self, text: str, kind: CriterionKind) -> Tree:
        """The constraint of a criterion, as JSON."""
        return self._tree(self._reader, text, kind)

    def used(self, text: str, kind: CriterionKind) -> frozenset[Key]:
        """The entries that were used to read it.

        One that adds to a grammar is, where the tree would be another without it.
        """
        from eligibility.pipeline import only_item
        from eligibility.rules.provenance import items_of, rules_in

        cleaned, item = only_item(text, kind)
        tagged = [self._reader.tagger.tag_in(cleaned, one.start, one.end) for one in items_of(item)]
        rules = {key_of(found[0]) for one in tagged for found in rules_in(one, self._reader)}
        added = {key_of(rule) for rule in self._reader.rules.grammar if self._matters(rule, text, kind)}
        return frozenset(rules | added)

    def _matters(self, rule: GrammarRule, text: str, kind: CriterionKind) -> bool:
        from eligibility.normalize import CriterionReader

        if rule not in self._without:
            rules = self._reader.rules
            others = tuple(other for other in rules.grammar if other is not rule)
            self._without[rule] = CriterionReader(structs.replace(rules, grammar=others))
        return self(text, kind) != self._tree(self._without[rule], text, kind)

    @staticmethod
    def _tree(reader: CriterionReader, text: str, kind: CriterionKind) -> Tree:
        from eligibility.pipeline import read_with

        tree: Tree = read_with(reader, text, kind=kind).constraint.model_dump(mode="json")
        return tree


def silent(packs: Sequence[Pack], texts: Iterable[tuple[str, CriterionKind]], parse: Parse) -> Iterator[Entry]:
    """The entries of packs that fire on none of some texts, in the order of the packs.

    A measurement fires where it has a limit or values; a cue, unit, head, ending or definition where it is used.
    """
    heard: set[Key] = set()
    for text, kind in texts:
        heard |= parse.used(text, kind)
        heard |= {("fired", *concept) for concept in fired(parse(text, kind))}
    for pack in packs:
        for entry in pack.entries():
            key = ("fired", *key_of(entry)[1:]) if isinstance(entry, ConceptRule) else key_of(entry)
            if key not in heard:
                yield entry


def fired(tree: Tree) -> set[tuple[str, str]]:
    """The domain and name of every concept that a tree speaks of; a measurement only with a limit or values."""
    out: set[tuple[str, str]] = set()
    for node in walk(tree):
        name = (node.get("concept") or {}).get("name")
        if name is None or (node["type"] == "measurement" and not (node.get("range") or node.get("values"))):
            continue
        out.add((str(node.get("domain", node["type"])), str(name)))
    return out


def _problems(test: RuleTest, marks: Sequence[Mark], tree: Tree, parse: Parse) -> Iterator[str]:
    case = test.case
    if isinstance(case, RejectCase):
        if test.entry is not None and _fires(test.entry, case, tree, parse):
            yield f"must not give {test.entry.called}, but gives {sketch(tree)}"
        return
    if case.gives is not None and find(case.gives, tree) is None:
        yield explain(case.gives, tree)
    if case.lacks is not None and (found := find(case.lacks, tree)) is not None:
        yield f"must not be there, but is: {sketch(found)}"
    for mark in marks:
        if not any(_covers(mark, node) for node in walk(tree) if find(mark.wanted(), node) is node):
            yield explain(mark.wanted(), tree)


def _fires(entry: Entry, case: RejectCase, tree: Tree, parse: Parse) -> bool:
    """Whether an entry has a part in a tree: a concept or definition is in it, anything else was used for it."""
    if isinstance(entry, ConceptRule):
        return (entry.domain, entry.name) in fired(tree)
    if isinstance(entry, DefinitionRule):
        return find(entry.stands_for, tree) is not None
    return key_of(entry) in parse.used(case.text, case.kind)


def _covers(mark: Mark, node: Tree) -> bool:
    """Whether a leaf lies where the mark is; operators have no place of their own."""
    span = node.get("span")
    return span is None or (span[0] < mark.end and span[1] > mark.start)


def _is_builtin(pack: Pack) -> bool:
    return Path(pack.path).resolve().parent == BUILTIN.resolve()
