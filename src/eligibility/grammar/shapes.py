"""Shapes: a grammar over tags instead of characters, read once for every sequence of tags.

What Lark makes of "GE NUM UNIT" does not depend on the words behind the tags. So each sequence is parsed once and its
tree, with the places of the tags as its leaves, is kept: criteria repeat the same few thousand shapes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lark import Lark, Token, Tree, UnexpectedInput
from lark.lexer import Lexer

from eligibility.grammar.loading import grammar_path, load_grammar

LONGEST = 24
"""The most tags that one limit or window may have; what goes on beyond that is no limit."""

Shape = Tree[Any]


class TagLexer(Lexer):
    """Gives Lark a sequence of tags as they are; the value of each token is its place."""

    def __init__(self, lexer_conf: object) -> None:
        """Take nothing from the grammar's own terminals."""

    def lex(self, lexer_state: Any, parser_state: Any = None) -> Iterator[Token]:  # noqa: ANN401 - Lark's own signature
        """The tags as tokens."""
        return (Token(tag, place) for place, tag in enumerate(lexer_state))  # type: ignore[arg-type]


class Shapes:
    """A grammar of `grammars/` that reads tags.

    Args:
        name: the grammar's name.
        start: the rule to begin with.
    """

    def __init__(self, name: str, start: str) -> None:
        self.lark: Lark = load_grammar(
            name, start=start, lexer=TagLexer, import_paths=[str(grammar_path(name).parent)]
        )
        self.terminals = frozenset(symbol.name for rule in self.lark.rules for symbol in rule.expansion if symbol.is_term)
        self.longest = lru_cache(maxsize=1 << 16)(self._longest)
        self.whole = lru_cache(maxsize=1 << 14)(self._whole)

    def _whole(self, tags: tuple[str, ...]) -> Shape:
        return self.lark.parse(tags)  # type: ignore[arg-type]

    def _longest(self, tags: tuple[str, ...]) -> tuple[int, Shape] | None:
        """The longest beginning of a sequence of tags that the grammar accepts: its length and its shape."""
        parser = self.lark.parse_interactive()
        accepted = 0
        for place, tag in enumerate(tags):
            try:
                parser.feed_token(Token(tag, place))  # type: ignore[arg-type]
            except (UnexpectedInput, KeyError):
                break
            if "$END" in parser.accepts():
                accepted = place + 1
        return (accepted, self.whole(tags[:accepted])) if accepted else None
