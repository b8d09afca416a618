"""The tagger of the built-in rules, and the cases that are text: one a line, "#" for remarks, fields between bars."""

import re
from pathlib import Path

import pytest

from eligibility.rules import load_builtin
from eligibility.tagging import Tagger

HERE = Path(__file__).parent

FILES = {
    "token_case": "tokens.txt",
    "fold_case": "folding.txt",
    "phrase_case": "phrases.txt",
    "number_case": "numbers.txt",
    "tag_case": "tags.txt",
    "amount_case": "amounts.txt",
    "noun_case": "nouns.txt",
}
"""The argument of a test that gets each case of a file in turn."""

_MARK = re.compile(r"\{(?:[A-Za-z_-]+:)?([^{}]*)\}")


def pytest_generate_tests(metafunc):
    for argument in FILES.keys() & set(metafunc.fixturenames):
        text = (HERE / FILES[argument]).read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        metafunc.parametrize(argument, lines, ids=lines)


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    return Tagger(load_builtin())


@pytest.fixture(scope="session")
def plain():
    """A marked text without its marks."""
    return lambda marked: _MARK.sub(r"\1", marked)


@pytest.fixture(scope="session")
def marked():
    """A text with marks around some of its tokens: (name, first token, last token exclusive)."""

    def mark(tokens, spans):
        out, at = [], 0
        for name, first, last in spans:
            start, end = tokens.starts[first], tokens.ends[last - 1]
            out += [tokens.text[at:start], "{", f"{name}:" if name else "", tokens.text[start:end], "}"]
            at = end
        return "".join([*out, tokens.text[at:]])

    return mark
