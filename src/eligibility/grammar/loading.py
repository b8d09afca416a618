"""Finds the grammars, adds the alternatives that rule packs bring, and builds LALR parsers from them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from lark import Lark
from lark.exceptions import LarkError

from eligibility.errors import EligibilityError, PackError
from eligibility.grammar.prepared import prepared

Alternatives = Mapping[str, Sequence[str]]
"""Extra alternatives by the name of the grammar rule that they are added to."""

STARTS = {"criterion": "criterion", "quantity": "limit", "time": "when"}
"""The grammars over tags, which packs can add to, and the rule with which each begins."""

_PACKAGE = Path(__file__).resolve().parents[1]
_HOMES = (_PACKAGE / "grammars", _PACKAGE.parents[1] / "grammars")

_ALTERNATIVE = re.compile(r'(?:[ \t]+|"(?:[^"\\\r\n]|\\["\\])+"i?|->|[A-Za-z_]\w*|[()\[\]|?*+])+')
_OPERATOR = re.compile(r'"(?:[^"\\]|\\.)*"|([(\[|?*+])')
_MOST_OPERATORS = 6
"""Each operator of an alternative can double what Lark makes of it."""
_IMPORTED = re.compile(r"^%import \.(\w+)", re.MULTILINE)
_RULE_NAME = re.compile(r"[a-z_][a-z0-9_]*|[A-Z_][A-Z0-9_]*")


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


def load_grammar(
    name: str,
    *,
    start: str = "start",
    extra: Alternatives | None = None,
    **lark_options: Any,  # noqa: ANN401 - Lark's own
) -> Lark:
    """A Lark LALR parser for a grammar; slow enough (some 10 ms) that callers keep it.

    One that packs add nothing to, and that has no transformer, is prepared on disk.

    Args:
        name: the grammar's name, such as "number".
        start: the rule to begin with.
        extra: alternatives to add to rules of the grammar, in Lark's notation without regular expressions.
        lark_options: passed to `lark.Lark`, such as `transformer` and `lexer`.

    Raises:
        EligibilityError: there is no grammar of this name.
        PackError: an alternative is not in the notation, names an unknown rule, or conflicts with the grammar.

    Example:
        >>> load_grammar("number").parse("1/2")
        Token('FRACTION', '1/2')
    """
    homes = [str(grammar_path(name).parent)]
    text = grammar_text(name)
    if extra:
        _check(name, start, extra, homes)
        text = _extended(text, extra)
    options = {"parser": "lalr", "start": start, "maybe_placeholders": False, **lark_options}
    if extra or "transformer" in lark_options:
        return Lark(text, import_paths=homes, **options)
    imported = [grammar_text(other) for other in sorted(set(_IMPORTED.findall(text)))]
    return prepared(name, text, imported, homes, **options)


def _extended(text: str, extra: Alternatives) -> str:
    lines = [f"%extend {rule}: {' | '.join(alternatives)}" for rule, alternatives in extra.items() if alternatives]
    return "\n".join([text, *lines, ""])


def check_notation(name: str, extra: Alternatives) -> None:
    """Refuses what is no alternative of a rule: regular expressions, definitions, more than Lark could unfold.

    Raises:
        PackError: it says what is allowed.
    """
    for rule, alternatives in extra.items():
        if not _RULE_NAME.fullmatch(rule):
            raise PackError("grammar-notation", f"{rule!r} cannot be the name of a rule of the grammar {name!r}.")
        for alternative in alternatives:
            if not _ALTERNATIVE.fullmatch(alternative):
                raise PackError(
                    "grammar-notation",
                    f'{alternative!r} is no alternative for {rule}: write rules, "quoted words" and ( ) [ ] | ? * +.',
                )
            if sum(map(bool, _OPERATOR.findall(alternative))) > _MOST_OPERATORS:
                message = f"{alternative!r} has more than {_MOST_OPERATORS} of ( [ | ? * +; write several alternatives."
                raise PackError("grammar-notation", message)


def _check(name: str, start: str, extra: Alternatives, homes: list[str]) -> None:
    """Refuses alternatives that are none, or with which a text could be read in two ways."""
    from eligibility.grammar.conflicts import conflicts  # noqa: PLC0415 - only packs with a grammar need it

    check_notation(name, extra)
    text = grammar_text(name)
    own = conflicts(text, start, homes).keys()

    def problem(more: Alternatives) -> str:
        try:
            found = conflicts(_extended(text, more), start, homes)
        except LarkError as error:
            return str(error).strip().splitlines()[0]
        new = [(conflict, example) for conflict, example in found.items() if conflict not in own]
        if not new:
            return ""
        conflict, example = min(new, key=lambda one: (len(one[1]), one))
        place = "at the end of" if conflict.following == "$END" else f"at the {conflict.following} of"
        return f"{' and '.join(f'`{one}`' for one in conflict.alternatives)} could both be meant {place} `{example}`"

    if detail := problem(extra):
        single = [(rule, one) for rule, alternatives in extra.items() for one in alternatives]
        for rule, alternative in single:
            if alone := problem({rule: [alternative]}):
                what, detail = f"the alternative {alternative!r} for {rule}", alone
                break
        else:
            what = "these alternatives together: " + "; ".join(f"{rule}: {one}" for rule, one in single)
        raise PackError("grammar-conflict", f"The grammar {name!r} cannot take {what}: {detail}.")
