"""A conversion from beginning to end: chunks, engine, journal, output."""

from __future__ import annotations

import os
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from eligibility.convert import local
from eligibility.convert.chunks import Chunk, chunks
from eligibility.convert.expecting import expected_records
from eligibility.convert.fingerprint import differing, fingerprint
from eligibility.convert.holding import held
from eligibility.convert.journal import Journal, clear_up, folder_of, open_journal
from eligibility.convert.part import Part
from eligibility.convert.plan import PART_SIZE, Engine, Plan
from eligibility.convert.sinks import Sink, sink_for
from eligibility.convert.sinks.parts import write_whole
from eligibility.convert.summary import Summary, read_summary, summary_of
from eligibility.convert.watching import Silence, Watch
from eligibility.errors import EligibilityError

Names = str | os.PathLike[str]


def convert(  # noqa: PLR0913 - every option of the command line is one here
    inputs: Names | Sequence[Names],
    output: Names,
    *,
    workers: int | None = None,
    resume: bool = False,
    overwrite: bool = False,
    limit: int | None = None,
    format: str | None = None,
    mapping: Mapping[str, str] | None = None,
    packs: Sequence[Names] = (),
    engine: Engine = "local",
    master: str | None = None,
    part_size: int = PART_SIZE,
    watch: Watch | None = None,
) -> Summary:
    """Converts registry files to tables; the same input gives the same rows in the same order, whatever the workers.

    Each record that cannot be read or parsed is a line of `errors.jsonl`, and the rest goes on. With several workers,
    a script that calls this must do so under `if __name__ == "__main__":`, as for all of `multiprocessing`.

    Args:
        inputs: files of any registry format, or folders of them; "-" is standard input.
        output: a folder; or a file that ends in .jsonl, .jsonl.gz, .jsonl.zst or .duckdb.
        workers: processes; as many as there are cores where it is not given.
        resume: go on with a conversion of the same input that was interrupted; begin where there is none.
        overwrite: replace what is there.
        limit: records after which to stop.
        format: the format of the inputs, to skip the recognising.
        mapping: of tables of records, the column that holds each field; see `eligibility.read`.
        packs: paths of rule packs on top of those in force.
        engine: where the work is done.
        master: of Spark; None is what Spark itself is configured with.
        part_size: records in a part.
        watch: is told how it gets on.

    Returns:
        What `summary.json` holds.

    Raises:
        ReadError: an input is not there, or there is no such format or field to map.
        PackError: a pack cannot be loaded.
        EligibilityError: the output is there already, or cannot be written, or there is nothing to go on with.
    """
    plan = Plan(
        inputs=tuple(os.fspath(one) for one in ([inputs] if isinstance(inputs, str | os.PathLike) else inputs)),
        output=Path(output),
        workers=workers,
        resume=resume,
        overwrite=overwrite,
        limit=limit,
        format=format,
        mapping=mapping,
        packs=tuple(os.fspath(pack) for pack in packs),
        engine=engine,
        master=master,
        part_size=part_size,
    )
    return carry_out(plan, watch or Silence())


def carry_out(plan: Plan, watch: Watch) -> Summary:
    """Does what a plan says; see `convert`."""
    plan.check()
    sink = sink_for(plan.output)
    known = fingerprint(plan)
    if plan.resume and (done := _done_already(plan.output, sink)) is not None:
        if not (changed := differing(done.fingerprint, known)):
            return done
        if not plan.overwrite:
            message = f"is complete, but {', '.join(changed)} differ from then; --overwrite starts anew"
            raise EligibilityError("resume-mismatch", message, place=str(plan.output))
    try:
        with held(folder_of(plan.output)):
            journal = open_journal(plan, known)
            if journal.state.stage == "parts":
                source = chunks(plan, number=journal.state.parts, skip=journal.state.tally.read)
                with closing(_parts(source, plan)) as parts:  # which ends the workers, whatever happens
                    _keep(parts, journal, sink, plan, watch)
                _make_ready(journal, sink)
            return _publish(journal, sink)
    except OSError as failure:
        reason = failure.strerror or str(failure)
        folder = folder_of(plan.output)
        advice = "what is done is kept, --resume goes on from there" if folder.exists() else "name another output"
        raise EligibilityError(
            "output-unwritable", f"cannot be written: {reason}; {advice}", place=str(folder)
        ) from failure


def errors_of(output: Path) -> Path:
    """Where the errors of an output are, a line each."""
    return _sidecars(output, sink_for(output))[0]


def _parts(source: Iterator[Chunk], plan: Plan) -> Generator[Part, None, None]:
    """The parts of chunks, made by the engine that the plan names."""
    if plan.engine == "local":
        return local.run(source, plan)
    from eligibility.convert import spark  # noqa: PLC0415 - pyspark is an extra

    return spark.run(source, plan)


def _keep(parts: Iterator[Part], journal: Journal, sink: Sink, plan: Plan, watch: Watch) -> None:
    """Commits parts as they come."""
    before = journal.state.seconds
    expected = expected_records(plan.inputs)
    if expected is not None and plan.limit is not None:
        expected = min(expected, plan.limit)
    watch.begin(journal.state.tally, expected)
    began = time.monotonic()
    for part in parts:
        journal.commit(part, sink.ending(), before + time.monotonic() - began)
        watch.part(journal.state.tally, journal.state.seconds)


def _make_ready(journal: Journal, sink: Sink) -> None:
    """Puts output, errors and summary together, beside their place."""
    journal.assemble(sink)
    errors, summary = _ready(journal, sink)
    journal.errors(errors)
    write_whole(summary, summary_of(journal.state).json())
    journal.state.stage = "ready"
    journal.save()


def _publish(journal: Journal, sink: Sink) -> Summary:
    """Puts the output in its place: what stands beside it first, the output itself last."""
    if sink.beside:
        ready = _ready(journal, sink)
        for path, place in zip(ready, _sidecars(journal.output, sink), strict=True):
            if path.exists():
                path.replace(place)
    summary = summary_of(journal.state)
    journal.publish()
    return summary


def _ready(journal: Journal, sink: Sink) -> tuple[Path, Path]:
    """Where errors and summary lie while the output is not in its place yet."""
    place = journal.folder if sink.beside else journal.target
    return place / "errors.jsonl", place / "summary.json"


def _sidecars(output: Path, sink: Sink) -> tuple[Path, Path]:
    """Where errors and summary go: into a folder, or beside a file under names that begin with its own."""
    if not sink.beside:
        return output / "errors.jsonl", output / "summary.json"
    return output.with_name(f"{output.name}.errors.jsonl"), output.with_name(f"{output.name}.summary.json")


def _done_already(output: Path, sink: Sink) -> Summary | None:
    """The summary of an output that is complete and in its place."""
    summary = _sidecars(output, sink)[1]
    if not output.exists() or not summary.is_file() or not clear_up(output):
        return None
    return read_summary(summary.read_bytes())
