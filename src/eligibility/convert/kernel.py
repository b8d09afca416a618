"""The kernel: record batches of trials in, record batches of rows out. Every engine runs this and nothing else."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from threading import Lock
from typing import Any, Final, NamedTuple

import pyarrow as pa

from eligibility.convert.cache import SIZE, Cache, key_of
from eligibility.convert.rendering import CROSS_REFERENCES, NOTES, Rendering, render
from eligibility.convert.structured import Structured, batch_of, nest
from eligibility.convert.tables import ERRORS, GIVEN, TABLES
from eligibility.errors import EligibilityError, ReadError
from eligibility.normalize.linking import linked, links
from eligibility.pipeline import PackLike, notes_on, numbered, read_item, read_items, reader_for, sections_of
from eligibility.segment import CleanText, Item, Numbering, Outline, clean, segment
from eligibility.tree import Criterion, CrossReference, Section

Row = tuple[Any, ...]

LONGEST: Final = 10_000_000
"""Characters that criteria may have: a thousand times what registries take."""


class _Rows(NamedTuple):
    """Rows of one trial, or of a batch."""

    trials: list[Row]
    criteria: list[Row]
    atoms: list[Row]


class _Document(NamedTuple):
    """What rows of criteria tell of their document."""

    text: CleanText
    sections: list[Section]
    numbering: Numbering


class _Said(NamedTuple):
    """A criterion before it is read: where it stands, its words, where they point, what its rendering is known by."""

    identifier: str
    item: Item
    start: int
    end: int
    raw: str
    references: tuple[CrossReference, ...]
    key: Hashable


def _said(document: _Document, identifier: str, item: Item) -> _Said:
    text, _, numbering = document
    start, end = text.raw_span(item.start, item.stop)
    raw = text.raw[start:end]
    references = links(text, item, identifier, numbering)
    return _Said(identifier, item, start, end, raw, references, key_of(text, item, raw, references))


class Kernel:
    """Reads trials into rows of the tables, one batch at a time: threads that share it wait for each other.

    Args:
        packs: rule packs on top of those in force.
        remembered: characters of criteria to remember, see `Cache`.

    Attributes:
        cache: what it remembers; its counts go on.

    Raises:
        PackError: a pack cannot be loaded.
    """

    def __init__(self, packs: Sequence[PackLike] = (), remembered: int = SIZE) -> None:
        self._reader = reader_for(packs)
        self._lock = Lock()
        self.cache = Cache(remembered)

    def structure(self, batch: pa.RecordBatch) -> Structured:
        """The rows of all tables.

        A record that cannot be parsed becomes a row of `errors`, with the code "not-parsed", and the rest goes on.

        Args:
            batch: columns of `GIVEN`, in any order; those that are missing hold nulls.

        Raises:
            EligibilityError: there is no column `criteria_text`, or one is of another type than it must be.
        """
        with self._lock:
            return self._structure(batch)[0]

    def nested(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The rows of all tables as one row a record, of the schema `NESTED`."""
        with self._lock:
            return nest(*self._structure(batch))

    def _structure(self, batch: pa.RecordBatch) -> tuple[Structured, list[tuple[int, int]]]:
        rows = _Rows([], [], [])
        errors: list[Row] = []
        sizes: list[tuple[int, int]] = []
        for given in _given(batch):
            try:
                of_trial = self._trial(given)
            except EligibilityError as known:
                errors.append((given["record"], given["trial_id"], given["source"], known.code, known.message))
                continue
            except Exception as fault:  # whatever it is, it costs this one record and no other
                said = f"{type(fault).__name__}: {fault}"
                errors.append((given["record"], given["trial_id"], given["source"], "not-parsed", said))
                continue
            for all_rows, new in zip(rows, of_trial, strict=True):
                all_rows.extend(new)
            sizes.append((len(of_trial.criteria), len(of_trial.atoms)))
        trials, criteria, atoms = (batch_of(table, of) for table, of in zip(TABLES, rows, strict=True))
        return Structured(trials, criteria, atoms, batch_of(ERRORS, errors)), sizes

    def _trial(self, given: dict[str, Any]) -> _Rows:
        text = clean(_text(given["criteria_text"] or ""))
        outline = segment(text)
        sections = sections_of(text, outline)
        rows = _Rows([], [], [])
        who = given["record"], given["trial_id"]
        items = list(numbered(outline))
        document = _Document(text, sections, Numbering(text.text, items))
        said = [_said(document, identifier, item) for identifier, item in items]
        read = self._read(text, said)
        for one in said:
            self._criterion(document, one, who, read, rows)
        rows.trials.append(_trial_row(given, text, outline, sections))
        return rows

    def _read(self, text: CleanText, said: Sequence[_Said]) -> dict[Hashable, Criterion]:
        """The criteria whose renderings are not known, by what they are known by."""
        new = {one.key: (one.identifier, one.item) for one in reversed(said) if one.key not in self.cache}
        return dict(zip(new, read_items(text, [*new.values()], self._reader), strict=True))

    def _criterion(
        self, document: _Document, said: _Said, who: Row, read: Mapping[Hashable, Criterion], rows: _Rows
    ) -> None:
        text, sections, _ = document
        identifier, item, start, end, raw, references, known_by = said
        key = (*who, identifier)

        def make() -> Rendering:
            criterion = read.get(known_by) or read_item(text, item, identifier, self._reader)
            return render(linked(criterion, references))

        reading = self.cache.get(known_by, end - start, make)
        cohort = sections[item.section].cohort if item.section is not None else None
        rows.criteria.append(
            (
                *key,
                item.kind,
                raw,
                start,
                end,
                *_marker(text, item),
                item.section,
                cohort,
                item.depth,
                reading.tree.at(start),
                reading.checkable,
                reading.coverage,
                reading.notes.at(start),
                reading.codes,
                CROSS_REFERENCES.dump_json(references).decode() if references else "[]",
            )
        )
        lead = (*key, cohort, item.kind)
        for row, (first, last, begins, ends) in reading.atoms:
            concept = (None, None) if begins is None or ends is None else (begins + start, ends + start)
            rows.atoms.append((*lead, *row, first + start, last + start, *concept))


