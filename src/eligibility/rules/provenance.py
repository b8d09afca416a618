"""Provenance: which entries of which packs made the leaves of a criterion's tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from eligibility.rules.model import (
    SECTION_OF,
    ConceptRule,
    CueRule,
    DefinitionRule,
    EndingRule,
    HeadRule,
    Rules,
    UnitRule,
)
from eligibility.tree.nodes import BaseLeaf, Measurement
from eligibility.tree.trial import Criterion, Provenance, RuleUse
from eligibility.tree.values import Span

if TYPE_CHECKING:
    from eligibility.grammar.limits import Limit
    from eligibility.normalize import CriterionReader
    from eligibility.segment import CleanText, Item
    from eligibility.tagging import Tagged
    from eligibility.tagging.chunks import Chunk
    from eligibility.tagging.lexicon import Found
    from eligibility.tagging.tokens import Tokens

Rule = ConceptRule | CueRule | UnitRule | DefinitionRule | HeadRule | EndingRule
_KIND_OF_TAG = {"TUNIT": "time_unit", "FOLD": "num"}
_IN_NAMES = ("sort", "form", "bearer")
"""Kinds of cues that a word inside a name may be."""
_UNSORTED = "unsorted"
"""The kind of cues that keep a word out of the name that follows it."""
_AMOUNTS = frozenset({"LIMIT", "WHEN", "REF"})


def with_provenance(criterion: Criterion, text: CleanText, item: Item, reader: CriterionReader) -> Criterion:
    """The criterion with, for each leaf, the rules that made it.

    Args:
        criterion: what the reader read.
        text: the document.
        item: the item that it was read from.
        reader: the reader.
    """
    used = [use for one in items_of(item) for use in uses(text, one, reader)]
    leaves = [leaf for leaf in criterion.constraint.walk() if isinstance(leaf, BaseLeaf)]
    made = tuple(Provenance(leaf=number, rules=tuple(_made(leaf, used))) for number, leaf in enumerate(leaves))
    return criterion.model_copy(update={"provenance": made})


def items_of(item: Item) -> Iterator[Item]:
    """An item and those below it, in reading order."""
    yield item
    for child in item.children:
        yield from items_of(child)


def uses(text: CleanText, item: Item, reader: CriterionReader) -> list[RuleUse]:
    """The entries that the tagger used in one item, in reading order."""
    tagged = reader.tagger.tag_in(text, item.start, item.end)
    tokens = tagged.tokens
    return [
        _use(rule, text, text.raw_span(item.start + tokens.starts[first], item.start + tokens.ends[last - 1]))
        for rule, first, last in sorted(rules_in(tagged, reader), key=lambda found: found[1:])
    ]


def rules_in(tagged: Tagged, reader: CriterionReader) -> Iterator[tuple[Rule, int, int]]:
    """Each rule that the tagger used, and the tokens that it was used for, `last` exclusive."""
    from eligibility.tagging.lexicon import leftmost_longest  # the tagger brings the grammars with it

    tokens = tagged.tokens
    covered = bytearray(len(tokens))
    cues = [one for one in reader.tagger.lexicon.find(tokens) if one.cues]
    calendar = {one.first for one in cues if "time_unit" in one.cues}
    for chunk in tagged.chunks:
        for rule, first, last in _chunk_rules(chunk, tokens, reader):
            if not (isinstance(rule, UnitRule) and first in calendar):
                covered[first:last] = b"\x01" * (last - first)
            if rule is not None:
                yield rule, first, last
    for found in leftmost_longest(cues, covered):
        for cue in _cues_of(found):
            yield cue, found.first, found.last


def _cues_of(found: Found) -> list[CueRule]:
    """The cue that phrases were read as in a limit or time; where they were not, each that they could be."""
    read = _KIND_OF_TAG.get(found.meaning.measure or "", (found.meaning.measure or "").lower())
    return [found.cues[read]] if read in found.cues else list(found.cues.values())


def _chunk_rules(chunk: Chunk, tokens: Tokens, reader: CriterionReader) -> Iterator[tuple[Rule | None, int, int]]:
    """The rules that made a chunk what it is, but for the cues in it; None where words are no entry's."""
    from eligibility.tagging.chunks import Entity  # the tagger brings the grammars with it

    value = chunk.value
    if isinstance(value, CueRule | DefinitionRule):
        yield value, chunk.first, chunk.last
    elif isinstance(value, Entity):
        yield value.rule or _domain_rule(value.last - 1, tokens, reader.rules), value.first, value.last
        noun = reader.tagger.lexicon.phrases.get(tokens.folded[value.last - 1 : value.last])
        if value.domain == "measurement" and noun is not None and "finding" in noun.cues:
            yield noun.cues["finding"], value.last - 1, value.last
        yield from _parts_of_name(chunk, tokens, reader)
    elif chunk.tag == "WORDS" and isinstance(value, str):
        yield _domain_rule(chunk.last - 1, tokens, reader.rules), chunk.last - 1, chunk.last
    elif chunk.tag == "WORDS":
        for place in range(chunk.first, chunk.last):
            cue = reader.tagger.lexicon.phrases.cue(tokens.folded[place : place + 1], _UNSORTED)
            if cue is not None:
                yield cue, place, place + 1
    elif chunk.tag in _AMOUNTS:
        within = _reference(value) if chunk.tag == "LIMIT" else (0, 0)
        for unit, first, last in _units(tokens, chunk.first, chunk.last, reader):
            if not within[0] <= first < within[1]:
                yield unit, first, last


