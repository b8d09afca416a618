#!/usr/bin/env python3
"""Accuracy on human-annotated trials, where the annotations are: beside the checkout, in ../shared/bench.

python benchmarks/accuracy.py             prints each figure beside its floor
python benchmarks/accuracy.py --check     exit code 1 where one is below its floor
python benchmarks/accuracy.py --write     raises the floors to what was measured; never lowers one
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

import floor

BENCH = Path(__file__).resolve().parents[2] / "shared" / "bench"


def scores(bench: Path) -> dict[str, float]:
    """F1 of each table of the scorer, and whether it ran without a crash (1) or not (0)."""
    result = json.loads(_output(bench / "score.py", "--json"))
    run = result.pop("run")
    return {**{name: row["f1"] for name, row in result.items()}, "no crash": float(run["crashes"] == 0)}


def holding(bench: Path, name: str) -> float:
    """How many of the expectations in a script of trees hold; the script's last line is "N of M ... hold"."""
    last = _output(bench / f"{name}.py").strip().splitlines()[-1]
    found = re.match(r"(\d+) of \d+ ", last)
    if found is None:
        sys.exit(f"{name}.py: no count in its last line: {last!r}")
    return float(found[1])


def _output(script: Path, *args: str) -> str:
    done = subprocess.run([sys.executable, str(script), *args], stdout=subprocess.PIPE, text=True, check=False)
    if not done.stdout.strip():
        sys.exit(f"{script.name} printed nothing, exit code {done.returncode}")
    return done.stdout


def main() -> None:
    """Measures, prints, and checks or writes."""
    parser = argparse.ArgumentParser(description="Accuracy on human-annotated trials.")
    parser.add_argument("--bench", type=Path, default=BENCH, help="the folder of score.py, seeds.py and probes.py")
    parser.add_argument("--check", action="store_true", help="exit code 1 where a figure is below its floor")
    parser.add_argument("--write", action="store_true", help="raise the floors to what was measured")
    wanted = parser.parse_args()
    if not wanted.bench.is_dir():
        print("accuracy: skipped, the annotated trials are not beside this checkout")
        return
    figures = scores(wanted.bench) | {name: holding(wanted.bench, name) for name in ("seeds", "probes")}
    if wanted.write:
        floor.write(floor.raised(figures))
    rows = floor.compare(figures, "at_least")
    floor.show(rows, "at_least")
    if wanted.check and not all(row.kept for row in rows):
        sys.exit("accuracy: below a floor")


if __name__ == "__main__":
    main()
