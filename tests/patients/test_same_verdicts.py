"""The same patients from FHIR, from OMOP in DuckDB and from OMOP in PostgreSQL give the same verdicts."""

from pathlib import Path

import carebundle
import pytest
from omop_writer import to_duckdb, to_postgres

import eligibility

DAY = "2026-01-15"
EXTRA = Path(__file__).parent / "more-patients.ndjson"


@pytest.fixture(scope="module")
def fhir(tmp_path_factory):
    """A bulk export of 30 synthetic patients, and of some whose records have what those lack."""
    folder = tmp_path_factory.mktemp("export")
    for kind, lines in carebundle.to_ndjson(carebundle.generate_cohort(count=30, seed=7)).items():
        (folder / f"{kind}.ndjson").write_text(lines, "utf-8")
    (folder / EXTRA.name).write_bytes(EXTRA.read_bytes())
    return folder


@pytest.fixture(scope="module")
def trials(examples):
    """The example trials, and criteria on what the patients have."""
    texts = [trial for path in examples for trial in eligibility.read(path)]
    return [eligibility.parse(text) for text in texts] + [
        eligibility.parse(Path(EXTRA).with_suffix(".txt").read_text())
    ]


@pytest.fixture(scope="module")
def patients(fhir):
    return list(eligibility.read_patients(fhir))


def verdicts(patients, trials, assume):
    """The verdict on each criterion and trial, for each patient in order."""
    checker = eligibility.Checker(DAY, assume=assume)
    results = [checker.trial(trial, patient) for patient in patients for trial in trials]
    return [(one.verdict, [criterion.verdict for criterion in one.criteria]) for one in results]


def test_duckdb_says_what_fhir_says(patients, trials, tmp_path):
    to_duckdb(patients, tmp_path / "cdm.duckdb")
    read = list(eligibility.read_patients(tmp_path / "cdm.duckdb"))
    assert len(read) == len(patients) >= 33
    for assume in ("open", "closed"):
        assert verdicts(read, trials, assume) == verdicts(patients, trials, assume)


def test_postgresql_says_what_fhir_says(patients, trials, postgres):
    to_postgres(patients, postgres, "cdm")
    read = list(eligibility.read_patients(postgres, schema="cdm"))
    assert len(read) == len(patients)
    for assume in ("open", "closed"):
        assert verdicts(read, trials, assume) == verdicts(patients, trials, assume)


def test_the_verdicts_are_of_all_kinds(patients, trials):
    """Else that they are the same would say little."""
    found = [verdict for _, said in verdicts(patients, trials, "closed") for verdict in said]
    assert {verdict: found.count(verdict) > 30 for verdict in set(found)} == {
        "met": True,
        "not_met": True,
        "unknown": True,
    }


EXPECTED = {
    "x1": "unknown unknown unknown met met met met met not_met met met not_met not_met not_met met not_met not_met "
    "not_met",
    "x2": "unknown unknown unknown met not_met unknown unknown not_met met unknown not_met met met met not_met not_met "
    "not_met not_met",
}


def test_the_verdicts_are_right(patients, trials):
    """On the criteria of more-patients.txt, worked out by hand."""
    for patient in patients:
        if patient.patient_id in EXPECTED:
            [(_, found)] = verdicts([patient], trials[-1:], "closed")
            assert found == EXPECTED[patient.patient_id].split()
