"""Where resources stand, how they refer to each other, and what is told of those that are broken."""

import gzip
import io
import json
import tracemalloc
import zipfile

import pytest

from eligibility import Patient, PatientError, read_patients
from eligibility.patients import records

ALT = {
    "resourceType": "Observation",
    "status": "final",
    "code": {"text": "ALT"},
    "valueQuantity": {"value": 31, "code": "U/L"},
}


def person(name, **fields):
    return {"resourceType": "Patient", "id": name, **fields}


def alt(of, name=None, value=31, **fields):
    quantity = {"value": value, "code": "U/L"}
    return {**ALT, "id": name, "subject": {"reference": of}, "valueQuantity": quantity, **fields}


def bundle(*entries, **fields):
    held = [entry if "resource" in entry else {"resource": entry} for entry in entries]
    return {"resourceType": "Bundle", "type": "collection", "entry": held, **fields}


def lines(*resources):
    return "".join(json.dumps(one) + "\n" for one in resources)


def read(*resources):
    return list(read_patients(io.StringIO(lines(*resources))))


def values(patients):
    return {one.patient_id: [fact.value for fact in one.measurements] for one in patients}


def test_a_bundle_in_one_file_over_many_lines(tmp_path):
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps(bundle(person("p", gender="female", birthDate="1960-05"), alt("Patient/p")), indent=2))
    [patient] = read_patients(path)
    assert (patient.patient_id, patient.sex, patient.birth_date) == ("p", "female", "1960-05")
    assert values([patient]) == {"p": [31]}


def test_resources_of_a_patient_are_found_wherever_they_stand(tmp_path):
    """In other files, before the patient, in packed ones; the order is that of ids, whatever that of files."""
    (tmp_path / "a.ndjson").write_text(lines(alt("Patient/p2", value=1), alt("Patient/p1", value=2)))
    (tmp_path / "b.json.gz").write_bytes(gzip.compress(json.dumps(bundle(person("p2"), person("p1"))).encode()))
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("inside/Observation.ndjson", lines(alt("Patient/p2", value=3)))
    (tmp_path / "export.json").write_text('{"transactionTime": "2024-03-09T00:00:00Z", "output": []}')
    assert values(read_patients(tmp_path)) == {"p1": [2], "p2": [1, 3]}
    assert list(values(read_patients(tmp_path))) == ["p1", "p2"]


REFERENCES = {
    "relative": "Patient/p",
    "absolute": "https://example.org/fhir/Patient/p",
    "of a version": "Patient/p/_history/2",
    "by the URL in the bundle": "urn:uuid:0b5f2b4e",
    "by an identifier": "Patient?identifier=http://example.org/mrn|17",
}


@pytest.mark.parametrize("reference", REFERENCES.values(), ids=REFERENCES)
def test_references_to_the_patient(reference):
    mrn = {"system": "http://example.org/mrn", "value": "17"}
    entry = {"fullUrl": "urn:uuid:0b5f2b4e", "resource": person("p", identifier=[mrn])}
    assert values(read(bundle(entry, alt(reference)))) == {"p": [31]}


def test_a_patient_referred_to_by_identifier_alone():
    mrn = {"system": "http://example.org/mrn", "value": "17"}
    observation = {**ALT, "subject": {"identifier": mrn}}
    assert values(read(observation, person("p", identifier=[mrn]))) == {"p": [31]}


def test_a_patient_without_an_id_is_called_by_its_url():
    entry = {"fullUrl": "urn:uuid:0b5f2b4e-1111", "resource": {"resourceType": "Patient", "gender": "male"}}
    assert values(read(bundle(entry, alt("urn:uuid:0b5f2b4e-1111")))) == {"0b5f2b4e-1111": [31]}


@pytest.mark.parametrize("url", ["Medication/m", "urn:uuid:77", "https://example.org/fhir/Medication/m"])
def test_a_medication_in_a_resource_of_its_own(url):
    medication = {"resourceType": "Medication", "id": "m", "code": {"text": "metformin"}}
    request = {
        "resourceType": "MedicationRequest",
        "status": "active",
        "intent": "order",
        "subject": {"reference": "Patient/p"},
        "medicationReference": {"reference": url},
    }
    [patient] = read(bundle(request, {"fullUrl": "urn:uuid:77", "resource": medication}, person("p")))
    assert [fact.name for fact in patient.drugs] == ["metformin"]


