"""What rules a value out, and what does not: find.txt."""

import json
from pathlib import Path

import pytest
from dumps import study
from typer.testing import CliRunner

from eligibility import EligibilityError
from eligibility.cli.app import app
from eligibility.convert import asked, concept, convert, find

LINES = (Path(__file__).parent / "find.txt").read_text("utf8").splitlines()
CASES = [[part.strip() for part in line.split(" | ")] for line in LINES if not line.startswith("#")]


@pytest.fixture(scope="module", params=["dump", "dump.duckdb"])
def converted(request, tmp_path_factory):
    """A dump in which each case is a trial, numbered as the cases are."""
    folder = tmp_path_factory.mktemp("find")
    texts = [f"{kind.capitalize()} Criteria:\n* {criterion}\n" for kind, criterion, _, _ in CASES]
    (folder / "dump.jsonl").write_text("\n".join(study(at, text) for at, text in enumerate(texts)), "utf8")
    convert(folder / "dump.jsonl", folder / request.param, workers=1)
    return folder / request.param


@pytest.mark.parametrize("at", range(len(CASES)), ids=lambda at: " | ".join(CASES[at]))
def test_a_value_is_ruled_out_or_not(converted, at):
    found = {trial.record: trial.ruled_out for trial in find(converted, asked(CASES[at][2]))}
    assert {True: "ruled out", False: "left", None: "-"}[found.get(at)] == CASES[at][3]


def test_what_holds_for_one_cohort_rules_nobody_out(tmp_path):
    text = "Inclusion criteria for healthy controls:\n* HbA1c below 6 %\n"
    (tmp_path / "dump.jsonl").write_text(study(0, text))
    convert(tmp_path / "dump.jsonl", tmp_path / "out", workers=1)
    assert [trial.ruled_out for trial in find(tmp_path / "out", asked("HbA1c = 9 %"))] == [False]


def test_a_concept_and_a_condition(converted):
    wanted = concept("HbA1c")
    assert wanted.concept == "hemoglobin A1c"
    speak = {trial.record for trial in find(converted, wanted)}
    assert speak == {at for at, case in enumerate(CASES) if "HbA1c" in case[1]}
    some = find(converted, wanted, "polarity = 'excluded' AND lower = 9 AND sex = 'all'")
    assert {trial.limits[0] for trial in some} >= {"excluded: HbA1c > 9 %"}
    assert {trial.record for trial in some} < speak


@pytest.mark.parametrize("text", ["HbA1c", "HbA1c > 9 %", "ALT = 2 x ULN", "stroke", "", "9"])
def test_what_is_no_value(text):
    with pytest.raises(EligibilityError, match="write it like"):
        asked(text)


def ask(*args):
    return CliRunner().invoke(app, ["find", *map(str, args)], env={"COLUMNS": "200"})


def test_the_command_prints_a_line_a_trial(converted):
    done = ask(converted, "HbA1c = 9.5 %", "--where", "record = 7 OR record = 8")
    assert (done.exit_code, done.stdout) == (0, "NCT00000008\t\trequired: HbA1c > 9 %\n")
    assert done.stderr == "eligibility: 1 trials, 1 ruled out, of 2 that speak of hemoglobin A1c\n"


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["none", "HbA1c = 9 %"], 1, "no converted dump is here"),
        ([".", "HbA1c"], 1, "write it like 'HbA1c = 9 %'"),
        (["."], 2, "give a value such as"),
        (["{}", "--concept", " "], 1, "no concept is named"),
        (["{}", "--concept", "HbA1c", "--where", "colour = 1"], 1, "the condition is not understood"),
        (["{}", "--concept", "HbA1c", "--where", "poolarity = 'excluded'"], 1, "polarity"),
        (["{}", "--concept", "HbA1c", "--where", "1 = 1; DROP TABLE atoms"], 1, "the condition is not understood"),
        (["{}", "--concept", "HbA1c", "--where", "(SELECT 1 FROM read_csv('/etc/passwd')) = 1"], 1, "Cannot access"),
    ],
)
def test_what_is_wrong_is_said(converted, args, code, said):
    done = ask(*(arg.format(converted) for arg in args))
    assert done.exit_code == code
    assert said in " ".join(done.stderr.split())


def test_numbers_of_the_summary_are_json(converted):
    beside = converted.with_name(f"{converted.name}.summary.json")
    path = beside if beside.exists() else converted / "summary.json"
    assert json.loads(path.read_text())["read"] == len(CASES)
