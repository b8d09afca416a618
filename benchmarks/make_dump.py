#!/usr/bin/env python3
"""A registry dump of invented trials: a zip of one API v2 study a file, as the bulk download of ClinicalTrials.gov is.

python benchmarks/make_dump.py 20000 dump.zip                      a third of the criteria from a few hundred
python benchmarks/make_dump.py 20000 dump.zip --duplicates 0       nearly all different
python benchmarks/make_dump.py 20000 dump.zip --broken 0.01        that share of records broken, in one of four ways

The same numbers and seed give the same file. Criteria are trees over the concepts of the built-in packs, written by
`eligibility.describe`.
"""

from __future__ import annotations

import argparse
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from eligibility import describe
from eligibility.rules import ConceptRule, load_builtin
from eligibility.tree import Age, AnyOf, Concept, Measurement, Node, Not, Occurrence, Range, Window

POOL = 400
"""How many criteria the duplicates are drawn from."""

BREAKS = ("truncated", "wrong type", "bad encoding", "no study")
"""The ways in which a record is broken."""

_DATE = (2026, 1, 1, 0, 0, 0)
_HERE = {"text": "", "span": (0, 0)}


class Record(NamedTuple):
    """A file of the dump; `broken` names what is wrong with it."""

    name: str
    content: bytes
    broken: str | None


def records(count: int, duplicates: float = 0.3, broken: float = 0.0, seed: int = 7) -> Iterator[Record]:
    """The files of a dump, in order.

    Args:
        count: how many.
        duplicates: the share of criteria that are drawn from a pool of `POOL`.
        broken: the share of records that are broken.
        seed: of all that is drawn.
    """
    chance = random.Random(seed)
    pool = [criterion(chance) for _ in range(POOL)]
    for number in range(count):
        name = f"NCT{90_000_000 + number}"
        content = json.dumps(study(name, chance, pool, duplicates), ensure_ascii=False).encode()
        way = chance.choice(BREAKS) if chance.random() < broken else None
        yield Record(f"{name}.json", _BREAKING[way](content) if way else content, way)


def write(path: Path, made: Iterator[Record]) -> None:
    """Writes records into a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for record in made:
            archive.writestr(zipfile.ZipInfo(record.name, _DATE), record.content, zipfile.ZIP_DEFLATED)


def study(name: str, chance: random.Random, pool: list[str], duplicates: float) -> dict[str, Any]:
    """One study, with as much around its criteria as keeps a reader honest."""
    lines = []
    for heading, most in (("Inclusion Criteria:", 10), ("Exclusion Criteria:", 14)):
        lines += [heading, ""]
        numbered = chance.random() < 0.25
        for at in range(chance.randint(3, most)):
            text = chance.choice(pool) if chance.random() < duplicates else criterion(chance)
            lines.append(f"{at + 1}. {text}" if numbered else f"* {text}")
        lines.append("")
    eligibility = {
        "eligibilityCriteria": "\n".join(lines),
        "healthyVolunteers": False,
        "sex": chance.choice(["ALL", "ALL", "FEMALE", "MALE"]),
        "minimumAge": "18 Years",
        "stdAges": ["ADULT", "OLDER_ADULT"],
    }
    summary = " ".join(chance.choice(_concepts("condition")).name for _ in range(60))
    return {
        "protocolSection": {
            "identificationModule": {
                "nctId": name,
                "briefTitle": f"A study of {chance.choice(_concepts('drug')).name}",
            },
            "descriptionModule": {"briefSummary": summary},
            "eligibilityModule": eligibility,
        },
        "hasResults": False,
    }


def criterion(chance: random.Random) -> str:
    """One criterion: mostly a limit or a condition with a time, some with alternatives and exceptions."""
    shape = chance.random()
    if shape < 0.35:
        return describe(_limit(chance)).replace("≥", chance.choice(["≥", "\\>=", "at least"]))
    if shape < 0.6:
        return describe(_event(chance, "condition"))
    if shape < 0.75:
        return describe(AnyOf(children=(_event(chance, "condition"), _event(chance, "procedure"))))
    if shape < 0.85:
        return describe(_event(chance, "condition", timed=False) & Not(child=_event(chance, "condition", timed=False)))
    if shape < 0.9:
        lower = chance.randint(16, 40)
        return describe(Age(**_HERE, range=Range(lower=lower, upper=lower + chance.randint(10, 50), unit="a")))
    return describe(AnyOf(children=(_event(chance, "drug"), _limit(chance))))


def _limit(chance: random.Random) -> Node:
    rule = chance.choice(_measured())
    low, high = rule.plausible or (0.0, 1.0)
    value = float(f"{chance.uniform(low, high):.3g}")
    side = {"lower": value} if chance.random() < 0.5 else {"upper": value, "upper_inclusive": chance.random() < 0.5}
    return Measurement(**_HERE, concept=_concept(rule), range=Range(**side, unit=rule.unit))


def _event(chance: random.Random, domain: str, *, timed: bool = True) -> Node:
    rule = chance.choice(_concepts(domain))
    window = None
    if timed and chance.random() < 0.5:
        distance = Range(upper=chance.randint(1, 24), unit=chance.choice(["d", "wk", "mo", "a"]))
        anchor = chance.choice([None, "screening", "enrollment", "randomization"])
        window = Window(text="", span=(0, 0), direction="before", anchor=anchor, distance=distance)
    return Occurrence(**_HERE, concept=_concept(rule), domain=domain, window=window)


def _concept(rule: ConceptRule) -> Concept:
    return Concept(text=rule.name, span=(0, 0), name=rule.name)


@cache
def _concepts(domain: str) -> list[ConceptRule]:
    return [rule for rule in load_builtin().concepts if rule.domain == domain]


@cache
def _measured() -> list[ConceptRule]:
    return [rule for rule in _concepts("measurement") if rule.plausible and rule.unit]


_BREAKING: dict[str, Callable[[bytes], bytes]] = {
    "truncated": lambda content: content[: len(content) // 2],
    "wrong type": lambda content: content.replace(
        b'"eligibilityCriteria": "', b'"eligibilityCriteria": 5, "was": "', 1
    ),
    "bad encoding": lambda content: content.replace(b"Criteria:", b"Criteri\xff:", 1),
    "no study": lambda content: b'{"rank": 1}',
}


def main() -> None:
    """Writes a dump."""
    parser = argparse.ArgumentParser(description="A registry dump of invented trials.")
    parser.add_argument("count", type=int, help="how many studies")
    parser.add_argument("path", type=Path, help="the zip to write")
    parser.add_argument("--duplicates", type=float, default=0.3, help="the share of criteria that are repeated")
    parser.add_argument("--broken", type=float, default=0.0, help="the share of records that are broken")
    parser.add_argument("--seed", type=int, default=7, help="of all that is drawn")
    wanted = parser.parse_args()
    write(wanted.path, records(wanted.count, wanted.duplicates, wanted.broken, wanted.seed))


if __name__ == "__main__":
    main()
