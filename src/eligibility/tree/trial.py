"""A trial as it is read (`Trial`) and as it is understood (`StructuredTrial`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import Field

from eligibility.tree.nodes import AllOf, Node, Not
from eligibility.tree.values import Diagnostic, EncodableText, Span, Value

if TYPE_CHECKING:
    from eligibility.check import CriterionResult, Patient, TrialResult

SCHEMA_VERSION: Final = "1.0"

MAX_DEPTH: Final = 64
"""The deepest constraint that every JSON reader takes, in nodes from the root to a leaf.

One level of the tree is up to two of JSON; the reader of JSON beneath pydantic stops at 200.
"""

Kind = Literal["inclusion", "exclusion"]
Checkable = Literal["full", "partial", "none"]


def _is_none(value: object) -> bool:
    return value is None


def _is_empty(value: tuple[object, ...]) -> bool:
    return not value


class AgeLimits(Value):
    """The registry's own age limits, both inclusive.

    Attributes:
        lower: The lowest age, in years; null is no limit.
        upper: The highest age, in years; null is no limit.
        unit: The year, as a UCUM code.
    """

    lower: float | None = None
    upper: float | None = None
    unit: Literal["a"] = "a"


class Registry(Value):
    """What the record says in fields of its own; null where it says nothing.

    Attributes:
        age: The lowest and highest age.
        sex: Who may take part.
        healthy_volunteers: Whether healthy volunteers may take part.
    """

    age: AgeLimits | None = None
    sex: Literal["all", "female", "male"] | None = None
    healthy_volunteers: bool | None = None


class Trial(Value):
    """One record of a registry, before its criteria are understood. Lone surrogates in its texts become U+FFFD.

    Attributes:
        trial_id: The registry's identifier.
        title: The title of the trial.
        criteria_text: The eligibility criteria, whole; all spans point into this text.
        registry: What the record says in fields of its own.
        source_format: The name of the reader that made the record.
        source: The file that it comes from.
        diagnostics: What was done to the text before it stood here.
    """

    trial_id: EncodableText | None = None
    title: EncodableText | None = None
    criteria_text: EncodableText
    registry: Registry = Registry()
    source_format: str = "text"
    source: EncodableText | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


class Marker(Value):
    """The bullet or number in front of a criterion.

    Attributes:
        text: The marker, such as "7.".
        span: Where it stands.
    """

    text: str
    span: Span


class CrossReference(Value):
    """Words of a criterion that point to others: "as defined in |inclusion criterion 3|".

    Attributes:
        text: The words.
        span: Where they stand.
        targets: The ids of the criteria that they point to, in the order in which they are named; none is there where
            it is empty.
    """

    text: str
    span: Span
    targets: tuple[str, ...] = ()


class Section(Value):
    """A heading of the criteria.

    Attributes:
        kind: What its criteria do.
        title: The heading as written.
        span: Where it stands.
        cohort: The group of people that it speaks of ("Cohort B"); null is all.
    """

    kind: Kind
    title: str
    span: Span
    cohort: str | None = None


class RuleUse(Value):
    """An entry of a rule pack that was used.

    Attributes:
        section: The section of the pack: concepts, cues, units, definitions, heads or endings.
        name: The entry's name; of a unit, its UCUM code; of a head or ending, its domain and first word.
        pack: The pack.
        line: The line of the pack's file where the entry begins.
        text: The words in the source that it was used for.
        span: Where they stand.
    """

    section: Literal["concepts", "cues", "units", "definitions", "heads", "endings"]
    name: str
    pack: str
    line: int
    text: str
    span: Span


class Provenance(Value):
    """The rules that made one leaf.

    Attributes:
        leaf: The leaf's number among the leaves of the constraint, in reading order, from 0.
        rules: The entries of packs that were used for it, in reading order.
    """

    leaf: int
    rules: tuple[RuleUse, ...] = ()


class Criterion(Value):
    """One criterion, with the tree that says what its sentence says.

    Attributes:
        id: I1, I2, ... or E1, E2, ... in reading order within a kind.
        kind: Whether meeting the constraint admits or excludes.
        text: The criterion as written, without its marker.
        span: Where it stands.
        marker: The bullet or number in front of it.
        section: The index of its section in `sections`; null is none.
        depth: How deep its list is nested, 0 for the outermost.
        constraint: What the sentence says; for an exclusion criterion, what excludes.
        checkable: Whether patient data could decide it.
        coverage: The share of its content words that a node accounts for, 0 to 1.
        diagnostics: What the reader should know about it.
        cross_references: Where it points to other criteria, left out of JSON where it does not; the tree says nothing
            of what these say.
        provenance: The rules that made each leaf, where that was asked for; else null, and left out of JSON.
    """

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
    cross_references: tuple[CrossReference, ...] = Field(default=(), exclude_if=_is_empty)
    provenance: tuple[Provenance, ...] | None = Field(default=None, exclude_if=_is_none)

    def requirement(self) -> Node:
        """What a patient must meet to pass: the constraint of an inclusion criterion, not that of an exclusion one."""
        return self.constraint if self.kind == "inclusion" else Not(child=self.constraint)

    def evaluate(
        self,
        patient: Patient,
        *,
        as_of: date | str,
        explain: bool = True,
        **settings: Any,  # noqa: ANN401 - see BaseNode.evaluate
    ) -> CriterionResult:
        """Whether a patient meets the constraint, and whether that admits: see `BaseNode.evaluate`."""
        from eligibility.check import Checker  # noqa: PLC0415  # checking is built on trees

        return Checker(as_of, **settings).criterion(self, patient, explain=explain)


class StructuredTrial(Value):
    """A trial's criteria as constraint trees. The trial admits who meets every inclusion and no exclusion criterion.

    Attributes:
        schema_version: The version of this format.
        trial_id: The registry's identifier.
        registry: What the record says in fields of its own.
        sections: The headings, in reading order.
        criteria: The criteria, in reading order.
        diagnostics: What the reader should know about the whole text.
    """

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    trial_id: str | None = None
    registry: Registry = Registry()
    sections: tuple[Section, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    def constraint(self) -> Node:
        """The trial as one tree: all inclusion constraints and none of the exclusion ones."""
        return AllOf(children=tuple(criterion.requirement() for criterion in self.criteria))

    def cohort_of(self, criterion: Criterion) -> str | None:
        """The group of people that a criterion of this trial is asked of; None is all."""
        at = criterion.section
        return self.sections[at].cohort if at is not None and 0 <= at < len(self.sections) else None

    def evaluate(
        self,
        patient: Patient,
        *,
        as_of: date | str,
        explain: bool = True,
        decided: Mapping[str, bool] | None = None,
        **settings: Any,  # noqa: ANN401 - see BaseNode.evaluate
    ) -> TrialResult:
        """Whether a patient is eligible, which criteria decide, and what is missing: see `eligibility.check.Checker`.

        Args:
            patient: The patient.
            as_of: The day of checking.
            explain: Whether to say why.
            decided: Criteria that a person has decided, by id: whether the constraint holds.
            settings: As for `BaseNode.evaluate`.

        Raises:
            EligibilityError: A setting or a criterion that there is not.
        """
        from eligibility.check import Checker  # noqa: PLC0415  # checking is built on trees

        return Checker(as_of, **settings).trial(self, patient, explain=explain, decided=decided)
