#!/usr/bin/env python3
"""How fast many patients are screened against many trials, and how many times faster than pair by pair.

python benchmarks/screen.py                              5,000 patients × 500 trials: 2.5 million pairs
python benchmarks/screen.py --patients 500 --trials 200  fewer
python benchmarks/screen.py --check                      exit code 1 where it takes more than two minutes
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import cohort

from eligibility import Checker, Patient, StructuredTrial
from eligibility.screening import patients_of, screen_to

MOST_SECONDS = 120.0
"""For 2.5 million pairs on two cores."""
PAIRS = 2_500_000


class Pace(NamedTuple):
    """How long both ways take."""

    seconds: float
    pairs_per_second: float
    walked_per_second: float
    bare_per_second: float


def pace(trials: Sequence[StructuredTrial], patients: Sequence[Patient], workers: int) -> Pace:
    """Screens from a file of patients to a file of verdicts; walks the trees of some of the pairs."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = (str(Path(folder) / name) for name in ("patients.jsonl", "verdicts.parquet"))
        Path(source).write_text("".join(one.model_dump_json() + "\n" for one in patients), "utf8")
        began = time.perf_counter()
        screen_to(target, trials, patients_of(source), as_of=cohort.DAY, assume="closed", workers=workers)
        seconds = time.perf_counter() - began
    pairs = len(trials) * len(patients)
    walked = [walked_per_second(trials[:100], patients[:20], explain=explain) for explain in (True, False)]
    return Pace(seconds, pairs / seconds, *walked)


def walked_per_second(trials: Sequence[StructuredTrial], patients: Sequence[Patient], *, explain: bool) -> float:
    """Pairs a second where each is checked by itself: verdicts and what decides; explained, what is missing too.

    A first walk, which looks up the words of trials and patients, is not counted.
    """
    checker = Checker(cohort.DAY, assume="closed")
    for _ in range(2):
        began = time.perf_counter()
        for trial in trials:
            for patient in patients:
                checker.trial(trial, patient, explain=explain)
    return len(trials) * len(patients) / (time.perf_counter() - began)


def main() -> None:
    """Measures, prints and checks."""
    parser = argparse.ArgumentParser(description="How fast many patients are screened against many trials.")
    parser.add_argument("--patients", type=int, default=5_000)
    parser.add_argument("--trials", type=int, default=500)
    parser.add_argument("--wordings", type=int, default=6_000, help="of criteria; trials share them")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--check", action="store_true", help="exit code 1 where 2.5 million pairs take over two minutes"
    )
    wanted = parser.parse_args()
    trials = cohort.trials(wanted.trials, wordings=wanted.wordings)
    patients = list(cohort.patients(wanted.patients))
    leaves = {repr(leaf) for trial in trials for one in trial.criteria for leaf in one.constraint.walk()}
    found = pace(trials, patients, wanted.workers)
    whole = found.seconds * PAIRS / (len(trials) * len(patients))
    print(f"{len(patients):,} patients × {len(trials):,} trials, {len(leaves):,} different nodes as written")
    print(f"{'pairs/s':32}{found.pairs_per_second:>12,.0f}   {wanted.workers} workers, from file to file")
    for name, walked in (("tree walk", found.walked_per_second), ("without missing", found.bare_per_second)):
        times = found.pairs_per_second / walked
        print(f"{f'  {name}':32}{walked:>12,.0f}   one core; columns are {times:,.0f} times as fast")
    print(f"{'seconds for 2.5 million pairs':32}{whole:>12,.1f}   at most {MOST_SECONDS:g}")
    if wanted.check and whole > MOST_SECONDS:
        sys.exit("screen: a bound is passed")


if __name__ == "__main__":
    main()
