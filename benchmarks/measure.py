"""What the benchmarks measure, one function a figure. The tests run the same functions on small samples.

Times are of the processor, so that other work on the machine does not count; only the import is timed by the clock.
"""

from __future__ import annotations

import gc
import json
import random
import re
import statistics
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import NamedTuple

import spacy

import eligibility
from eligibility.rules import load_builtin

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpora" / "lct"

HOSTILE = {
    "and": "fever and ",
    "brackets": "(",
    "digits": "7",
    "bullets": "• fever ",
}
"""What a hostile criterion repeats on its one line."""

_PEAK = """
import json, pathlib, re, resource, sys, eligibility
for text in json.load(sys.stdin):
    eligibility.parse(text)
status = pathlib.Path("/proc/self/status")
kilobytes = re.search(r"VmHWM:\\s*(\\d+)", status.read_text()) if status.exists() else None
print((int(kilobytes[1]) if kilobytes else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * 1024 / 1e6)
"""

_LOADING = """
import pathlib, time, eligibility.pipeline
def pages(): return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * 4096
before, began = pages(), time.process_time()
eligibility.pipeline.reader_for()
print(time.process_time() - began, (pages() - before) / 1e6)
"""

_SHAPES = [
    "{condition} or {condition} within {number} months before screening",
    "{measurement} ≥ {number} and {measurement} < {number} x ULN",
    "No history of {condition}, {condition} or {procedure}",
    "Treatment with {drug} or {drug} for at least {number} weeks",
    "Age {number} years or older with {condition} and planned {procedure}",
    "If on {drug}, {measurement} must be between {number} and {number}",
    "Patients with {condition}, except {condition}, in the past {number} years",
]
"""What generated criteria are like; the names come from the built-in packs."""


class Pace(NamedTuple):
    """How fast `parse` is on one core; `ratio` is its time over that of `spacy.blank("en")` on the same lines."""

    criteria_per_second: float
    lines_per_second: float
    ratio: float


def documents(count: int) -> list[str]:
    """Criteria texts: real ones where the corpus is beside the checkout, else generated ones of the same length."""
    if CORPUS.is_dir():
        files = sorted(CORPUS.glob("*.txt"))
        return [path.read_text("utf8") for path in files[:: max(1, len(files) // count)][:count]]
    chance = random.Random(7)
    return [generated(chance) for _ in range(count)]


def generated(chance: random.Random, criteria: int = 20) -> str:
    """One invented document of bulleted criteria, with as many different words as real ones have."""
    lines = ["Inclusion Criteria:"]
    for at in range(criteria):
        lines += ["", "Exclusion Criteria:"] if at == criteria // 2 else []
        shape = chance.choice(_SHAPES)
        lines.append("* " + re.sub(r"\{(\w+)\}", lambda blank: _filled(blank[1], chance), shape))
    return "\n".join(lines)


def _filled(kind: str, chance: random.Random) -> str:
    return str(chance.randint(1, 200)) if kind == "number" else chance.choice(_names(kind))


@cache
def _names(domain: str) -> list[str]:
    return [concept.name for concept in load_builtin().concepts if concept.domain == domain]


def pace(texts: list[str], rounds: int) -> Pace:
    """Tokenizes and parses in turn, each round on texts that neither has seen; the pace over all rounds.

    A first round warms both up and is not counted.
    """
    nlp = spacy.blank("en")
    criteria = lines = 0
    parsing = tokenizing = 0.0
    for start in range(rounds + 1):
        part = texts[start :: rounds + 1]
        said = [line for text in part for line in text.splitlines() if line.strip()]
        began = time.process_time()
        for line in said:
            nlp(line)
        tokenized = time.process_time()
        found = sum(len(eligibility.parse(text).criteria) for text in part)
        if start:
            criteria, lines = criteria + found, lines + len(said)
            parsing, tokenizing = parsing + time.process_time() - tokenized, tokenizing + tokenized - began
    return Pace(criteria / parsing, lines / parsing, parsing / tokenizing)


def steady_pace(count: int, rounds: int, processes: int = 9) -> Pace:
    """The pace on so many documents, the median of some fresh processes.

    What else the machine does makes it slower by up to a half, some milliseconds at a time. Over a whole process that
    meets both alike; of the best of several, tokenizing, which is shorter, has less, and the ratio reads 6 % more.
    """
    code = f"import json, measure; print(json.dumps(measure.pace(measure.documents({count}), {rounds})))"
    seen = [json.loads(fresh(code)) for _ in range(processes)]
    return Pace(*(statistics.median(column) for column in zip(*seen, strict=True)))


def growth(piece: str, short: int, long: int) -> float:
    """How many times longer `parse` takes on `long` characters of a repeated piece, in one line, than on `short`.

    The first run, which loads the rules, falls out of the median.
    """
    usual = statistics.median(seconds(piece, short) for _ in range(3))
    return seconds(piece, long) / max(usual, 1e-4)


def seconds(piece: str, length: int) -> float:
    """The time that `parse` takes on a criterion of a length, of one repeated piece.

    Without Python's collector of cycles, as `timeit` measures: how often it goes through all objects hangs on what else
    the process holds, so it passes over a short run and not over a long one.
    """
    text = "Inclusion Criteria:\n* " + (piece * (length // len(piece) + 1))[:length]
    gc.collect()
    gc.disable()
    try:
        began = time.process_time()
        eligibility.parse(text)
        return time.process_time() - began
    finally:
        gc.enable()


def import_seconds(rounds: int = 5) -> float:
    """The time of `import eligibility` in a fresh process; the median of several."""
    code = "import time; t = time.perf_counter(); import eligibility; print(time.perf_counter() - t)"
    return statistics.median(float(fresh(code)) for _ in range(rounds))


class Loading(NamedTuple):
    """What it costs a fresh process to load all built-in packs and make a reader of them."""

    seconds: float
    megabytes: float


def loading(rounds: int = 5) -> Loading:
    """The cost of loading the packs, once they have been compiled; the median of several, after a first one."""
    seen = [Loading(*map(float, fresh(_LOADING).split())) for _ in range(rounds + 1)]
    return Loading(*(statistics.median(column) for column in zip(*seen[1:], strict=True)))


def peak_megabytes(texts: list[str]) -> float:
    """The peak memory of a fresh process that parses some texts, in MB of a million bytes.

    Linux counts the memory of the parent into a child's ru_maxrss, so it is read from /proc where there is one.
    """
    return float(fresh(_PEAK, json.dumps(texts)))


def fresh(code: str, given: str = "") -> str:
    """What some code prints in a process of its own."""
    command = [sys.executable, "-c", code]
    here = Path(__file__).parent
    done = subprocess.run(command, input=given, stdout=subprocess.PIPE, text=True, check=True, cwd=here)
    return done.stdout
