"""Eligibility criteria of clinical trials as machine-checkable constraint trees.

Every name here is loaded when it is first used, so that `import eligibility` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from eligibility._version import __version__

if TYPE_CHECKING:
    from eligibility.check import Checker, Patient
    from eligibility.comparing import TrialDiff, diff
    from eligibility.deciding import Answer, overlap, subsumes
    from eligibility.describing import describe
    from eligibility.errors import EligibilityError, PackError, PatientError, ReadError
    from eligibility.linting import Finding, lint
    from eligibility.patients import read_patients
    from eligibility.pipeline import parse, parse_criterion
    from eligibility.registries import read
    from eligibility.rules import load_pack
    from eligibility.screening import screen
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
        CrossReference,
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
    "Answer",
    "AnyOf",
    "AtLeast",
    "Attestation",
    "Checker",
    "Coding",
    "Concept",
    "Criterion",
    "CrossReference",
    "Diagnostic",
    "EligibilityError",
    "Finding",
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
    "TrialDiff",
    "Unstructured",
    "Window",
    "__version__",
    "describe",
    "diff",
    "json_schema",
    "lint",
    "load_pack",
    "overlap",
    "parse",
    "parse_criterion",
    "read",
    "read_patients",
    "same",
    "screen",
    "simplify",
    "subsumes",
]

_ELSEWHERE = {
    "Answer": "eligibility.deciding",
    "Checker": "eligibility.check",
    "EligibilityError": "eligibility.errors",
    "Finding": "eligibility.linting",
    "PackError": "eligibility.errors",
    "Patient": "eligibility.check",
    "PatientError": "eligibility.errors",
    "ReadError": "eligibility.errors",
    "TrialDiff": "eligibility.comparing",
    "describe": "eligibility.describing",
    "diff": "eligibility.comparing",
    "lint": "eligibility.linting",
    "load_pack": "eligibility.rules",
    "overlap": "eligibility.deciding",
    "parse": "eligibility.pipeline",
    "parse_criterion": "eligibility.pipeline",
    "read": "eligibility.registries",
    "read_patients": "eligibility.patients",
    "screen": "eligibility.screening",
    "subsumes": "eligibility.deciding",
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
