"""Batch: registry dumps to tables, on one machine or on many.

`convert` does all of it; `structure` is the kernel that every engine runs, for engines of your own; `find` asks the
tables, and `TABLES` says what they hold.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eligibility.convert.admitting import Asked, Found, asked, concept, find
    from eligibility.convert.kernel import structure
    from eligibility.convert.plan import PART_SIZE, Plan
    from eligibility.convert.run import carry_out, convert, errors_of
    from eligibility.convert.structured import NESTED
    from eligibility.convert.summary import Summary
    from eligibility.convert.tables import TABLES, TABLES_VERSION

__all__ = [
    "NESTED",
    "PART_SIZE",
    "TABLES",
    "TABLES_VERSION",
    "Asked",
    "Found",
    "Plan",
    "Summary",
    "asked",
    "carry_out",
    "concept",
    "convert",
    "errors_of",
    "find",
    "structure",
]

_HOMES = {
    "Asked": "admitting",
    "Found": "admitting",
    "asked": "admitting",
    "concept": "admitting",
    "find": "admitting",
    "NESTED": "structured",
    "PART_SIZE": "plan",
    "Plan": "plan",
    "Summary": "summary",
    "TABLES": "tables",
    "TABLES_VERSION": "tables",
    "carry_out": "run",
    "convert": "run",
    "errors_of": "run",
    "structure": "kernel",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's names are of any type
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
