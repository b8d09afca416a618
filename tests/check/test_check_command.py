import json

import pytest
from typer.testing import CliRunner

from eligibility import Patient, StructuredTrial, parse, read
from eligibility.cli.app import app

DAY = ["--as-of", "2024-03-09"]


def ask(*args, stdin=None):
    return CliRunner().invoke(app, ["check", *map(str, args)], input=stdin, env={"COLUMNS": "200"})


@pytest.fixture
def trial(root):
    return root / "examples" / "kidney-disease.txt"


@pytest.fixture
def patient(root):
    return root / "examples" / "patients" / "kidney-disease.json"


def test_json_is_what_evaluate_says(trial, patient):
    done = ask(trial, "--patient", patient, *DAY, "--assume", "closed", "--format", "json")
    assert done.exit_code == 0
    [record] = read(trial)
    result = parse(record, trial_id="kidney-disease").evaluate(
        Patient.read(patient), as_of="2024-03-09", assume="closed"
    )
    assert json.loads(done.stdout) == result.model_dump(mode="json")


def test_a_tree_says_the_verdict_and_why(trial, patient):
    shown = ask(trial, "-p", patient, *DAY, "--assume", "closed", "--format", "tree").stdout
    assert shown.startswith("undetermined · kidney-disease · p1 · as of 2024-03-09")
    assert "69 mmol/mol is 8.5 %" in shown
    assert "missing, the most decisive first" in shown
    assert "\x1b" not in shown


def test_what_parse_prints_can_be_checked(trial, patient):
    [record] = read(trial)
    printed = parse(record).model_dump_json()
    assert StructuredTrial.model_validate_json(printed)
    done = ask("-", "-p", patient, *DAY, "--assume", "closed", "--decided", "E8=not_met", stdin=printed)
    assert json.loads(done.stdout)["verdict"] == "eligible"
    done = ask("-", "-p", patient, *DAY, "--decided", "E8=met", stdin=trial.read_text("utf-8"))
    assert json.loads(done.stdout)["deciding"] == ["E8"]


def test_markup_and_controls_of_a_patient_are_shown_and_not_obeyed(tmp_path, trial):
    path = tmp_path / "p.json"
    path.write_text(json.dumps({"patient_id": "[red]\x1b[31m", "conditions": [{"name": "CKD", "source": "[b]x\n"}]}))
    shown = ask(trial, "-p", path, *DAY, "--format", "tree").stdout
    assert "[red]" in shown
    assert "\x1b" not in shown


BAD = {
    "no-json": ("{", "the JSON ends before"),
    "empty": ("", "the file is empty"),
    "binary": ("\x00\x01", "NUL character"),
    "list": ("[]", "there is no patient"),
    "type": ('{"sex": 3}', "no patient, sex"),
    "field": ('{"conditons": []}', "no patient, conditons"),
    "date": ('{"birth_date": "05/01/1960"}', "no patient, birth_date: not a date"),
    "no-day": ('{"birth_date": "2023-02-30"}', "no patient, birth_date"),
    "infinite": ('{"measurements": [{"name": "x", "value": NaN}]}', "malformed JSON"),
    "deep": ("[" * 100_000, "too deep"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_patients_are_told_in_one_line(case, tmp_path, trial):
    content, message = BAD[case]
    path = tmp_path / "p.json"
    path.write_text(content)
    done = ask(trial, "-p", path, *DAY)
    assert done.exit_code == 1
    assert message in done.stderr
    assert str(path) in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--as-of", "soon"], "give a date"),
        (["--as-of", "2024"], "give the day too"),
        (["--decided", "I99=met"], "the criteria are I1, I2"),
        (["--decided", "I1=yes"], "write it as I5=met"),
    ],
)
def test_bad_options(options, message, trial, patient):
    done = ask(trial, "-p", patient, *options)
    assert done.exit_code == 1
    assert message in done.stderr


def test_missing_files(trial, patient, tmp_path):
    assert "there is no such file" in ask(tmp_path / "none.txt", "-p", patient).stderr
    assert "there is no such file" in ask(trial, "-p", tmp_path / "none.json").stderr
    broken = tmp_path / "trial.json"
    broken.write_text('{"schema_version": "1.0", "criteria": 3}')
    assert "no structured trial, criteria" in ask(broken, "-p", patient).stderr
