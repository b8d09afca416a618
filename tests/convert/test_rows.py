"""Criteria become rows: atoms.txt and windows.txt say which."""

from pathlib import Path

import pyarrow as pa
import pytest

from eligibility.convert.kernel import Kernel
from eligibility.convert.structured import Structured
from eligibility.convert.windows import days
from eligibility.tree import Range, Window

HERE = Path(__file__).parent


def cases(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text("utf8").splitlines()
    return [[part.strip() for part in line.split(" | ")] for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def kernel() -> Kernel:
    return Kernel()


def structured(kernel: Kernel, *texts: str) -> Structured:
    return kernel.structure(pa.RecordBatch.from_pydict({"criteria_text": texts, "record": range(len(texts))}))


def shown(value: object) -> str:
    """A value of a column as atoms.txt writes it."""
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, list):
        return f"[{', '.join(value)}]"
    return f"{value:g}" if isinstance(value, float) else str(value)


@pytest.mark.parametrize(("kind", "text", "expected"), cases("atoms.txt"))
def test_a_criterion_has_these_atoms(kernel, kind, text, expected):
    atoms = structured(kernel, f"{kind.capitalize()} Criteria:\n* {text}\n").atoms.to_pylist()
    wanted = [dict(pair.split("=", 1) for pair in atom.strip().split(", ")) for atom in expected.split(";")]
    assert [{name: shown(atom[name]) for name in said} for atom, said in zip(atoms, wanted, strict=True)] == wanted


@pytest.mark.parametrize("case", cases("windows.txt"), ids=" ".join)
def test_a_window_is_these_days(case):
    direction, lower, upper, unit, first, last = case
    distance = Range(lower=float(lower) if lower else None, upper=float(upper) if upper else None, unit=unit)
    window = Window(text="w", span=(0, 1), direction=direction, distance=distance)
    assert days(window) == tuple(None if day == "null" else float(day) for day in (first, last))


def test_no_window_has_no_days():
    assert days(None) == (None, None)


def test_spans_point_at_the_words(kernel):
    text = "Inclusion Criteria:\n* Age \\>= 18 years\n* HbA1c \\<= 8.5 %\n* HbA1c \\<= 8.5 %\n"
    found = structured(kernel, text)
    atoms = found.atoms.to_pylist()
    assert [text[atom["span_start"] : atom["span_end"]] for atom in atoms] == [atom["text"] for atom in atoms]
    assert [text[atom["concept_start"] : atom["concept_end"]] for atom in atoms[1:]] == ["HbA1c", "HbA1c"]
    for criterion in found.criteria.to_pylist():
        assert text[criterion["span_start"] : criterion["span_end"]] == criterion["text"]
        assert text[criterion["marker_start"] : criterion["marker_end"]] == criterion["marker"] == "*"


def test_a_heading_names_the_cohort(kernel):
    text = "Inclusion Criteria:\n* Age 18 years or older\n\nInclusion criteria for healthy controls:\n* No asthma\n"
    cohorts = structured(kernel, text).atoms["cohort"].to_pylist()
    assert cohorts[0] is None
    assert cohorts[-1] is not None
