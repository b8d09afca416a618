"""Where patients come from: JSON in all its layouts, and what is said of anything else."""

import json

import pytest

from eligibility import PatientError
from eligibility.screening import expected, patients_of

ONE, OTHER = {"patient_id": "p1", "sex": "female"}, {"patient_id": "p2", "conditions": [{"name": "T2DM"}]}
LAYOUTS = {
    "lines": f"{json.dumps(ONE)}\n{json.dumps(OTHER)}\n",
    "lines with gaps": f"\n{json.dumps(ONE)}\r\n\n  {json.dumps(OTHER)}",
    "lines with a mark": f"\ufeff{json.dumps(ONE)}\n{json.dumps(OTHER)}\n",
    "array": json.dumps([ONE, OTHER]),
    "array on lines": json.dumps([ONE, OTHER], indent=1),
    "array with a mark": f"\ufeff{json.dumps([ONE, OTHER], indent=1)}",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts(layout, tmp_path):
    path = tmp_path / "p.jsonl"
    path.write_text(LAYOUTS[layout], "utf8", newline="")
    assert [one.patient_id for one in patients_of(str(path))] == ["p1", "p2"]


def test_one_patient(root):
    [patient] = patients_of(str(root / "examples" / "patients" / "kidney-disease.json"))
    assert patient.patient_id == "p1"


BAD = {
    "empty": ("", "p.jsonl"),
    "space": (" \n\n", "p.jsonl"),
    "binary": ("\x00\x01\x02", "p.jsonl"),
    "words": ("These are patients\nof ours", "p.jsonl"),
    "brackets": ("[" * 100_000, "p.jsonl"),
    "braces": ('{"a":' * 100_000, "p.jsonl"),
    "number": ("3", "no patient"),
    "field": ('{"conditons": []}\n{}', "no patient, conditons"),
    "second line": (f'{json.dumps(ONE)}\n{{"sex": 3}}', "p.jsonl:2"),
    "member": ('[{}, {"sex": 3}]', "sex"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_patient_is_told_with_its_place(case, tmp_path):
    path = tmp_path / "p.jsonl"
    path.write_text(BAD[case][0], "utf8")
    with pytest.raises(PatientError) as told:
        list(patients_of(str(path)))
    assert BAD[case][1] in str(told.value)
    assert str(told.value).startswith(str(path))


def test_files_that_are_not_there(tmp_path):
    for path in (tmp_path, tmp_path / "none", "\0"):
        with pytest.raises(PatientError):
            list(patients_of(str(path)))


def test_lines_are_counted_before(files, people, tmp_path):
    assert expected(str(files / "patients.jsonl")) == len(people)
    assert expected(str(tmp_path / "none.jsonl")) is expected("-") is expected(str(tmp_path)) is None
