"""`eligibility diff`."""

import json

import pytest
from typer.testing import CliRunner

from eligibility import parse
from eligibility.cli.app import app
from terse_trials import trial

OLD = "+ Age 18 to 65 years\n+ HbA1c ≥ 7 %\n- Pregnancy"
NEW = "+ Age 18 to 75 years\n+ Hemoglobin A1c of at least 7 %\n- Epilepsy"


def ask(*args):
    return CliRunner().invoke(app, ["diff", *map(str, args)], env={"COLUMNS": "200"})


@pytest.fixture
def files(tmp_path):
    paths = tmp_path / "old.txt", tmp_path / "new.txt"
    for path, lines in zip(paths, (OLD, NEW), strict=True):
        path.write_text(trial(lines).criteria_text, "utf8")
    return paths


def test_changes_are_shown(files):
    done = ask(*files)
    assert done.exit_code == 1
    assert done.stdout.startswith("loosened I1 (admits more)\n  - Age 18 to 65 years\n  + Age 18 to 75 years\n")
    assert "reworded I2 (no effect)" in done.stdout
    assert done.stdout.splitlines()[-1] == "1 loosened, 1 reworded, 1 dropped, 1 added; 0 unchanged"
    assert "\x1b" not in done.stdout


def test_the_same_is_exit_code_0(files):
    done = ask(files[0], files[0])
    assert (done.exit_code, done.stdout) == (0, "no changes; 3 unchanged\n")


def test_other_words_for_the_same_are_exit_code_0(files, tmp_path):
    path = tmp_path / "reworded.txt"
    path.write_text(trial(OLD.replace("HbA1c ≥ 7 %", "Hemoglobin A1c of at least 7 %")).criteria_text, "utf8")
    done = ask(files[0], path)
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, "reworded I2 (no effect)")


def test_json(files):
    said = json.loads(ask("--format", "json", *files).stdout)
    assert (said["same"], said["unchanged"]) == (False, 0)
    assert [change["what"] for change in said["changes"]] == ["loosened", "reworded", "dropped", "added"]
    assert said["changes"][0]["new"]["meaning"] == "age 18..75 a"


def test_several_trials_are_compared_by_id(tmp_path):
    trials = [parse(trial(lines), trial_id=name) for lines, name in ((OLD, "A"), (NEW, "B"))]
    old, new, less = tmp_path / "old.jsonl", tmp_path / "new.jsonl", tmp_path / "less.jsonl"
    old.write_text("\n".join(one.model_dump_json() for one in trials), "utf8")
    new.write_text("\n".join(one.model_dump_json() for one in trials[::-1]), "utf8")
    less.write_text("\n".join(one.model_dump_json() for one in trials[:1]), "utf8")
    assert ask(old, new).exit_code == 0
    done = ask(old, less)
    assert done.exit_code == 2
    assert "has no B" in done.stderr


@pytest.mark.parametrize("content", [None, "", "\0\1"], ids=["missing", "empty", "binary"])
def test_trouble_is_one_line_and_exit_code_2(files, tmp_path, content):
    path = tmp_path / "bad.txt"
    if content is not None:
        path.write_text(content, "utf8")
    done = ask(files[0], path)
    assert (done.exit_code, done.stdout) == (2, "")
    [line] = done.stderr.splitlines()
    assert line.startswith(f"eligibility: {path}")
