"""What holds of every patient: written and read again, it is the same but for what the format has no place for."""

import io
import json
from functools import reduce
from pathlib import Path
from tempfile import TemporaryDirectory

import fhir_writer
import omop_writer
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategies
from eligibility import Checker, Patient, PatientError, parse_criterion, read_patients
from eligibility.patients import records
from eligibility.tree import Coding

DATES = st.sampled_from([None, "2023", "2023-12", "2023-12-08", "2024-01-05", "2024-03-09"])
FULL_DATES = st.sampled_from([None, "2023-12-08", "2024-01-05", "2024-03-09"])
LEAVES = parse_criterion("stroke within 3 months or ALT > 3 x ULN", kind="exclusion").constraint
SYSTEMS = ["http://loinc.org", "http://snomed.info/sct", "http://hl7.org/fhir/sid/icd-10-cm"]


def codes(most):
    one = st.builds(Coding, system=st.sampled_from(SYSTEMS), code=st.sampled_from(["4548-4", "E11.9", "22298006"]))
    return st.lists(one, max_size=most, unique=True)


def facts(dates, ended, absent):
    """Events of any domain, as JSON has them."""
    return st.fixed_dictionaries(
        {
            "name": st.sampled_from(["stroke", "asthma", "metformin", "Check up", "pacemaker"]),
            "codes": codes(2),
            "start": dates,
            "end": dates if ended else st.none(),
            "absent": st.booleans() if absent else st.just(False),
        }
    )


@st.composite
def fhir_patients(draw):
    """Patients whose every fact FHIR has a place for, or else `fhir_writer.kept` says what it loses."""
    fields = draw(strategies.patients())
    ends = {"procedures": True, "devices": True, "visits": True, "observations": False}
    for name, ended in ends.items():
        fields[name] = draw(st.lists(facts(DATES, ended, absent=name == "observations"), max_size=2))
    fields["conditions"] += draw(st.lists(facts(DATES, True, True), max_size=2))
    fields["measurements"] += draw(
        st.lists(
            st.fixed_dictionaries({"name": st.just("HBsAg"), "value_text": st.just("positive"), "date": DATES}),
            max_size=1,
        )
    )
    return Patient.model_validate({**fields, "patient_id": draw(st.sampled_from(["p1", "a.b-c", "7"]))})


@st.composite
def omop_patients(draw):
    """Patients with full dates, as OMOP has them, and no denials."""
    names = ("conditions", "drugs", "procedures", "devices", "visits")
    fields = {name: draw(st.lists(facts(FULL_DATES, True, False), max_size=2)) for name in names}
    fields["observations"] = draw(st.lists(facts(FULL_DATES, False, False), max_size=2))
    limit = st.sampled_from([None, 1.0, 0.1])
    fields["measurements"] = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "name": st.sampled_from(["ALT", "HbA1c"]),
                    "codes": codes(2),
                    "value": st.sampled_from([None, 0.1, 7.0, 53.25]),
                    "value_text": st.none(),
                    "unit": st.sampled_from([None, "g/dL", "%", "U/L"]),
                    "date": FULL_DATES,
                    "upper_limit": limit,
                    "lower_limit": limit,
                }
            ),
            max_size=3,
        )
    )
    birth = st.sampled_from([None, "1960", "1960-05", "1960-05-01"])
    sex = st.sampled_from([None, "female", "male", "other", "unknown"])
    return Patient.model_validate({**fields, "birth_date": draw(birth), "sex": draw(sex)})


def bare(patient, order=lambda facts: facts):
    """A patient as JSON, without sources, what codes are called, and its own id."""
    fields = json.loads(patient.model_dump_json(exclude={"patient_id"}))
    for name, held in fields.items():
        if isinstance(held, list):
            for fact in held:
                fact["source"] = None
                for coding in fact["codes"]:
                    coding["display"] = None
            fields[name] = order(held)
    return fields


def sorted_facts(facts):
    return sorted(facts, key=json.dumps)


