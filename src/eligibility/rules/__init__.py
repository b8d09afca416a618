"""Rule packs: what a pack is, how packs are loaded and combined, tested and checked.

A pack is a YAML file of concepts, cues, units and definitions with their own tests; `Rules` are the packs in force.
Every name here is loaded when it is first used, so that the command line starts quickly.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eligibility.rules.installed import installed_packs, load_installed
    from eligibility.rules.loading import builtin_packs, combine, content_digest, load_builtin, load_entries, load_pack
    from eligibility.rules.model import (
        ConceptRule,
        CueRule,
        DefinitionRule,
        EndingRule,
        Entry,
        GrammarRule,
        HeadRule,
        Pack,
        RejectCase,
        Rules,
        TestCase,
        UnitRule,
    )

__all__ = [
    "ConceptRule",
    "CueRule",
    "DefinitionRule",
    "EndingRule",
    "Entry",
    "GrammarRule",
    "HeadRule",
    "Pack",
    "RejectCase",
    "Rules",
    "TestCase",
    "UnitRule",
    "builtin_packs",
    "combine",
    "content_digest",
    "installed_packs",
    "load_builtin",
    "load_entries",
    "load_installed",
    "load_pack",
]

_LOADING = frozenset({"builtin_packs", "combine", "content_digest", "load_builtin", "load_entries", "load_pack"})
_INSTALLED = frozenset({"installed_packs", "load_installed"})


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's names are of any type
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = "loading" if name in _LOADING else "installed" if name in _INSTALLED else "model"
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value
