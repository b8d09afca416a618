"""The journal: how far a conversion is, on disk, so that it can go on after any end.

All work is done in a folder beside the output, `OUT.partial`:

    state.json        how far it is; replaced as a whole after each part
    parts/TABLE/      the files of the parts
    parts/errors/     their lines of errors.jsonl
    output            the output while it is put together, then renamed to its place

A part counts once `state.json` says so. Files of a part that does not count yet are written again, and are the same.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final, Literal

import msgspec

from eligibility.convert.fingerprint import Fingerprint, differing
from eligibility.convert.part import Part
from eligibility.convert.plan import Plan
from eligibility.convert.sinks import Sink
from eligibility.convert.sinks.parts import HALF, part_name, write_whole
from eligibility.convert.tally import Tally
from eligibility.errors import EligibilityError

_STATE: Final = "state.json"
_ERRORS: Final = "errors"
_LINES: Final = ".jsonl"
_OURS: Final = frozenset({"parts", "output", "replaced", "errors.jsonl", "summary.json"})
"""What stands in a working folder beside the state, and may be removed with it; each may have a half of it beside."""


class State(msgspec.Struct, kw_only=True):
    """How far a conversion is.

    Attributes:
        fingerprint: what the output depends on.
        replaces: whether it may replace an output that is there.
        stage: parts are being made, or the output lies ready to be put in its place.
        parts: how many parts there are.
        seconds: the time that they took, over all runs.
        tally: what is in them.
    """

    fingerprint: Fingerprint
    replaces: bool = False
    stage: Literal["parts", "ready"] = "parts"
    parts: int = 0
    seconds: float = 0.0
    tally: Tally = msgspec.field(default_factory=Tally)


class Journal:
    """The work on one output.

    Args:
        output: the output.
        folder: its working folder, see `folder_of`.
        state: how far it is.

    Attributes:
        state: how far it is.
    """

    def __init__(self, output: Path, folder: Path, state: State) -> None:
        self.output = output
        self.folder = folder
        self.state = state

    @property
    def target(self) -> Path:
        """Where the output is put together."""
        return self.folder / "output"

    def commit(self, part: Part, ending: str, seconds: float) -> None:
        """Keeps a part; from here on it counts.

        Args:
            part: the next part.
            ending: of its files.
            seconds: the time that all parts took so far.
        """
        assert part.number == self.state.parts, "parts come in order, and none is left out"
        for name, content in part.files.items():
            self._write(name, part_name(part.number, ending), content)
        self._write(_ERRORS, part_name(part.number, _LINES), part.errors)
        self.state.parts += 1
        self.state.seconds = seconds
        self.state.tally.add(part.tally)
        self.save()

    def save(self) -> None:
        """Keeps the state."""
        write_whole(self.folder / _STATE, msgspec.json.encode(self.state))

    def assemble(self, sink: Sink) -> None:
        """Puts the output together, beside its place."""
        sink.assemble(self.folder / "parts", self.state.parts, self.target)

    def errors(self, target: Path) -> None:
        """Puts the lines of `errors.jsonl` together."""
        with target.open("wb") as out:
            for number in range(self.state.parts):
                out.write((self.folder / "parts" / _ERRORS / part_name(number, _LINES)).read_bytes())

    def publish(self) -> None:
        """Renames the output to its place, and clears up. What is replaced is there until then."""
        if self.target.exists():
            if self.output.exists():
                self.output.rename(self.folder / "replaced")
            self.target.rename(self.output)
        _empty(self.folder)
        (self.folder / _STATE).unlink()

    def _write(self, folder: str, name: str, content: bytes) -> None:
        place = self.folder / "parts" / folder
        place.mkdir(parents=True, exist_ok=True)
        write_whole(place / name, content)


def folder_of(output: Path) -> Path:
    """The working folder of an output, beside it, so that a rename puts the output in its place."""
    return output.with_name(f"{output.name}.partial")


def open_journal(plan: Plan, fingerprint: Fingerprint) -> Journal:
    """The journal of a conversion, new or gone on with. Its working folder is there, and held by this process.

    Raises:
        EligibilityError: something is there that would be lost, or there is nothing to go on with.
    """
    folder = folder_of(plan.output)
    state = _state(folder)
    if plan.resume and state is not None:
        changed = differing(state.fingerprint, fingerprint)
        if changed:
            message = f"cannot go on, since {', '.join(changed)} differ from before; --overwrite starts anew"
            raise EligibilityError("resume-mismatch", message, place=str(folder))
    elif state is not None and not plan.overwrite:
        message = "an interrupted conversion is here: --resume goes on with it, --overwrite starts anew"
        raise EligibilityError("output-partial", message, place=str(folder))
    else:
        state = None
    _check_output(plan, state)
    if state is None:
        state = State(fingerprint=fingerprint, replaces=plan.overwrite)
        (folder / _STATE).unlink(missing_ok=True)  # first, so that nobody goes on with half of what it tells of
        _empty(folder)
        if any(folder.iterdir()):
            raise EligibilityError("output-foreign", "is something else: name another output", place=str(folder))
    journal = Journal(plan.output, folder, state)
    journal.save()
    return journal


def clear_up(output: Path) -> bool:
    """Removes a working folder that holds no work; says whether there is none now."""
    folder = folder_of(output)
    if folder.is_dir() and not (folder / _STATE).exists():
        _empty(folder)
        with suppress(OSError):  # what is not ours is left
            folder.rmdir()
    return not folder.exists()


def _check_output(plan: Plan, state: State | None) -> None:
    """Whether the place of the output is free, or may be replaced.

    Raises:
        EligibilityError: what is there may not, or must not.
    """
    output = plan.output
    if not (any(output.iterdir()) if output.is_dir() else output.exists()):
        return
    if not plan.overwrite and (state is None or not (state.replaces or state.stage == "ready")):
        raise EligibilityError("output-exists", "is there already: --overwrite replaces it", place=str(output))
    if output.is_dir() and not (output / "summary.json").is_file():
        message = "is a folder that eligibility convert has not written, so it is not replaced: name another output"
        raise EligibilityError("output-foreign", message, place=str(output))


def _empty(folder: Path) -> None:
    """Removes what is ours but the state."""
    for path in folder.iterdir():
        if path.name in _OURS or path.name.endswith(HALF):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _state(folder: Path) -> State | None:
    """The state in a working folder; None where there is none, or none of this version."""
    try:
        return msgspec.json.decode((folder / _STATE).read_bytes(), type=State)
    except (OSError, msgspec.DecodeError):
        return None
