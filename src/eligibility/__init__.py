"""Eligibility criteria of clinical trials as machine-checkable constraint trees.

Every name here is loaded when it is first used, so that `import eligibility` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from eligibility._version import __version__

if TYPE_CHECKING:
    from eligibility.check import Checker, Patient
    from eligibility.describing import describe
    from eligibility.errors import EligibilityError, PackError, PatientError, ReadError
    from eligibility.pipeline import parse, parse_criterion
    from eligibility.registries import read
    from eligibility.rules import load_pack
    from eligibility.tree import (
        SCHEMA_VERSION,
        Age,
        AgeLimits,
        AllOf,
        AnyOf,
        AtLeast,
        Attestation,
        Coding,
        Concept,
        Criterion,
        Diagnostic,
        Implies,
        Leaf,
        Marker,
        Measurement,
        Node,
        Not,
        Occurrence,
        Operator,
        Qualifier,
        Quantity,
        Range,
        Registry,
        RelativeTo,
        Section,
        SexLeaf,
        Span,
        StructuredTrial,
        Trial,
        Unstructured,
        Window,
        json_schema,
        same,
        simplify,
    )

__all__ = [
    "SCHEMA_VERSION",
    "Age",
    "AgeLimits",
    "AllOf",
    "AnyOf",
    "AtLeast",
    "Attestation",
    "Checker",
    "Coding",
    "Concept",
    "Criterion",
    "Diagnostic",
    "EligibilityError",
    "Implies",
    "Leaf",
    "Marker",
    "Measurement",
    "Node",
    "Not",
    "Occurrence",
    "Operator",
    "PackError",
    "Patient",
    "PatientError",
    "Qualifier",
    "Quantity",
    "Range",
    "ReadError",
    "Registry",
    "RelativeTo",
    "Section",
    "SexLeaf",
    "Span",
    "StructuredTrial",
    "Trial",
    "Unstructured",
    "Window",
    "__version__",
    "describe",
    "json_schema",
    "load_pack",
    "parse",
    "parse_criterion",
    "read",
    "same",
    "simplify",
]

_ELSEWHERE = {
    "Checker": "eligibility.check",
    "EligibilityError": "eligibility.errors",
    "PackError": "eligibility.errors",
    "Patient": "eligibility.check",
    "PatientError": "eligibility.errors",
    "ReadError": "eligibility.errors",
    "describe": "eligibility.describing",
    "load_pack": "eligibility.rules",
    "parse": "eligibility.pipeline",
    "parse_criterion": "eligibility.pipeline",
    "read": "eligibility.registries",
}
"""The module of each public name that is not one of the tree's."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's names are of any type
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_ELSEWHERE.get(name, "eligibility.tree")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
