"""Tables of facts: columns and words by any of their names, a kind by column or by file, places of errors."""

import io

import pytest
from patient_notation import patient as written
from test_fhir_resources import LISTS, bare

from eligibility import Patient, PatientError, read_patients
from eligibility.patients import records

HEADER = "patient_id,kind,name,code_system,code,value,value_text,unit,date,start,end,absent,severity,ended\n"
ROWS = {
    "p,measurement,HbA1c,LOINC,4548-4,8.1,,%,2024-02-10,,,,,": "HbA1c [http://loinc.org 4548-4] = 8.1 % @2024-02-10",
    "p,lab,CRP,,,<5,,mg/L,2024-02-10,,,,,": 'CRP = "<5" mg/L @2024-02-10',
    "p,Labs,HBsAg,,,,positive,,2024-02,,,,,": 'HBsAg = "positive" @2024-02',
    "p,diagnosis,stroke,,,,,,,2024-01-05,2024-01-09,,severe,": "cond stroke 2024-01-05..2024-01-09 severity=severe",
    "p,condition,stroke,,,,,,,,,YES,,": "no cond stroke",
    "p,medication,metformin,,,,,,,2012,,no,,": "drug metformin 2012",
    "p,procedure,CABG,,,,,,2020-02-02,,,,,": "proc CABG 2020-02-02",
    "p,visit,hospitalization,,,,,,,2020-02-02,,,,": "visit hospitalization 2020-02-02",
    "p,device,pacemaker,,,,,,,2020,,,,": "dev pacemaker 2020",
    "p,observation,smoking,,,,,,,,,,,": "obs smoking",
    "p,anchor,surgery,,,,,,2024-01-05,,,,,": "anchor surgery 2024-01-05",
    "p,condition,stroke,,,,,,,2019,,,,yes": "cond stroke 2019 ended=yes",
}


def read(text, **settings):
    return list(read_patients(io.StringIO(text), **settings))


@pytest.mark.parametrize("row", ROWS)
def test_a_row_is_a_fact(row):
    [found] = read(HEADER + row + "\n")
    wanted = written(ROWS[row])
    for name in LISTS:
        assert bare(getattr(found, name)) == list(getattr(wanted, name))
    assert found.anchors == wanted.anchors


def test_rows_of_a_patient_may_be_anywhere_and_the_person_in_any():
    rows = (
        "mrn;kind;test;result;units;dob;gender\n"
        "b;lab;ALT;31;U/L;;\n"
        "a;lab;ALT;1;U/L;1960-05-01;F\n"
        "b;;;;;1970;m\n"
        "b;lab;ALT;32;U/L;;M\n"
    )
    found = read(rows)
    assert [(one.patient_id, one.sex, one.birth_date) for one in found] == [
        ("a", "female", "1960-05-01"),
        ("b", "male", "1970"),
    ]
    assert [[fact.value for fact in one.measurements] for one in found] == [[1], [31, 32]]


def test_a_folder_with_a_table_for_each_kind(tmp_path):
    (tmp_path / "patients.csv").write_text("patient_id,sex\np,female\nq,male\n")
    (tmp_path / "conditions.csv").write_text("patient_id,name,icd10,snomed\np,asthma,J45,195967001\n")
    (tmp_path / "labs.tsv").write_text("patient_id\tname\tvalue\nq\tALT\t31\n")
    p, q = read_patients(tmp_path)
    assert [coding.code for coding in p.conditions[0].codes] == ["195967001", "J45"]
    assert (p.sex, q.measurements[0].value) == ("female", 31)


def test_a_mapping_names_the_columns():
    mapping = {"patient_id": "who", "kind": "sort", "name": "what", "value": "how much"}
    [found] = read("who,sort,what,how much\np,lab,ALT,31\n", mapping=mapping)
    assert (found.measurements[0].name, found.measurements[0].value) == ("ALT", 31)


BROKEN = {
    "patient_id,kind,name\np,lab,ALT\n,lab,ALT\n": ("no-id", ":3: a row without the id"),
    "patient_id,kind,name\np,potion,ALT\n": (
        "unknown-kind",
        ":2: there is no kind 'potion': it is one of measurements",
    ),
    "patient_id,name\np,ALT\n": ("unknown-kind", ":2: no column and no file name says the kind"),
    "patient_id,kind,name,date\np,lab,ALT,last week\n": ("bad-fact", ":2: date is 'last week': not a date"),
    "patient_id,kind,name,absent\np,condition,x,perhaps\n": ("bad-fact", "absent is 'perhaps': say yes or no"),
    "patient_id,kind,name,uln\np,lab,x,high\n": ("bad-fact", "upper_limit is 'high'"),
    "patient_id,kind,value\np,lab,3\n": ("no-name", ":2: a row with neither a name nor a code"),
    "patient_id,sex\np,robot\n": ("bad-fact", ":2: sex is 'robot'"),
    "patient_id,birth_date\np,1960\np,1961\n": ("bad-fact", ":3: birth_date is '1961' here and '1960' in another row"),
    "patient_id,kind,name\np,lab\n": ("bad-row", "2 fields where the first line names 3"),
    "name,value\nALT,3\n": ("unknown-format", "no known format"),
}


@pytest.mark.parametrize("text", BROKEN)
def test_broken_tables_are_told_with_their_place(text):
    code, message = BROKEN[text]
    with pytest.raises(PatientError) as told:
        read(text)
    assert told.value.code == code
    assert message in str(told.value)


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ({"patient_id": "MRN"}, "unknown-column"),
        ({"drug": "name"}, "unknown-field"),
        ({"name": "name"}, "unknown-columns"),
    ],
)
def test_mappings_that_make_no_sense(mapping, code):
    with pytest.raises(PatientError) as told:
        read("who,name\np,ALT\n", mapping=mapping)
    assert told.value.code == code


def test_others_come_where_one_is_broken():
    found = list(records(io.StringIO("patient_id,sex\na,robot\nb,male\n")))
    assert [type(one) for one in found] == [PatientError, Patient]
