"""The elements of FHIR that are read, as R4 and R5 write them; msgspec says what is of another type, and where."""

from __future__ import annotations

import msgspec


class Element(msgspec.Struct, rename="camel"):
    """Base of all: names as FHIR writes them, and whatever is not named here is passed over."""


class Coding(Element):
    """A code of a system."""

    system: str | None = None
    code: str | None = None
    display: str | None = None


class CodeableConcept(Element):
    """A concept, in codes and in words."""

    coding: tuple[Coding, ...] = ()
    text: str | None = None


class Identifier(Element):
    """An identifier of a business."""

    system: str | None = None
    value: str | None = None


class Reference(Element):
    """A reference to another resource."""

    reference: str | None = None
    identifier: Identifier | None = None
    display: str | None = None


class CodeableReference(Element):
    """A concept or a reference: R5 has this where R4 has the one or the other, and where R4 has a `Reference`."""

    concept: CodeableConcept | None = None
    reference: str | Reference | None = None
    display: str | None = None


class Quantity(Element):
    """A number with a unit; `comparator` says that the value is less or more than it."""

    value: float | None = None
    comparator: str | None = None
    unit: str | None = None
    system: str | None = None
    code: str | None = None


class Period(Element):
    """From when to when."""

    start: str | None = None
    end: str | None = None


class Range(Element):
    """From how much to how much."""

    low: Quantity | None = None
    high: Quantity | None = None


class Ratio(Element):
    """One amount to another."""

    numerator: Quantity | None = None
    denominator: Quantity | None = None


class Repeat(Element):
    """When something is repeated."""

    bounds_period: Period | None = None


class Timing(Element):
    """When something happens."""

    event: tuple[str, ...] = ()
    repeat: Repeat | None = None


class Meta(Element):
    """What a server says of a resource."""

    last_updated: str | None = None


class Resource(Element):
    """What every resource has that is read."""

    resource_type: str = ""
    id: str | None = None
    meta: Meta | None = None
    status: str | None = None
