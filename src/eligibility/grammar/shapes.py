"""Shapes: a grammar over tags instead of characters, read once for every sequence of tags.

What Lark makes of "GE NUM UNIT" does not depend on the words behind the tags. So each sequence is parsed once, and what
is made of its tree, with the places of the tags as its leaves, is kept: criteria repeat the same few thousand shapes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, Generic, TypeVar

from lark import Lark, Token, Tree
from lark.lexer import Lexer

from eligibility.grammar.automaton import Automaton, Stack
from eligibility.grammar.loading import Alternatives, load_grammar

LONGEST = 24
"""The most tags that one limit or window may have; what goes on beyond that is no limit."""
_MOST = 1 << 14
"""Beginnings of sequences that are kept; then they are collected anew."""

Shape = Tree[Token]
Reading = TypeVar("Reading")


_plain = cache(str)
"""The name of a rule; a grammar has some dozens."""


def _shape(rule: str, children: list[Any]) -> Tree[Any]:
    """A tree whose rule is a plain string: Lark's tokens take long to compare."""
    return Tree(_plain(rule), children)


class TagLexer(Lexer):
    """Gives Lark a sequence of tags as they are; the value of each token is its place."""

    def __init__(self, lexer_conf: object) -> None:
        """Take nothing from the grammar's own terminals."""

    def lex(self, lexer_state: Any, parser_state: Any = None) -> Iterator[Token]:  # noqa: ANN401 - Lark's own signature
        """The tags as tokens."""
        return (Token(tag, place) for place, tag in enumerate(lexer_state))


class Shapes:
    """A grammar of `grammars/` that reads tags.

    Args:
        name: the grammar's name.
        start: the rule to begin with.
        extra: alternatives that packs add to its rules.

    Attributes:
        extended: whether packs have added any.
        automaton: what reads the tags.

    Raises:
        PackError: an alternative is none, or conflicts with others.
    """

    def __init__(self, name: str, start: str, extra: Alternatives | None = None) -> None:
        self.extended = bool(extra)
        self.lark: Lark = load_grammar(name, start=start, extra=extra, lexer=TagLexer, tree_class=_shape)
        self.terminals = frozenset(
            symbol.name for rule in self.lark.rules for symbol in rule.expansion if symbol.is_term
        )
        self.automaton = Automaton(self.lark)
        self.whole = lru_cache(maxsize=1 << 14)(self.parse)

    def parse(self, tags: tuple[str, ...]) -> Shape:
        """The shape of a sequence of tags.

        Raises:
            LookupError: the grammar does not accept them.
        """
        return self.automaton.tree(tags)


class _Beginning(Generic[Reading]):
    """A sequence of tags with which something that the grammar accepts begins.

    Attributes:
        stack: where the automaton is behind the last tag.
        accepted: whether the grammar accepts it as it is.
        reading: what is read of it, once that has been asked for; None before, and where nothing can be.
        longer: the beginnings that are one tag longer, by that tag; None for what nothing begins with.
    """

    __slots__ = ("accepted", "longer", "reading", "stack")

    def __init__(self, stack: Stack, accepted: bool = False) -> None:
        self.stack = stack
        self.accepted = accepted
        self.reading: Reading | None = None
        self.longer: dict[str, _Beginning[Reading] | None] = {}


class Prefixes(Generic[Reading]):
    """Finds the longest beginning of a sequence of tags that a grammar accepts.

    Args:
        name: the grammar's name.
        start: the rule to begin with.
        read: makes a reading of a shape, once for each.
        extra: alternatives that packs add to its rules.
    """

    def __init__(
        self, name: str, start: str, read: Callable[[Shape], Reading], extra: Alternatives | None = None
    ) -> None:
        self._shapes = Shapes(name, start, extra)
        self._read = read
        self._root = _Beginning[Reading](self._shapes.automaton.start)
        self._kept = 0

    def longest(self, tags: Sequence[str], start: int) -> tuple[int, Reading] | None:
        """The longest sequence from a place on: how many tags it has, and its reading.

        Args:
            tags: the tags; no more than `LONGEST` of them are looked at.
            start: the place.
        """
        here = self._root
        accepted: list[tuple[int, _Beginning[Reading]]] = []
        for place in range(start, min(len(tags), start + LONGEST)):
            try:
                following = here.longer[tags[place]]
            except KeyError:
                following = self._grow(here, tags[start : place + 1])
            if following is None:
                break
            here = following
            if here.accepted:
                accepted.append((place + 1 - start, here))
        for length, found in reversed(accepted):
            reading = found.reading or self._reading(found, tags[start : start + length])
            if reading is not None:
                return length, reading
        return None

    def _grow(self, shorter: _Beginning[Reading], tags: Sequence[str]) -> _Beginning[Reading] | None:
        """Asks the grammar about a beginning that has not been met before."""
        if self._kept >= _MOST:
            self._root, self._kept = _Beginning[Reading](self._shapes.automaton.start), 0
        automaton = self._shapes.automaton
        stack = automaton.follow(shorter.stack, tags[-1])
        longer = None if stack is None else _Beginning[Reading](stack, automaton.accepts(stack))
        shorter.longer[tags[-1]] = longer
        self._kept += 1
        return longer

    def _reading(self, found: _Beginning[Reading], tags: Sequence[str]) -> Reading | None:
        """What is read of a beginning that is as long as it can be: shorter ones seldom have to be parsed."""
        try:
            found.reading = self._read(self._shapes.parse(tuple(tags)))
        except (LookupError, ValueError, TypeError):
            # one tag too few, or an alternative of a pack under a name that means something else
            found.accepted = False
        return found.reading
