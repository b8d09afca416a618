"""Chunks: a criterion as the sequence that criterion.lark reads, each piece with its tag and what it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress, count, pairwise
from operator import attrgetter
from typing import Any

from msgspec import Struct, field

from eligibility.grammar.limits import Limit
from eligibility.rules import ConceptRule, CueRule

_tag = attrgetter("tag")
DEPTHS = {"LP": 1, "RP": -1}
"""How much deeper in brackets what follows a chunk stands, by its tag; others change nothing."""


class Chunk(Struct, gc=False):
    """A piece of a criterion.

    Attributes:
        tag: the terminal of criterion.lark.
        first, last: the tokens that it covers, `last` exclusive.
        value: a Limit, a When, an Entity, or the cue, by tag.
        modifiers: those that stand with plain words, which may turn out to name something.
    """

    tag: str
    first: int
    last: int
    value: Any = None
    modifiers: Sequence[Modifier] = ()


def tags_of(chunks: Iterable[Chunk]) -> list[str]:
    """The tag of each of some chunks."""
    return [*map(_tag, chunks)]


def pairs_at(chunks: Sequence[Chunk], pairs: frozenset[tuple[str, str]]) -> list[int]:
    """The places of the chunks that have, with the chunk behind them, some pair of tags.

    Most criteria have none, and all are asked; so no step of it is Python's.
    """
    return [*compress(count(), map(pairs.__contains__, pairwise(map(_tag, chunks))))]


def begin_of(chunk: Chunk) -> int:
    """The token that a chunk begins with, or a modifier that stands with it."""
    inside = chunk.value.modifiers if chunk.tag == "ENTITY" else chunk.modifiers
    return min([chunk.first, *(one.first for one in inside)])


class Modifier(Struct, gc=False):
    """A word that says how severe, how long-standing, on which side: kept beside the concept, not in it.

    Attributes:
        shared: whether it stands with another concept, before this one.
        behind: whether it stands behind its concept: "surgery |in the fellow eye".
    """

    kind: str
    name: str
    first: int
    last: int
    shared: bool = False
    behind: bool = False


class Entity(Struct, gc=False):
    """A noun phrase that names something.

    Attributes:
        first, last: the tokens of the concept itself.
        domain: its domain; "measurement" for what has values.
        rule: the concept of the rules; None where only its head word or ending tells the domain.
        modifiers: the modifiers in the phrase.
        by: what told the domain: "concept", "head" or "ending"; a neighbour in a list: "shared", "premodifier", "list";
            "lead-in" where the item above names it, "text" where the text itself defines it, "tested" where it is named
            by what is tested for; "unvalued" where it is a measurement, did one tell its value.
        name: what it is called with what it shares with a neighbour, or by what the text defines it to stand for, where
            no concept of the rules is called so.
        across: whether a negation stands between it and that neighbour.
        loose: whether it may as well be a thing by itself, without what that neighbour has.
        denied: whether "non-" stands before it.
        alone: words that are taken not to be said of what is listed with it, and whether it is the "first" or the
            "last" of the list.
        limit: the limit on it, where one word says both: "|T3|".
    """

    first: int
    last: int
    domain: str
    rule: ConceptRule | None = None
    modifiers: list[Modifier] = field(default_factory=list)
    by: str = "concept"
    name: str | None = None
    across: bool = False
    loose: bool = False
    denied: bool = False
    alone: tuple[str, int, int] | None = None
    limit: Limit | None = None


def modifier(cue: CueRule, first: int, last: int) -> Modifier:
    """The modifier that a cue of kind "severity" or "modifier" is."""
    if cue.kind == "severity":
        return Modifier("severity", str(cue.attrs.get("value", cue.name)), first, last)
    return Modifier(str(cue.attrs.get("kind", cue.name)), cue.name, first, last, behind=bool(cue.attrs.get("behind")))
