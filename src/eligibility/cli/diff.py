"""`eligibility diff`: what a new version of a trial changes."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from eligibility.cli.streams import tell, utf8_output
from eligibility.cli.trials import load
from eligibility.comparing import Change, TrialDiff, diff
from eligibility.errors import EligibilityError, ReadError
from eligibility.report.phrases import printable
from eligibility.rules import load_pack
from eligibility.tree import StructuredTrial

SAME, DIFFERENT, TROUBLE = 0, 1, 2
"""Exit codes, those of diff."""

_STYLES = {"tighter": "bold red", "looser": "bold green", "unclear": "bold yellow", "none": "dim"}
_EFFECTS = {"tighter": "admits fewer", "looser": "admits more", "unclear": "effect unclear", "none": "no effect"}


def run(old: str, new: str, form: str, packs: Sequence[Path]) -> int:
    """Writes what is different between the trials of two files.

    Args:
        old: A path, or "-" for standard input.
        new: The same after a change.
        form: "text" or "json".
        packs: Rule packs to load beside the built-in ones.
    """
    utf8_output()
    try:
        loaded = [load_pack(pack) for pack in packs]
        before, after = ([one.trial for one in load(file, loaded)] for file in (old, new))
        pairs = _pairs(before, after, old, new)
    except EligibilityError as error:
        tell(error)
        return TROUBLE
    found = [diff(one, other, packs=loaded) for one, other in pairs]
    {"text": _text, "json": _json}[form](found)
    sys.stdout.flush()
    return SAME if all(one.same for one in found) else DIFFERENT


def _pairs(
    before: list[StructuredTrial], after: list[StructuredTrial], old: str, new: str
) -> list[tuple[StructuredTrial, StructuredTrial]]:
    """The versions of one trial: by id where there are several, whatever their ids where there is one in each file.

    Raises:
        ReadError: A file has no trial, or a trial of one file is not in the other.
    """
    for trials, file in ((before, old), (after, new)):
        if not trials:
            raise ReadError("no-trial", "there is no trial in this file", place=file)
    if len(before) == len(after) == 1:
        return [(before[0], after[0])]
    by_id = {trial.trial_id: trial for trial in after}
    for trials, others, file in ((before, after, new), (after, before, old)):
        missing = {trial.trial_id for trial in trials} - {trial.trial_id for trial in others}
        if missing:
            names = ", ".join(sorted(str(name) for name in missing)[:5])
            raise ReadError("other-trials", f"has no {names}: give two versions of the same trials", place=file)
    return [(trial, by_id[trial.trial_id]) for trial in before]


def _json(found: list[TrialDiff]) -> None:
    """One document: an object for one trial, an array for several."""
    said = [one.model_dump(mode="json") | {"same": one.same} for one in found]
    sys.stdout.write(json.dumps(said[0] if len(said) == 1 else said, indent=2, ensure_ascii=False) + "\n")


def _text(found: list[TrialDiff]) -> None:
    console = Console(markup=False, highlight=False, emoji=False, soft_wrap=True)
    for one in found:
        if len(found) > 1:
            console.print(Text(printable(one.new_id or "trial"), "bold"))
        for change in one.changes:
            _print(console, change)
        console.print(_summary(one))


def _print(console: Console, change: Change) -> None:
    old, new = change.old, change.new
    names = " → ".join(dict.fromkeys(one.id for one in (old, new) if one is not None))
    style = _STYLES[change.effect]
    console.print(Text.assemble((change.what, style), (f" {names}", "bold"), (f" ({_EFFECTS[change.effect]})", style)))
    if old is not None:
        console.print(Text(f"  - {printable(old.text)}", "red"))
    if new is not None:
        console.print(Text(f"  + {printable(new.text)}", "green"))
    meanings = dict.fromkeys(printable(one.meaning) for one in (old, new) if one is not None)
    if change.what in {"tightened", "loosened", "changed"}:
        console.print(Text(f"    {' → '.join(meanings)}", "dim"))


def _summary(found: TrialDiff) -> str:
    counts = Counter(change.what for change in found.changes)
    said = ", ".join(f"{count} {what}" for what, count in counts.items()) or "no changes"
    return f"{said}; {found.unchanged} unchanged"
