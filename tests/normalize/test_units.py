"""Conversion between UCUM units: cases as text, laws, and two oracles."""

import math
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pint
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from eligibility.normalize.ucum import read_ucum
from eligibility.normalize.units import convert, dimension
from eligibility.rules import load_pack

LINES = (Path(__file__).parent / "conversions.txt").read_text(encoding="utf-8").splitlines()
CASES = [line for line in LINES if line and not line.startswith("#")]
CODES = sorted({code for line in CASES for code in (line.split()[1], line.split()[3]) if dimension(code) is not None})
FIGURES = {"molar_mass": float, "valence": int, "formula": str}

values = st.floats(min_value=1e-6, max_value=1e9)


def known(text: str) -> dict:
    return {name: FIGURES[name](value) for name, _, value in (pair.partition("=") for pair in text.split())}


@pytest.mark.parametrize("line", CASES)
def test_convert(line):
    case, _, about = line.partition(" ; ")
    left, _, expected = case.rpartition(" = ")
    given_side, _, wanted = left.partition(" -> ")
    value, unit = given_side.split(" ")
    result = convert(float(value), unit, wanted, **known(about))
    assert result == (None if expected == "none" else pytest.approx(float(expected), rel=1e-9))


@given(values, st.sampled_from(CODES), st.sampled_from(CODES))
def test_there_and_back(value, one, other):
    there = convert(value, one, other)
    assume(there is not None)
    assert convert(there, other, one) == pytest.approx(value, rel=1e-9, abs=1e-9)


@given(values, st.sampled_from(CODES), st.sampled_from(CODES), st.floats(min_value=1, max_value=1e5))
def test_there_and_back_through_molar_mass(value, one, other, mass):
    there = convert(value, one, other, molar_mass=mass)
    assume(there is not None)
    assert convert(there, other, one, molar_mass=mass) == pytest.approx(value, rel=1e-9, abs=1e-9)


@given(values, *[st.sampled_from(CODES)] * 3)
def test_no_matter_by_which_way(value, one, two, three):
    by_two = convert(value, one, two)
    assume(by_two is not None)
    direct, detour = convert(value, one, three), convert(by_two, two, three)
    assert (direct is None) == (detour is None)
    assert direct is None or detour == pytest.approx(direct, rel=1e-9, abs=1e-9)


@given(st.sampled_from(CODES), st.sampled_from(CODES))
def test_what_converts_is_of_one_dimension(one, other):
    assert (convert(1.0, one, other) is not None) == (dimension(one) == dimension(other))


@given(st.floats(), st.text() | st.sampled_from(CODES), st.text() | st.sampled_from(CODES))
def test_anything(value, one, other):
    result = convert(value, one, other)
    assert one == other or result is None or math.isfinite(result)


@given(st.text("mgdLs10*/.()[]{}%-2 ", max_size=30))
def test_any_code(code):
    unit = read_ucum(code)
    assert unit is None or unit.factor > 0


def test_a_unit_is_itself_whatever_it_is():
    assert convert(3.0, "no unit", "no unit") == 3.0


def test_a_huge_value_is_no_value():
    assert convert(1e308, "a", "s") is None
    assert convert(400, "{Log_copies}/mL", "{copies}/mL") is None
    assert convert(1, "10*99" + ".10*99" * 9, "1") is None


def test_converting_leaves_no_trail_of_binary_fractions():
    assert [convert(value, "1", "%") for value in (0.07, 0.28, 0.57)] == [7.0, 28.0, 57.0]


@pytest.mark.parametrize(
    "code", ["", "/", "m/", ".m", "(m", "m)", "m m", "mm[hg]", "10*", "kmin", "m2,3", "(" * 150, "m/" * 99]
)
def test_what_is_no_code_has_no_dimension(code):
    assert dimension(code) is None


def test_a_slash_turns_only_what_follows_it():
    assert dimension("m/s.m") == dimension("m.m/s")
    assert dimension("m/(s.m)") == dimension("/s")


def test_common_conversions_do_not_load_pint():
    code = (
        "import sys; from eligibility.normalize.units import convert;"
        "convert(1500, '/uL', '10*9/L'); convert(5, 'mmol/L', 'mg/dL', molar_mass=180.156); convert(2, 'a', 'mo');"
        "convert(10, 'kPa', 'mm[Hg]'); convert(38, 'Cel', '[degF]'); convert(300, '[lb_av]', 'kg');"
        "convert(5, '[ft_i]', 'cm'); convert(2, 'kcal', 'kJ'); convert(1, 'uCi', 'Bq'); sys.exit('pint' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("code", "name", "base"),
    [
        ("[lb_av]", "pound", "g"),
        ("[oz_av]", "ounce", "g"),
        ("[stone_av]", "stone", "g"),
        ("[in_i]", "inch", "m"),
        ("[ft_i]", "foot", "m"),
        ("cal", "calorie", "J"),
        ("Ci", "curie", "Bq"),
        ("RAD", "rads", "Gy"),
    ],
)
def test_customary_units_are_as_large_as_pint_says(code, name, base):
    size = pint.UnitRegistry(cache_folder=None).Quantity(1, name).to(base).magnitude
    assert convert(1, code, base) == pytest.approx(size, rel=1e-12)


SI = {"m", "g", "s", "K", "mol", "A"}
OF_OUR_OWN = {"[IU]", "k[IU]", "m[IU]", "u[IU]", "Cel", "[degF]"}
"""Codes read otherwise on purpose: international units as catalytic ones, degrees as differences."""


def test_ucumvert_agrees(root):
    """An oracle: all codes of the units pack that are made of SI units, where ucumvert can read them."""
    ucumvert = pytest.importorskip("ucumvert", reason="ucumvert, the oracle, is not installed: pip install ucumvert")
    registry = ucumvert.PintUcumRegistry()
    codes = {rule.ucum for rule in load_pack(root / "src/eligibility/packs/units.pack.yaml").units} - OF_OUR_OWN
    checked = 0
    for code in sorted(codes):
        ours = read_ucum(code)
        if not {symbol for symbol, _ in ours.dimension} <= SI or "{" in code:
            continue
        theirs = registry.from_ucum(code).to_base_units()
        kilograms = float(ours.factor / Fraction(1000) ** dict(ours.dimension).get("g", 0))
        assert (code, theirs.magnitude) == (code, pytest.approx(kilograms, rel=1e-4))
        checked += 1
    assert checked > 100
