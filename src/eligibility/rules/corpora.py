"""Texts to try rules on: files with a criterion a line, and files of registries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from eligibility.errors import PackError
from eligibility.rules.model import CriterionKind

_LINES = ".txt"
_RECORDS = (".json", ".jsonl")


def criteria_of(corpus: Path) -> Iterator[tuple[str, CriterionKind]]:
    """Each criterion of a corpus and the list that it stands in.

    Args:
        corpus: a file, or a folder with files anywhere below: *.txt with a criterion a line, which is read as one of
            inclusion, and *.json or *.jsonl as registries have them.

    Raises:
        PackError: there is no such file, or the folder has none.
        ReadError: a file is of no registry's format.
    """
    files = sorted(path for path in corpus.rglob("*") if path.suffix in (_LINES, *_RECORDS) and path.is_file())
    if corpus.is_dir() and not files:
        raise PackError("corpus-empty", f"has no {', '.join(('.txt', *_RECORDS))} file", place=str(corpus))
    for file in files if corpus.is_dir() else [corpus]:
        yield from _records(file) if file.suffix in _RECORDS else _lines(file)


def _lines(file: Path) -> Iterator[tuple[str, CriterionKind]]:
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise PackError("corpus-unreadable", f"cannot be read: {error.strerror}", place=str(file)) from None
    for line in text.splitlines():
        if line.strip():
            yield line.strip(), "inclusion"


def _records(file: Path) -> Iterator[tuple[str, CriterionKind]]:
    from eligibility.registries import read  # only records need the readers and the segments
    from eligibility.segment import clean, segment

    for trial in read(file):
        text = clean(trial.criteria_text)
        for item in segment(text).items:
            start, end = text.raw_span(item.start, item.stop)
            yield text.raw[start:end], item.kind
