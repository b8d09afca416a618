"""Renderings: a criterion as the texts and rows that tables are made of, free of where it stands."""

from __future__ import annotations

import re
from typing import NamedTuple

from pydantic import TypeAdapter

from eligibility.convert.atoms import Row, Spans, atoms_of
from eligibility.tree import BaseNode, Checkable, Criterion, CrossReference, Diagnostic

_SPAN = re.compile(r'"span":\[(\d+),(\d+)\]')
"""A span in JSON. Within a text of the JSON a quotation mark is always escaped, so only a field can look like this."""

NOTES: TypeAdapter[tuple[Diagnostic, ...]] = TypeAdapter(tuple[Diagnostic, ...])
CROSS_REFERENCES: TypeAdapter[tuple[CrossReference, ...]] = TypeAdapter(tuple[CrossReference, ...])


class Anchored:
    """JSON whose spans are counted from an anchor, and can be counted from another.

    Args:
        json: the JSON.
        anchor: what its spans are counted from.
    """

    __slots__ = ("_anchor", "_json", "_offsets")

    def __init__(self, json: str, anchor: int) -> None:
        self._json = json
        self._anchor = anchor
        self._offsets: tuple[int, ...] | None = None

    def at(self, anchor: int) -> str:
        """The JSON at a place.

        Most of what is said is said once: only at a second place the spans are looked for, and left open from then on.

        Example:
            >>> Anchored('{"text":"100 %","span":[40,45]}', 40).at(7)
            '{"text":"100 %","span":[7,12]}'
        """
        if self._offsets is None:
            if anchor == self._anchor:
                return self._json
            pieces = _SPAN.split(self._json.replace("%", "%%"))
            self._offsets = tuple(int(end) - self._anchor for at, end in enumerate(pieces) if at % 3)
            self._json = '"span":[%d,%d]'.join(pieces[::3])
        return self._json % tuple([offset + anchor for offset in self._offsets])


class Rendering(NamedTuple):
    """What is the same of a criterion wherever it stands; offsets are counted from where it begins.

    Attributes:
        tree: its constraint.
        notes: its diagnostics.
        codes: the codes of its diagnostics.
        checkable: whether patient data could decide it.
        coverage: the share of its content words that a node accounts for.
        atoms: see `atoms_of`.
    """

    tree: Anchored
    notes: Anchored
    codes: tuple[str, ...]
    checkable: Checkable
    coverage: float
    atoms: list[tuple[Row, Spans]]


def render(criterion: Criterion) -> Rendering:
    """The rendering of a criterion."""
    start = criterion.span[0]
    notes = criterion.diagnostics
    atoms = atoms_of(criterion.constraint, criterion.kind, start)
    return Rendering(
        Anchored(_json(criterion.constraint), start),
        Anchored(NOTES.dump_json(notes).decode(), start) if notes else _NO_NOTES,
        tuple(note.code for note in notes),
        criterion.checkable,
        criterion.coverage,
        atoms,
    )


_NO_NOTES = Anchored("[]", 0)


def _json(node: BaseNode) -> str:
    """What `node.model_dump_json()` gives, without its many options, which take as long as the rest."""
    return node.__pydantic_serializer__.to_json(node).decode()
