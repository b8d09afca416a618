"""Planted faults as trials."""

import re
from pathlib import Path
from typing import NamedTuple

from eligibility.tree import AgeLimits, Registry, Trial

FAULTS = Path(__file__).with_name("faults.txt")
HEADINGS = {"+": "Inclusion Criteria:", "-": "Exclusion Criteria:"}


class Case(NamedTuple):
    """A trial, and what must be found in it: None is nothing."""

    code: str | None
    trial: Trial
    line: int


def cases() -> list[tuple[Case, Case]]:
    """The planted faults of the table, each with its twin."""
    text = re.sub(r"^#.*$", "", FAULTS.read_text("utf-8"), flags=re.MULTILINE)
    found = []
    for block in re.finditer(r"^=== (\S+)\n(.*?)^---\n(.*?)(?=^===|\Z)", text, re.MULTILINE | re.DOTALL):
        line = text.count("\n", 0, block.start()) + 1
        found.append((Case(block[1], trial(block[2]), line), Case(None, trial(block[3]), line)))
    return found


def trial(lines: str) -> Trial:
    """A trial as the table writes it."""
    registry = Registry()
    lists: dict[str, list[str]] = {"+": [], "-": []}
    for line in filter(None, lines.splitlines()):
        if line[0] == "@":
            registry = fields(line[1:])
            continue
        said = line[1:].strip()
        some = lists[line[0]]
        some.append(said if re.match(r"\d+\. ", said) else f"{len(some) + 1}. {said}")
    text = "\n\n".join("\n".join([HEADINGS[sign], *some]) for sign, some in lists.items() if some)
    return Trial(trial_id="NCT00000000", criteria_text=text, registry=registry)


def fields(said: str) -> Registry:
    """The registry's own fields."""
    age = re.search(r"age (\d*)-(\d*)", said)
    sex = re.search(r"sex (\w+)", said)
    limits = (
        AgeLimits(lower=float(age[1]) if age[1] else None, upper=float(age[2]) if age[2] else None) if age else None
    )
    return Registry(age=limits, sex=sex[1] if sex else None)
