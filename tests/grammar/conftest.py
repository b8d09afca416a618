"""The units of the built-in pack, and the cases that are text: one a line, "#" for remarks, fields between bars."""

from pathlib import Path

import pytest

from eligibility.grammar import Units
from eligibility.rules import load_pack

HERE = Path(__file__).parent

FILES = {"unit_case": "units.txt", "unit_end": "unit-ends.txt", "number_case": "numbers.txt", "marked": "figures.txt"}
"""The argument of a test that gets each case of a file in turn."""


def pytest_generate_tests(metafunc):
    for argument in FILES.keys() & set(metafunc.fixturenames):
        text = (HERE / FILES[argument]).read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        metafunc.parametrize(argument, [_case(line) for line in lines], ids=lines)


def _case(line):
    """The line, or the text and what it gives: None for "-"."""
    text, bar, gives = line.rpartition(" | ")
    return (text, None if gives == "-" else gives) if bar else line


@pytest.fixture(scope="session")
def unit_rules(root):
    return load_pack(root / "src/eligibility/packs/units.pack.yaml").units


@pytest.fixture(scope="session")
def units(unit_rules) -> Units:
    return Units(unit_rules)
