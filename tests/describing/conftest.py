"""Makes the strategies and the notation of trees importable."""

import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(folder) for folder in (TESTS, TESTS / "tree", TESTS / "describing") if str(folder) not in sys.path]
