"""What the commands print: outcomes of tests, findings, entries that never fire."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer

from eligibility.errors import EligibilityError, PackError
from eligibility.rules.lint import lint
from eligibility.rules.loading import builtin_packs, load_pack
from eligibility.rules.matching import Tree
from eligibility.rules.model import CriterionKind, Pack
from eligibility.rules.testing import Outcome, Parse, cases_of, fired, parser, run


@contextmanager
def errors() -> Iterator[None]:
    """Ends the command with a line on standard error and exit code 1 where the library raises an error."""
    try:
        yield
    except EligibilityError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(1) from None


def report_tests(paths: Sequence[Path], *, only: str = "", coverage: bool = False, corpus: Path | None = None) -> bool:
    """Runs and prints the tests of packs (of the built-in ones where none is named); gives whether all passed."""
    packs = [load_pack(path) for path in paths or builtin_packs()]
    parse = parser(packs)
    outcomes = [run(test, parse) for pack in packs for test in cases_of(pack) if only.lower() in test.id.lower()]
    failed = [outcome for outcome in outcomes if outcome.failure is not None]
    for outcome in failed:
        _print_failure(outcome)
    if coverage:
        _print_silent(packs, (one.tree for one in outcomes if one.failure is None), "no passing test fires")
    if corpus is not None:
        _print_silent(packs, _trees(corpus, parse), "never fires on the corpus:")
    typer.echo(f"{len(outcomes) - len(failed)} passed, {len(failed)} failed")
    return not failed


def report_lint(paths: Sequence[Path]) -> bool:
    """Prints the findings in packs (in the built-in ones where none is named); gives whether there were none."""
    own = [load_pack(path) for path in builtin_packs()]
    packs = [load_pack(path) for path in paths]
    findings = lint(packs, among=own) if packs else lint(own)
    for finding in findings:
        typer.echo(str(finding))
    typer.echo(f"{len(findings)} findings" if findings else "clean")
    return not findings


def report_steps(text: str, packs: Sequence[Path], kind: CriterionKind, *, as_json: bool) -> None:
    """Prints what becomes of a text, step by step."""
    from eligibility.rules.walkthrough import render, walkthrough  # noqa: PLC0415 - it is needed only here

    steps = walkthrough(text, kind=kind, packs=packs)
    if as_json:
        typer.echo(json.dumps(steps, indent=2, ensure_ascii=False))
        return
    from rich.console import Console  # noqa: PLC0415 - JSON does without rich

    console = Console(markup=False, highlight=False, emoji=False)
    for part in render(steps):
        console.print(part)


def report_changes(old: Path, new: Path, corpus: Path, examples: int) -> None:
    """Prints what two sets of packs make different of a corpus, grouped by rule."""
    from eligibility.rules.comparing import changes, parser_of  # noqa: PLC0415 - it is needed only here

    read = 0
    before, after = parser_of(old), parser_of(new)
    found: dict[str, list[str]] = {}
    for text in _texts(corpus):
        read += 1
        for change in changes(text, before, after):
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


def _print_silent(packs: Sequence[Pack], trees: Iterable[Tree], why: str) -> None:
    heard = {concept for tree in trees for concept in fired(tree)}
    for pack in packs:
        for rule in pack.concepts:
            if (rule.domain, rule.name) not in heard:
                typer.echo(f"{pack.path}:{rule.line}: {why} {rule.name}")


def _trees(corpus: Path, parse: Parse) -> Iterator[Tree]:
    """The tree of every line of the texts of a corpus."""
    for text in _texts(corpus):
        yield parse(text, "inclusion")


def _texts(corpus: Path) -> Iterator[str]:
    """Every line of the texts of a corpus that is not blank."""
    files = sorted(path for path in corpus.rglob("*.txt") if path.is_file()) if corpus.is_dir() else [corpus]
    for file in files:
        try:
            text = file.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise PackError("corpus-unreadable", f"cannot be read: {error.strerror}", place=str(file)) from None
        yield from filter(None, map(str.strip, text.splitlines()))
