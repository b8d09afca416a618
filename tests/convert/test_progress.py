"""What is shown while a conversion runs, and at its end."""

import io
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from eligibility.cli.app import app
from eligibility.convert.expecting import expected_records
from eligibility.convert.progress import Bar, Log
from eligibility.convert.tally import Tally


def tally(read: int, failed: int = 0, criteria: int = 0) -> Tally:
    return Tally(read=read, converted=read - failed, failed=failed, checkable={"inclusion": {"full": criteria}})


def test_a_log_has_a_line_every_ten_seconds():
    lines: list[str] = []
    now = [0.0]
    log = Log(lines.append, clock=lambda: now[0])
    log.begin(tally(0), 4000)
    for second in range(1, 26):
        now[0] = float(second)
        log.part(tally(second * 100, failed=second, criteria=second * 2000), second)
    assert lines == [
        "1,000 of about 4,000 trials, 2,000 criteria/s, 10 errors, 30 s left",
        "2,000 of about 4,000 trials, 2,000 criteria/s, 20 errors, 20 s left",
    ]


def test_a_log_says_that_it_goes_on_and_of_what_it_does_not_know_how_much():
    lines: list[str] = []
    now = [0.0]
    log = Log(lines.append, clock=lambda: now[0])
    log.begin(tally(500), None)
    now[0] = 10.0
    log.part(tally(600, criteria=100), 1.0)
    assert lines == ["going on after 500 trials", "600 trials, 100 criteria/s, 0 errors"]


def test_a_bar_shows_trials_pace_and_errors():
    screen = io.StringIO()
    bar = Bar(Console(file=screen, force_terminal=True, width=120))
    bar.begin(tally(0), 1000)
    bar.part(tally(500, failed=3, criteria=9000), 3.0)
    bar.end()
    shown = screen.getvalue()
    assert "500/1000" in shown
    assert "3,000 criteria/s" in shown
    assert "3 errors" in shown


def test_the_summary_is_on_standard_error_and_quiet_is_quiet(dump, tmp_path):
    runner = CliRunner()
    path = str(dump(12, broken=(3,)))
    done = runner.invoke(app, ["convert", path, "-o", str(tmp_path / "a"), "-w", "1"], env={"COLUMNS": "120"})
    assert (done.exit_code, done.stdout) == (0, "")
    said = " ".join(done.stderr.split())
    for words in (
        "11 converted, 1 failed, of 12 read",
        f"eligibility: {path}:4:",
        "fully structured",
        "hemoglobin A1c",
        "criteria/s",
    ):
        assert words in said
    done = runner.invoke(app, ["convert", path, "-o", str(tmp_path / "b"), "-w", "1", "--quiet"])
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")


def test_a_conversion_of_which_nothing_came_is_a_failure(tmp_path):
    bad = [str(tmp_path / name) for name in ("1.bin", "2.bin")]
    for path in bad:
        Path(path).write_bytes(b"\0\1")
    done = CliRunner().invoke(app, ["convert", *bad, "-o", str(tmp_path / "a"), "-w", "1", "-q"])
    assert done.exit_code == 1
    first, more = done.stderr.splitlines()
    assert first.startswith(f"eligibility: {bad[0]}:1:1: a NUL character")
    assert more == f"eligibility: and 1 more; all are in {tmp_path / 'a' / 'errors.jsonl'}"


@pytest.mark.parametrize("args", [["--map", "criteria"], ["--workers", "0"], ["--engine", "abacus"], []])
def test_bad_usage(dump, args):
    output = ["-o", "out"] if args else []
    assert CliRunner().invoke(app, ["convert", str(dump(1)), *output, *args]).exit_code == 2


def test_lines_are_estimated(dump, tmp_path):
    path = dump(50)
    assert abs(expected_records([str(path)]) - 50) <= 1
    assert expected_records([str(path), str(path)]) == 2 * expected_records([str(path)])
    assert expected_records([str(path), "-"]) is None
    (tmp_path / "no.zip").write_bytes(b"PK")
    assert expected_records([str(tmp_path / "no.zip")]) is None
