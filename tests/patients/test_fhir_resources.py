"""What each type of resource states: the cases of fhir-resources.txt."""

import io
import json
import re
from pathlib import Path

import pytest
from patient_notation import patient

from eligibility import read_patients
from eligibility.check import EventFact, MeasurementFact
from eligibility.patients.fhir.resources import KINDS

CASE = re.compile(r"^# (?P<shows>[^\n]+)\n(?P<resource>\{.*\})\n=>(?P<facts>.*)$", re.MULTILINE)
CASES = [found.groups() for found in CASE.finditer(Path(__file__).with_name("fhir-resources.txt").read_text("utf-8"))]
LISTS = ("measurements", "conditions", "drugs", "procedures", "observations", "devices", "visits")


def bare(facts):
    """Facts without where they come from, and codes without how they are called."""
    return [
        type(fact).model_validate(
            {**dict(fact), "source": None, "codes": [{"system": one.system, "code": one.code} for one in fact.codes]}
        )
        for fact in facts
    ]


def read(*resources):
    return list(read_patients(io.StringIO("\n".join(map(json.dumps, resources)))))


@pytest.mark.parametrize(("shows", "resource", "facts"), CASES, ids=[case[0] for case in CASES])
def test_what_a_resource_states(shows, resource, facts):
    subject = {"subject": {"reference": "Patient/p"}, "patient": {"reference": "Patient/p"}}
    [found] = read({"resourceType": "Patient", "id": "p"}, {**json.loads(resource), "id": "r", **subject})
    wanted = patient(facts)
    for name in LISTS:
        assert bare(getattr(found, name)) == list(getattr(wanted, name)), (name, shows)
        for fact in getattr(found, name):
            assert isinstance(fact, EventFact | MeasurementFact)
            assert fact.source == f"{json.loads(resource)['resourceType']}/r"


def test_there_is_a_case_of_every_type():
    assert {json.loads(resource)["resourceType"] for _, resource, _ in CASES} >= KINDS.keys() - {"MedicationUsage"}
