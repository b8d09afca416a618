"""The commands and their options. What a command needs is imported when it runs, so that `--help` is quick."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from eligibility._version import __version__
from eligibility.rules.command import app as rules

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Reads the eligibility criteria of clinical trials into a machine-checkable constraint tree.",
)
app.add_typer(rules, name="rules")


class Format(StrEnum):
    """How trials are written."""

    TREE = "tree"
    JSON = "json"
    JSONL = "jsonl"


class CheckFormat(StrEnum):
    """How a verdict is written."""

    TREE = "tree"
    JSON = "json"


class Assumption(StrEnum):
    """What the absence of a diagnosis means."""

    OPEN = "open"
    CLOSED = "closed"


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"eligibility {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """What stands before the command."""


@app.command()
def parse(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE", help="A study or a dump of studies in any format; - is standard input."),
    ],
    format: Annotated[
        Format | None, typer.Option("--format", "-f", help="On a terminal a tree is the default, elsewhere json.")
    ] = None,
    pack: Annotated[list[Path] | None, typer.Option("--pack", help="A rule pack of your own; may be repeated.")] = None,
) -> None:
    """Print the constraint tree of every trial in FILE...

    json is one document: the trial, or an array where there are several. jsonl is one trial a line, always.
    """
    from eligibility.cli import parse as command

    chosen = format or (Format.TREE if sys.stdout.isatty() else Format.JSON)
    done = command.run(files, chosen.value, pack or [])
    raise typer.Exit(0 if done else 1)


class FindingsFormat(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


@app.command()
def lint(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE", help="What parse reads or prints: one trial or many; - is standard input."),
    ],
    format: Annotated[
        FindingsFormat, typer.Option("--format", "-f", help="sarif is for editors and forges.")
    ] = FindingsFormat.TEXT,
    ignore: Annotated[
        list[str] | None,
        typer.Option("--ignore", metavar="CODE", help="Leave out findings of a code; may be repeated."),
    ] = None,
    pack: Annotated[list[Path] | None, typer.Option("--pack", help="A rule pack of your own; may be repeated.")] = None,
) -> None:
    """Find faults in the criteria of every trial in FILE...

    Exit with 1 if there is an error or a warning, with 2 if a file cannot be read.
    """
    from eligibility.cli import lint as command

    raise typer.Exit(command.run(files, format.value, pack or [], ignore or []))


class ChangesFormat(StrEnum):
    """How changes are written."""

    TEXT = "text"
    JSON = "json"


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="A trial, in any format that parse reads or prints.")],
    new: Annotated[str, typer.Argument(help="The same after a change.")],
    format: Annotated[ChangesFormat, typer.Option("--format", "-f", help="How to write it.")] = ChangesFormat.TEXT,
    pack: Annotated[list[Path] | None, typer.Option("--pack", help="A rule pack of your own; may be repeated.")] = None,
) -> None:
    """Show what a new version of a trial tightens, loosens, moves, adds, drops or rewords.

    Exit with 0 if the same patients may take part, with 1 if not or if that is unclear, with 2 if there is trouble.
    """
    from eligibility.cli import diff as command

    raise typer.Exit(command.run(old, new, format.value, pack or []))


@app.command()
def check(  # noqa: PLR0913, PLR0917 - a command has its options
    trial: Annotated[
        str, typer.Argument(metavar="TRIAL", help="A trial in any format, or as parse prints it; - is standard input.")
    ],
    patient: Annotated[
        str,
        typer.Option(
            "--patient", "-p", metavar="SOURCE", help="The patient: JSON, FHIR, CSV, DuckDB, postgresql://..."
        ),
    ],
    patient_id: Annotated[
        str | None, typer.Option(metavar="ID", help="Which patient of SOURCE, where there are several.")
    ] = None,
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="The day of checking; by default today.")] = None,
    assume: Annotated[
        Assumption, typer.Option(help="What is not on record: not known (open), or not so (closed).")
    ] = Assumption.OPEN,
    decided: Annotated[
        list[str] | None,
        typer.Option(metavar="ID=VERDICT", help="A criterion that you decided, as I5=met or E8=not_met; repeatable."),
    ] = None,
    pack: Annotated[list[Path] | None, typer.Option("--pack", help="A rule pack of your own; may be repeated.")] = None,
    format: Annotated[
        CheckFormat | None, typer.Option("--format", "-f", help="On a terminal a tree is the default, elsewhere json.")
    ] = None,
) -> None:
    """Say whether a patient may take part in TRIAL, and why.

    The exit code is 0 whatever the verdict, and 1 where a file cannot be read.
    """
    from eligibility.cli import check as command

    chosen = format or (CheckFormat.TREE if sys.stdout.isatty() else CheckFormat.JSON)
    done = command.run(
        trial,
        patient,
        patient_id=patient_id,
        as_of=as_of,
        assume=assume.value,
        decided=decided or [],
        packs=pack or [],
        form=chosen.value,
    )
    raise typer.Exit(0 if done else 1)


class Engine(StrEnum):
    """Where a conversion runs."""

    LOCAL = "local"
    SPARK = "spark"


def _columns(given: str | None) -> dict[str, str] | None:
    """`field=column,field=column` as a mapping."""
    if given is None:
        return None
    pairs = [pair.partition("=") for pair in given.split(",")]
    if not all(field and column for field, _, column in pairs):
        raise typer.BadParameter("write it as field=column,field=column: --map criteria=text,id=nct")
    return {field.strip(): column.strip() for field, _, column in pairs}


@app.command()
def convert(  # noqa: PLR0913, PLR0917 - the options of the command
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT", help="Dumps or studies in any format; - is standard input.")
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="A folder, or a file: .jsonl, .jsonl.gz, .jsonl.zst, .duckdb.")
    ],
    workers: Annotated[
        int | None, typer.Option("--workers", "-w", min=1, help="Processes; by default as many as there are cores.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a conversion that was interrupted.")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace what is there.")] = False,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Stop after so many records.")] = None,
    format: Annotated[str | None, typer.Option("--format", "-f", help="The format of the inputs.")] = None,
    columns: Annotated[
        str | None, typer.Option("--map", help="Columns of a table of records: criteria=text,id=nct.")
    ] = None,
    pack: Annotated[list[Path] | None, typer.Option("--pack", help="A rule pack of your own; may be repeated.")] = None,
    engine: Annotated[Engine, typer.Option("--engine", help="Where the work is done.")] = Engine.LOCAL,
    master: Annotated[str | None, typer.Option("--master", help="Of Spark, such as local[4].")] = None,
    part_size: Annotated[int, typer.Option("--part-size", min=1, help="Records in a part.")] = 500,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
) -> None:
    """Convert registry dumps to tables: trials, criteria, and atoms, the limits one by one.

    Records that cannot be read go to errors.jsonl, and the rest goes on. Progress and summary are on standard error.
    """
    from eligibility.cli import convert as command
    from eligibility.convert import Plan

    plan = Plan(
        inputs=tuple(inputs),
        output=output,
        workers=workers,
        resume=resume,
        overwrite=overwrite,
        limit=limit,
        format=format,
        mapping=_columns(columns),
        packs=tuple(map(str, pack or ())),
        engine=engine.value,
        master=master,
        part_size=part_size,
    )
    raise typer.Exit(0 if command.run(plan, quiet=quiet) else 1)


@app.command()
def find(
    dump: Annotated[Path, typer.Argument(metavar="DUMP", help="What convert wrote: a folder, or a .duckdb file.")],
    value: Annotated[str | None, typer.Argument(metavar="VALUE", help="Such as 'HbA1c = 9 %'.")] = None,
    concept: Annotated[str | None, typer.Option("--concept", help="Instead of a value: who speaks of it.")] = None,
    where: Annotated[str | None, typer.Option("--where", help="A condition in SQL, over atoms and trials.")] = None,
) -> None:
    """Print the trials of a converted dump that speak of a concept and do not rule a value of it out."""
    from eligibility.cli import find as command

    if (value is None) == (concept is None):
        raise typer.BadParameter("give a value such as 'HbA1c = 9 %', or --concept")
    raise typer.Exit(0 if command.run(dump, value, concept, where) else 1)


@app.command()
def screen(  # noqa: PLR0913, PLR0917 - a command has its options
    trials: Annotated[
        list[str],
        typer.Argument(metavar="TRIALS", help="Trials in any format, as parse prints them, or a converted folder."),
    ],
    patients: Annotated[
        str, typer.Option("--patients", "-p", metavar="SOURCE", help="The patients: JSON, one a line or an array.")
    ],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="A .parquet, .csv or .jsonl file; - is the screen.")
    ] = "-",
    as_of: Annotated[str | None, typer.Option(metavar="DATE", help="The day of checking; by default today.")] = None,
    assume: Annotated[
        Assumption, typer.Option(help="What is not on record: not known (open), or not so (closed).")
    ] = Assumption.OPEN,
    criteria: Annotated[
        bool, typer.Option("--criteria", help="Write a second table too, of the verdicts on all criteria.")
    ] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, help="How many processes; by default as many as there are cores.")
    ] = None,
    pack: Annotated[list[Path] | None, typer.Option("--pack", help="A rule pack of your own; may be repeated.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Neither a progress bar nor a summary.")] = False,
) -> None:
    """Say of all patients whether they may take part in each of TRIALS...

    One row for each pair: the verdict, the criteria that decide, how many facts would help. A summary goes to standard
    error. The exit code is 0 whatever the verdicts, and 1 where a file cannot be read or written; then none is written.
    """
    from eligibility.cli import screen as command

    asked = command.Asked(
        trials,
        patients,
        output,
        as_of=as_of,
        assume=assume.value,
        criteria=criteria,
        workers=workers,
        packs=pack or [],
        quiet=quiet,
    )
    raise typer.Exit(0 if command.run(asked) else 1)


@app.command()
def schema() -> None:
    """Print the JSON Schema of what parse prints (draft 2020-12)."""
    from eligibility.tree import json_schema

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
