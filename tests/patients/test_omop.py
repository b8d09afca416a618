"""What rows of OMOP state, in which order they are read, and what is told of those that are broken."""

import sys
from datetime import date
from decimal import Decimal

import duckdb
import psycopg
import pytest
from omop_writer import FAMILY, TABLES
from patient_notation import patient
from test_fhir_resources import LISTS, bare

from eligibility import PatientError, read_patients
from eligibility.patients import records

CONCEPTS = [
    (0, "No matching concept", "None", "No matching concept"),
    (3004410, "Hemoglobin A1c/Hemoglobin.total in Blood", "LOINC", "4548-4"),
    (8554, "percent", "UCUM", "%"),
    (9191, "Positive", "Meas Value", "Positive"),
    (443454, "Cerebral infarction", "SNOMED", "432504007"),
    (35207860, "Cerebral infarction, unspecified", "ICD10CM", "I63.9"),
    (1503297, "24 HR metformin hydrochloride 500 MG Extended Release Oral Tablet", "RxNorm", "860975"),
    (9201, "Inpatient Visit", "Visit", "IP"),
    (4188540, "No", "SNOMED", "373067005"),
    (4005823, "Tobacco user", "SNOMED", "110483000"),
    (439224, "Allergy to drug", "SNOMED", "416098002"),
    (1728416, "penicillin G", "RxNorm", "7980"),
    (FAMILY, "Family history of clinical finding", "SNOMED", "416471007"),
    (1340204, "History of event", "OMOP Extension", "OMOP5160857"),
    (4275495, "Tobacco smoking behavior", "SNOMED", "365981007"),
]
DAY = date(2024, 2, 10)
LOINC, UCUM, SNOMED = "http://loinc.org", "http://unitsofmeasure.org", "http://snomed.info/sct"
ICD, RXNORM = "http://hl7.org/fhir/sid/icd-10-cm", "http://www.nlm.nih.gov/research/umls/rxnorm"

CASES = {
    "a number with a unit": (
        "measurement",
        {"measurement_concept_id": 3004410, "value_as_number": 8.1, "unit_concept_id": 8554},
        f"Hemoglobin A1c/Hemoglobin.total in Blood [{LOINC} 4548-4] = 8.1 % @2024-02-10",
    ),
    "limits of normal, a unit that is not mapped": (
        "measurement",
        {
            "measurement_concept_id": 0,
            "measurement_source_value": "ALT",
            "value_as_number": Decimal("31"),
            "unit_concept_id": 0,
            "unit_source_value": "IU/L",
            "range_low": Decimal("7"),
            "range_high": Decimal("40"),
        },
        "ALT = 31 IU/L @2024-02-10 uln=40 lln=7",
    ),
    "an operator makes an interval": (
        "measurement",
        {"measurement_source_value": "CRP", "value_as_number": 5, "operator_concept_id": 4171756},
        'CRP = "< 5.0" @2024-02-10',
    ),
    "the operator = does not": (
        "measurement",
        {"measurement_source_value": "CRP", "value_as_number": 5, "operator_concept_id": 4172703},
        "CRP = 5 @2024-02-10",
    ),
    "an answer": (
        "measurement",
        {"measurement_source_value": "HBsAg", "value_as_concept_id": 9191},
        'HBsAg = "Positive" @2024-02-10',
    ),
    "a value that is not mapped": (
        "measurement",
        {"measurement_source_value": "HBsAg", "value_source_value": "reactive"},
        'HBsAg = "reactive" @2024-02-10',
    ),
    "a standard concept and that of the source": (
        "condition_occurrence",
        {"condition_concept_id": 443454, "condition_source_concept_id": 35207860, "condition_end_date": DAY},
        f"cond Cerebral infarction [{SNOMED} 432504007] 2024-02-10..2024-02-10",
    ),
    "a concept of the source alone": (
        "condition_occurrence",
        {"condition_concept_id": 0, "condition_source_concept_id": 35207860},
        f"cond Cerebral infarction, unspecified [{ICD} I63.9] 2024-02-10",
    ),
    "a clinical drug by its ingredient": (
        "drug_exposure",
        {"drug_concept_id": 1503297, "drug_exposure_end_date": date(2024, 5, 10)},
        f"drug metformin [{RXNORM} 860975] 2024-02-10..2024-05-10",
    ),
    "a stay in hospital": (
        "visit_occurrence",
        {"visit_concept_id": 9201},
        "visit hospitalization [Visit IP] 2024-02-10",
    ),
    "a procedure": ("procedure_occurrence", {"procedure_source_value": "CABG"}, "proc CABG 2024-02-10"),
    "a device": ("device_exposure", {"device_source_value": "Pacemaker"}, "dev Pacemaker 2024-02-10"),
    "an observation": (
        "observation",
        {"observation_concept_id": 4005823},
        f"obs Tobacco user [{SNOMED} 110483000] 2024-02-10",
    ),
    "an observation that is denied": (
        "observation",
        {"observation_concept_id": 4005823, "value_as_concept_id": 4188540},
        f'Tobacco user [{SNOMED} 110483000] = "No" @2024-02-10; no obs Tobacco user [{SNOMED} 110483000] ..2024-02-10',
    ),
    "an answer that states something": (
        "observation",
        {"observation_concept_id": 4275495, "value_as_concept_id": 4005823},
        f'Tobacco smoking behavior [{SNOMED} 365981007] = "Tobacco user" @2024-02-10; '
        f"obs smoking [{SNOMED} 110483000] 2024-02-10",
    ),
    "an observation with a number": (
        "observation",
        {"observation_source_value": "pack years", "value_as_number": 20},
        "pack years = 20 @2024-02-10",
    ),
    "a relative": (
        "observation",
        {"observation_concept_id": FAMILY, "value_as_concept_id": 443454},
        f"family cond Cerebral infarction [{SNOMED} 432504007]",
    ),
    "the past": (
        "observation",
        {"observation_concept_id": 1340204, "value_as_concept_id": 443454},
        f"cond Cerebral infarction [{SNOMED} 432504007]",
    ),
    "an allergy": (
        "observation",
        {"observation_concept_id": 439224, "value_as_concept_id": 1728416},
        "cond allergy to penicillin G 2024-02-10",
    ),
}


