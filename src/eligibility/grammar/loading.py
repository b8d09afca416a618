"""Finds the grammars, adds the alternatives that rule packs bring, and builds LALR parsers from them."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from lark import Lark, logger
from lark.exceptions import LarkError

from eligibility.errors import EligibilityError, PackError

Alternatives = Mapping[str, Sequence[str]]
"""Extra alternatives by the name of the grammar rule that they are added to."""

_PACKAGE = Path(__file__).resolve().parents[1]
_HOMES = (_PACKAGE / "grammars", _PACKAGE.parents[1] / "grammars")

_ALTERNATIVE = re.compile(r'(?:[ \t]+|"(?:[^"\\\r\n]|\\["\\])+"i?|->|[A-Za-z_]\w*|[()\[\]|?*+])+')
_RULE_NAME = re.compile(r"[a-z_][a-z0-9_]*|[A-Z_][A-Z0-9_]*")
_CONFLICT = re.compile(r"Shift/Reduce conflict for terminal (\w+)")


def grammar_path(name: str) -> Path:
    """The file of a grammar: beside the code in a wheel, at the top of the project in a checkout.

    Args:
        name: the grammar's name, such as "number".

    Raises:
        EligibilityError: there is no grammar of this name.
    """
    for home in _HOMES:
        path = home / f"{name}.lark"
        if path.is_file():
            return path
    known = sorted({path.stem for home in _HOMES if home.is_dir() for path in home.glob("*.lark")})
    there = f"there are {', '.join(known)}" if known else "there are none; install eligibility again"
    raise EligibilityError("no-such-grammar", f"No grammar is called {name!r}: {there}.")


@cache
def grammar_text(name: str) -> str:
    """The text of a grammar, read once."""
    return grammar_path(name).read_text(encoding="utf-8")


def load_grammar(name: str, *, extra: Alternatives | None = None, **lark_options: Any) -> Lark:  # noqa: ANN401 - Lark's own
    """A Lark LALR parser for a grammar; slow enough (some 10 ms) that callers keep it.

    Args:
        name: the grammar's name, such as "number".
        extra: alternatives to add to rules of the grammar, in Lark's notation without regular expressions.
        lark_options: passed to `lark.Lark`, such as `transformer` and `lexer`.

    Raises:
        EligibilityError: there is no grammar of this name.
        PackError: an alternative is not in the notation, names an unknown rule, or conflicts with the grammar.

    Example:
        >>> load_grammar("number").parse("1/2")
        Token('FRACTION', '1/2')
    """
    home = str(grammar_path(name).parent)
    options = {"parser": "lalr", "maybe_placeholders": False, "import_paths": [home], **lark_options}
    text = grammar_text(name)
    if not extra:
        return Lark(text, **options)
    _check_notation(name, extra)
    conflicts = _conflicts(text, options)
    try:
        added = _conflicts(_extended(text, extra), options) - conflicts
        if not added:
            return Lark(_extended(text, extra), **options)
        detail = f"the next {', '.join(sorted(added))} could belong to two readings"
    except LarkError as error:
        detail = str(error).strip().splitlines()[0]
    culprit = _culprit(text, extra, options, conflicts)
    raise PackError("grammar-conflict", f"The grammar {name!r} cannot take {culprit}: {detail}.")


def _extended(text: str, extra: Alternatives) -> str:
    lines = [f"%extend {rule}: {' | '.join(alternatives)}" for rule, alternatives in extra.items() if alternatives]
    return "\n".join([text, *lines, ""])


def _check_notation(name: str, extra: Alternatives) -> None:
    for rule, alternatives in extra.items():
        if not _RULE_NAME.fullmatch(rule):
            raise PackError("grammar-notation", f"{rule!r} cannot be the name of a rule of the grammar {name!r}.")
        for alternative in alternatives:
            if not _ALTERNATIVE.fullmatch(alternative):
                raise PackError(
                    "grammar-notation",
                    f'{alternative!r} is no alternative for {rule}: write rules, "quoted words" and ( ) [ ] | ? * +.',
                )


def _culprit(text: str, extra: Alternatives, options: dict[str, Any], conflicts: Counter[str]) -> str:
    """The first alternative that fails on its own; all of them if none does."""
    for rule, alternatives in extra.items():
        for alternative in alternatives:
            try:
                fits = _conflicts(_extended(text, {rule: [alternative]}), options) <= conflicts
            except LarkError:
                fits = False
            if not fits:
                return f"the alternative {alternative!r} for {rule}"
    return "these alternatives together: " + "; ".join(f"{rule}: {' | '.join(more)}" for rule, more in extra.items())


class _Conflicts(logging.Handler):
    """Collects what Lark resolves silently: the terminals at which it prefers to read on."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if found := _CONFLICT.search(record.getMessage()):
            self.found.append(found[1])


def _conflicts(text: str, options: dict[str, Any]) -> Counter[str]:
    """The conflicts that Lark resolves by itself, each as terminal and how often; raises on the others."""
    handler = _Conflicts()
    level, propagate = logger.level, logger.propagate
    others = logger.handlers[:]
    logger.handlers[:] = [handler]
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    try:
        Lark(text, **{**options, "debug": True})
    finally:
        logger.handlers[:] = others
        logger.setLevel(level)
        logger.propagate = propagate
    return Counter(handler.found)
