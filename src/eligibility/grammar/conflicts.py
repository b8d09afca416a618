"""Where a grammar is not LALR(1): which alternatives are at odds, and the shortest text that shows it."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any, NamedTuple

from lark.common import ParserConf
from lark.grammar import NonTerminal, Rule, Symbol
from lark.load_grammar import load_grammar
from lark.parsers.lalr_analysis import LALR_Analyzer

_END = "$END"
_HELPER = re.compile(r"__(\w+?)_(?:star|plus|sep)_\d+")
"""What Lark calls the rules that it makes for repetitions within a rule."""

ItemSet = Any
"""A state of the parser, `LR0ItemSet` of Lark's analysis."""


class Conflict(NamedTuple):
    """Two or more alternatives that a parser could not choose between.

    Attributes:
        alternatives: as written, "rule: its parts", sorted.
        following: the terminal that would follow; "$END" for the end.
    """

    alternatives: tuple[str, ...]
    following: str


def conflicts(text: str, start: str, import_paths: Sequence[str]) -> dict[Conflict, str]:
    r"""Every conflict of a grammar, with an example: the terminals up to the place where it shows.

    Args:
        text: the grammar.
        start: the rule to begin with.
        import_paths: folders with the grammars that it imports.

    Raises:
        LarkError: the grammar is none.

    Example:
        >>> [found.alternatives for found in conflicts('start: a | b\na: "x"\nb: "x"', "start", [])]
        [('a: X', 'b: X')]
    """
    grammar, _ = load_grammar(text, "<grammar>", list(import_paths), False)  # type: ignore[no-untyped-call]  # Lark has no types here
    _, rules, _ = grammar.compile([start], "*")
    analyzer: Any = LALR_Analyzer(ParserConf(rules, {}, [start]))
    analyzer.compute_lr0_states()
    analyzer.compute_reads_relations()
    analyzer.compute_includes_lookback()
    analyzer.compute_lookaheads()
    found = list(_found(analyzer.lr0_itemsets))
    if not found:
        return {}
    ways = _ways(analyzer.lr0_start_states[start], _shortest(rules))
    examples: dict[Conflict, str] = {}
    for state, conflict in found:
        words = [*ways.get(state, ()), *([] if conflict.following == _END else [conflict.following])]
        shown = " ".join(words)
        if conflict not in examples or len(shown) < len(examples[conflict]):
            examples[conflict] = shown
    return examples


def _found(states: Sequence[ItemSet]) -> Iterator[tuple[ItemSet, Conflict]]:
    for state in states:
        for symbol, reduced in state.lookaheads.items():
            read_on = {pointer.rule for pointer in state.closure if not pointer.is_satisfied and pointer.next == symbol}
            best = max(rule.options.priority or 0 for rule in reduced)
            chosen = {rule for rule in reduced if (rule.options.priority or 0) == best}
            if len(chosen) + bool(read_on) > 1:
                yield state, Conflict(tuple(sorted({_written(rule) for rule in chosen | read_on})), symbol.name)


def _written(rule: Rule) -> str:
    """A rule as "name: its parts", with what Lark made of a repetition under the name of the rule that has it."""
    parts = " ".join(_name(symbol) for symbol in rule.expansion)
    return f"{_name(rule.origin)}: {parts or 'nothing'}"


def _name(symbol: Symbol) -> str:
    return _HELPER.sub(r"(\1 ...)", str(symbol.name))


def _shortest(rules: Sequence[Rule]) -> dict[Symbol, tuple[str, ...]]:
    """The shortest sequence of terminals that each rule stands for."""
    shortest: dict[Symbol, tuple[str, ...]] = {}
    changed = True
    while changed:
        changed = False
        for rule in rules:
            parts = [_yield(symbol, shortest) for symbol in rule.expansion]
            whole = tuple(word for part in parts if part is not None for word in part)
            if None not in parts and (rule.origin not in shortest or len(whole) < len(shortest[rule.origin])):
                shortest[rule.origin] = whole
                changed = True
    return shortest


def _yield(symbol: Symbol, shortest: dict[Symbol, tuple[str, ...]]) -> tuple[str, ...] | None:
    return shortest.get(symbol) if isinstance(symbol, NonTerminal) else (str(symbol.name),)


def _ways(start: ItemSet, shortest: dict[Symbol, tuple[str, ...]]) -> dict[ItemSet, tuple[str, ...]]:
    """The shortest sequence of terminals that leads to each state."""
    ways: dict[ItemSet, tuple[str, ...]] = {}
    order = count()
    queue: list[tuple[int, int, tuple[str, ...], ItemSet]] = [(0, next(order), (), start)]
    while queue:
        _, _, words, state = heapq.heappop(queue)
        if state in ways:
            continue
        ways[state] = words
        for symbol, following in state.transitions.items():
            more = _yield(symbol, shortest)
            if more is not None and following not in ways:
                longer = (*words, *more)
                heapq.heappush(queue, (len(longer), next(order), longer, following))
    return ways