def database(path, rows=(), *, people=((1, 8532, 1960, 5, 1),), concepts=CONCEPTS, without=()):
    """A database with a few rows: of each the table and its columns."""
    with duckdb.connect(str(path)) as connection:
        for name, columns in TABLES.items():
            if name not in without:
                connection.execute(f"CREATE TABLE {name} ({columns})")
        for table, held in (("person", people), ("concept", concepts)):
            for row in held if table not in without else ():
                connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        for table, values in rows:
            names = ", ".join(values)
            connection.execute(
                f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(values))})", [*values.values()]
            )
    return path


def dated(table, values, number=1, person=1):
    """A row with a date and an id."""
    start = {"drug_exposure": "drug_exposure_start_date", "device_exposure": "device_exposure_start_date"}
    stem = table.partition("_")[0]
    column = start.get(table) or (f"{stem}_start_date" if stem in {"condition", "visit"} else f"{stem}_date")
    return table, {f"{table}_id": number, "person_id": person, column: DAY, **values}


@pytest.mark.parametrize("case", CASES)
def test_what_a_row_states(case, tmp_path):
    table, values, facts = CASES[case]
    [found] = read_patients(database(tmp_path / "cdm.duckdb", [dated(table, values)]))
    wanted = patient(f"born 1960-05-01; female; {facts}")
    assert (found.patient_id, found.birth_date, found.sex) == ("1", "1960-05-01", "female")
    for name in LISTS:
        facts_found = bare(getattr(found, name))
        if case == "a standard concept and that of the source" and facts_found:
            assert facts_found[0].codes[1].code == "I63.9"
            facts_found = [fact.model_copy(update={"codes": fact.codes[:1]}) for fact in facts_found]
        assert facts_found == list(getattr(wanted, name))
        assert all(fact.source.endswith("/1") for fact in getattr(found, name))


def test_rows_come_by_person_and_date_whatever_their_order(tmp_path):
    rows = [
        dated(
            "measurement",
            {"measurement_source_value": "ALT", "value_as_number": n, "measurement_date": date(2024, 1, n)},
            n,
            p,
        )
        for n, p in [(3, 2), (1, 10), (2, 2), (9, 1), (4, 10)]
    ]
    people = [(10, 0, 1960, None, None), (2, 8507, None, None, None), (1, 0, 1960, 5, None), (3, 0, 1970, 1, 1)]
    found = list(read_patients(database(tmp_path / "cdm.duckdb", rows, people=people)))
    said = {one.patient_id: [fact.value for fact in one.measurements] for one in found}
    assert list(said.items()) == [("1", [9]), ("2", [2, 3]), ("3", []), ("10", [1, 4])]
    assert [one.birth_date for one in found] == ["1960-05", None, "1970-01-01", "1960"]


def test_tables_that_are_not_there_hold_nothing(tmp_path):
    path = database(tmp_path / "cdm.duckdb", without={"device_exposure", "observation"})
    assert len(list(read_patients(path))) == 1


