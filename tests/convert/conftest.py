"""Makes what these tests share importable, and small dumps."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE)] if str(HERE) not in sys.path else []

from dumps import study  # noqa: E402 - the generator is beside these tests


@pytest.fixture
def dump(tmp_path):
    """Makes a dump of some studies; of those whose numbers are broken, the criteria are a number."""

    def make(count: int, broken: tuple[int, ...] = (), name: str = "dump.jsonl") -> Path:
        lines = [
            '{"protocolSection": {"eligibilityModule": {"eligibilityCriteria": 5}}}' if at in broken else study(at)
            for at in range(count)
        ]
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", "utf8")
        return path

    return make
