"""Trees of whole trials and of phrases that are easy to get wrong, as scripts beside the checkout expect them."""

import re
import runpy
import sys

import floor
import pytest
from accuracy import BENCH

FLOORS = {"seeds": 80, "probes": 53} | floor.bounds("at_least")
"""How many expectations hold at the least; floor.toml has the last word."""


@pytest.mark.skipif(not BENCH.is_dir(), reason="../shared/bench is not beside this checkout")
@pytest.mark.parametrize("name", ["seeds", "probes"])
def test_expectations_hold(name, capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", [name])
    monkeypatch.syspath_prepend(str(BENCH))
    with pytest.raises(SystemExit):
        runpy.run_path(str(BENCH / f"{name}.py"), run_name="__main__")
    said = capsys.readouterr().out
    holding = re.search(r"^(\d+) of \d+ .*hold$", said, re.MULTILINE)
    assert holding is not None
    assert int(holding[1]) >= FLOORS[name], said
