"""Writes patients as tables of the OMOP common data model: as much of it as the tests need.

Each code becomes a concept. The first code of a fact is its standard concept, the second its source concept; a fact
without codes keeps its name as the source's own words. What OMOP has no column for is lost: denials, qualifiers,
anchors, where a fact comes from, further codes. Conditions of relatives become observations.
"""

from datetime import date

import duckdb
import psycopg

from eligibility import Patient

TABLES = {
    "person": "person_id BIGINT, gender_concept_id INT, year_of_birth INT, month_of_birth INT, day_of_birth INT",
    "concept": "concept_id INT, concept_name TEXT, vocabulary_id TEXT, concept_code TEXT",
    "measurement": "measurement_id BIGINT, person_id BIGINT, measurement_concept_id INT, measurement_date DATE, "
    "operator_concept_id INT, value_as_number NUMERIC(30, 9), value_as_concept_id INT, unit_concept_id INT, "
    "range_low NUMERIC(30, 9), range_high NUMERIC(30, 9), measurement_source_value TEXT, "
    "measurement_source_concept_id INT, unit_source_value TEXT, value_source_value TEXT",
    "observation": "observation_id BIGINT, person_id BIGINT, observation_concept_id INT, observation_date DATE, "
    "value_as_number NUMERIC, value_as_string TEXT, value_as_concept_id INT, observation_source_value TEXT, "
    "observation_source_concept_id INT",
}
EVENTS = {
    "conditions": ("condition_occurrence", "condition", "condition_start_date", "condition_end_date"),
    "drugs": ("drug_exposure", "drug", "drug_exposure_start_date", "drug_exposure_end_date"),
    "procedures": ("procedure_occurrence", "procedure", "procedure_date", "procedure_end_date"),
    "devices": ("device_exposure", "device", "device_exposure_start_date", "device_exposure_end_date"),
    "visits": ("visit_occurrence", "visit", "visit_start_date", "visit_end_date"),
}
for _table, _what, _start, _end in EVENTS.values():
    TABLES[_table] = (
        f"{_table}_id BIGINT, person_id BIGINT, {_what}_concept_id INT, {_start} DATE, {_end} DATE, "
        f"{_what}_source_value TEXT, {_what}_source_concept_id INT"
    )
SEXES = {"male": 8507, "female": 8532, "other": 8521, "unknown": 8551}
SIGNS = {"<": 4171756, "≤": 4171754, ">": 4172704, "≥": 4171755}
VOCABULARIES = {
    "http://loinc.org": "LOINC",
    "http://snomed.info/sct": "SNOMED",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "RxNorm",
    "http://hl7.org/fhir/sid/icd-10-cm": "ICD10CM",
    "http://unitsofmeasure.org": "UCUM",
}
FAMILY = 4167217
AT_ONCE = 500
"""Rows in one statement."""
FIRST_OWN = 2_000_000_000
"""From here on concept ids are not OHDSI's."""


class Tables:
    """The rows of each table, as patients are put into them."""

    def __init__(self, patients):
        self.rows = {name: [] for name in TABLES}
        self._concepts = {}
        self._put("concept", concept_id=0, concept_name="No matching concept", vocabulary_id="None", concept_code="x")
        self._put(
            "concept", concept_id=FAMILY, concept_name="Family history of", vocabulary_id="SNOMED", concept_code="f"
        )
        for number, patient in enumerate(patients, 1):
            self._person(number, patient)

    def _put(self, table, **values):
        names = [one.split()[0] for one in TABLES[table].replace("NUMERIC(30, 9)", "NUMERIC").split(", ")]
        assert values.keys() <= set(names), (table, values)
        self.rows[table].append([values.get(name) for name in names])

    def _person(self, number: int, patient: Patient):
        birth = [int(part) for part in (patient.birth_date or "").split("-") if part]
        self._put(
            "person",
            person_id=number,
            gender_concept_id=SEXES.get(patient.sex, 0),
            **dict(zip(("year_of_birth", "month_of_birth", "day_of_birth"), birth, strict=False)),
        )
        for fact in patient.measurements:
            self._measurement(number, fact)
        for kind in EVENTS:
            for fact in getattr(patient, kind):
                self._event(number, kind, fact)
        for fact in patient.observations:
            if not fact.absent:
                self._observation(number, fact)

    def _measurement(self, number, fact):
        sign, _, rest = (fact.value_text or "").partition(" ")
        value = fact.value if sign not in SIGNS else float(rest)
        text = None if sign in SIGNS else fact.value_text
        self._put(
            "measurement",
            measurement_id=len(self.rows["measurement"]),
            person_id=number,
            **self._of_what("measurement", fact),
            measurement_date=_day(fact.date),
            operator_concept_id=SIGNS.get(sign, 0),
            value_as_number=value,
            value_as_concept_id=0,
            unit_concept_id=self._concept("http://unitsofmeasure.org", fact.unit, fact.unit) if fact.unit else 0,
            unit_source_value=fact.unit,
            range_low=fact.lower_limit,
            range_high=fact.upper_limit,
            value_source_value=text,
        )

    def _event(self, number, kind, fact):
        table, what, start, end = EVENTS[kind]
        if fact.absent:
            return
        if fact.experiencer == "family":
            self._put(
                "observation",
                observation_id=len(self.rows["observation"]),
                person_id=number,
                observation_concept_id=FAMILY,
                observation_date=date(2024, 1, 1),
                value_as_concept_id=self._codes(fact)[0],
            )
            return
        values = {f"{table}_id": len(self.rows[table]), start: _day(fact.start), end: _day(fact.end)}
        self._put(table, person_id=number, **self._of_what(what, fact), **values)

    def _observation(self, number, fact):
        self._put(
            "observation",
            observation_id=len(self.rows["observation"]),
            person_id=number,
            observation_date=_day(fact.start),
            **self._of_what("observation", fact),
        )

    def _of_what(self, what, fact):
        standard, source = self._codes(fact)
        return {
            f"{what}_concept_id": standard,
            f"{what}_source_concept_id": source,
            f"{what}_source_value": fact.name[:50],
        }

    def _codes(self, fact):
        ids = [self._concept(one.system, one.code, one.display or fact.name) for one in fact.codes[:2]]
        return [*ids, 0, 0][:2]

    def _concept(self, system, code, name):
        key = (system, code, name)
        if key not in self._concepts:
            self._concepts[key] = FIRST_OWN + len(self._concepts)
            vocabulary = VOCABULARIES.get(system, system)
            values = {"concept_name": name, "vocabulary_id": vocabulary, "concept_code": code}
            self._put("concept", concept_id=self._concepts[key], **values)
        return self._concepts[key]


def _day(written):
    """A date; of a partial one the first day."""
    return date.fromisoformat((written + "-01-01")[:10]) if written else None


def to_duckdb(patients, path):
    """Writes a database of DuckDB."""
    with duckdb.connect(str(path)) as connection:
        _fill(connection, Tables(patients), "?")


def to_postgres(patients, url, schema):
    """Writes a schema of PostgreSQL."""
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {schema}")
        cursor.execute(f"SET search_path = {schema}")
        _fill(cursor, Tables(patients), "%s")


def _fill(cursor, tables, mark):
    for name, columns in TABLES.items():
        cursor.execute(f"CREATE TABLE {name} ({columns})")
        rows = tables.rows[name]
        for at in range(0, len(rows), AT_ONCE):
            some = rows[at : at + AT_ONCE]
            marks = ", ".join([f"({', '.join([mark] * len(some[0]))})"] * len(some))
            cursor.execute(f"INSERT INTO {name} VALUES {marks}", [value for row in some for value in row])
