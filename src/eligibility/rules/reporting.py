"""What the commands print: outcomes of tests, findings, entries that never fire."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer

from eligibility.errors import EligibilityError
from eligibility.rules.corpora import criteria_of
from eligibility.rules.lint import lint
from eligibility.rules.loading import builtin_packs, load_pack
from eligibility.rules.model import SECTION_OF, CriterionKind, Entry, Pack
from eligibility.rules.testing import Outcome, Parser, cases_of, run, silent


@contextmanager
def errors() -> Iterator[None]:
    """Ends the command with a line on standard error and exit code 1 where the library raises an error."""
    try:
        yield
    except EligibilityError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from None


def report_tests(
    paths: Sequence[Path],
    *,
    only: str = "",
    coverage: bool = False,
    corpus: Path | None = None,
    beside: Sequence[Path] = (),
) -> bool:
    """Runs and prints the tests of packs; of the built-in ones where none is named.

    Args:
        paths: the packs.
        only: run no test but those with this in their name.
        coverage: whether to list the entries that no passing test fires.
        corpus: a file or folder of texts; the entries that never fire on them are listed.
        beside: packs that are in force too, and come before them.

    Returns:
        Whether all passed, and with `coverage` whether they fire every entry.
    """
    packs = [load_pack(path) for path in paths or builtin_packs()]
    parse = Parser([*map(load_pack, beside), *packs])
    outcomes = [run(test, parse) for pack in packs for test in cases_of(pack) if only.lower() in test.id.lower()]
    failed = [outcome for outcome in outcomes if outcome.failure is not None]
    for outcome in failed:
        _print_failure(outcome)
    untested: list[Entry] = []
    if coverage:
        passed = [(one.text, one.test.case.kind) for one in outcomes if one.failure is None]
        untested = list(silent(packs, passed, parse))
        _print_silent(packs, untested, "no passing test fires")
    if corpus is not None:
        _print_silent(packs, silent(packs, criteria_of(corpus), parse), "never fires on the corpus:")
    typer.echo(f"{len(outcomes) - len(failed)} passed, {len(failed)} failed")
    return not (failed or untested)


def report_lint(paths: Sequence[Path], beside: Sequence[Path] = ()) -> bool:
    """Prints the findings in packs (in the built-in ones where none is named); gives whether there were none.

    `beside` are packs that are in force too, and come before them.
    """
    packs, others = [load_pack(path) for path in paths], [load_pack(path) for path in beside]
    own = [load_pack(path) for path in builtin_packs()]
    findings = lint(packs, among=[*own, *others]) if packs else lint([*own, *others])
    for finding in findings:
        typer.echo(str(finding))
    typer.echo(f"{len(findings)} findings" if findings else "clean")
    return not findings


def report_steps(text: str, packs: Sequence[Path], kind: CriterionKind, *, as_json: bool) -> None:
    """Prints what becomes of a text, step by step."""
    from eligibility.rules.walkthrough import render, walkthrough  # it is needed only here

    steps = walkthrough(text, kind=kind, packs=packs)
    if as_json:
        typer.echo(json.dumps(steps, indent=2, ensure_ascii=False))
        return
    from rich.console import Console  # JSON does without rich

    console = Console(markup=False, highlight=False, emoji=False)
    for part in render(steps):
        console.print(part)


def report_changes(old: Path, new: Path, corpus: Path, examples: int, beside: Sequence[Path] = ()) -> None:
    """Prints what two sets of packs make different of a corpus, grouped by rule."""
    from eligibility.rules.comparing import changes, parser_of  # it is needed only here

    read = 0
    before, after = parser_of(old, beside), parser_of(new, beside)
    found: dict[str, list[str]] = {}
    for text, kind in criteria_of(corpus):
        read += 1
        for change in changes(text, kind, before, after):
            found.setdefault(change.rule, []).append(f"{text}\n      - {change.old}\n      + {change.new}")
    for rule, shown in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        typer.echo(f"{rule}: {len(shown)} changed")
        for example in shown[:examples]:
            typer.echo(f"    {example}")
    changed = len({example.partition("\n")[0] for shown in found.values() for example in shown})
    typer.echo(f"{changed} of {read} texts changed, by {len(found)} rules")


def _print_failure(outcome: Outcome) -> None:
    typer.echo(f"FAILED {outcome.test.place}: {outcome.test.id}")
    for line in (outcome.failure or "").splitlines():
        typer.echo(f"    {line}")


def _print_silent(packs: Sequence[Pack], entries: Iterable[Entry], why: str) -> None:
    paths = {pack.pack: pack.path for pack in packs}
    for entry in entries:
        typer.echo(f"{paths[entry.pack]}:{entry.line}: {why} {entry.called} ({SECTION_OF[type(entry)]})")
