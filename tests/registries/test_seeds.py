"""The saved pages that the layouts were learned from, where they are at hand."""

from pathlib import Path

import pytest

from eligibility.registries import read

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
EXPECTED = {
    "NCT00904501_veeva.txt": ("NCT00904501", 18, None, "Inclusion criteria\n", "abnormality"),
    "NCT03239535_veeva.txt": ("NCT03239535", 18, 80, "Inclusion criteria\n", "consent"),
    "NCT04325594_registry_page.txt": ("NCT04325594", 18, None, "Inclusion Criteria\n", "follow-up"),
}

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="needs ../shared/seeds, which is not part of the project")


@pytest.mark.parametrize("name", EXPECTED)
def test_seed_page(name):
    trial_id, lower, upper, begins, ends = EXPECTED[name]
    [trial] = read(SEEDS / name)
    assert trial.trial_id == trial_id
    assert (trial.registry.age.lower, trial.registry.age.upper) == (lower, upper)
    assert (trial.registry.sex, trial.registry.healthy_volunteers) == ("all", False)
    assert trial.criteria_text in (SEEDS / name).read_text("utf-8")
    assert trial.criteria_text.startswith(begins)
    assert trial.criteria_text.endswith(ends)
