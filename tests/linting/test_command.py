"""`eligibility lint`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eligibility import parse
from eligibility.cli.app import app
from terse_trials import pairs

FAULTY = "Inclusion Criteria:\n* Age ≥ 18 years\n* HbA1c ≤ 85 %\n* Age < 12 years\n"
CLEAN = "Inclusion Criteria:\n* Age ≥ 18 years\n"
CASES = pairs(Path(__file__).with_name("faults.txt"))


def ask(*args, stdin: str | None = None):
    return CliRunner().invoke(app, ["lint", *map(str, args)], input=stdin, env={"COLUMNS": "200"})


@pytest.fixture
def faulty(tmp_path):
    path = tmp_path / "faulty.txt"
    path.write_text(FAULTY, "utf8")
    return path


@pytest.fixture
def clean(tmp_path):
    path = tmp_path / "clean.txt"
    path.write_text(CLEAN, "utf8")
    return path


def test_findings_are_shown_with_their_words_and_advice(faulty):
    done = ask(faulty)
    assert done.exit_code == 1
    assert "error contradiction [I1, I3] no patient can pass I1 and I3" in done.stdout
    assert "HbA1c ≤ 85 %"[6:] in done.stdout
    assert "→ Correct the unit, or convert the value." in done.stdout
    assert "\x1b" not in done.stdout


def test_a_clean_trial_passes(clean):
    done = ask(clean)
    assert (done.exit_code, done.stdout) == (0, "no findings\n")


def test_what_is_only_worth_a_look_passes():
    done = ask("-", stdin="Inclusion Criteria:\n* Age ≥ 18 years\nExclusion Criteria:\n* Age < 18 years\n")
    assert "info mirrored" in done.stdout
    assert done.exit_code == 0


def test_codes_can_be_left_out(faulty):
    done = ask(faulty, "--ignore", "contradiction", "--ignore", "unit-slip")
    assert (done.exit_code, done.stdout) == (0, "no findings\n")


def test_a_code_that_does_not_exist_is_bad_usage(faulty):
    done = ask(faulty, "--ignore", "contradicton")
    assert done.exit_code == 2
    assert "contradicton" in done.stderr
    assert "contradiction" in done.stderr


def test_several_trials_end_with_a_summary(faulty, clean):
    lines = ask(faulty, clean, faulty).stdout.splitlines()
    assert lines[-3:] == ["2 of 3 trials with findings", "      2 error   contradiction", "      2 warning unit-slip"]


def test_json_has_the_findings_and_how_many(faulty, clean):
    said = json.loads(ask("--format", "json", faulty, clean).stdout)
    assert said["summary"] == {"contradiction": 1, "unit-slip": 1}
    assert [trial["trial_id"] for trial in said["trials"]] == ["faulty", "clean"]
    [first, second] = said["trials"][0]["findings"]
    assert (first["code"], first["criteria"], first["spans"]) == ("contradiction", ["I1", "I3"], [[22, 36], [54, 68]])
    assert second["severity"] == "warning"


@pytest.mark.parametrize("form", ["json", "jsonl", "pretty"])
def test_what_parse_prints_can_be_linted(tmp_path, form):
    trials = [parse(case.first) for case in CASES[:3]]
    lines = [trial.model_dump_json() for trial in trials]
    written = {
        "json": f"[\n{','.join(lines)}\n]\n",
        "jsonl": "\n".join(lines),
        "pretty": trials[0].model_dump_json(indent=2),
    }
    path = tmp_path / "parsed.json"
    path.write_text(written[form], "utf8")
    said = json.loads(ask("-f", "json", path).stdout)
    assert len(said["trials"]) == (1 if form == "pretty" else 3)
    assert said["summary"] == {"contradiction": len(said["trials"])}


def test_a_pipe_from_parse(faulty):
    command = [sys.executable, "-c", "from eligibility.cli import main; main()"]
    parsed = subprocess.run([*command, "parse", str(faulty)], capture_output=True, check=True)
    done = subprocess.run([*command, "lint", "-"], input=parsed.stdout, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    assert "contradiction" in done.stdout.decode()


BAD = {
    "missing.txt": None,
    "empty.txt": "",
    "not-a-trial.json": '{"schema_version": "1.0", "criteria": 7}',
    "cut.jsonl": '{"schema_version": "1.0"}\n{"schema_version": "1.0", "crit',
    "other.json": '{"schema_version": "9.9"}',
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line_and_the_others_are_linted(tmp_path, faulty, name):
    path = tmp_path / name
    if BAD[name] is not None:
        path.write_text(BAD[name], "utf8")
    done = ask(path, faulty)
    assert done.exit_code == 2
    [line] = done.stderr.splitlines()
    assert line.startswith(f"eligibility: {path}")
    assert "contradiction" in done.stdout


def test_a_folder_is_told_to_be_one(tmp_path):
    assert ask(tmp_path).exit_code == 2
