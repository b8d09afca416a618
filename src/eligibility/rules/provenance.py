"""Provenance: which entries of which packs made the leaves of a criterion's tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from eligibility.rules.model import ConceptRule, CueRule, DefinitionRule, Rules, UnitRule
from eligibility.tree.nodes import BaseLeaf, Measurement
from eligibility.tree.trial import Criterion, Provenance, RuleUse
from eligibility.tree.values import Span

if TYPE_CHECKING:
    from eligibility.normalize import CriterionReader
    from eligibility.segment import CleanText, Item
    from eligibility.tagging import Tagged
    from eligibility.tagging.tokens import Tokens

Rule = ConceptRule | CueRule | UnitRule | DefinitionRule
_SECTIONS = {ConceptRule: "concepts", CueRule: "cues", UnitRule: "units", DefinitionRule: "definitions"}
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
    tagged = reader.tagger.tag(text.text[item.start : item.end])
    tokens = tagged.tokens
    return [
        _use(rule, text, text.raw_span(item.start + tokens.starts[first], item.start + tokens.ends[last - 1]))
        for rule, first, last in sorted(rules_in(tagged, reader), key=lambda found: found[1:])
    ]


def rules_in(tagged: Tagged, reader: CriterionReader) -> Iterator[tuple[Rule, int, int]]:
    """Each rule that the tagger used, and the tokens that it was used for, `last` exclusive."""
    from eligibility.tagging.chunks import Entity  # noqa: PLC0415 - the tagger brings the grammars with it
    from eligibility.tagging.lexicon import leftmost_longest  # noqa: PLC0415

    tokens = tagged.tokens
    covered = bytearray(b"\x01" * len(tokens))
    for chunk in tagged.chunks:
        if isinstance(chunk.value, CueRule | DefinitionRule):
            yield chunk.value, chunk.first, chunk.last
        elif isinstance(chunk.value, Entity) and chunk.value.rule is not None:
            yield chunk.value.rule, chunk.value.first, chunk.value.last
        elif chunk.tag in _AMOUNTS:
            covered[chunk.first : chunk.last] = bytes(chunk.last - chunk.first)
            for rule, first, last in _units(tokens, chunk.first, chunk.last, reader):
                covered[first:last] = b"\x01" * (last - first)
                if rule is not None:
                    yield rule, first, last
    cues = [one for one in reader.tagger.lexicon.find(tokens) if one.cues]
    for found in leftmost_longest(cues, covered):
        yield next(iter(found.cues.values())), found.first, found.last


def _units(
    tokens: Tokens, first: int, last: int, reader: CriterionReader
) -> Iterator[tuple[UnitRule | None, int, int]]:
    """The units that are written in a limit; None for one that is put together, of which the packs have no entry."""
    by_code = _by_code(reader.rules)
    place = first
    while place < last:
        end = reader.tagger.units.match(tokens.text, tokens.starts[place])
        stop = next((at for at in range(place, last) if end is not None and tokens.ends[at] == end), None)
        if stop is None:
            place += 1
            continue
        code = reader.tagger.units.ucum(tokens.surface(place, stop + 1))
        yield by_code.get(code or ""), place, stop + 1
        place = stop + 1


def _by_code(rules: Rules) -> dict[str, UnitRule]:
    return {rule.ucum: rule for rule in rules.units}


def _use(rule: Rule, text: CleanText, span: Span) -> RuleUse:
    name = rule.ucum if isinstance(rule, UnitRule) else rule.name
    section = _SECTIONS[type(rule)]
    words = text.raw[span[0] : span[1]]
    return RuleUse(section=section, name=name, pack=rule.pack, line=rule.line, text=words, span=span)


def _made(leaf: BaseLeaf, used: Sequence[RuleUse]) -> Iterator[RuleUse]:
    spans = [leaf.span, *(part.span for part in (leaf.concept, leaf.window) if part is not None)]
    if isinstance(leaf, Measurement) and leaf.as_written is not None:
        spans.append(leaf.as_written.span)
    for use in used:
        named = use.section != "concepts" or (leaf.concept is not None and leaf.concept.name == use.name)
        if named and any(use.span[0] < end and start < use.span[1] for start, end in spans):
            yield use
