"""Writes patients as resources of FHIR R4: as much of it as the tests need.

What FHIR has no place for is lost: see `kept`.
"""

from eligibility import Patient
from eligibility.check import EventFact

CODES = {"conditions": "Condition", "drugs": "MedicationStatement", "procedures": "Procedure"}
LISTS = ("conditions", "drugs", "procedures", "observations", "devices", "visits")


def resources(patient: Patient) -> list[dict]:
    """The resources of a patient, with the Patient last, as any order must do."""
    subject = {"reference": f"Patient/{patient.patient_id}"}
    made = [_measurement(fact) for fact in patient.measurements]
    made += [_event(name, fact) for name in LISTS for fact in getattr(patient, name)]
    whole = [{**one, "id": f"r{number}", "subject": subject, "patient": subject} for number, one in enumerate(made)]
    person = {"resourceType": "Patient", "id": patient.patient_id, "gender": patient.sex}
    return [*whole, _full({**person, "birthDate": patient.birth_date})]


def kept(patient: Patient) -> Patient:
    """What is left of a patient: a denial has no beginning; only conditions have a severity, and may be over."""
    lists = {name: [_kept(name, fact) for fact in getattr(patient, name)] for name in LISTS}
    lists["measurements"] = [fact.model_copy(update={"source": None}) for fact in patient.measurements]
    return patient.model_copy(update={name: tuple(facts) for name, facts in lists.items()})


def _kept(name: str, fact: EventFact) -> EventFact:
    if fact.absent:
        end = fact.end if name == "conditions" else fact.end or fact.start
        fact = fact.model_copy(update={"start": None, "end": end, "ended": False})
    if fact.end is not None or name not in {"conditions", "drugs"}:
        fact = fact.model_copy(update={"ended": False})
    return fact.model_copy(update={"source": None, "qualifiers": fact.qualifiers if name == "conditions" else {}})


def _full(fields: dict) -> dict:
    return {name: value for name, value in fields.items() if value is not None}


def _concept(fact) -> dict:
    return {"text": fact.name, "coding": [_full(dict(one)) for one in fact.codes]}


def _measurement(fact) -> dict:
    sides = {"low": fact.lower_limit, "high": fact.upper_limit}
    limits = {side: {"value": value} for side, value in sides.items() if value is not None}
    quantity = _full({"value": fact.value, "code": fact.unit})
    return _full(
        {
            "resourceType": "Observation",
            "status": "final",
            "code": _concept(fact),
            "effectiveDateTime": fact.date,
            "valueQuantity": quantity if fact.value is not None else None,
            "valueString": fact.value_text,
            "referenceRange": [limits] if limits else None,
        }
    )


def _event(name: str, fact: EventFact) -> dict:
    return _full(_OF[name](fact))


def _condition(fact: EventFact) -> dict:
    status = {"verificationStatus": {"coding": [{"code": "refuted"}]}, "recordedDate": fact.end} if fact.absent else {}
    severity = fact.qualifiers.get("severity")
    return {
        "resourceType": "Condition",
        "code": _concept(fact),
        "onsetDateTime": fact.start,
        "abatementDateTime": fact.end,
        "severity": {"text": severity} if severity else None,
        "clinicalStatus": {"coding": [{"code": "resolved"}]} if fact.ended else None,
        **status,
    }


def _drug(fact: EventFact) -> dict:
    return {
        "resourceType": "MedicationStatement",
        "status": "not-taken" if fact.absent else "completed" if fact.ended else "active",
        "medicationCodeableConcept": _concept(fact),
        "effectivePeriod": _full({"start": fact.start, "end": fact.end}),
    }


def _procedure(fact: EventFact) -> dict:
    period = _full({"start": fact.start, "end": fact.end})
    return {"resourceType": "Procedure", "status": "completed", "code": _concept(fact), "performedPeriod": period}


def _observation(fact: EventFact) -> dict:
    day = fact.end or fact.start if fact.absent else fact.start
    return {
        "resourceType": "Observation",
        "code": _concept(fact),
        "effectiveDateTime": day,
        "valueBoolean": not fact.absent,
    }


def _device(fact: EventFact) -> dict:
    used = {"resourceType": "DeviceUsage", "status": "active", "device": {"concept": _concept(fact)}}
    return {**used, "timingPeriod": _full({"start": fact.start, "end": fact.end})}


def _visit(fact: EventFact) -> dict:
    period = _full({"start": fact.start, "end": fact.end})
    return {"resourceType": "Encounter", "status": "finished", "type": [_concept(fact)], "period": period}


_OF = {
    "conditions": _condition,
    "drugs": _drug,
    "procedures": _procedure,
    "observations": _observation,
    "devices": _device,
    "visits": _visit,
}
