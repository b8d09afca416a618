"""What holds of every measurement in the built-in packs."""

import pytest

from eligibility.normalize.units import convert
from eligibility.rules import builtin_packs, load_builtin, load_pack
from eligibility.rules.loinc import is_loinc

MEASUREMENTS = [rule for rule in load_builtin().concepts if rule.domain == "measurement"]


def test_there_are_enough():
    assert len(MEASUREMENTS) >= 1000
    assert len({rule.name for rule in MEASUREMENTS}) == len(MEASUREMENTS)


def test_loinc_codes_are_well_formed_and_each_names_one_measurement():
    codes = [rule.codes["LOINC"] for rule in MEASUREMENTS if "LOINC" in rule.codes]
    assert len(codes) >= 130
    assert [code for code in codes if not is_loinc(code)] == []
    assert len(set(codes)) == len(codes)


def test_accepted_units_convert_both_ways():
    for rule in MEASUREMENTS:
        for unit in rule.units:
            there = convert(10.0, unit, rule.unit, molar_mass=rule.molar_mass, formula=rule.formula)
            assert there is not None, (rule.name, unit)
            back = convert(there, rule.unit, unit, molar_mass=rule.molar_mass, formula=rule.formula)
            assert back == pytest.approx(10.0), (rule.name, unit)


def test_levels_lie_in_the_plausible_range_and_are_in_order():
    for rule in MEASUREMENTS:
        for level in rule.levels.values():
            low, high = level if isinstance(level, tuple) else (level, level)
            assert low <= high, rule.name
            assert rule.plausible is None or (rule.plausible[0] <= low and high <= rule.plausible[1]), rule.name


def test_every_unit_has_a_test():
    for path in builtin_packs():
        for rule in load_pack(path).concepts:
            if rule.domain == "measurement":
                assert len(rule.tests) >= max(1, len(rule.units)), f"{path.name}:{rule.line}"
