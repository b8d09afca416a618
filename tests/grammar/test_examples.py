"""The examples in the grammars' README and in the docstrings run."""

import doctest
import importlib

import pytest

MODULES = [
    "grammar.composing",
    "grammar.loading",
    "grammar.numbers",
    "grammar.units",
    "normalize.ucum",
    "normalize.units",
]


def test_readme(root):
    result = doctest.testfile(str(root / "grammars/README.md"), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert result.attempted > 10
    assert result.failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_docstrings(name):
    result = doctest.testmod(importlib.import_module(f"eligibility.{name}"))
    assert result.attempted > 0
    assert result.failed == 0
