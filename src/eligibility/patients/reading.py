"""`read_patients`, whatever the patients are kept in."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import IO, Any

from eligibility.check import Patient
from eligibility.errors import PatientError, ReadError
from eligibility.patients import fhir, omop, own_json, table
from eligibility.patients.gathering import Gathering
from eligibility.registries import Source, sources

FORMATS = (fhir.NAME, omop.NAME, table.NAME, own_json.NAME)
"""What `read_patients(format=...)` may be."""

Records = Iterator[Patient | PatientError]
PatientSource = str | os.PathLike[str] | IO[Any]


def read_patients(
    source: PatientSource,
    *,
    format: str | None = None,
    mapping: Mapping[str, str] | None = None,
    schema: str | None = None,
) -> Iterator[Patient]:
    r"""Read the patients of a source: FHIR, a database in the OMOP common data model, CSV, or the library's own JSON.

    The source is opened and recognised when the first patient is asked for, so that is when errors come. One patient
    at a time is held in memory: what stands in no order waits in a temporary database on disk.

    Args:
        source: the path of a file or folder, an open file, or the URL of a PostgreSQL database
            ("postgresql://user@host/database"). What is compressed (gzip, Zstandard, zip) is unpacked on the way.
        format: "fhir", "omop", "csv" or "json", to skip the recognising.
        mapping: of CSV, the column that holds each field: `{"patient_id": "MRN", "name": "test"}`.
        schema: of a database, the schema that holds the tables of OMOP.

    Yields:
        The patients: those of FHIR and CSV sorted by id, those of OMOP by `person_id`, those of JSON as they stand.

    Raises:
        PatientError: there is no such source, it is of no known format, or something in it cannot be read; says where
            and what to do. A fact that cannot be read is never left out.

    Examples:
        >>> import io
        >>> rows = io.StringIO("patient_id,kind,name,value,unit,date\np1,measurement,HbA1c,7.1,%,2024-02-10\n")
        >>> [patient] = read_patients(rows)
        >>> patient.patient_id, patient.measurements[0].value
        ('p1', 7.1)
    """
    for record in records(source, format=format, mapping=mapping, schema=schema):
        if isinstance(record, PatientError):
            raise record
        yield record


def records(
    source: PatientSource,
    *,
    format: str | None = None,
    mapping: Mapping[str, str] | None = None,
    schema: str | None = None,
) -> Records:
    """As `read_patients`, but what cannot be read comes as its error, and the next patients follow.

    A patient of whom anything cannot be read does not come, only the errors: who lacks a fact would be judged as if it
    were not so.

    Args:
        source: as for `read_patients`.
        format: as for `read_patients`.
        mapping: as for `read_patients`.
        schema: as for `read_patients`.

    Yields:
        A patient, or the `PatientError` that `read_patients` would raise there.

    Raises:
        PatientError: nothing at all can be read: no such source, no known format, no such column.
    """
    if format not in {None, *FORMATS}:
        raise PatientError("unknown-format", f"there is no format {format!r}: it is one of {', '.join(FORMATS)}")
    try:
        if format == omop.NAME or (format is None and mapping is None and omop.recognise(source)):
            yield from omop.patients(source, schema)
        else:
            yield from _of_files(source, format if mapping is None else table.NAME, mapping)
    except ReadError as error:
        raise PatientError(error.code, error.message, place=error.place) from error


def _of_files(path: PatientSource, format: str | None, mapping: Mapping[str, str] | None) -> Records:
    """The patients of all files: those of JSON as they come, then those who are gathered from resources and rows."""
    with ExitStack() as stack:
        resources, rows = (stack.enter_context(Gathering()) for _ in range(2))
        for source in sources(path):
            if isinstance(source, ReadError):
                yield PatientError(source.code, source.message, place=source.place)
                continue
            kind = format or _recognised(source)
            if kind == fhir.NAME:
                yield from fhir.gather(source, resources)
            elif kind == table.NAME:
                yield from table.gather(source, rows, mapping)
            else:
                yield from own_json.read(source)
        yield from fhir.patients(resources)
        yield from table.patients(rows)


def _recognised(source: Source) -> str:
    if fhir.recognise(source):
        return fhir.NAME
    if own_json.recognise(source):
        return own_json.NAME
    if table.recognise(source):
        return table.NAME
    source.check_head()
    looked_for = "; ".join(f"{one.NAME}: {one.LOOKS_FOR}" for one in (fhir, omop, table, own_json))
    raise PatientError("unknown-format", f"no known format; looked for {looked_for}", place=source.name)
