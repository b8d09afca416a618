"""Alternatives that packs add to the rules of the grammars: checked when a reader is made, and then read with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from eligibility.errors import PackError
from eligibility.rules.model import GrammarRule

if TYPE_CHECKING:
    from eligibility.grammar.shapes import Shapes
    from eligibility.normalize import CriterionReader

_STARTS = {"criterion": "criterion", "quantity": "limit", "time": "when"}
"""The rule with which each grammar over tags begins."""


def extend(reader: CriterionReader, rules: Sequence[GrammarRule]) -> None:
    """Lets a new reader read with additional alternatives.

    Args:
        reader: a reader that has read nothing yet.
        rules: what packs add.

    Raises:
        PackError: an alternative is not in the notation, names a rule that the grammar has not, or conflicts with
            others; the place is that of the entry.
    """
    for name in dict.fromkeys(rule.grammar for rule in rules):
        _extend(_shapes(reader, name), name, [rule for rule in rules if rule.grammar == name])


def _extend(shapes: Shapes, name: str, rules: Sequence[GrammarRule]) -> None:
    from eligibility.grammar.loading import grammar_path, load_grammar  # noqa: PLC0415 - it brings lark with it
    from eligibility.grammar.shapes import TagLexer  # noqa: PLC0415

    home = [str(grammar_path(name).parent)]
    extra: dict[str, list[str]] = {}
    for rule in rules:
        extra.setdefault(rule.rule, []).extend(rule.alternatives)
        try:
            lark = load_grammar(name, extra=extra, start=_STARTS[name], lexer=TagLexer, import_paths=home)
        except PackError as error:
            raise PackError(error.code, error.message, place=f"pack {rule.pack}, line {rule.line}") from None
    known = {symbol.name for rule in lark.rules for symbol in rule.expansion if symbol.is_term}
    shapes.lark, shapes.terminals, shapes.extended = lark, frozenset(known), True


def _shapes(reader: CriterionReader, name: str) -> Shapes:
    """The grammar of this name in a reader."""
    amounts = reader.tagger.amounts
    if name == "criterion":
        return reader.grammar._shapes
    return (amounts.quantities if name == "quantity" else amounts.times)._shapes
