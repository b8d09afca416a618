"""Criteria: an item of the outline, with the list under it, becomes a criterion."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from eligibility.grammar.phrases import PhraseGrammar
from eligibility.normalize.announced_kinds import announces_kinds
from eligibility.normalize.announced_reactions import announced_reaction, react_below
from eligibility.normalize.by_value import take_unvalued
from eligibility.normalize.conjunctions import note_conjunctions, note_listed_exceptions
from eligibility.normalize.coverage import said_and_lost
from eligibility.normalize.denied_classes import are_had, denies_class, names_none_of
from eligibility.normalize.diagnostics import Notes
from eligibility.normalize.drafts import Draft, Tree, drafts_of
from eligibility.normalize.held_doses import DOSED, say_held
from eligibility.normalize.instances import take_after
from eligibility.normalize.introduced import EXCEPTING, Goes, list_node, with_list
from eligibility.normalize.lead_in_subjects import give_subjects, subjects_of
from eligibility.normalize.leaves import LeafWriter
from eligibility.normalize.means import note_means
from eligibility.normalize.neighbours import (
    note_bearers,
    note_exceptions,
    note_family_ages,
    note_listed_complements,
    note_neighbours,
    note_permitted,
    note_run_ons,
    note_short_forms,
    note_unknown,
)
from eligibility.normalize.outline import Outline
from eligibility.normalize.parts import Scope
from eligibility.normalize.persons import give_persons
from eligibility.normalize.polarity import note_polarity
from eligibility.normalize.relations import relate
from eligibility.normalize.results import take_findings
from eligibility.normalize.sentences import SentenceReader
from eligibility.normalize.small_words import SmallWords
from eligibility.normalize.source import Source
from eligibility.normalize.windows import read_window
from eligibility.rules import ConceptRule, Rules
from eligibility.rules.grammars import alternatives
from eligibility.segment import CleanText, Item
from eligibility.segment.layout import announces_choice
from eligibility.tagging import Tagger
from eligibility.tagging.tagger import Tagged
from eligibility.tree import (
    Attestation,
    BaseLeaf,
    Checkable,
    Criterion,
    Kind,
    Marker,
    Node,
    Unstructured,
    Window,
)

_criterion, _mark = Criterion.maker("cross_references", "provenance"), Marker.maker()
_OPEN = (Unstructured, Attestation)
_AT_ONCE = 32
"""Criteria of which one stage is done before the next: enough for most trials, and few to hold at a time."""
_UNLIKE: dict[Kind, str] = {"inclusion": "or", "exclusion": "and"}
"""What a criterion may end in that its list does not say anyway."""


class _Reading(Struct, gc=False):
    """One criterion while it is read.

    Attributes:
        text: the document.
        kind: what meeting the criterion does.
        notes: the diagnostics so far.
        said: how many of its words say something.
        lost: how many of those were not understood.
        named: how many items limit what the item above them names.
        tagged: the tagged words of its items that have not been read yet, by where these begin.
    """

    text: CleanText
    kind: Kind
    notes: Notes
    said: int = 0
    lost: int = 0
    named: int = 0
    tagged: dict[int, Tagged] = field(default_factory=dict)


class _Said(Struct, gc=False):
    """What one item says: its tokens and chunks, where they stand, how they were read, and what came of it."""

    tagged: Tagged
    source: Source
    outline: Outline
    reader: SentenceReader
    tree: Tree | None
    drafts: list[Draft]


class _Above(Struct, gc=False):
    """An item with a list under it: what it says, its node, what of it only the list limits, and a reaction to that."""

    said: _Said
    own: Node | None
    subjects: tuple[ConceptRule, ...]
    reaction: str | None = None


class CriterionReader:
    """Reads criteria with the rules in force.

    Args:
        rules: the rules.

    Raises:
        PackError: what a pack adds to a grammar conflicts with it.
    """

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.tagger = Tagger(rules)
        self.unvalued = self.tagger.lexicon.unvalued_words
        self.grammar = PhraseGrammar(alternatives(rules, "criterion"))
        lexicon = self.tagger.lexicon
        self.said = SmallWords(lambda kind: lexicon.of_kind(rules, kind))

    def read(self, text: CleanText, item: Item, identifier: str) -> Criterion:
        """The criterion that an item is.

        Args:
            text: the document.
            item: the item, with its children.
            identifier: its id, such as "I7".
        """
        return self.read_all(text, [(identifier, item)])[0]

    def read_all(self, text: CleanText, items: Sequence[tuple[str, Item]]) -> list[Criterion]:
        """The criteria that items are, in their order.

        Each stage is done for some of them before the next one: what a stage needs is then still near the processor.

        Args:
            text: the document.
            items: the items, with their children, each with its id.
        """
        out: list[Criterion] = []
        for at in range(0, len(items), _AT_ONCE):
            some = [
                (identifier, item, _Reading(text, item.kind, Notes())) for identifier, item in items[at : at + _AT_ONCE]
            ]
            self._tag([(item, reading) for _, item, reading in some])
            said = [None if item.children else self._said(item, reading, Scope(), None) for _, item, reading in some]
            out += [self._read(*one, heard) for one, heard in zip(some, said, strict=True)]
        return out

    def _tag(self, items: Sequence[tuple[Item, _Reading]]) -> None:
        """Tags items of one document and all under them."""
        every = [(one, reading) for item, reading in items for one in item.walk()]
        places = [(item.start, item.end) for item, _ in every]
        for (item, reading), tagged in zip(every, self.tagger.tag_all(items[0][1].text, places), strict=True):
            reading.tagged[item.start] = tagged

    def _read(self, identifier: str, item: Item, reading: _Reading, said: _Said | None) -> Criterion:
        """The criterion that an item is, given what it says where it has no list under it."""
        text = reading.text
        node = self._written(said, reading) if said is not None else self._item(item, reading, Scope(), None)
        span = text.raw_span(item.start, item.stop)
        if item.joiner == _UNLIKE[item.kind]:
            message = f'ends in "{item.joiner}", and is taken to stand for itself beside the next criterion'
            reading.notes.add("joined-to-next", "warning", message, span)
        if item.lead_in and not item.children and announces_choice(text.text[item.start : item.end]):
            message = "announces a list, and none stands under it: what follows is read as criteria by themselves"
            reading.notes.add("list-missing", "warning", message, span)
        if node is None:
            node = Unstructured.trusted(text=text.raw[span[0] : span[1]], span=span, reason="nothing-said")
            reading.lost = reading.said
        return _criterion(
            {
                "id": identifier,
                "kind": item.kind,
                "text": text.raw[span[0] : span[1]],
                "span": span,
                "marker": _marker(text, item),
                "section": item.section,
                "depth": item.depth,
                "constraint": node,
                "checkable": checkable(node),
                "coverage": _coverage(reading, node),
                "diagnostics": reading.notes.all(),
                "cross_references": (),
                "provenance": None,
            }
        )

    def _item(
        self,
        item: Item,
        reading: _Reading,
        scope: Scope,
        window: Window | None,
        above: _Above | None = None,
    ) -> Node | None:
        said = self._said(item, reading, scope, window)
        if above is not None and above.reaction is not None:
            reading.lost -= react_below(said.drafts, above.reaction, said.tagged.tokens, self.tagger.lexicon)
        if above is not None and above.subjects and said.tree is not None:
            said.tree, named = give_subjects(said.tree, above.subjects, reading.kind)
            said.drafts = drafts_of(said.tree)
            reading.named += named
        below = subjects_of(said.drafts) if item.children else ()
        own = self._written(said, reading) if not below else None
        if not item.children:
            return own
        if said.reader.tail.when is not None:
            window = read_window(said.reader.tail.when, None, said.source, reading.notes)
        return self._with_list(item, reading, _Above(said, own, below, announced_reaction(said.reader.tail)), window)

    def _said(self, item: Item, reading: _Reading, scope: Scope, window: Window | None) -> _Said:
        """What an item says, before it is written."""
        tagged = reading.tagged.pop(item.start, None) or self.tagger.tag_in(reading.text, item.start, item.end)
        source = Source(reading.text, item.start, tagged.tokens)
        outline = Outline(tagged.tokens, tagged.chunks, self.grammar)
        reader = SentenceReader(outline, reading.kind, self.tagger.lexicon, self.said)
        tree = reader.read(scope, leads=bool(item.children))
        drafts: list[Draft] = []
        if tree is not None:
            drafts = drafts_of(tree)
            if "EXAMPLE" in outline.tagged:
                take_after(drafts, tagged.tokens, self.tagger.lexicon)
            if not self.tagger.lexicon.others.isdisjoint(tagged.tokens.words):
                give_persons(tagged.chunks, drafts)
            if not self.unvalued.isdisjoint(tagged.tokens.words):
                take_unvalued(drafts, tagged.tokens, self.tagger.lexicon)
            if not DOSED.isdisjoint(tagged.tokens.words):
                say_held(drafts, tagged.tokens)
            take_findings(drafts, tagged.tokens, self.said)
            if window is not None:
                _give_time(drafts, window)
            if reader.items.relates:
                relate(tree, tagged.chunks, tagged.tokens)
        heard = [*reader.items.heard, *reader.conditions.heard]
        if item.children and reader.tail.toward is not None:
            heard.append(reader.tail.toward[1:])
        said, lost = said_and_lost(tagged.tokens, tagged.chunks, drafts, heard)
        reading.said += said
        reading.lost += lost
        return _Said(tagged, source, outline, reader, tree, drafts)

    def _written(self, said: _Said, reading: _Reading) -> Node | None:
        """The node that an item is by itself, with what is noted of it."""
        if said.tree is None:
            return None
        outline, source, drafts, notes = said.outline, said.source, said.drafts, reading.notes
        node = LeafWriter(source, self.rules, notes).node(said.tree)
        if said.tagged.expanded:
            note_short_forms(said.tagged.expanded, source, notes)
        if "FAMILY" in outline.tagged:
            note_family_ages(outline, drafts, source, notes)
        if len(drafts) > 1:
            note_neighbours(outline, drafts, source, notes)
        if "LIMIT" in outline.tagged:
            note_bearers(drafts, source, self.said, notes)
            note_unknown(drafts, source, notes)
        note_run_ons(outline, source, notes)
        if said.reader.items.permitted:
            note_permitted(said.reader.items.permitted, source, notes)
        note_polarity(node, outline, reading.kind, source, notes)
        if "EXCEPT" in outline.tagged:
            note_exceptions(outline, source, notes)
        if said.reader.items.finds:
            note_means(drafts, source, notes)
        if len(drafts) > 1:
            allows = "OPTIONAL_AFTER" in outline.tagged
            note_conjunctions(said.tree, drafts, said.tagged.chunks, source, notes, allows=allows)
        return node

    def _with_list(self, item: Item, reading: _Reading, above: _Above, window: Window | None) -> Node | None:
        """An item and the list under it: "at least one of the following:"."""
        reader = above.said.reader
        scope, tail = replace(reader.scope), reader.tail
        note_listed_complements(tail.last, above.said.source, reading.notes)
        negated = scope.negation and not any(said.negation == scope.negation for said in tail.parts)
        scope.negation = 0
        goes = Goes(tail, reader.introduces, reading.kind, denied=bool(negated))
        if goes.apart:
            scope, window = Scope(), None
        named, own = reading.named, above.own
        of_denied = goes.role is None and not negated and denies_class(tail, above.said.tagged.chunks)
        reading.kind = "exclusion" if goes.denied or of_denied else goes.kind
        read = (self._item(child, reading, scope, window, above) for child in item.children)
        below = [node for node in read if node is not None]
        reading.kind = goes.kind
        given = reading.named - named
        if above.subjects and not given:
            own = self._written(above.said, reading)
        if not below:
            return own
        denied = goes.denied or (of_denied and are_had(below, self.tagger.lexicon))
        goes = replace(
            goes, denied=denied, by_case=given == len(below), kinds=self._are_kinds(item, reading, above, below)
        )
        listed = list_node(below, [child.joiner for child in item.children[:-1]], goes)
        if goes.role in EXCEPTING:
            note_listed_exceptions(own, listed, reading.text.raw_span(item.start, item.end), reading.notes)
        return with_list(own, listed, goes)

    @staticmethod
    def _are_kinds(item: Item, reading: _Reading, above: _Above, below: Sequence[Node]) -> bool:
        """Whether a list is one of kinds, of which any will do; where only its lead-in says so, that is noted."""
        if len(below) > 1 and names_none_of(above.own):
            return True
        if reading.kind != "inclusion" or len(below) == 1 or "and" in [child.joiner for child in item.children]:
            return False
        kinds = announces_kinds(above.said.tagged.tokens, above.said.reader.tail, below)
        if kinds == "inferred":
            message = "any of the diagnoses that are listed is taken to do, as nothing says that all are asked"
            reading.notes.add("either-inferred", "info", message, reading.text.raw_span(item.start, item.end))
        return bool(kinds)


def _marker(text: CleanText, item: Item) -> Marker | None:
    if item.marker_start is None or item.marker_end is None:
        return None
    place = text.raw_span(item.marker_start, item.marker_end)
    return _mark({"text": text.raw[place[0] : place[1]], "span": place})


def _give_time(drafts: list[Draft], window: Window) -> None:
    """Gives the events of an item the time that the lead-in of its list has said."""
    for draft in drafts:
        if draft.named and draft.when is None:
            draft.window = window


def _coverage(words: _Reading, node: Node) -> float:
    if not words.said:
        return 0.0 if isinstance(node, Unstructured) else 1.0
    return round(max(0.0, 1.0 - words.lost / words.said), 4) if words.lost else 1.0


def checkable(node: Node) -> Checkable:
    """Whether patient data could decide a tree: fully, in part, or not at all."""
    if isinstance(node, BaseLeaf):
        return "none" if isinstance(node, _OPEN) else "full"
    operators: list[Node] = [node]
    leaves = open_leaves = 0
    for one in operators:
        for part in one.parts():
            if isinstance(part, BaseLeaf):
                leaves += 1
                open_leaves += isinstance(part, _OPEN)
            else:
                operators.append(part)
    if not open_leaves:
        return "full"
    return "none" if open_leaves == leaves else "partial"
