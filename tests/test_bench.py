"""Trees of whole trials and of phrases that are easy to get wrong, as scripts beside the checkout expect them."""

import floor
import pytest
from accuracy import BENCH, holding

FLOORS = {"seeds": 80, "probes": 53} | floor.bounds("at_least")
"""How many expectations hold at the least; floor.toml has the last word."""


@pytest.mark.skipif(not BENCH.is_dir(), reason="../shared/bench is not beside this checkout")
@pytest.mark.parametrize("name", ["seeds", "probes"])
def test_expectations_hold(name):
    assert holding(BENCH, name) >= FLOORS[name]
