"""Trials as tables of cases write them: "+" begins an inclusion criterion, "-" an exclusion criterion.

They are numbered unless a number is written. "@" has the registry's own fields: "@ age 18-65, sex female".
"""

import re
from pathlib import Path
from typing import NamedTuple

from eligibility.tree import AgeLimits, Registry, Trial

HEADINGS = {"+": "Inclusion Criteria:", "-": "Exclusion Criteria:"}


class Pair(NamedTuple):
    """Two trials of a table, what stands above them, and where."""

    title: str
    first: Trial
    second: Trial
    line: int

    def __str__(self) -> str:
        return f"{self.line}-{self.title}"


def pairs(path: Path) -> list[Pair]:
    """The cases of a table: "=== title", a trial, "---", another one. Lines with "#" in front are remarks."""
    text = re.sub(r"^#.*$", "", path.read_text("utf-8"), flags=re.MULTILINE)
    blocks = re.finditer(r"^=== ([^\n]+)\n(.*?)^---\n(.*?)(?=^===|\Z)", text, re.MULTILINE | re.DOTALL)
    return [
        Pair(block[1].strip(), trial(block[2]), trial(block[3]), text.count("\n", 0, block.start()) + 1)
        for block in blocks
    ]


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