def _reference(limit: Limit) -> tuple[int, int]:
    """The tokens of the reference that a number without a unit is a multiple of: "|the 99th percentile URL|"."""
    amount = limit.amount
    return amount.ref_tokens if amount.ref_tokens is not None and amount.unit_tokens is None else (0, 0)


def _parts_of_name(chunk: Chunk, tokens: Tokens, reader: CriterionReader) -> Iterator[tuple[Rule, int, int]]:
    """The cues by which words became part of a name, or that say what the named has: "|lumbar| pain", "|cream|"."""
    for place in range(chunk.first, chunk.last):
        phrase = reader.tagger.lexicon.phrases.get(tokens.folded[place : place + 1])
        for kind in _IN_NAMES if phrase is not None else ():
            if phrase is not None and kind in phrase.cues:
                yield phrase.cues[kind], place, place + 1


def _domain_rule(place: int, tokens: Tokens, rules: Rules) -> HeadRule | EndingRule | None:
    """The rule by which a word that no concept names has a domain: a head, else the longest ending."""
    from eligibility.tagging.folding import fold  # the tagger brings the grammars with it

    for head in rules.heads:
        if tokens.folded[place] in map(fold, head.words):
            return head
    word = tokens.written[place].lower()
    fitting = [
        (len(suffix), number)
        for number, rule in enumerate(rules.endings)
        for suffix in rule.suffixes
        if word.endswith(suffix) or word.removesuffix("s").endswith(suffix)
    ]
    return rules.endings[max(fitting)[1]] if fitting else None


def _units(
    tokens: Tokens, first: int, last: int, reader: CriterionReader
) -> Iterator[tuple[UnitRule | None, int, int]]:
    """The units that are written in a limit, each that one is put together of; None where the packs have no entry."""
    by_code = reader.rules.units_by_code
    place = first
    while place < last:
        end = reader.tagger.units.match(tokens.text, tokens.starts[place])
        stop = next((at for at in range(place, last) if end is not None and tokens.ends[at] == end), None)
        if stop is None:
            place += 1
            continue
        parts = [by_code.get(code) for code in reader.tagger.units.parts(tokens.surface(place, stop + 1))]
        for part in parts or [None]:
            yield part, place, stop + 1
        place = stop + 1


def _use(rule: Rule, text: CleanText, span: Span) -> RuleUse:
    section = SECTION_OF[type(rule)]
    words = text.raw[span[0] : span[1]]
    return RuleUse(section=section, name=rule.called, pack=rule.pack, line=rule.line, text=words, span=span)


def _made(leaf: BaseLeaf, used: Sequence[RuleUse]) -> Iterator[RuleUse]:
    spans = [leaf.span, *(part.span for part in (leaf.concept, leaf.window) if part is not None)]
    if isinstance(leaf, Measurement) and leaf.as_written is not None:
        spans.append(leaf.as_written.span)
    for use in used:
        named = use.section != "concepts" or (leaf.concept is not None and leaf.concept.name == use.name)
        if named and any(use.span[0] < end and start < use.span[1] for start, end in spans):
            yield use
