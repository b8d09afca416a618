"""The values that leaves carry: concepts, quantities, ranges, windows, qualifiers, diagnostics."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Span = tuple[int, int]
"""Code points `[start, end)` into the text that was parsed."""

Severity = Literal["info", "warning", "error"]
Direction = Literal["before", "after", "during", "around"]
RelativeKind = Literal["uln", "lln", "baseline", "predicted", "other"]


class Value(BaseModel):
    """Base of all values: immutable, no unknown fields, compared field by field."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Coding(Value):
    """A code in a published system, as in FHIR: `system` is its URI, `display` the system's own name."""

    system: str
    code: str
    display: str | None = None


class Concept(Value):
    """What a leaf speaks of: the words in the text, the name in the vocabulary, its codes.

    `name` is None where the words are not in the vocabulary.
    """

    text: str
    span: Span
    name: str | None = None
    codes: tuple[Coding, ...] = ()


class Quantity(Value):
    """A limit as the source writes it: its own numbers, its own unit, `values` for sets such as "0, 1 or 2"."""

    text: str
    span: Span
    lower: float | None = None
    upper: float | None = None
    lower_inclusive: bool = True
    upper_inclusive: bool = True
    values: tuple[str, ...] | None = None
    unit: str | None = None


class Range(Value):
    """An interval in a canonical unit (a UCUM code). An end that is None is open."""

    lower: float | None = None
    upper: float | None = None
    lower_inclusive: bool = True
    upper_inclusive: bool = True
    unit: str | None = None


class RelativeTo(Value):
    """What a range is a multiple of: the upper or lower limit of normal, the baseline, the predicted value."""

    kind: RelativeKind
    text: str


class Window(Value):
    """When something holds: how far (`distance`, in its own calendar unit) and on which side of the anchor.

    `anchor` None stands for now, the moment of checking. "within 3 months" has distance.upper 3 mo;
    "more than 6 months ago" has distance.lower 6 mo and no upper.
    """

    text: str
    span: Span
    direction: Direction
    anchor: str | None = None
    distance: Range | None = None


class Qualifier(Value):
    """A further limit on a leaf: a stage, grade, count, duration, dose, frequency, size, laterality, modifier."""

    kind: str
    as_written: Quantity
    range: Range | None = None


class Diagnostic(Value):
    """What the reader of a tree should know: an inference that was made, or something that was not understood."""

    code: str
    severity: Severity
    message: str
    span: Span | None = None

