"""What commands read trials from: registry files, which are parsed, and trials that are parsed already."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, NamedTuple

from pydantic import TypeAdapter, ValidationError

from eligibility.cli.converted import converted
from eligibility.errors import ReadError
from eligibility.pipeline import PackLike, parse
from eligibility.registries import read
from eligibility.tree import StructuredTrial

STANDARD_INPUT = "-"
_HEAD = 1 << 16
"""Bytes in which trials that are parsed already say so."""

_SIGN = b'"schema_version"'
_ONE_OR_MORE: TypeAdapter[StructuredTrial | list[StructuredTrial]] = TypeAdapter(
    StructuredTrial | list[StructuredTrial]
)


class Loaded(NamedTuple):
    """A trial, and where it comes from.

    Attributes:
        trial: The trial.
        text: The text that its spans point into; None where that is not known.
        file: The file, as it was named.
        whole_file: Whether the text is all of the file.
    """

    trial: StructuredTrial
    text: str | None
    file: str
    whole_file: bool = False


def load(file: str, packs: Sequence[PackLike] = ()) -> Iterator[Loaded]:
    """The trials of a file, parsed where they are not.

    Args:
        file: The path of a file in a registry format, of what `eligibility parse` printed, or of the folder of Parquet
            that `eligibility convert` wrote; "-" is standard input.
        packs: Rule packs on top of the built-in ones.

    Raises:
        ReadError: The file cannot be read; says where and why.
    """
    if file == STANDARD_INPUT:
        yield from _from_stream(sys.stdin.buffer, None, packs)
    elif Path(file).is_dir():
        yield from (Loaded(trial, text, file) for trial, text in converted(Path(file)))
    elif not Path(file).is_file():
        yield from _parsed(file, file, packs)
    else:
        with Path(file).open("rb") as stream:
            yield from _from_stream(stream, file, packs)


def _from_stream(stream: IO[bytes], file: str | None, packs: Sequence[PackLike]) -> Iterator[Loaded]:
    """The trials of an open file; `file` is None for standard input."""
    buffered = io.BufferedReader(stream, _HEAD) if isinstance(stream, io.RawIOBase) else stream
    head = buffered.peek(_HEAD)[:_HEAD] if isinstance(buffered, io.BufferedReader) else b""
    if head.lstrip()[:1] in {b"{", b"["} and _SIGN in head:
        yield from _structured(buffered, file or STANDARD_INPUT)
    else:
        yield from _parsed(file or buffered, file or STANDARD_INPUT, packs)


def _parsed(source: str | IO[bytes], file: str, packs: Sequence[PackLike]) -> Iterator[Loaded]:
    for trial in read(source):
        name = Path(trial.source).stem if trial.source else None
        structured = parse(trial, trial_id=trial.trial_id or name, packs=packs)
        yield Loaded(structured, trial.criteria_text, file, trial.source_format == "text")


def _structured(stream: IO[bytes], file: str) -> Iterator[Loaded]:
    """Trials as `eligibility parse` prints them: a trial a line, or one document."""
    for number, line in enumerate(stream, 1):
        try:
            yield Loaded(StructuredTrial.model_validate_json(line), None, file)
        except ValidationError as error:
            if number == 1:
                yield from _document(line + stream.read(), file)
                return
            raise _not_a_trial(error, f"{file}:{number}") from None


def _document(data: bytes, file: str) -> Iterator[Loaded]:
    try:
        found = _ONE_OR_MORE.validate_json(data)
    except ValidationError as error:
        raise _not_a_trial(error, file) from None
    for trial in found if isinstance(found, list) else [found]:
        yield Loaded(trial, None, file)


def _not_a_trial(error: ValidationError, place: str) -> ReadError:
    first = error.errors(include_url=False)[0]
    where = ".".join(map(str, first["loc"]))
    return ReadError(
        "not-a-structured-trial",
        f"no trial as `eligibility parse` prints it ({first['msg']}{f' at {where}' if where else ''}): parse it anew",
        place=place,
    )
