import json
import os
import signal
import subprocess
import sys

import jsonschema
import pytest
from typer.testing import CliRunner

import eligibility
from eligibility.cli.app import app

COMMAND = [sys.executable, "-c", "from eligibility.cli import main; main()"]
ONE = "Inclusion Criteria:\n* Age 18 years or older\n"
PACK = """
pack: demo
description: A concept that nobody else knows.
concepts:
  - name: frobnicase activity
    domain: measurement
    synonyms: [frobnicase activity, frobnicase]
    kind: laboratory
    unit: U/L
    units: [U/L]
"""


def ask(*args, stdin: str | bytes | None = None):
    return CliRunner().invoke(app, [str(arg) for arg in args], input=stdin, env={"COLUMNS": "200"})


@pytest.fixture
def one(tmp_path):
    path = tmp_path / "one.txt"
    path.write_text(ONE, "utf8")
    return path


def test_version():
    assert ask("--version").stdout == f"eligibility {eligibility.__version__}\n"


def test_schema_is_one_that_the_output_keeps(examples):
    schema = json.loads(ask("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    for path in examples:
        jsonschema.validate(json.loads(ask("parse", path).stdout), schema)


def test_one_trial_is_one_object(examples):
    done = ask("parse", examples[0])
    assert done.exit_code == 0
    [trial] = eligibility.read(examples[0])
    assert json.loads(done.stdout) == eligibility.parse(trial).model_dump(mode="json")


def test_several_trials_are_one_array(examples):
    trials = json.loads(ask("parse", *examples).stdout)
    assert [trial["trial_id"] for trial in trials] == ["NCT99000101", "kidney-disease", "NCT99000103"]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_jsonl_is_a_line_a_trial(examples, count):
    lines = ask("parse", "--format", "jsonl", *examples[:count]).stdout.splitlines()
    assert [json.loads(line)["schema_version"] for line in lines] == [eligibility.SCHEMA_VERSION] * count


def test_tree_shows_every_criterion(examples):
    done = ask("parse", "--format", "tree", *examples)
    shown = done.stdout
    assert "\x1b" not in shown
    for path in examples:
        [trial] = eligibility.read(path)
        for criterion in eligibility.parse(trial).criteria:
            assert f"{criterion.id} {criterion.text.split()[0]}" in shown


def test_standard_input():
    assert json.loads(ask("parse", "-", stdin=ONE).stdout)["criteria"][0]["text"] == "Age 18 years or older"


def test_a_text_is_never_markup(tmp_path):
    path = tmp_path / "one.txt"
    path.write_text("Inclusion Criteria:\n* [bold]Fever[/bold] [/]\n", "utf8")
    assert "[bold]Fever[/bold] [/]" in ask("parse", "-f", "tree", path).stdout


def test_a_pack_adds_a_concept(tmp_path, one):
    pack = tmp_path / "demo.pack.yaml"
    pack.write_text(PACK, "utf8")
    one.write_text("Inclusion Criteria:\n* Frobnicase activity > 40 U/L\n", "utf8")
    [criterion] = json.loads(ask("parse", one, "--pack", pack).stdout)["criteria"]
    assert criterion["constraint"]["concept"]["name"] == "frobnicase activity"


BAD_FILES = {
    "missing.txt": None,
    "truncated.json": '{"protocolSection": {"eligibilityModule": {"eligibilityCriteria": "* Age',
    "no-study.json": '{"name": "left-pad", "version": "1.0.0"}',
    "empty.txt": "",
    "binary.txt": "\0\1\2",
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_input_is_one_line_with_the_file(tmp_path, one, name):
    path = tmp_path / name
    if (content := BAD_FILES[name]) is not None:
        path.write_text(content, "utf8")
    done = ask("parse", path, one)
    assert done.exit_code == 1
    [line] = done.stderr.splitlines()
    assert line.startswith(f"eligibility: {path}")
    assert json.loads(done.stdout)["criteria"], "the other file is parsed all the same"


def test_the_rules_commands_are_there(tmp_path):
    assert ask("rules", "new", "demo", "--folder", tmp_path).exit_code == 0
    done = ask("rules", "test", tmp_path / "demo.pack.yaml")
    assert (done.exit_code, done.stdout.split()[-2:]) == (0, ["0", "failed"])


def test_a_bad_pack_is_one_line_and_nothing_is_parsed(tmp_path, one):
    pack = tmp_path / "bad.pack.yaml"
    pack.write_text("pack: bad\nconcepst: []\n", "utf8")
    done = ask("parse", one, "--pack", pack)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(f"eligibility: {pack}:2")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("args", [["parse"], ["parse", "--format", "xml", "x"], ["parse", "--colour", "x"], ["pars"]])
def test_bad_usage(args):
    done = ask(*args)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr


def test_version_loads_no_parser():
    run = [sys.executable, "-X", "importtime", *COMMAND[1:], "--version"]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "typer" in loaded
    assert not {"spacy", "lark", "pint", "pydantic", "rich"} & loaded


def test_a_closed_pipe_is_quiet(one):
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([*COMMAND, "parse", str(one)], stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


def test_an_interrupt_is_quiet():
    process = subprocess.Popen([*COMMAND, "parse", "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    process.stdin.write(ONE)
    process.stdin.flush()
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(3)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert (process.returncode, said.strip()) == (130, "")
