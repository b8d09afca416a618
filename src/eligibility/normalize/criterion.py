"""Criteria: an item of the outline, with the list under it, becomes a criterion."""

from __future__ import annotations

from dataclasses import dataclass

from eligibility.grammar.phrases import PhraseGrammar
from eligibility.normalize.diagnostics import Notes
from eligibility.normalize.drafts import Tree, drafts_of
from eligibility.normalize.leaves import LeafWriter
from eligibility.normalize.parts import Part, Scope
from eligibility.normalize.sentences import SentenceReader
from eligibility.normalize.source import Source
from eligibility.normalize.windows import read_window
from eligibility.rules import Rules
from eligibility.segment import CleanText, Item
from eligibility.tagging import Tagger
from eligibility.tree import (
    AllOf,
    AnyOf,
    AtLeast,
    Attestation,
    Checkable,
    Criterion,
    Kind,
    Marker,
    Node,
    Not,
    Unstructured,
    Window,
)

_SILENT = frozenset(
    {"FILLER", "LINK", "OF", "COMMA", "AND", "OR", "SEMI", "STOP", "LP", "RP", "COLON", "SLASH", "BUT", "NOR"}
)


@dataclass(slots=True)
class _Words:
    """How many words of a criterion say something, and how many of them were not understood."""

    said: int = 0
    lost: int = 0


class CriterionReader:
    """Reads criteria with the rules in force.

    Args:
        rules: the rules.
    """

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.tagger = Tagger(rules)
        self.grammar = PhraseGrammar()
        phrases = self.tagger.lexicon.phrases
        self.scales = frozenset(words for words, phrase in phrases.items() if "scale" in phrase.cues)

    def read(self, text: CleanText, item: Item, identifier: str) -> Criterion:
        """The criterion that an item is.

        Args:
            text: the document.
            item: the item, with its children.
            identifier: its id, such as "I7".
        """
        notes, words = Notes(), _Words()
        node = self._item(text, item, item.kind, notes, words, Scope(), None)
        end = _end(item)
        span = text.raw_span(item.start, end)
        if node is None:
            node = Unstructured(text=text.raw[span[0] : span[1]], span=span, reason="nothing-said")
            words.lost = words.said
        marker = None
        if item.marker_start is not None and item.marker_end is not None:
            place = text.raw_span(item.marker_start, item.marker_end)
            marker = Marker(text=text.raw[place[0] : place[1]], span=place)
        return Criterion(
            id=identifier,
            kind=item.kind,
            text=text.raw[span[0] : span[1]],
            span=span,
            marker=marker,
            section=item.section,
            depth=item.depth,
            constraint=node,
            checkable=checkable(node),
            coverage=_coverage(words, node),
            diagnostics=notes.all(),
        )

    def _item(
        self, text: CleanText, item: Item, kind: Kind, notes: Notes, words: _Words, scope: Scope, window: Window | None
    ) -> Node | None:
        tagged = self.tagger.tag(text.text[item.start : item.end])
        source = Source(text, item.start, tagged.tokens)
        reader = SentenceReader(tagged.tokens, tagged.chunks, kind, self.tagger.lexicon, self.scales)
        tree = reader.read(self.grammar, scope.copy(), leads=bool(item.children))
        if window is not None:
            _give_time(tree, window)
        writer = LeafWriter(source, self.rules, notes)
        node = None if tree is None else writer.node(tree)
        words.said += sum(chunk.last - chunk.first for chunk in tagged.chunks if chunk.tag not in _SILENT)
        words.lost += _lost(tree, tagged.chunks)
        if not item.children:
            return node
        if reader.tail.when is not None:
            window = read_window(reader.tail.when, None, source, notes)
        return self._with_list(text, item, kind, notes, words, reader, node, window)

    def _with_list(
        self,
        text: CleanText,
        item: Item,
        kind: Kind,
        notes: Notes,
        words: _Words,
        reader: SentenceReader,
        own: Node | None,
        window: Window | None,
    ) -> Node | None:
        """An item and the list under it: "at least one of the following:"."""
        tail = reader.tail
        open_negation = reader.scope.negation and not any(said.negation == reader.scope.negation for said in tail.parts)
        scope = reader.scope.copy()
        scope.negation = 0
        below = [
            node
            for child in item.children
            if (node := self._item(text, child, kind, notes, words, scope, window)) is not None
        ]
        if not below:
            return own
        listed = _list_node(below, tail, item, kind)
        if open_negation:
            listed = Not(child=listed)
        if own is None:
            return listed
        return AllOf(children=(own, listed))


def _give_time(tree: Tree | None, window: Window) -> None:
    """Gives the events of an item the time that the lead-in of its list has said."""
    for draft in drafts_of(tree):
        if draft.kind == "occurrence" and draft.when is None:
            draft.window = window


def _list_node(below: list[Node], tail: Part, item: Item, kind: Kind) -> Node:
    if len(below) == 1:
        return below[0]
    nodes = tuple(below)
    if tail.count is not None and tail.count > 1:
        return AtLeast(count=tail.count, children=nodes)
    if tail.count == -1:
        return AllOf(children=nodes)
    joiners = {child.joiner for child in item.children[:-1]}
    if tail.count == 1 or "or" in joiners:
        return AnyOf(children=nodes)
    if "and" in joiners or kind == "inclusion":
        return AllOf(children=nodes)
    return AnyOf(children=nodes)


def _end(item: Item) -> int:
    while item.children:
        item = item.children[-1]
    return item.end


def _lost(tree: Tree | None, chunks: object) -> int:
    lost = 0
    for draft in drafts_of(tree):
        if draft.kind == "words" or (draft.kind == "age" and not draft.limits):
            lost += draft.last - draft.first
    return lost


def _coverage(words: _Words, node: Node) -> float:
    if not words.said:
        return 0.0 if isinstance(node, Unstructured) else 1.0
    return round(max(0.0, 1.0 - words.lost / words.said), 4)


def checkable(node: Node) -> Checkable:
    """Whether patient data could decide a tree: fully, in part, or not at all."""
    leaves = [one for one in node.walk() if not one.parts()]
    open_leaves = sum(isinstance(leaf, (Unstructured, Attestation)) for leaf in leaves)
    if not open_leaves:
        return "full"
    return "none" if open_leaves == len(leaves) else "partial"
