"""`eligibility check`: a patient against a trial."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Literal, cast

from pydantic import ValidationError

from eligibility.check import Checker, TrialResult
from eligibility.cli.output import write_json
from eligibility.cli.patients import chosen
from eligibility.cli.streams import tell, utf8_output
from eligibility.errors import EligibilityError, ReadError
from eligibility.pipeline import parse
from eligibility.registries import read
from eligibility.rules import Pack, load_pack
from eligibility.tree import StructuredTrial

STANDARD_INPUT = "-"
_VERDICTS = {"met": True, "not_met": False}
MAX_DOCUMENT = 1 << 29
"""Bytes: no more is read as one trial."""
_HEAD = 4096
"""Bytes in which a trial as `parse` prints it has its `schema_version`."""


def run(  # noqa: PLR0913 - as many as the command has options
    trial: str,
    patient: str,
    *,
    patient_id: str | None = None,
    as_of: str | None,
    assume: str,
    decided: Sequence[str],
    packs: Sequence[Path],
    form: str,
) -> bool:
    """Writes whether a patient may take part in a trial; in each trial, where the file holds several.

    Args:
        trial: a path, or "-" for standard input.
        patient: the path or URL of a source of patients.
        patient_id: which of the patients, where there are several.
        as_of: the day of checking; None is today.
        assume: what is not on record: "open" or "closed".
        decided: criteria that the user decided, as "I5=met".
        packs: rule packs to load beside the built-in ones.
        form: "tree" or "json".

    Returns:
        Whether everything could be read. What could not, and why, stands on standard error.
    """
    utf8_output()
    try:
        loaded = [load_pack(pack) for pack in packs]
        checker = Checker(as_of or date.today(), assume=cast(Literal["open", "closed"], assume), packs=loaded)
        person, answers = chosen(patient, patient_id), _answers(decided)
        results = (checker.trial(one, person, decided=answers) for one in _trials(trial, loaded))
        _write_tree(results) if form == "tree" else write_json(results)
    except EligibilityError as error:
        tell(error)
        return False
    return True


def _write_tree(results: Iterator[TrialResult]) -> None:
    from rich.console import Console  # JSON does without rich

    from eligibility.report import check_report

    console = Console(markup=False, highlight=False, emoji=False)
    for result in results:
        console.print(check_report(result))


def _answers(decided: Sequence[str]) -> dict[str, bool]:
    """The criteria that the user decided, from "I5=met" and "E8=not_met"."""
    answers: dict[str, bool] = {}
    for written in decided:
        name, _, verdict = written.partition("=")
        if verdict not in _VERDICTS:
            raise EligibilityError("not-a-verdict", f"--decided is {written!r}; write it as I5=met or E8=not_met")
        answers[name.strip()] = _VERDICTS[verdict]
    return answers


def _trials(file: str, packs: Sequence[Pack]) -> Iterator[StructuredTrial]:
    """The trials of a file in any format, or of one that `eligibility parse` wrote."""
    given = file == STANDARD_INPUT
    stream = io.BufferedReader(cast(io.RawIOBase, sys.stdin.buffer)) if given else _opened(file)
    head = stream.peek(_HEAD)[:_HEAD].lstrip()
    if head.startswith(b"{") and b'"schema_version"' in head:
        yield _structured(stream.read(MAX_DOCUMENT + 1), file)
        return
    for trial in read(stream if given else file):
        yield parse(trial, trial_id=trial.trial_id or (None if given else Path(file).stem), packs=packs)


def _opened(file: str) -> io.BufferedReader:
    try:
        return Path(file).open("rb")
    except FileNotFoundError:
        raise ReadError("missing-file", "there is no such file: check the path", place=file) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadError("unreadable", f"the trial cannot be read: {reason}", place=file) from None


def _structured(content: bytes, file: str) -> StructuredTrial:
    if len(content) > MAX_DOCUMENT:
        raise ReadError("too-large", f"one trial of more than {MAX_DOCUMENT} bytes: is it one trial?", place=file)
    try:
        return StructuredTrial.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise ReadError("not-a-trial", f"no structured trial, {where}: {first['msg']}", place=file) from None
