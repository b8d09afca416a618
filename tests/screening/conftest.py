"""What the tests of cohorts share: the generators beside, the strategies one folder up, and a small cohort on disk."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(folder) for folder in (HERE, HERE.parent, ROOT / "benchmarks") if str(folder) not in sys.path]

import cohort  # noqa: E402 - the generator of the benchmark


@pytest.fixture(scope="session")
def trials():
    """Forty trials."""
    return cohort.trials(40, wordings=96)


@pytest.fixture(scope="session")
def people():
    """Fifty patients."""
    return list(cohort.patients(50))


@pytest.fixture(scope="session")
def files(tmp_path_factory, trials, people):
    """The same as files: the trials as `eligibility parse` prints them, the patients one a line."""
    folder = tmp_path_factory.mktemp("cohort")
    for name, some in (("trials", trials), ("patients", people)):
        (folder / f"{name}.jsonl").write_text("".join(one.model_dump_json() + "\n" for one in some), "utf8")
    return folder