@settings(max_examples=100)
@given(fhir_patients(), st.booleans())
def test_fhir_and_back(patient, as_bundle):
    made = fhir_writer.resources(patient)
    entries = [{"resource": one} for one in made]
    text = json.dumps({"resourceType": "Bundle", "entry": entries}) if as_bundle else "\n".join(map(json.dumps, made))
    [found] = read_patients(io.StringIO(text), format="fhir")
    assert found.patient_id == patient.patient_id
    assert bare(found) == bare(fhir_writer.kept(patient))


@settings(max_examples=20)
@given(st.lists(omop_patients(), min_size=1, max_size=4))
def test_omop_and_back(patients):
    with TemporaryDirectory() as folder:
        omop_writer.to_duckdb(patients, Path(folder) / "cdm.duckdb")
        found = list(read_patients(Path(folder) / "cdm.duckdb"))
    assert [bare(one, sorted_facts) for one in found] == [bare(one, sorted_facts) for one in patients]


@settings(max_examples=50)
@given(st.lists(fhir_patients(), max_size=3, unique_by=lambda one: one.patient_id), st.randoms())
def test_the_order_of_resources_changes_no_verdict(patients, random):
    made = [one for patient in patients for one in fhir_writer.resources(patient)]
    shuffled = random.sample(made, len(made))
    texts = ("\n".join(map(json.dumps, some)) or "{}" for some in (made, shuffled))
    first, second = (
        [one for one in records(io.StringIO(text), format="fhir") if isinstance(one, Patient)] for text in texts
    )
    assert (
        [one.patient_id for one in first]
        == [one.patient_id for one in second]
        == sorted(one.patient_id for one in patients)
    )
    assert [bare(one, sorted_facts) for one in first] == [bare(one, sorted_facts) for one in second]


PARTS = ["{", "}", "[", "]", '"', ",", ":", "\n", "\0", "\ufeff", "null", "1e999", "patient_id", "Bundle", "entry"]
WORDS = [
    '"resourceType"',
    '"Patient"',
    '"Observation"',
    '"id"',
    '"subject"',
    '"valueQuantity"',
    '"coding"',
    "p,lab,ALT",
]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PARTS + WORDS), max_size=12), st.sampled_from([None, "fhir", "csv", "json"]))
def test_whatever_is_read_gives_patients_or_errors_with_a_place(parts, format):
    try:
        found = list(records(io.StringIO("".join(parts)), format=format))
    except PatientError as error:
        found = [error]
    for one in found:
        assert isinstance(one, Patient) or (one.code and one.place and "\n" not in str(one))


def _wrong(value):
    """Whatever a field should not be."""
    return st.sampled_from([None, 3, "x", [], {}, [None], {"x": 1}, "9" * 30]).filter(lambda other: other != value)


@settings(max_examples=120)
@given(st.data())
def test_a_field_of_the_wrong_type_is_an_error_or_nothing(data):
    """Wherever it is in a resource: a patient comes whole, or an error with the place of the resource does."""
    patient = data.draw(fhir_patients())
    made = fhir_writer.resources(patient)
    paths = [(number, *path) for number, one in enumerate(made) for path in _paths(one)]
    number, *path, last = data.draw(st.sampled_from(paths))
    inside = reduce(lambda value, step: value[step], path, made[number])
    inside[last] = data.draw(_wrong(inside[last]))
    for one in records(io.StringIO("\n".join(map(json.dumps, made))), format="fhir"):
        assert isinstance(one, Patient) or one.place.startswith("<stream>:")
        if isinstance(one, Patient):
            Checker("2024-03-09").verdict(LEAVES, one)


def _paths(value):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in items:
        yield (step,)
        yield from ((step, *path) for path in _paths(inner))


@pytest.mark.parametrize(
    "content", [b"", b"\0\1\2", b"[" * 100_000, b"{" * 100_000, b"\x1f\x8bxx", b"PK\x03\x04", b"DUCK" * 9]
)
def test_hostile_files(content, tmp_path):
    path = tmp_path / "patients"
    path.write_bytes(content)
    with pytest.raises(PatientError) as told:
        list(read_patients(path))
    assert told.value.place.startswith(str(path))
