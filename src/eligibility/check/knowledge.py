"""What the checker knows beside the packs: `knowledge.yaml`, `kinds.yaml`, `drug_classes.yaml`, loaded once."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BeforeValidator, Field

from eligibility.tree import Value

_BLOCK = re.compile(r"([A-Z]\d[0-9A-Z])(?:\.(\w{1,4}))?", re.ASCII)


class Block(Value):
    """A block of ICD-10: all codes from the first category up to all that the last one holds."""

    first: str
    last: str

    def holds(self, code: str) -> bool:
        """Whether a code is in the block.

        Example:
            >>> Block(first="I60", last="I64").holds("I63.9"), Block(first="I21", last="I21").holds("I25.2")
            (True, False)
        """
        return self.first <= code and (code <= self.last or code.startswith(self.last)) and bool(_BLOCK.match(code))


def _block(written: object) -> object:
    if not isinstance(written, str):
        return written
    first, _, last = written.partition("-")
    return {"first": first, "last": last or first}


class Kinds(Value):
    """A row of `is_a`: a concept and how its kinds are told."""

    name: str
    kinds: tuple[str, ...] = ()
    last_words: tuple[str, ...] = ()
    except_: tuple[str, ...] = Field(default=(), alias="except")
    icd10: tuple[Annotated[Block, BeforeValidator(_block)], ...] = ()

    def includes(self, name: str, icd10: str | None) -> bool:
        """Whether a concept of the packs, with its ICD-10 code, is a kind of this one."""
        if name == self.name:
            return False
        ends = name not in self.except_ and any(
            name.endswith(f" {words}") or name == words for words in self.last_words
        )
        return ends or name in self.kinds or (icd10 is not None and any(block.holds(icd10) for block in self.icd10))


class Knowledge(Value):
    """The sections of `knowledge.yaml`; what each is for stands there."""

    is_a: tuple[Kinds, ...]
    events: frozenset[str]
    passing: frozenset[str]
    of_one_sex: dict[Literal["female", "male"], frozenset[str]]
    unrecorded: frozenset[str]
    study_anchors: frozenset[str]
    vacuous: dict[str, frozenset[str]]
    timed: dict[str, frozenset[str]]
    limited: dict[str, frozenset[str]]
    by_limits: dict[str, frozenset[str]]
    opposites: tuple[tuple[str, str], ...]
    systems: dict[str, tuple[str, ...]]


@cache
def knowledge() -> Knowledge:
    """What is known, loaded once in a process: all files, their rows of the same name in one."""
    sections = _file("knowledge.yaml")
    rows = {row["name"]: row for row in sections["is_a"]}
    for further in (*_file("kinds.yaml"), *_file("drug_classes.yaml")):
        row = rows.setdefault(further["name"], {"name": further["name"]})
        row["kinds"] = [*row.get("kinds", ()), *further["kinds"]]
    return Knowledge.model_validate({**sections, "is_a": list(rows.values())})


def _file(name: str) -> Any:  # noqa: ANN401 - what YAML holds
    return yaml.load(Path(__file__).with_name(name).read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
