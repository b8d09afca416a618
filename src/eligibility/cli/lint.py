"""`eligibility lint`: the faults in the criteria of trials."""

from __future__ import annotations

import difflib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from eligibility.cli.streams import tell, utf8_output
from eligibility.cli.trials import load
from eligibility.errors import EligibilityError
from eligibility.linting import Finding, Linted, lint, rules, sarif
from eligibility.report.phrases import printable
from eligibility.rules import Pack, load_pack

CLEAN, FOUND, TROUBLE = 0, 1, 2
"""Exit codes."""

_STYLES = {"error": "bold red", "warning": "yellow", "info": "blue"}
_LONGEST_QUOTE = 90


def run(files: Sequence[str], form: str, packs: Sequence[Path], ignore: Sequence[str] = ()) -> int:
    """Writes the findings in all trials of all files; a file that cannot be read does not stop the others.

    Args:
        files: Paths, "-" for standard input.
        form: "text", "json" or "sarif".
        packs: Rule packs to load beside the built-in ones.
        ignore: Codes of findings to leave out.

    Returns:
        `FOUND` if there is a warning or an error; `TROUBLE` if something could not be read.
    """
    utf8_output()
    failed: list[str] = []
    counts: Counter[tuple[str, str]] = Counter()
    try:
        _check(ignore)
        loaded = [load_pack(pack) for pack in packs]
    except EligibilityError as error:
        tell(error)
        return TROUBLE
    trials = _counted(_linted(files, loaded, frozenset(ignore), failed), counts)
    {"text": _text, "json": _json, "sarif": _sarif}[form](trials, counts)
    sys.stdout.flush()
    if failed:
        return TROUBLE
    return FOUND if any(severity != "info" for severity, _ in counts) else CLEAN


def _check(codes: Sequence[str]) -> None:
    """Makes sure that codes are those of rules.

    Raises:
        EligibilityError: One is not; says which it may be.
    """
    for code in codes:
        if code not in rules():
            near = difflib.get_close_matches(code, rules(), n=1) or sorted(rules())
            raise EligibilityError("unknown-code", f"there is no finding {code!r}; is it {' or '.join(near)}?")


def _linted(files: Sequence[str], packs: Sequence[Pack], ignore: frozenset[str], failed: list[str]) -> Iterator[Linted]:
    for file in files:
        try:
            for trial, text, name, whole_file in load(file, packs):
                found = tuple(one for one in lint(trial, packs=packs) if one.code not in ignore)
                yield Linted(trial.trial_id, name, text, whole_file, found)
        except EligibilityError as error:
            tell(error)
            failed.append(file)


def _counted(trials: Iterator[Linted], counts: Counter[tuple[str, str]]) -> Iterator[Linted]:
    for one in trials:
        counts.update((found.severity, found.code) for found in one.findings)
        yield one


def _text(trials: Iterator[Linted], counts: Counter[tuple[str, str]]) -> None:
    """Each finding with the words that it is about; of several trials, a summary at the end."""
    console = Console(markup=False, highlight=False, emoji=False, soft_wrap=True)
    total = faulty = 0
    for one in trials:
        total += 1
        faulty += bool(one.findings)
        if one.findings:
            console.print(Text(printable(one.trial_id or one.file), "bold"))
        for found in one.findings:
            _print(console, found, one.text)
    if total > 1:
        console.print(Text(f"{faulty} of {total} trials with findings", "bold"))
        for (severity, code), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            console.print(Text.assemble((f"{count:7} ", ""), (f"{severity:7} ", _STYLES[severity]), (code, "bold")))
    elif total == 1 and not counts:
        console.print("no findings")


def _print(console: Console, found: Finding, text: str | None) -> None:
    head = f"[{', '.join(found.criteria)}]" if found.criteria else "[trial]"
    console.print(
        Text.assemble(
            ("  ", ""),
            (found.severity, _STYLES[found.severity]),
            (f" {found.code} ", "bold"),
            (f"{head} {printable(found.message)}", ""),
        )
    )
    for start, end in found.spans if text is not None else ():
        words = printable(text[start:end])  # type: ignore[index]  # there are no spans without it
        shown = words if len(words) <= _LONGEST_QUOTE else f"{words[:_LONGEST_QUOTE]}…"
        console.print(Text(f"    {start}-{end}: {shown}", "dim"))
    console.print(Text(f"    → {found.advice}", "green"))


def _json(trials: Iterator[Linted], counts: Counter[tuple[str, str]]) -> None:
    """One document, written as trials come: the findings of each, then how many there are of each code."""
    sys.stdout.write('{"trials": [')
    for at, one in enumerate(trials):
        entry = {
            "trial_id": one.trial_id,
            "file": one.file,
            "findings": [found.model_dump(mode="json") for found in one.findings],
        }
        sys.stdout.write(("," if at else "") + "\n" + json.dumps(entry, ensure_ascii=False))
    summary = {code: count for (_, code), count in sorted(counts.items(), key=lambda item: item[0][1])}
    sys.stdout.write(f'\n], "summary": {json.dumps(summary)}}}\n')


def _sarif(trials: Iterator[Linted], counts: Counter[tuple[str, str]]) -> None:
    sys.stdout.write(json.dumps(sarif(trials), indent=2, ensure_ascii=False) + "\n")
