import pytest
from hypothesis import given

from eligibility.describing.units import spell
from eligibility.grammar.units import Units
from eligibility.rules import load_builtin
from strategies import texts

# Codes that a criterion writes without a unit.
UNWRITTEN = {"1", "{INR}", "[pH]"}
# Codes whose spelling has another code of the same meaning.
ALIASES = {"cm3": "mL"}
# Codes without a spelling that stands alone: a bare power of ten, a unit of one device.
ALONE = {"10*6", "{PRU}"}
RULES = load_builtin()
UNITS = Units(RULES.units)
USED = {code for concept in RULES.concepts for code in (concept.unit, *concept.units) if code}
CODES = sorted(code for code in USED - UNWRITTEN - ALONE if UNITS.ucum(code))


@pytest.mark.parametrize("code", CODES)
def test_a_spelled_unit_reads_back(code):
    assert {UNITS.ucum(spell(code)), UNITS.ucum(spell(code, 1))} == {ALIASES.get(code, code)}


def test_most_units_are_tried():
    assert len(CODES) > 100


@pytest.mark.parametrize("code", sorted(UNWRITTEN))
def test_units_of_plain_numbers_are_not_written(code):
    assert spell(code) == ""


@pytest.mark.parametrize(
    ("code", "spelled"),
    [
        (None, ""),
        ("ug/mL", "µg/mL"),
        ("umol/L", "µmol/L"),
        ("10*12/L", "× 10^12/L"),
        ("cm3", "cm³"),
        ("L/min/m2", "L/min/m²"),
        ("[IU]/kg/d", "IU/kg/day"),
        ("{frobs}/mL", "frobs/mL"),
        ("Torr", "Torr"),
        ("//", "//"),
    ],
)
def test_spelled(code, spelled):
    assert spell(code) == spelled


@given(texts())
def test_any_code_is_spelled(code):
    assert isinstance(spell(code), str)
