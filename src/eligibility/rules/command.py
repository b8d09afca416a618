"""The `eligibility rules` commands. What a command needs is imported when it runs, so that others start quickly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

app = typer.Typer(no_args_is_help=True, help="Test, check and write rule packs.")

ExtraPacks = Annotated[list[Path] | None, typer.Option("--pack", help="A rule pack of your own; may be repeated.")]
Packs = Annotated[
    list[Path] | None, typer.Argument(metavar="PACK", help="Pack files; without any, the packs of the library itself.")
]


@app.command()
def test(
    packs: Packs = None,
    pack: ExtraPacks = None,
    only: Annotated[str, typer.Option("-k", metavar="TEXT", help="Only tests whose name has TEXT in it.")] = "",
    coverage: Annotated[bool, typer.Option("--coverage", help="Also list entries that no test fires.")] = False,
    corpus: Annotated[
        Path | None, typer.Option(help="A file or folder of texts: list the entries that never fire on it.")
    ] = None,
) -> None:
    """Run the tests that packs carry; exit with 1 if one fails, or with --coverage if an entry is fired by none."""
    from eligibility.rules import reporting

    with reporting.errors():
        passed = reporting.report_tests(packs or [], only=only, coverage=coverage, corpus=corpus, beside=pack or [])
    raise typer.Exit(0 if passed else 1)


@app.command()
def lint(packs: Packs = None, pack: ExtraPacks = None) -> None:
    """Find what a pack's author would regret; exit with 1 if there is any."""
    from eligibility.rules import reporting

    with reporting.errors():
        clean = reporting.report_lint(packs or [], pack or [])
    raise typer.Exit(0 if clean else 1)


@app.command()
def explain(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A criterion.")],
    pack: ExtraPacks = None,
    exclusion: Annotated[bool, typer.Option("--exclusion", help="Read it as an exclusion criterion.")] = False,
    format: Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="How to write it.")] = "text",
) -> None:
    """Show step by step what becomes of TEXT: cleaning, rules, tags, phrases, normalized limits, tree."""
    from eligibility.rules import reporting

    with reporting.errors():
        reporting.report_steps(text, pack or [], "exclusion" if exclusion else "inclusion", as_json=format == "json")


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="A pack file, or a folder of packs.")],
    new: Annotated[Path, typer.Argument(help="The same after a change.")],
    corpus: Annotated[
        Path, typer.Option(help="A file or folder of texts: *.txt with a criterion a line, *.json of registries.")
    ],
    pack: ExtraPacks = None,
    examples: Annotated[int, typer.Option(min=1, help="How many examples to show of each rule.")] = 3,
) -> None:
    """Parse a corpus with two sets of packs and show what changes, by rule."""
    from eligibility.rules import reporting

    with reporting.errors():
        reporting.report_changes(old, new, corpus, examples, pack or [])


@app.command()
def schema() -> None:
    """Print the JSON Schema of a pack, for editors that complete and check YAML."""
    from eligibility.rules.schema import pack_schema

    typer.echo(json.dumps(pack_schema(), indent=2, ensure_ascii=False))


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="The pack's name: letters, digits, - and _.")],
    folder: Annotated[Path, typer.Option(help="Where to write it.")] = Path(),
) -> None:
    """Write NAME.pack.yaml: a commented pack with passing tests, to start from."""
    from eligibility.rules import reporting
    from eligibility.rules.starter import write_starter

    with reporting.errors():
        path = write_starter(name, folder)
    typer.echo(f"wrote {path}; try: eligibility rules test {path}")
