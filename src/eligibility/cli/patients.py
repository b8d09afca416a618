"""The patient that a command is asked about, from any source of patients."""

from __future__ import annotations

from itertools import islice

from eligibility.check import Patient
from eligibility.errors import PatientError
from eligibility.patients import records

_SHOWN = 20
_COUNTED = 1000


def chosen(source: str, patient_id: str | None) -> Patient:
    """The patient of an id; without an id, the only one of the source.

    Raises:
        PatientError: there is no such patient, or there are several to choose from.
    """
    found: list[Patient] = []
    error: PatientError | None = None
    for record in islice(records(source), None if patient_id is not None else _COUNTED):
        if isinstance(record, PatientError):
            error = error or record
        elif patient_id in {None, record.patient_id}:
            found.append(record)
            if patient_id is not None:
                return record
    if error is not None:
        raise error
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(str(one.patient_id) for one in found[:_SHOWN]) + (", ..." if len(found) > _SHOWN else "")
        raise PatientError("several-patients", f"several patients: choose one by --patient-id from {ids}", place=source)
    wanted = f" {patient_id!r}" if patient_id is not None else ""
    raise PatientError("no-such-patient", f"there is no patient{wanted} in it", place=source)