def test_a_folder_of_files(tmp_path):
    """One for each table, as CSV or Parquet; codes stay text."""
    path = database(tmp_path / "cdm.duckdb", [dated("measurement", CASES["a number with a unit"][1])])
    folder = tmp_path / "cdm"
    folder.mkdir()
    with duckdb.connect(str(path)) as connection:
        for number, table in enumerate(TABLES):
            kind = "parquet" if number % 2 else "csv"
            connection.execute(f"COPY {table} TO '{folder}/{table.upper()}.{kind}' (FORMAT {kind})")
    assert [one.model_dump() for one in read_patients(folder)] == [one.model_dump() for one in read_patients(path)]


def test_the_schema_is_named(tmp_path):
    path = database(tmp_path / "cdm.duckdb")
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "CREATE SCHEMA other; CREATE TABLE other.person AS SELECT * FROM person UNION ALL SELECT 2, 0, 1, 1, 1"
        )
    assert len(list(read_patients(path))) == 1
    assert len(list(read_patients(path, schema="other, main"))) == 2


BROKEN = {
    "no table of persons": ({"without": {"person"}}, "no-such-table", "no table 'person'"),
    "no table of concepts": ({"without": {"concept"}}, "no-such-table", "no table 'concept'"),
    "rows of nobody": (
        {"rows": [dated("measurement", {"value_as_number": 1}, person=7)]},
        "no-patient",
        "measurement/1: rows are of person_id 7",
    ),
    "rows of null": ({"rows": [dated("measurement", {}, person=None)]}, "no-patient", "rows are of person_id None"),
    "a month that is none": ({"people": [(1, 0, 1960, 13, 1)]}, "bad-fact", "person/1: birth_date is '1960-13-01'"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_broken_is_told(case, tmp_path):
    how, code, message = BROKEN[case]
    path = database(tmp_path / "cdm.duckdb", **how)
    with pytest.raises(PatientError) as told:
        list(read_patients(path))
    assert told.value.code == code
    assert message in str(told.value)
    assert str(told.value).startswith(str(path))


def test_others_come_where_one_is_broken(tmp_path):
    rows = [dated("measurement", {"value_as_number": float("1e300")}, 1, 2)]
    people = [(1, 0, 1960, 13, 1), (2, 0, 1960, 1, 1), (3, 0, 1960, 1, 1)]
    columns = TABLES["measurement"]
    TABLES["measurement"] = columns.replace("NUMERIC(30, 9)", "DOUBLE")
    try:
        path = database(tmp_path / "cdm.duckdb", rows, people=people)
    finally:
        TABLES["measurement"] = columns
    found = list(records(path))
    assert [type(one).__name__ for one in found] == ["PatientError", "Patient", "Patient"]


@pytest.mark.parametrize("source", ["none.duckdb", "postgresql://nobody:secret@localhost:1/none"])
def test_a_database_that_is_not_there(source, tmp_path):
    place = source if ":" in source else str(tmp_path / source)
    with pytest.raises(PatientError) as told:
        list(read_patients(place, format="omop"))
    assert told.value.code == "database"
    assert "secret" not in str(told.value)


def test_psycopg_is_an_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(PatientError, match=r'pip install "eligibility\[postgres\]"'):
        list(read_patients("postgresql://me:secret@localhost/cdm"))


def test_a_schema_is_a_name(tmp_path):
    with pytest.raises(PatientError, match="no name of a schema"):
        list(read_patients(database(tmp_path / "cdm.duckdb"), schema="x'; DROP TABLE person"))


def test_postgresql_reads_side_by_side_and_says_what_is_wrong(postgres):
    with psycopg.connect(postgres) as connection:
        connection.execute("CREATE SCHEMA small")
        connection.execute("CREATE TABLE small.person (person_id INT, year_of_birth INT)")
        connection.execute(
            "CREATE TABLE small.concept (concept_id INT, concept_name TEXT, vocabulary_id TEXT, concept_code TEXT)"
        )
        connection.execute("CREATE TABLE small.condition_occurrence (person_id INT, condition_source_value TEXT)")
        connection.execute("INSERT INTO small.person SELECT n, 1960 FROM generate_series(1, 5000) n")
        connection.execute(
            "INSERT INTO small.condition_occurrence SELECT n, 'asthma' FROM generate_series(5000, 1, -1) n"
        )
    found = list(read_patients(postgres, schema="small"))
    assert [one.patient_id for one in found] == [str(number) for number in range(1, 5001)]
    assert {one.conditions[0].name for one in found} == {"asthma"}
    assert sum(1 for _ in read_patients(f"{postgres}&options=-csearch_path%3Dsmall")) == 5000
    with pytest.raises(PatientError, match="no table 'person'"):
        list(read_patients(postgres, schema="none"))
