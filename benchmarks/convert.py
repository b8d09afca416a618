#!/usr/bin/env python3
"""Speed, memory and robustness of `eligibility convert`, on a dump that `make_dump.py` makes.

python benchmarks/convert.py                    2,000 and 6,000 trials: a look of some minutes
python benchmarks/convert.py --trials 20000     what the aims are told of: 20,000, and three times as many
python benchmarks/convert.py --kills 10         how often a conversion is killed before it may end

It prints the pace of `parse` and of `convert` on one core, how much faster two workers are than one, the peak memory
for a number of trials and for three times as many, and whether what was killed and gone on with is the same.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import make_dump

COMMAND = [sys.executable, "-c", "from eligibility.cli import main; main()", "convert"]

_PARSING = """
import itertools, sys, time, eligibility
trials = list(itertools.islice(eligibility.read(sys.argv[1]), 2000))
eligibility.parse("Inclusion: HbA1c 7 %")
began = time.process_time()
print(sum(len(eligibility.parse(trial).criteria) for trial in trials) / (time.process_time() - began))
"""

_CONVERTING = """
import sys, time, eligibility
from eligibility.convert import convert
eligibility.parse("Inclusion: HbA1c 7 %")
began = time.process_time()
done = convert(sys.argv[1], sys.argv[2], workers=1, limit=2000)
print(done.criteria / (time.process_time() - began), done.cache_hit_rate)
"""


def pace(dump: Path, folder: Path) -> None:
    """The pace of `parse` and `convert` in one process, in processor time; reading is part of `convert` alone."""
    parsed = float(_fresh(_PARSING, str(dump)))
    converted, known = map(float, _fresh(_CONVERTING, str(dump), str(folder / "pace")).split())
    print(f"parse alone             {parsed:10,.0f} criteria/s of one core")
    print(f"convert, end to end     {converted:10,.0f} criteria/s of one core, {known:.0%} read before")


def speedup(dump: Path, folder: Path) -> None:
    """How much faster two workers are than one, by the clock and without the start of the processes."""
    seconds = {}
    for workers in (1, 2):
        told = convert(dump, folder / f"workers{workers}", "--workers", str(workers))
        seconds[workers] = told["seconds"]
        print(f"{workers} workers               {told['criteria_per_second']:10,.0f} criteria/s by the clock")
    print(f"two workers are         {seconds[1] / seconds[2]:10.2f} times as fast as one")


def memory(small: Path, large: Path, folder: Path) -> None:
    """The peak memory of all processes of a conversion, for a dump and for one three times as large."""
    peaks = [peak(dump, folder / f"peak{at}") for at, dump in enumerate((small, large))]
    print(f"peak memory             {peaks[0]:10,.0f} MB, for three times as many trials {peaks[1]:,.0f} MB")
    print(f"                        {peaks[1] / peaks[0]:10.2f} times as much")


def kills(dump: Path, folder: Path, count: int) -> None:
    """Kills a conversion at random moments and goes on with it, until it has been killed so often."""
    chance = random.Random(7)
    whole = folder / "workers2"
    usual = json.loads((whole / "summary.json").read_text())["seconds"]
    out = folder / "killed"
    killed = 0
    for _ in range(count):
        process = subprocess.Popen([*COMMAND, str(dump), "-o", str(out), "--workers", "2", "--resume", "--quiet"])
        try:
            process.wait(3 + chance.uniform(0, 2 * usual / count))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            killed += 1
    convert(dump, out, "--workers", "2", "--resume")
    same = digest(out) == digest(whole)
    print(f"killed and gone on with {killed:10} times: {'the same' if same else 'NOT THE SAME'}")
    if not same:
        sys.exit("convert: what was killed and gone on with differs")


def convert(dump: Path, out: Path, *options: str) -> dict[str, Any]:
    """The summary of a conversion by the command."""
    subprocess.run([*COMMAND, str(dump), "-o", str(out), "--quiet", *options], check=True)
    summary: dict[str, Any] = json.loads((out / "summary.json").read_text())
    return summary


def peak(dump: Path, out: Path) -> float:
    """The most memory, in MB, that a conversion with two workers and all its processes hold at one time."""
    process = subprocess.Popen([*COMMAND, str(dump), "-o", str(out), "--workers", "2", "--quiet"])
    most = 0
    while process.poll() is None:
        most = max(most, _resident(process.pid))
        time.sleep(0.2)
    return most / 1e6


def digest(out: Path) -> str:
    """A digest of all tables of an output, and of its errors."""
    files = sorted(path for path in out.rglob("*") if path.is_file() and path.name != "summary.json")
    return hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in files)).hexdigest()


def _resident(pid: int) -> int:
    """The memory that a process and its children hold, in bytes; needs Linux."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * 4096 + sum(_resident(int(child)) for child in children)


def _fresh(code: str, *args: str) -> str:
    return subprocess.run([sys.executable, "-c", code, *args], stdout=subprocess.PIPE, text=True, check=True).stdout


def main() -> None:
    """Makes two dumps, measures, prints."""
    parser = argparse.ArgumentParser(description="Speed, memory and robustness of eligibility convert.")
    parser.add_argument("--trials", type=int, default=2000, help="trials of the smaller dump")
    parser.add_argument("--duplicates", type=float, default=0.3, help="the share of criteria that are repeated")
    parser.add_argument("--kills", type=int, default=3, help="how often to kill a conversion")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, large = folder / "small.zip", folder / "large.zip"
        for path, count in ((small, wanted.trials), (large, 3 * wanted.trials)):
            make_dump.write(path, make_dump.records(count, wanted.duplicates, broken=0.01))
        pace(small, folder)
        speedup(small, folder)
        kills(small, folder, wanted.kills)
        memory(small, large, folder)


if __name__ == "__main__":
    main()
