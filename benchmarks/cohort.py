"""Invented trials and patients, the same for the same seed: what `screen.py` and the tests screen.

Trials are composed of criteria that many of them share, as real ones do: a few conditions, drugs and laboratory values
are in most trials, and many are in few. Patients have what such trials ask for: some diseases and drugs with dates, and
some laboratory panels with limits of normal.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from eligibility import Criterion, Patient, Registry, StructuredTrial, parse_criterion
from eligibility.rules import ConceptRule, load_builtin

DAY = "2024-03-09"

_INCLUSION = [
    "Age {years} to 7{digit} years",
    "Age ≥ {years} years",
    "Adults with {condition}",
    "Diagnosis of {condition} or {condition} within {months} months before screening",
    "{measurement} at least {low} {unit} and at most {high} {unit}",
    "{measurement} ≤ {high} {unit} within {months} weeks before enrollment",
    "{measurement} ≥ {low} {unit}, and alanine aminotransferase ≤ {digit} x ULN",
    "Treated with {drug} for at least {months} weeks",
    "ECOG performance status 0-{few}",
    "If on {drug}, {measurement} must be between {low} and {high} {unit}",
    "At least two of the following: {condition}, {condition}, {condition}",
    "Written informed consent",
]
_EXCLUSION = [
    "{condition} or {condition}",
    "History of {condition}, {condition} or {procedure}",
    "{condition} within the last {months} months",
    "Current use of {drug} or {drug}",
    "{drug} within {months} weeks before randomization",
    "AST or ALT > {few} x ULN",
    "{measurement} < {low} {unit} or > {high} {unit}",
    "Pregnant or breast-feeding women",
    "Any {condition}, except {condition}",
    "Planned {procedure}",
    "Positive hepatitis B surface antigen",
    "In the opinion of the investigator, not suitable for the study",
]


def trials(count: int, seed: int = 7, wordings: int = 600) -> list[StructuredTrial]:
    """Trials of 12 to 24 criteria each, drawn from so many wordings of criteria."""
    chance = random.Random(seed)
    pool = {kind: list(_pool(kind, wordings // 2, chance)) for kind in ("inclusion", "exclusion")}
    return [_trial(f"NCT{number:08}", pool, chance) for number in range(1, count + 1)]


def _pool(kind: Any, count: int, chance: random.Random) -> Iterator[Criterion]:
    shapes = _INCLUSION if kind == "inclusion" else _EXCLUSION
    for number in range(count):
        yield parse_criterion(_filled(shapes[number % len(shapes)], chance), kind=kind)


def _trial(name: str, pool: dict[str, list[Criterion]], chance: random.Random) -> StructuredTrial:
    criteria = []
    for kind, some in pool.items():
        drawn = [some[_often(len(some), chance)] for _ in range(chance.randint(6, 12))]
        ids = (f"{kind[0].upper()}{at}" for at in range(1, len(drawn) + 1))
        criteria += [one.model_copy(update={"id": name}) for one, name in zip(drawn, ids, strict=True)]
    sex = chance.choice(["all", "all", "all", "female", "male"])
    registry = Registry.model_validate({"age": {"lower": 18, "upper": chance.choice([None, 75, 80])}, "sex": sex})
    return StructuredTrial(trial_id=name, registry=registry, criteria=tuple(criteria))


def _filled(shape: str, chance: random.Random) -> str:
    lab = _drawn("measurement", chance)
    low, high = _usual(lab)
    words: dict[str, Any] = {
        "years": chance.choice([16, 18, 21, 30]),
        "digit": chance.randint(2, 9),
        "few": chance.choice([1, 2, 3]),
        "months": chance.choice([1, 2, 3, 6, 12]),
        "measurement": lab.name,
        "unit": lab.unit,
        "low": f"{_rounded(low + (high - low) * chance.random() * 0.3):g}",
        "high": f"{_rounded(high - (high - low) * chance.random() * 0.3):g}",
    }
    for domain in ("condition", "drug", "procedure"):
        while f"{{{domain}}}" in shape:
            shape = shape.replace(f"{{{domain}}}", _drawn(domain, chance).name, 1)
    return shape.format(**words)


def patients(count: int, seed: int = 11) -> Iterator[Patient]:
    """Patients with a few diseases and drugs, and several panels of laboratory values."""
    chance = random.Random(seed)
    for number in range(1, count + 1):
        yield Patient.model_validate(_patient(f"p{number:05}", chance))


def _patient(name: str, chance: random.Random) -> dict[str, Any]:
    values = [_measured(lab, chance) for lab in _some("measurement", 10, chance) for _ in range(chance.randint(1, 3))]
    return {
        "patient_id": name,
        "birth_date": _day(chance, 365 * 20, 365 * 85),
        "sex": chance.choice(["female", "male"]),
        "measurements": values,
        "conditions": [_happened(one, chance) for one in _some("condition", 5, chance)],
        "drugs": [_happened(one, chance) for one in _some("drug", 4, chance)],
        "procedures": [_happened(one, chance) for one in _some("procedure", 2, chance)],
    }


def _measured(lab: ConceptRule, chance: random.Random) -> dict[str, Any]:
    low, high = _usual(lab)
    return {
        "name": lab.name,
        "value": _rounded(chance.uniform(low, high)),
        "unit": lab.unit,
        "date": _day(chance, 0, 400),
        "upper_limit": _rounded(low + (high - low) * 0.6),
    }


def _happened(concept: ConceptRule, chance: random.Random) -> dict[str, Any]:
    start = _day(chance, 0, 3000)
    return {"name": concept.name, "start": start[:7] if chance.random() < 0.1 else start}


def _day(chance: random.Random, nearest: int, farthest: int) -> str:
    return (date.fromisoformat(DAY) - timedelta(days=chance.randint(nearest, farthest))).isoformat()


def _some(domain: str, most: int, chance: random.Random) -> list[ConceptRule]:
    drawn = [_drawn(domain, chance) for _ in range(chance.randint(1, most))]
    return list({one.name: one for one in drawn}.values())


def _drawn(domain: str, chance: random.Random) -> ConceptRule:
    concepts = _concepts(domain)
    return concepts[_often(len(concepts), chance)]


def _often(count: int, chance: random.Random) -> int:
    """A number below `count`, a small one much more often."""
    return min(int(count ** chance.random()) - 1, count - 1)


@cache
def _concepts(domain: str) -> list[ConceptRule]:
    """The concepts of a domain, those first that are met often: of a measurement, only with a unit and usual values."""
    found = [one for one in load_builtin().concepts if one.domain == domain]
    if domain == "measurement":
        found = [one for one in found if one.unit and one.plausible and not one.levels and len(one.unit) > 1]
    random.Random(3).shuffle(found)
    return found


def _usual(lab: ConceptRule) -> tuple[float, float]:
    assert lab.plausible is not None
    low, high = lab.plausible
    return float(low), float(high)


def _rounded(number: float) -> float:
    """To three digits, as people write numbers."""
    return float(f"{number:.3g}")
