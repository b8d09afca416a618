"""`eligibility screen`, from files to files."""

import json
import re

import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from eligibility import Checker, Patient, StructuredTrial
from eligibility.cli.app import app
from eligibility.screening import CRITERIA, PAIRS

DAY = ["--as-of", "2024-03-09", "--assume", "closed", "--workers", "1"]


def ask(*args, stdin=None):
    return CliRunner().invoke(app, ["screen", *map(str, args)], input=stdin, env={"COLUMNS": "120"})


@pytest.fixture
def cohort(root):
    return root / "examples" / "patients" / "cohort.jsonl"


def test_from_files_to_a_file(files, trials, people, tmp_path):
    target = tmp_path / "verdicts.parquet"
    done = ask(files / "trials.jsonl", "--patients", files / "patients.jsonl", *DAY, "-o", target, "--criteria")
    assert (done.exit_code, done.stdout) == (0, "")
    table, criteria = pq.read_table(target), pq.read_table(tmp_path / "verdicts.criteria.parquet")
    assert table.schema.equals(PAIRS) and criteria.schema.equals(CRITERIA)
    checker, rows = Checker("2024-03-09", assume="closed"), iter(table.to_pylist())
    counts = {"eligible": 0, "ineligible": 0, "undetermined": 0}
    for patient in (Patient.model_validate_json(line) for line in (files / "patients.jsonl").open()):
        for trial in (StructuredTrial.model_validate_json(line) for line in (files / "trials.jsonl").open()):
            row, walked = next(rows), checker.trial(trial, patient)
            assert (row["patient_id"], row["trial_id"]) == (patient.patient_id, trial.trial_id)
            assert (row["verdict"], tuple(row["deciding"])) == (walked.verdict, walked.deciding)
            assert row["missing"] == len(walked.missing)
            counts[row["verdict"]] += 1
    assert sum(counts.values()) == table.num_rows == len(trials) * len(people)
    assert f"{len(people)} patients × {len(trials)} trials" in done.stderr


def test_formats_say_the_same(examples, cohort, tmp_path):
    for name in ("v.parquet", "v.csv", "v.jsonl"):
        assert ask(*examples, "--patients", cohort, *DAY, "-o", tmp_path / name, "-q").exit_code == 0
    rows = pq.read_table(tmp_path / "v.parquet").to_pylist()
    assert len(rows) == 12 * len(examples)
    lines = (tmp_path / "v.jsonl").read_text("utf8").splitlines()
    assert [json.loads(line) for line in lines] == rows
    flat = [row | {"deciding": " ".join(row["deciding"])} for row in rows]
    assert pa_csv.read_csv(tmp_path / "v.csv").to_pylist() == flat
    assert ask(*examples, "--patients", cohort, *DAY, "-q").stdout.splitlines() == lines


def test_the_summary_says_who_may_take_part_and_why_not(examples, cohort):
    shown = ask(*examples, "--patients", cohort, *DAY)
    assert "12 patients × 3 trials" in shown.stderr
    [line] = [line for line in shown.stderr.splitlines() if line.startswith("kidney-disease")]
    assert line.split()[1:4] == ["0", "3", "9"]
    assert "I2 6" in line and "investigator judgment 3" in line
    assert "\x1b" not in shown.stderr
    assert ask(*examples, "--patients", cohort, *DAY, "--quiet").stderr == ""


def test_a_terminal_sees_how_far_it_is(examples, cohort, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown = ask(*examples, "--patients", cohort, *DAY)
    assert shown.exit_code == 0
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown.stderr)
    assert plain.index("reading") < plain.index("12/12 patients") < plain.index("12 patients × 3 trials")


def test_markup_and_controls_are_shown_and_not_obeyed(tmp_path, cohort):
    path = tmp_path / "t.jsonl"
    path.write_text(StructuredTrial(trial_id="[red]\x1b[31m").model_dump_json())
    shown = ask(path, "--patients", cohort, *DAY)
    assert "[red]" in shown.stderr
    assert "\x1b" not in shown.stderr


def test_patients_from_standard_input(root, cohort):
    trial = root / "examples" / "kidney-disease.txt"
    assert ask(trial, "-p", "-", *DAY, "-q", stdin=cohort.read_text()).stdout == ask(trial, "-p", cohort, *DAY).stdout


def test_many_trials_are_cut_short(files):
    shown = ask(files / "trials.jsonl", "-p", files / "patients.jsonl", *DAY).stderr
    assert "and 30 trials more" in shown
    assert len(shown.splitlines()) < 60


BAD = {
    "trials": (["none.txt"], "there is no such file"),
    "patients": (["-p", "none.jsonl"], "none.jsonl: "),
    "broken": (["-p", "broken.jsonl"], "broken.jsonl:2"),
    "day": (["--as-of", "2024"], "give the day too"),
    "format": (["-o", "v.xlsx"], "let it end in .parquet, .csv, .jsonl"),
    "folder": (["-o", "folder.csv"], "it is a directory"),
    "nowhere": (["-o", "none/v.csv"], "cannot be written"),
    "criteria": (["-o", "-", "--criteria"], "give one with -o"),
    "no patients": (["-p", "empty.jsonl"], "empty.jsonl: "),
    "no trials": (["empty-folder"], "directory"),
    "pack": (["--pack", "none.yaml"], "none.yaml"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_told_in_one_line_and_nothing_is_written(case, root, cohort, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "empty-folder").mkdir()
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "broken.jsonl").write_text('{"patient_id": "p1"}\n{"sex": 3}\n')
    (tmp_path / "v.csv").write_text("what was there before")
    before = sorted(tmp_path.rglob("*"))
    given, message = BAD[case]
    done = ask(root / "examples" / "kidney-disease.txt", "-p", cohort, *DAY, "-o", "v.csv", *given)
    assert done.exit_code == 1
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "v.csv").read_text() == "what was there before"
