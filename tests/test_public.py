import doctest
import pkgutil
import subprocess
import sys
from importlib import import_module

import pytest

import eligibility

HEAVY = {"spacy", "lark", "pint", "pydantic", "rich", "typer", "yaml", "msgspec", "pyarrow", "duckdb", "pyspark"}


def modules_after(code: str) -> set[str]:
    """The top-level modules that a fresh process has loaded after some code."""
    code += "\nimport sys; print(*{name.partition('.')[0] for name in sys.modules}, sep='\\n', file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_importing_loads_nothing_heavy():
    assert not HEAVY & modules_after("import eligibility; dir(eligibility); eligibility.__version__")


def test_reading_and_the_tree_need_no_parser():
    assert not {"spacy", "lark", "pint"} & modules_after("import eligibility; eligibility.read; eligibility.simplify")


@pytest.mark.parametrize("name", eligibility.__all__)
def test_every_public_name_is_there(name):
    assert getattr(eligibility, name) is not None
    assert name in dir(eligibility)


def test_parse_stays_the_function():
    pipeline = import_module("eligibility.pipeline")
    assert eligibility.parse is pipeline.parse


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'prase'"):
        eligibility.prase  # noqa: B018 - to ask for it is the test


def test_a_trial_becomes_a_tree(examples):
    for path in examples:
        [trial] = eligibility.read(path)
        structured = eligibility.parse(trial)
        assert structured.trial_id == trial.trial_id
        assert {criterion.kind for criterion in structured.criteria} == {"inclusion", "exclusion"}
        for criterion in structured.criteria:
            start, end = criterion.span
            assert trial.criteria_text[start:end] == criterion.text


MODULES = [found.name for found in pkgutil.walk_packages(eligibility.__path__, "eligibility.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name):
    assert doctest.testmod(import_module(name)).failed == 0
