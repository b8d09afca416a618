"""Rule packs: what a pack is, how packs are loaded and combined, tested and checked.

A pack is a YAML file of concepts, cues, units and definitions with their own tests; `Rules` are the packs in force.
"""

from eligibility.rules.loading import builtin_packs, combine, load_builtin, load_entries, load_pack
from eligibility.rules.model import (
    ConceptRule,
    CueRule,
    DefinitionRule,
    EndingRule,
    Entry,
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
    "HeadRule",
    "Pack",
    "RejectCase",
    "Rules",
    "TestCase",
    "UnitRule",
    "builtin_packs",
    "combine",
    "load_builtin",
    "load_entries",
    "load_pack",
]
