"""The plan: what a conversion is asked to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from eligibility.crew import cores
from eligibility.errors import EligibilityError, ReadError
from eligibility.registries import formats

Engine = Literal["local", "spark"]

PART_SIZE: Final = 500
"""Records in a part: some megabytes of each table, and a few seconds of work that an interruption may cost."""

STANDARD_INPUT: Final = "-"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a conversion is asked to do: each attribute is the argument of `convert` of that name."""

    inputs: tuple[str, ...]
    output: Path
    workers: int | None = None
    resume: bool = False
    overwrite: bool = False
    limit: int | None = None
    format: str | None = None
    mapping: Mapping[str, str] | None = None
    packs: tuple[str, ...] = ()
    engine: Engine = "local"
    master: str | None = None
    part_size: int = PART_SIZE

    def check(self) -> None:
        """Whether it can be begun.

        Raises:
            ReadError: an input is not there, or there is no such format or field to map.
            EligibilityError: a number is too small, or the output has no name.
        """
        for name, number in (("workers", self.workers), ("limit", self.limit), ("part_size", self.part_size)):
            if number is not None and number < 1:
                raise EligibilityError("bad-number", f"{name} is {number}, and must be 1 or more")
        if self.output.name in {"", ".."}:
            message = "the output has no name of its own: name a folder or a file that is to be made"
            raise EligibilityError("output-kind", message, place=str(self.output))
        formats.check(self.format, self.mapping)
        for one in self.inputs:
            if one != STANDARD_INPUT and not Path(one).exists():
                raise ReadError("missing-file", "there is no such file: check the path", place=one)

    @property
    def processes(self) -> int:
        """How many workers there are to be."""
        return cores() if self.workers is None else self.workers
