"""Patients as one writes them in a table of cases: facts between semicolons.

    born 1960-05-01; female; HbA1c = 8.1 % @2024-02-10 uln=6 lln=4; HBsAg = "positive"; ALT = none;
    cond stroke 2024-01-05; cond asthma 2019..2022 severity=severe; no cond stroke; family cond breast cancer;
    anchor surgery 2024-01-05

Of a fact without an end the date is its start; "ended=yes" says that it is over, nobody knows since when. A
measurement without a date was measured on 2024-03-01. To change a patient, write facts behind its own: a measurement,
birth, sex or anchor replaces the one of its name, other facts are added ("+HbA1c = ..." adds a value), and "- stroke"
takes away what is called so.
"""

import re

from eligibility import Patient

LISTS = {
    "cond": "conditions",
    "drug": "drugs",
    "proc": "procedures",
    "obs": "observations",
    "dev": "devices",
    "visit": "visits",
}
DATE = r"\d{4}(?:-\d\d)?(?:-\d\d)?"
EVENT = re.compile(
    rf"(?P<absent>no )?(?:(?P<who>family|other) )?(?P<list>{'|'.join(LISTS)}) (?P<name>.+?)"
    rf"(?: \[(?P<code>[^\]]+)\])?(?: (?P<start>{DATE})?(?:(?P<dots>\.\.)(?P<end>{DATE})?)?)?(?P<said>(?: \w+=[^;= ]+)*)"
)
VALUE = re.compile(
    rf"(?P<name>[^=]+?)(?: \[(?P<code>[^\]]+)\])? ?= ?(?:\"(?P<text>[^\"]*)\"|(?P<value>-?[\d.]+)|none)"
    rf"(?: (?P<unit>[^@]*?))??"
    rf"(?: @(?P<date>{DATE}|undated))?(?P<said>(?: \w+=[-.\d]+)*)"
)


def patient(text: str) -> Patient:
    """The patient that is written."""
    fields: dict = {"measurements": [], "anchors": {}, **{name: [] for name in LISTS.values()}}
    for item in filter(None, (part.strip() for part in text.split(";"))):
        _put(item, fields)
    return Patient.model_validate(fields)


def _put(item: str, fields: dict) -> None:
    words = item.split()
    if words[0] == "born":
        fields["birth_date"] = words[1]
    elif item in {"female", "male", "other", "unknown"}:
        fields["sex"] = item
    elif words[0] == "anchor":
        fields["anchors"][words[1]] = words[2]
    elif words[0] == "-":
        _remove(item[2:], fields)
    elif event := EVENT.fullmatch(item):
        fields[LISTS[event["list"]]].append(_event(event))
    else:
        value = VALUE.fullmatch(item)
        assert value, f"not a fact: {item}"
        _measure(value, fields)


def _remove(name: str, fields: dict) -> None:
    if name in {"born", "sex"}:
        fields["birth_date" if name == "born" else "sex"] = None
        return
    count = 0
    for facts in (fields["measurements"], *(fields[name] for name in LISTS.values())):
        kept = [fact for fact in facts if fact["name"] != name]
        count += len(facts) - len(kept)
        facts[:] = kept
    assert count, f"there is no {name} to take away"


def _event(found: re.Match) -> dict:
    said = dict(pair.split("=") for pair in found["said"].split())
    return {
        "name": found["name"],
        "codes": _codes(found["code"]),
        "start": found["start"],
        "end": found["end"],
        "ended": said.pop("ended", "no") == "yes",
        "absent": bool(found["absent"]),
        "experiencer": found["who"] or "patient",
        "qualifiers": {kind: float(value) if value[0].isdigit() else value for kind, value in said.items()},
    }


def _codes(written: str | None) -> list[dict]:
    if not written:
        return []
    system, code = written.split()
    return [{"system": system, "code": code}]


def _measure(found: re.Match, fields: dict) -> None:
    said = dict(pair.split("=") for pair in found["said"].split())
    replaces = found["name"].startswith("+") is False
    name = found["name"].removeprefix("+")
    fact = {
        "name": name,
        "codes": _codes(found["code"]),
        "value": None if found["value"] is None else float(found["value"]),
        "value_text": found["text"],
        "unit": (found["unit"] or "").strip() or None,
        "date": None if found["date"] == "undated" else found["date"] or "2024-03-01",
        "upper_limit": float(said["uln"]) if "uln" in said else None,
        "lower_limit": float(said["lln"]) if "lln" in said else None,
    }
    if replaces:
        fields["measurements"] = [one for one in fields["measurements"] if one["name"] != name]
    fields["measurements"].append(fact)