@lru_cache(maxsize=2)
def kernel_for(packs: tuple[str, ...] = ()) -> Kernel:
    """The kernel of this process, made when it is first asked for.

    Args:
        packs: paths of rule packs.

    Raises:
        PackError: a pack cannot be loaded.
    """
    return Kernel(packs)


def structure(batches: Iterable[pa.RecordBatch], packs: tuple[str, ...] = ()) -> Iterator[pa.RecordBatch]:
    """The kernel as a function from batches to batches, for engines that distribute such functions.

    Args:
        batches: of columns of `GIVEN`.
        packs: paths of rule packs.

    Yields:
        For each batch one of the schema `NESTED`: a row a record.

    Example:
        >>> import pyarrow as pa
        >>> texts = pa.RecordBatch.from_pydict({"trial_id": ["A1"], "criteria_text": ["Inclusion: HbA1c ≤ 8.5 %"]})
        >>> [found] = structure([texts])
        >>> [(atom["concept"], atom["upper"]) for atom in found["atoms"][0].as_py()]
        [('hemoglobin A1c', 8.5)]
    """
    kernel = kernel_for(packs)
    for batch in batches:
        yield kernel.nested(batch)


def _given(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    """The records of a batch, with all columns of `GIVEN`."""
    schema = GIVEN.schema
    if "criteria_text" not in batch.schema.names:
        raise EligibilityError(
            "no-column", f"there is no column 'criteria_text'; there are {', '.join(batch.schema.names) or 'none'}"
        )
    try:
        columns = [
            batch[field.name].cast(field.type)
            if field.name in batch.schema.names
            else pa.nulls(batch.num_rows, field.type)
            for field in schema
        ]
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as wrong:
        raise EligibilityError("column-type", f"a column is of another type than the tables say: {wrong}") from None
    found: list[dict[str, Any]] = pa.record_batch(columns, schema=schema).to_pylist()
    return found


def _text(text: str) -> str:
    """The text of criteria, if it can be that.

    Raises:
        ReadError: it is too long; what is read of it might be more than a column of a batch holds.
    """
    if len(text) > LONGEST:
        raise ReadError("too-large", f"criteria of more than {LONGEST:,} characters: is this another text?")
    return text


def _trial_row(given: dict[str, Any], text: CleanText, outline: Outline, sections: list[Section]) -> Row:
    kinds = [item.kind for item in outline.items]
    ages = given["age_lower"], given["age_upper"]
    has_ages = given["has_ages"]
    said = NOTES.validate_json(given["diagnostics"] or "[]")
    return (
        given["record"],
        given["trial_id"],
        given["title"],
        *ages,
        given["sex"],
        given["healthy_volunteers"],
        ages != (None, None) if has_ages is None else has_ages,
        text.raw,
        "[" + ",".join(section.model_dump_json() for section in sections) + "]",
        NOTES.dump_json((*said, *notes_on(text, outline))).decode(),
        kinds.count("inclusion"),
        kinds.count("exclusion"),
        given["source_format"],
        given["source"],
    )


def _marker(text: CleanText, item: Item) -> tuple[str | None, int | None, int | None]:
    if item.marker_start is None or item.marker_end is None:
        return None, None, None
    start, end = text.raw_span(item.marker_start, item.marker_end)
    return text.raw[start:end], start, end
