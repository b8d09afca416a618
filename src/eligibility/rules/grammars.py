"""Alternatives that packs add to the rules of the grammars over tags: checked, and put down to their entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from eligibility.errors import PackError
from eligibility.rules.explaining import nearest
from eligibility.rules.model import GrammarName, GrammarRule, Rules

_WORD = re.compile(r'->\s*\w+|"[^"]*"|[A-Za-z_]\w*')


def alternatives(rules: Rules, grammar: GrammarName) -> Mapping[str, Sequence[str]]:
    """What packs add to the rules of a grammar.

    Raises:
        PackError: an alternative is not in the notation, names what the grammar has not, or conflicts with others; it
            says which, on which example; the place is that of the entry.
    """
    entries = [entry for entry in rules.grammar if entry.grammar == grammar]
    extra: dict[str, list[str]] = {}
    for entry in entries:
        extra.setdefault(entry.rule, []).extend(entry.alternatives)
    for entry, error in _problems(entries):
        raise PackError(error.code, error.message, place=rules.place(entry))
    return extra


def _problems(entries: Sequence[GrammarRule]) -> Iterator[tuple[GrammarRule, PackError]]:
    """The first entry that cannot be taken, together with those before it."""
    if not entries:
        return
    from eligibility.grammar.loading import STARTS, check_notation, load_grammar  # it brings lark with it

    name = entries[0].grammar
    grammar = load_grammar(name, start=STARTS[name])
    aliases = {f"-> {rule.alias}" for rule in grammar.rules if rule.alias}
    rules = {str(rule.origin.name) for rule in grammar.rules if not str(rule.origin.name).startswith("__")}
    tags = {str(symbol.name) for rule in grammar.rules for symbol in rule.expansion if symbol.is_term}
    extra: dict[str, list[str]] = {}
    for entry in entries:
        extra.setdefault(entry.rule, []).extend(entry.alternatives)
        try:
            check_notation(name, {entry.rule: entry.alternatives})
            _check_names(entry, rules, tags, aliases)
            load_grammar(name, start=STARTS[name], extra=extra)
        except PackError as error:
            yield entry, error
            return


def _check_names(entry: GrammarRule, rules: set[str], tags: set[str], aliases: set[str]) -> None:
    """Refuses names that the grammar has not: they could never be met."""
    if entry.rule not in rules:
        said = f"the grammar {entry.grammar!r} has no rule `{entry.rule}`{nearest(entry.rule, sorted(rules))}"
        raise PackError("grammar-name", said)
    for alternative in entry.alternatives:
        for word in _WORD.findall(alternative):
            known = aliases if word.startswith("->") else tags if word.isupper() else rules
            named = "-> " + word[2:].strip() if word.startswith("->") else word
            if named not in known:
                said = f"the grammar {entry.grammar!r} has no `{named}`{nearest(named, sorted(known))}"
                raise PackError("grammar-name", f"{said}, for the alternative {alternative!r}")
