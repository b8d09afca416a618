"""`eligibility parse`: files to trees."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from eligibility.cli.output import WRITERS
from eligibility.cli.streams import tell, utf8_output
from eligibility.cli.trials import load
from eligibility.errors import EligibilityError
from eligibility.rules import Pack, load_pack
from eligibility.tree import StructuredTrial


def run(files: Sequence[str], form: str, packs: Sequence[Path]) -> bool:
    """Writes the trees of all trials in all files; a file that cannot be read does not stop the others.

    Args:
        files: paths, "-" for standard input.
        form: a key of `WRITERS`.
        packs: rule packs to load beside the built-in ones.

    Returns:
        Whether everything could be read. What could not, and why, stands on standard error, one line each.
    """
    utf8_output()
    try:
        loaded = [load_pack(pack) for pack in packs]
    except EligibilityError as error:
        tell(error)
        return False
    failed: list[str] = []
    WRITERS[form](_structured(files, loaded, failed))
    sys.stdout.flush()
    return not failed


def _structured(files: Sequence[str], packs: Sequence[Pack], failed: list[str]) -> Iterator[StructuredTrial]:
    """The trials of all files; one that has no id of its own goes by the name of its file."""
    for file in files:
        try:
            for loaded in load(file, packs):
                yield loaded.trial
        except EligibilityError as error:
            tell(error)
            failed.append(file)
