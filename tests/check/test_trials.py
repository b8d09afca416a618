"""Patients against whole trials: a trial a file, a patient a line, the verdict and what decides as a clinician says.

A file names the trial, the patient who may take part, and what a person has decided. Each line then changes that
patient: name | change (see patient_notation.py) | verdict | criteria that decide; "decided I2=?" takes a decision back.
"""

import re
from pathlib import Path

import pytest
from patient_notation import patient

from eligibility import Checker, parse, read

HERE = Path(__file__).parent / "trials"
ROOT = Path(__file__).resolve().parents[2]
FOLDERS = {"examples": ROOT / "examples", "seeds": ROOT.parent / "shared" / "seeds"}
DECIDED = re.compile(r"decided (\w+)=(met|not_met|\?)")
CHECKER = Checker("2024-03-09", assume="closed")


def table(path):
    """What stands above the table, and its lines."""
    head, _, body = path.read_text("utf-8").partition("\n\n")
    said = dict(line.split(": ", 1) for line in head.splitlines())
    return said, [line for line in body.splitlines() if line and not line.startswith("#")]


TABLES = {path.stem: table(path) for path in sorted(HERE.glob("*.txt"))}
CASES = [(name, line) for name, (_, lines) in TABLES.items() for line in lines]
_parsed = {}


def trial_of(name):
    folder, _, file = TABLES[name][0]["trial"].partition("/")
    path = FOLDERS[folder] / file
    if folder == "seeds" and not path.exists():
        pytest.skip("needs ../shared/seeds, which is not part of the project")
    if name not in _parsed:
        [record] = read(path)
        _parsed[name] = parse(record)
    return _parsed[name]


def decisions(said, change):
    decided = dict(pair.strip().split("=") for pair in said.get("decided", "").split(";") if pair.strip())
    decided |= dict(DECIDED.findall(change))
    return {name: verdict == "met" for name, verdict in decided.items() if verdict != "?"}


@pytest.mark.parametrize(("name", "line"), CASES, ids=[f"{name}: {line.split('|')[0].strip()}" for name, line in CASES])
def test_patient(name, line):
    trial, said = trial_of(name), TABLES[name][0]
    _, change, verdict, deciding = (part.strip() for part in line.split("|"))
    facts = "; ".join((said["patient"], DECIDED.sub("", change)))
    result = CHECKER.trial(trial, patient(facts), decided=decisions(said, change))
    assert (result.verdict, "" if verdict == "eligible" else ", ".join(result.deciding)) == (verdict, deciding)
    assert bool(result.missing) == (verdict == "undetermined")


@pytest.mark.parametrize("name", TABLES)
def test_enough_patients_go_each_way(name):
    _, lines = TABLES[name]
    verdicts = [line.split("|")[2].strip() for line in lines]
    assert verdicts.count("eligible") >= 30
    assert verdicts.count("ineligible") >= 30
    assert "undetermined" in verdicts
    assert len({line.split("|")[0].strip() for line in lines}) == len(lines)
