"""Small dumps, and the rows that a conversion made of them."""

import json
from pathlib import Path

import duckdb

from eligibility.convert import TABLES

CRITERIA = [
    "HbA1c ≤ 8.5 %",
    "Stroke or MI within the last 3 months",
    "ALT \\> 3 x ULN",
    "Age 18 to 75 years",
    "No history of asthma",
    "Written informed consent",
    "If diabetic, eGFR \\>= 45 mL/min/1.73m2",
]


def study(number: int, text: str | None = None) -> str:
    """A study of the API as one line of JSON; without a text, with criteria that differ from study to study."""
    shift = number % len(CRITERIA)
    some = [f"* {one}" for one in (*CRITERIA[shift:], *CRITERIA[:shift])[:4]]
    extra = f"* Platelets below {100 + number} x 10^9/L"
    text = (
        text
        if text is not None
        else "\n".join(["Inclusion Criteria:", *some[:2], "Exclusion Criteria:", *some[2:], extra])
    )
    module = {"eligibilityCriteria": text, "minimumAge": "18 Years", "sex": "ALL"}
    section = {"identificationModule": {"nctId": f"NCT{number:08}"}, "eligibilityModule": module}
    return json.dumps({"protocolSection": section})


def rows(output: Path) -> dict[str, list[tuple]]:
    """All rows of all tables, in order."""
    found = {}
    for table in TABLES:
        files = sorted((output / table.name).glob("*.parquet"))
        found[table.name] = [row for file in files for row in duckdb.read_parquet(str(file)).fetchall()]
    return found
