"""`eligibility parse`: files to trees."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from eligibility.cli.output import WRITERS
from eligibility.cli.streams import tell, utf8_output
from eligibility.errors import EligibilityError
from eligibility.pipeline import parse
from eligibility.registries import read
from eligibility.rules import Pack, load_pack
from eligibility.tree import StructuredTrial, Trial

STANDARD_INPUT = "-"


def run(files: Sequence[str], form: str, packs: Sequence[Path]) -> int:
    """Writes the trees of all trials in all files; a file that cannot be read does not stop the others.

    Args:
        files: paths, "-" for standard input.
        form: a key of `WRITERS`.
        packs: rule packs to load beside the built-in ones.

    Returns:
        How many files or packs could not be read. Which and why stands on standard error, one line each.
    """
    utf8_output()
    failed: list[str] = []
    try:
        loaded = [load_pack(pack) for pack in packs]
    except (EligibilityError, OSError) as error:
        tell(error)
        return 1
    WRITERS[form](_structured(files, loaded, failed))
    sys.stdout.flush()
    return len(failed)


def _structured(files: Sequence[str], packs: Sequence[Pack], failed: list[str]) -> Iterator[StructuredTrial]:
    for file in files:
        try:
            for trial in _trials(file):
                yield parse(trial, packs=packs)
        except (EligibilityError, OSError) as error:
            tell(error)
            failed.append(file)


def _trials(file: str) -> Iterator[Trial]:
    """The trials of a file, or of standard input, which is kept in a file while it is read."""
    if file != STANDARD_INPUT:
        yield from read(file)
        return
    with tempfile.TemporaryDirectory() as folder:
        spool = Path(folder, "standard input")
        with spool.open("wb") as copy:
            while block := sys.stdin.buffer.read(1 << 20):
                copy.write(block)
        try:
            yield from read(spool)
        except EligibilityError as error:
            place = error.place.replace(str(spool), spool.name) if error.place else spool.name
            raise EligibilityError(error.code, error.message, place=place) from error
