"""The door: which format a source is of, the library's own JSON, and the command line."""

import io
import json

import pytest
from typer.testing import CliRunner

import eligibility
from eligibility import Patient, PatientError, read_patients
from eligibility.cli.app import app
from eligibility.patients import records

ONE = {"patient_id": "p1", "birth_date": "1960-05-01", "sex": "female", "conditions": [{"name": "stroke"}]}
TWO = {"patient_id": "p2", "birth_date": "1970", "sex": "male"}
BUNDLE = {
    "resourceType": "Bundle",
    "entry": [
        {"resource": {"resourceType": "Patient", "id": name, "gender": "female", "birthDate": born}}
        for name, born in (("a", "1960"), ("b", "2020"))
    ],
}


@pytest.mark.parametrize("text", [json.dumps([ONE, TWO]), f"{json.dumps(ONE)}\n{json.dumps(TWO)}\n"])
def test_the_own_json_in_an_array_or_in_lines(text):
    assert list(read_patients(io.StringIO(text))) == [Patient.model_validate(one) for one in (ONE, TWO)]


def test_one_file_of_the_own_json(root):
    path = root / "examples" / "patients" / "kidney-disease.json"
    assert list(read_patients(path)) == [Patient.read(path)]


def test_what_is_broken_in_the_own_json_has_its_place():
    text = f'{json.dumps(ONE)}\n{{"sex": "robot"}}\n{{\n{json.dumps(TWO)}\n'
    found = list(records(io.StringIO(text)))
    assert [getattr(one, "patient_id", None) or one.place for one in found] == [
        "p1",
        "<stream>:2:1",
        "<stream>:3:2",
        "p2",
    ]


def test_formats_of_all_kinds_in_one_folder(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(BUNDLE))
    (tmp_path / "b.csv").write_text("patient_id,sex\nc,male\n")
    (tmp_path / "c.jsonl").write_text(json.dumps(ONE))
    assert sorted(one.patient_id for one in read_patients(tmp_path)) == ["a", "b", "c", "p1"]


@pytest.mark.parametrize(
    ("text", "settings", "code"),
    [
        ("Age 18 or older", {}, "unknown-format"),
        ("", {}, "empty-file"),
        ("{}", {"format": "hl7v2"}, "unknown-format"),
        ("{}", {"format": "omop"}, "no-database"),
    ],
)
def test_what_cannot_be_read_at_all(text, settings, code):
    with pytest.raises(PatientError) as told:
        list(read_patients(io.StringIO(text), **settings))
    assert told.value.code == code


def test_a_path_that_leads_nowhere(tmp_path):
    with pytest.raises(PatientError, match="there is no such file"):
        list(read_patients(tmp_path / "none"))
    with pytest.raises(PatientError, match="there is no file in this folder"):
        list(read_patients(tmp_path))


def test_nothing_is_opened_before_the_first_patient_is_asked_for():
    assert read_patients("none")


def check(root, *args):
    trial = root / "examples" / "kidney-disease.txt"
    return CliRunner().invoke(app, ["check", str(trial), "--as-of", "2024-03-09", *map(str, args)])


def test_check_takes_the_only_patient_of_any_source(root, tmp_path):
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps({**BUNDLE, "entry": BUNDLE["entry"][1:]}))
    done = check(root, "--patient", path)
    assert done.exit_code == 0
    assert json.loads(done.stdout)["patient_id"] == "b"


def test_check_takes_the_patient_that_is_chosen(root, tmp_path):
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps(BUNDLE))
    told = check(root, "--patient", path)
    assert (told.exit_code, "choose one by --patient-id from a, b" in told.stderr) == (1, True)
    told = check(root, "--patient", path, "--patient-id", "z")
    assert (told.exit_code, "there is no patient 'z' in it" in told.stderr) == (1, True)
    assert json.loads(check(root, "--patient", path, "--patient-id", "a").stdout)["patient_id"] == "a"


def test_check_tells_what_is_broken_unless_the_patient_is_another(root, tmp_path):
    path = tmp_path / "patients.jsonl"
    path.write_text('{"sex": "robot"}\n' + json.dumps(ONE))
    assert "no patient, sex" in check(root, "--patient", path).stderr
    assert check(root, "--patient", path, "--patient-id", "p1").exit_code == 0


def test_the_name_is_public():
    assert eligibility.read_patients is read_patients
