"""Tag sets: tags of chunks that several modules of this room ask for."""

from __future__ import annotations

STOPS = frozenset({"SEMI", "STOP", "OTHERWISE"})
"""What ends a statement."""
BRACKETS = frozenset({"LP", "RP"})
"""Brackets."""
WITHIN = frozenset({"AND", "OR", "NOR", "COMMA", "SLASH", "BUT"})
"""What stands between the items of a list."""
CONDITIONS = frozenset({"IF", "EXCEPT"})
"""What a case, or an exception, begins with."""
DEMANDS = frozenset({"NEG", "MUST"})
"""What says what must be, or must not."""
SILENT = "FILLER"
"""A chunk that says nothing, and one that is made to."""
UNLISTED = frozenset({"MUST", "LIMIT", "IF", "NEG", "ATTESTATION", "LP", "COLON"})
"""What a bare list of names has not."""
