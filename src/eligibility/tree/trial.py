"""A trial as it is read (`Trial`) and as it is understood (`StructuredTrial`)."""

from __future__ import annotations

from typing import Literal

from eligibility.tree.nodes import Node
from eligibility.tree.values import Diagnostic, Span, Value

SCHEMA_VERSION = "1.0"

Kind = Literal["inclusion", "exclusion"]
Checkable = Literal["full", "partial", "none"]


class AgeLimits(Value):
    """The registry's own age limits, both inclusive, in years; None is no limit."""

    lower: float | None = None
    upper: float | None = None
    unit: Literal["a"] = "a"


class Registry(Value):
    """What the record says in fields of its own; None where it says nothing."""

    age: AgeLimits | None = None
    sex: Literal["all", "female", "male"] | None = None
    healthy_volunteers: bool | None = None


class Trial(Value):
    """One record of a registry, before its criteria are understood.

    `source_format` names the reader that made it, `source` the file.
    """

    trial_id: str | None = None
    title: str | None = None
    criteria_text: str
    registry: Registry = Registry()
    source_format: str = "text"
    source: str | None = None


class Marker(Value):
    """The bullet or number in front of a criterion."""

    text: str
    span: Span


class Section(Value):
    """A heading, its kind, and the group of people that it speaks of ("Cohort B"), None for all."""

    kind: Kind
    title: str
    span: Span
    cohort: str | None = None


class Criterion(Value):
    """One criterion, with the tree that says what its sentence says."""

    id: str
    kind: Kind
    text: str
    span: Span
    marker: Marker | None = None
    section: int | None = None
    depth: int = 0
    constraint: Node
    checkable: Checkable
    coverage: float
    diagnostics: tuple[Diagnostic, ...] = ()


class StructuredTrial(Value):
    """A trial's criteria as constraint trees. The trial admits who meets every inclusion and no exclusion criterion."""

    schema_version: str = SCHEMA_VERSION
    trial_id: str | None = None
    registry: Registry = Registry()
    sections: tuple[Section, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
