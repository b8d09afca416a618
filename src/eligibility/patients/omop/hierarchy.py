"""Which code is a kind of which, by OHDSI's vocabularies: an Athena download, or the tables of a database."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import cached_property

from eligibility.errors import PatientError
from eligibility.patients.omop.database import Database, tables
from eligibility.patients.omop.reader import opened
from eligibility.patients.systems import uri
from eligibility.tree import BaseLeaf, Coding, StructuredTrial

Code = tuple[str, str]
_NEEDED = ("concept", "concept_ancestor")
_MAPS = "concept_relationship"
_AT_ONCE = 500
"""Codes in one query."""


class Athena:
    """A vocabulary for `Checker(hierarchy=...)`, of the codes in some trials and all that is a kind of them.

    The vocabulary is read when it is first asked, and only what is below the trials' codes is kept. Codes that are not
    standard concepts (ICD-10-CM) stand for the standard concepts that "Maps to" leads to, as in OHDSI's own tools.

    Args:
        source: the folder of a download from Athena (CONCEPT.csv, CONCEPT_ANCESTOR.csv, and CONCEPT_RELATIONSHIP.csv
            if there is), or a database as `read_patients` takes it.
        trials: the trials that patients are checked against.
        schema: of a database, the schema that holds the vocabularies.

    Raises:
        PatientError: when it is first asked: there is no such source, or a table is missing.
    """

    def __init__(
        self, source: str | os.PathLike[str], trials: Iterable[StructuredTrial], *, schema: str | None = None
    ) -> None:
        self._source = source
        self._schema = schema
        self._wanted = _codes(trials)

    def is_a(self, narrower: Coding, broader: Coding) -> bool:
        """Whether whatever has the first code has the second."""
        code = (uri(broader.system), broader.code)
        return (uri(narrower.system), narrower.code) in self._below.get(code, ())

    @cached_property
    def _below(self) -> dict[Code, frozenset[Code]]:
        """By code of the trials, all that is a kind of it."""
        found: dict[Code, set[Code]] = {}
        with closing(opened(self._source)) as database:
            held = tables(database, self._schema)
            missing = [name for name in _NEEDED if name not in held]
            if missing:
                message = f"no table {' and no table '.join(missing)}: download it from Athena, or name its schema"
                raise PatientError("no-such-table", message, place=database.name)
            called = {name: held[name][0] for name in (*_NEEDED, _MAPS) if name in held}
            for broad, narrow in _pairs(database, called, self._wanted):
                found.setdefault(broad, set()).add(narrow)
        return {code: frozenset(kinds) for code, kinds in found.items()}


def athena(
    source: str | os.PathLike[str], trials: StructuredTrial | Iterable[StructuredTrial], *, schema: str | None = None
) -> Athena:
    """A vocabulary of OHDSI's for checking patients: `Checker(day, hierarchy=athena("vocabularies", trial))`.

    Args:
        source: the folder of a download from Athena, or a database as `read_patients` takes it.
        trials: the trials that patients are checked against.
        schema: of a database, the schema that holds the vocabularies.
    """
    return Athena(source, [trials] if isinstance(trials, StructuredTrial) else trials, schema=schema)


def _codes(trials: Iterable[StructuredTrial]) -> list[Code]:
    leaves = (leaf for trial in trials for leaf in trial.constraint().walk() if isinstance(leaf, BaseLeaf))
    codings = (coding for leaf in leaves if leaf.concept is not None for coding in leaf.concept.codes)
    return sorted({(uri(coding.system), coding.code) for coding in codings})


def _pairs(database: Database, called: dict[str, str], wanted: list[Code]) -> Iterator[tuple[Code, Code]]:
    """The codes that are wanted, each with each code that is a kind of it."""
    query = f"SELECT DISTINCT vocabulary_id FROM {called['concept']}"
    vocabularies = [row[0] for row in database.rows(query) if row[0]]
    for at in range(0, len(wanted), _AT_ONCE):
        some = wanted[at : at + _AT_ONCE]
        values = [(name, code) for system, code in some for name in vocabularies if uri(name) == system]
        if values:
            for broad, code, narrow, kind in database.rows(_query(called, values)):
                yield (uri(broad), str(code)), (uri(narrow), str(kind))


def _query(called: dict[str, str], values: list[Code]) -> str:
    """Pairs of codes; each side is a standard concept itself, or what "Maps to" leads from."""
    given = ", ".join(f"({_quoted(name)}, {_quoted(code)})" for name, code in values)
    concept, ancestor = called["concept"], called["concept_ancestor"]
    itself = f"SELECT concept_id AS source, concept_id AS target FROM {concept}"
    if _MAPS in called:
        mapped = f"SELECT concept_id_1, concept_id_2 FROM {called[_MAPS]} WHERE relationship_id = 'Maps to'"
        itself = f"{itself} UNION ALL {mapped}"
    return (
        f"WITH means AS ({itself}), wanted AS ("
        f"SELECT concept_id, vocabulary_id, concept_code FROM {concept} "
        f"WHERE (vocabulary_id, CAST(concept_code AS VARCHAR)) IN (VALUES {given})) "
        f"SELECT DISTINCT wanted.vocabulary_id, wanted.concept_code, kind.vocabulary_id, kind.concept_code FROM wanted "
        f"JOIN means up ON up.source = wanted.concept_id "
        f"JOIN {ancestor} line ON line.ancestor_concept_id = up.target "
        f"JOIN means down ON down.target = line.descendant_concept_id "
        f"JOIN {concept} kind ON kind.concept_id = down.source"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
