"""What all tests share: where things are, and a trial that has every kind of node."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

# A first parse loads the rules, which no deadline for a single example should count.
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def examples(root) -> list[Path]:
    """The example trials."""
    return sorted(path for path in (root / "examples").iterdir() if path.suffix in {".json", ".txt"})
