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
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import make_dump

COMMAND = [sys.executable, "-c", "from eligibility.cli import main; main()", "convert"]

_PARSING = """
import sys, time, eligibility
from eligibility.registries import records
trials = [one for one in records(sys.argv[1]) if isinstance(one, eligibility.Trial)]
eligibility.parse("Inclusion: HbA1c 7 %")
began = time.process_time()
print(sum(len(eligibility.parse(trial).criteria) for trial in trials) / (time.process_time() - began))
"""

_CONVERTING = """
import sys, time
from eligibility.convert import convert
convert(sys.argv[1], sys.argv[2] + " first", workers=1, limit=5)
began = time.process_time()
done = convert(sys.argv[1], sys.argv[2], workers=1)
print(done.criteria / (time.process_time() - began), done.cache_hit_rate)
"""


def pace(dump: Path, folder: Path) -> None:
    """The pace of `parse` and `convert` on criteria that differ, in processor time of one process.

    Reading the dump is part of `convert` alone, loading the rules of neither.
    """
    parsed = float(_fresh(_PARSING, str(dump)))
    converted, known = map(float, _fresh(_CONVERTING, str(dump), str(folder / "pace")).split())
    print(f"parse alone             {parsed:10,.0f} criteria/s of one core")
    print(f"convert, end to end     {converted:10,.0f} criteria/s of one core, {known:.0%} met before")


def speedup(dump: Path, folder: Path) -> float:
    """How much faster two workers are than one, by the clock; and the peak memory of the two, in MB.

    On a machine that does other things as well, the clock tells little: then the time of all processors tells more. If
    that is the same for two workers as for one, they are twice as fast where there are two cores for them.
    """
    seconds, busy, most = {}, {}, 0.0
    for workers in (1, 2):
        out = folder / f"workers{workers}"
        busy[workers], most = run(dump, out, workers)
        told = json.loads((out / "summary.json").read_text())
        seconds[workers] = told["seconds"]
        print(
            f"{workers} workers               {told['criteria_per_second']:10,.0f} criteria/s by the clock,"
            f" {told['criteria'] / busy[workers]:,.0f} by the time of all processors"
        )
    print(f"two workers are         {seconds[1] / seconds[2]:10.2f} times as fast as one by the clock")
    print(f"                        {2 * busy[1] / busy[2]:10.2f} times, had they two cores for themselves")
    return most


def memory(small: float, large: Path, folder: Path) -> None:
    """The peak memory of all processes of a conversion, beside that for a third of the trials."""
    most = run(large, folder / "large", 2)[1]
    print(f"peak memory             {small:10,.0f} MB, for three times as many trials {most:,.0f} MB")
    print(f"                        {most / small:10.2f} times as much")


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
            process.wait(2 + chance.uniform(0, 1.5 * usual / count))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            killed += 1
    subprocess.run([*COMMAND, str(dump), "-o", str(out), "--resume", "--quiet"], check=True)
    same = digest(out) == digest(whole)
    print(f"killed and gone on with {killed:10} times: {'the same' if same else 'NOT THE SAME'}")
    if not same:
        sys.exit("convert: what was killed and gone on with differs")


def run(dump: Path, out: Path, workers: int) -> tuple[float, float]:
    """The time of all processors, in seconds, that a conversion takes, and the most memory, in MB, of all processes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen([*COMMAND, str(dump), "-o", str(out), "--workers", str(workers), "--quiet"])
    most = 0
    while process.poll() is None:
        most = max(most, _resident(process.pid))
        time.sleep(0.2)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, most / 1e6


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
    """Makes dumps, measures, prints."""
    parser = argparse.ArgumentParser(description="Speed, memory and robustness of eligibility convert.")
    parser.add_argument("--trials", type=int, default=2000, help="trials of the smaller dump")
    parser.add_argument("--duplicates", type=float, default=0.3, help="the share of criteria that are repeated")
    parser.add_argument("--kills", type=int, default=3, help="how often to kill a conversion")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        different, small, large = (folder / f"{name}.zip" for name in ("different", "small", "large"))
        make_dump.write(different, make_dump.records(min(wanted.trials, 2000), duplicates=0.0, broken=0.01))
        make_dump.write(small, make_dump.records(wanted.trials, wanted.duplicates, broken=0.01))
        make_dump.write(large, make_dump.records(3 * wanted.trials, wanted.duplicates, broken=0.01))
        pace(different, folder)
        peak = speedup(small, folder)
        kills(small, folder, wanted.kills)
        memory(peak, large, folder)


if __name__ == "__main__":
    main()
