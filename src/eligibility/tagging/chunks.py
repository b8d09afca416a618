"""Chunks: a criterion as the sequence that criterion.lark reads, each piece with its tag and what it stands for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from eligibility.rules import ConceptRule, CueRule


@dataclass(slots=True)
class Chunk:
    """A piece of a criterion.

    Attributes:
        tag: the terminal of criterion.lark.
        first, last: the tokens that it covers, `last` exclusive.
        value: a Limit, a When, an Entity, or the cue, by tag.
    """

    tag: str
    first: int
    last: int
    value: Any = None


@dataclass(slots=True)
class Modifier:
    """A word that says how severe, how long-standing, on which side: kept beside the concept, not in it.

    Attributes:
        shared: whether it stands with another concept, before this one.
    """

    kind: str
    name: str
    first: int
    last: int
    shared: bool = False


@dataclass(slots=True)
class Entity:
    """A noun phrase that names something.

    Attributes:
        first, last: the tokens of the concept itself.
        domain: its domain; "measurement" for what has values.
        rule: the concept of the rules; None where only its head word or ending tells the domain.
        modifiers: the modifiers in the phrase.
        by: what told the domain: "concept", "head" or "ending".
        denied: whether "non-" stands before it.
    """

    first: int
    last: int
    domain: str
    rule: ConceptRule | None = None
    modifiers: list[Modifier] = field(default_factory=list)
    by: str = "concept"
    denied: bool = False


def modifier(cue: CueRule, first: int, last: int) -> Modifier:
    """The modifier that a cue of kind "severity" or "modifier" is."""
    if cue.kind == "severity":
        return Modifier("severity", str(cue.attrs.get("value", cue.name)), first, last)
    return Modifier(cue.name, cue.name, first, last)
