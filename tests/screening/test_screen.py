"""`screen`: the rows, their order, the workers, the settings."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pyarrow as pa
import pytest

from eligibility import Checker, EligibilityError, Patient, StructuredTrial, parse, screen
from eligibility.check import ReferenceRange
from eligibility.screening import CRITERIA, ELIGIBILITY, PAIRS, screen_to, work
from eligibility.tree import Coding

DAY = "2024-03-09"


def rows(batches, schema=PAIRS):
    return pa.Table.from_batches(batches, schema=schema).to_pylist()


def test_a_row_for_each_pair_in_order(trials, people):
    checker = Checker(DAY, assume="closed")
    found = rows(screen(trials, people[:20], as_of=DAY, assume="closed"))
    walked = [checker.trial(trial, patient) for patient in people[:20] for trial in trials]
    assert found == [
        {
            "patient_id": one.patient_id,
            "trial_id": one.trial_id,
            "verdict": one.verdict,
            "deciding": list(one.deciding),
            "missing": len(one.missing),
        }
        for one in walked
    ]
    assert {"undetermined", "ineligible"} <= {row["verdict"] for row in found}


def test_a_row_for_each_criterion(trials, people, tmp_path):
    target = tmp_path / "v.jsonl"
    screen_to(str(target), trials[:7], people[:9], as_of=DAY, criteria=True)
    found = [json.loads(line) for line in (tmp_path / "v.criteria.jsonl").read_text("utf8").splitlines()]
    checker = Checker(DAY)
    walked = [checker.trial(trial, patient) for patient in people[:9] for trial in trials[:7]]
    assert found == [
        {
            "patient_id": one.patient_id,
            "trial_id": one.trial_id,
            "criterion_id": part.id,
            "kind": part.kind,
            "verdict": part.verdict,
            "admits": part.admits,
        }
        for one in walked
        for part in one.criteria
    ]
    assert list(found[0]) == CRITERIA.names


def test_cohorts_and_workers_change_nothing(trials, people, monkeypatch):
    whole = list(screen(trials, people, as_of=DAY))
    monkeypatch.setattr(work, "PATIENTS_AT_ONCE", 7)
    parts, by_two = (list(screen(trials, people, as_of=DAY, workers=workers)) for workers in (1, 2))
    assert len(whole) == 1 and len(parts) == len(by_two) == 8
    assert rows(whole) == rows(parts) == rows(by_two)


def test_patients_are_read_as_they_are_needed(trials, people, monkeypatch):
    monkeypatch.setattr(work, "PATIENTS_AT_ONCE", 5)
    read = []

    def some():
        for patient in people:
            read.append(patient)
            yield patient

    batches = screen(trials, some(), as_of=DAY)
    assert not read
    next(batches)
    assert len(read) < 20


def test_the_summary_counts_what_the_rows_say(trials, people, tmp_path, monkeypatch):
    monkeypatch.setattr(work, "PATIENTS_AT_ONCE", 7)
    target, told = tmp_path / "v.jsonl", []
    tally, summaries = screen_to(str(target), trials, people, as_of=DAY, watch=lambda one: told.append(one.patients))
    found = [json.loads(line) for line in target.read_text("utf8").splitlines()]
    assert told == [7, 14, 21, 28, 35, 42, 49, 50]
    assert tally.patients == len(people)
    for trial, summary in zip(trials, summaries, strict=True):
        mine = [row for row in found if row["trial_id"] == trial.trial_id]
        verdicts = Counter(row["verdict"] for row in mine)
        assert verdicts == +Counter({name: getattr(summary, name) for name in ELIGIBILITY})
        excluding = Counter(name for row in mine if row["verdict"] == "ineligible" for name in row["deciding"])
        assert dict(summary.excluding) == excluding
        assert sum(count for _, count in summary.missing) == sum(row["missing"] for row in mine)
        for counted in (summary.excluding, summary.missing):
            assert sorted(counted, key=lambda pair: -pair[1]) == list(counted)


class Kidney:
    """A hierarchy that knows one thing."""

    def is_a(self, narrower, broader):
        return (narrower.code, broader.code) == ("local-1", "N18")


@pytest.mark.parametrize(("hierarchy", "verdict"), [(None, "undetermined"), (Kidney(), "eligible")])
def test_a_hierarchy_of_the_caller_counts(hierarchy, verdict):
    trial = parse("Inclusion: Chronic kidney disease")
    patient = Patient(conditions=[{"name": "?", "codes": [Coding(system="urn:local", code="local-1")]}])
    [batch] = screen([trial], [patient], as_of=DAY, hierarchy=hierarchy)
    assert batch.to_pylist()[0]["verdict"] == verdict == trial.evaluate(patient, as_of=DAY, hierarchy=hierarchy).verdict


def test_reference_ranges_count():
    trial = parse("Inclusion: ALT ≤ 2 x ULN")
    patient = Patient(sex="female", measurements=[{"name": "ALT", "value": 60, "unit": "U/L"}])
    known = [ReferenceRange(name="ALT", unit="U/L", upper=35, sex="female")]
    verdicts = [next(screen([trial], [patient], as_of=DAY, reference_ranges=some))["verdict"] for some in ([], known)]
    assert [one[0].as_py() for one in verdicts] == ["undetermined", "eligible"]


def test_ids_may_be_missing_odd_or_the_same():
    trials = [
        StructuredTrial(),
        StructuredTrial(trial_id="\ud800"),
        StructuredTrial(trial_id="A"),
        StructuredTrial(trial_id="A"),
    ]
    people = [Patient(), Patient(patient_id="x"), Patient(patient_id="x")]
    found = rows(screen(trials, people, as_of=DAY))
    assert [(row["patient_id"], row["trial_id"]) for row in found] == [
        (patient, trial) for patient in (None, "x", "x") for trial in (None, "\ufffd", "A", "A")
    ]


def test_nothing_in_nothing_out(trials, people):
    assert rows(screen(trials, [], as_of=DAY)) == []
    assert rows(screen([], people, as_of=DAY)) == []


def test_a_deep_tree_is_no_deeper_than_others():
    deep = parse("Inclusion: Diabetes")
    node = deep.criteria[0].constraint
    for _ in range(3001):
        node = ~node if node.type != "not" else type(node)(child=node)
    deep = deep.model_copy(update={"criteria": (deep.criteria[0].model_copy(update={"constraint": node}),)})
    [batch] = screen([deep], [Patient(conditions=[{"name": "T2DM"}])], as_of=DAY)
    assert batch.to_pylist()[0]["verdict"] == "ineligible"


@pytest.mark.parametrize(
    "setting", [{"as_of": "2024"}, {"as_of": DAY, "assume": "shut"}, {"as_of": DAY, "choose": "best"}]
)
def test_a_wrong_setting_is_told_at_once(setting, trials, people):
    with pytest.raises(EligibilityError):
        screen(trials, people, **setting)


ENDLESS = """
import itertools, sys, eligibility
from eligibility.screening import screen_to
if __name__ == "__main__":
    trial, patient = eligibility.parse("Inclusion: Diabetes"), eligibility.Patient()
    told = lambda tally: print(tally.patients, flush=True)
    screen_to(sys.argv[1], [trial], itertools.repeat(patient), as_of="2024-03-09", workers=int(sys.argv[2]), watch=told)
"""


@pytest.mark.parametrize("workers", [1, 2])
def test_an_interrupted_screening_leaves_nothing_behind(workers, tmp_path):
    script = tmp_path / "endless.py"
    script.write_text(ENDLESS, "utf8")
    command = [sys.executable, str(script), str(tmp_path / "v.parquet"), str(workers)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    assert running.stdout.readline()
    os.killpg(running.pid, signal.SIGINT)
    began = time.monotonic()
    running.communicate(timeout=20)
    assert running.returncode != 0
    assert time.monotonic() - began < 10
    assert sorted(path.name for path in tmp_path.iterdir()) == ["endless.py"]
