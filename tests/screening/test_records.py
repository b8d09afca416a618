"""Records as they are kept, screened from file to file: FHIR of 500 people against 200 trials."""

import carebundle
import cohort
import duckdb
import pytest
from typer.testing import CliRunner

from eligibility import Checker, read_patients
from eligibility.cli.app import app

DAY = "2026-01-15"
PATIENTS, TRIALS = 500, 200


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    """A bulk export: a file for each kind of resource."""
    folder = tmp_path_factory.mktemp("export")
    for kind, lines in carebundle.to_ndjson(carebundle.generate_cohort(count=PATIENTS, seed=11)).items():
        (folder / f"{kind}.ndjson").write_text(lines, "utf-8")
    return folder


def test_an_export_is_screened_from_file_to_file(export, tmp_path):
    trials = cohort.trials(TRIALS, wordings=96)
    (tmp_path / "trials.jsonl").write_text("".join(one.model_dump_json() + "\n" for one in trials), "utf-8")
    target = tmp_path / "verdicts.parquet"
    options = ["--patients", str(export), "--as-of", DAY, "-o", str(target)]
    done = CliRunner().invoke(app, ["screen", str(tmp_path / "trials.jsonl"), *options])
    assert done.exit_code == 0, done.output
    rows = duckdb.sql(f"SELECT patient_id, trial_id, verdict FROM read_parquet('{target}')").fetchall()
    people = list(read_patients(export))
    assert len(people) == PATIENTS and len(rows) == PATIENTS * TRIALS
    assert {verdict for *_, verdict in rows} >= {"ineligible", "undetermined"}
    found = {(person, trial): verdict for person, trial, verdict in rows}
    checker = Checker(DAY)
    for at, person in enumerate(people):
        trial = trials[at % TRIALS]
        assert found[person.patient_id, trial.trial_id] == checker.trial(trial, person).verdict