def test_a_device_in_a_resource_of_its_own():
    device = {"resourceType": "Device", "id": "d", "type": [{"text": "Pacemaker"}]}
    usage = {
        "resourceType": "DeviceUsage",
        "status": "active",
        "patient": {"reference": "Patient/p"},
        "device": {"reference": {"reference": "Device/d"}},
    }
    [patient] = read(person("p"), usage, device)
    assert [fact.name for fact in patient.devices] == ["Pacemaker"]


def test_of_versions_of_a_resource_the_latest_counts():
    new, old = ({"lastUpdated": f"2024-0{month}-01T00:00:00Z"} for month in (2, 1))
    found = read(person("p"), alt("Patient/p", "o", 2, meta=new), alt("Patient/p", "o", 1, meta=old))
    assert values(found) == {"p": [2]}
    assert values(read(person("p"), alt("Patient/p", "o", 1), alt("Patient/p", "o", 2))) == {"p": [2]}
    [patient] = read(person("p", birthDate="1961", meta=new), person("p", birthDate="1960", meta=old))
    assert patient.birth_date == "1961"


def test_what_is_of_a_group_or_a_place_is_of_no_patient():
    assert values(read(person("p"), alt("Group/g"), alt("Location/l"))) == {"p": []}


def test_an_id_may_hold_whatever_json_can():
    entry = {"fullUrl": "urn:uuid:1", "resource": person('a"\\\nb')}
    assert values(read(bundle(entry, alt("urn:uuid:1")))) == {'a"\\\nb': [31]}


def test_a_bundle_in_a_bundle():
    assert values(read(bundle(bundle(person("p")), bundle(alt("Patient/p"))))) == {"p": [31]}


BROKEN = {
    "a value of the wrong type": (
        [person("p"), alt("Patient/p", "o", value="high")],
        "bad-fact",
        "2:1 Observation/o: Expected `float | null`, got `str` - at `$.valueQuantity.value`",
    ),
    "a date that is none": (
        [person("p"), alt("Patient/p", "o", effectiveDateTime="last week")],
        "bad-fact",
        "2:1 Observation/o: date is 'last week': not a date",
    ),
    "a birth date that is none": ([person("p", birthDate="05/01/1960")], "bad-fact", "1:1 Patient/p: birth_date is"),
    "a sex that is none": ([person("p", gender="F")], "bad-fact", "1:1 Patient/p: Invalid enum value 'F'"),
    "a patient who is not there": (
        [alt("Patient/p", "o")],
        "no-patient",
        "1:1 Observation/o: there is no resource Patient/p",
    ),
    "no subject": ([person("p"), ALT], "no-subject", "2:1 Observation: it does not say of which patient"),
    "no id": ([{"resourceType": "Patient"}], "no-id", "1:1 Patient: a patient without an id"),
    "no type": ([person("p"), {"id": "x"}], "not-a-resource", "2:1: a JSON object without resourceType"),
    "two people of one id": (
        [person("p", birthDate="1960"), person("p", birthDate="1970")],
        "bad-fact",
        "are they two people?",
    ),
    "an identifier of the wrong type": ([person("p", identifier={"value": 3})], "bad-resource", "Patient/p: Expected"),
    "a number that is not finite": ([person("p"), alt("Patient/p", "o", value=1e308 * 10)], "bad-json", "2:"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_resources_are_told_with_their_place(case):
    resources, code, message = BROKEN[case]
    with pytest.raises(PatientError) as told:
        read(*resources)
    assert told.value.code == code
    assert message in str(told.value)
    assert str(told.value).startswith("<stream>:")


def test_who_lacks_a_fact_does_not_come_and_others_do():
    source = lines(person("p1"), alt("Patient/p1", value="?"), "{", person("p2"), alt("Patient/p2"))
    found = list(records(io.StringIO(source), format="fhir"))
    assert [one.code for one in found if isinstance(one, PatientError)] == ["bad-resource", "bad-fact"]
    assert values(one for one in found if isinstance(one, Patient)) == {"p2": [31]}


def test_many_patients_take_no_more_memory_than_few(tmp_path):
    """20,000 resources in no order; what waits is on disk, so that only the patients that are asked for are held."""
    path = tmp_path / "all.ndjson"
    with path.open("w") as file:
        for number in range(10_000):
            file.write(lines(alt(f"Patient/{number * 7919 % 10_000}", f"o{number}"), person(f"{number}")))
    tracemalloc.start()
    count = sum(len(patient.measurements) for patient in read_patients(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 10_000
    assert peak < 16 * 1024 * 1024
