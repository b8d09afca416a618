"""A conversion from end to end: the same rows whatever the workers, the sink, the interruptions."""

import gzip
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from dumps import rows, study
from typer.testing import CliRunner

import eligibility
from eligibility.cli.app import app
from eligibility.convert import TABLES, TABLES_VERSION, convert
from eligibility.convert.journal import folder_of

COMMAND = [sys.executable, "-c", "from eligibility.cli import main; main()", "convert"]


def summary(output: Path) -> dict:
    return json.loads((output / "summary.json").read_text("utf8"))


def errors(output: Path) -> list[dict]:
    return [json.loads(line) for line in (output / "errors.jsonl").read_text("utf8").splitlines()]


def test_every_good_record_is_converted_and_every_bad_one_listed(dump, tmp_path):
    done = convert(dump(25, broken=(0, 7, 24)), tmp_path / "out", workers=1, part_size=4)
    told = summary(tmp_path / "out")
    assert (told["read"], told["converted"], told["failed"]) == (25, 22, 3)
    assert done.criteria == told["criteria"] == len(rows(tmp_path / "out")["criteria"])
    assert [(one["record"], one["code"]) for one in errors(tmp_path / "out")] == [
        (at, "field-type") for at in (0, 7, 24)
    ]
    assert all(re.search(r"dump\.jsonl:\d+:\d+$", one["place"]) for one in errors(tmp_path / "out"))
    trials = rows(tmp_path / "out")["trials"]
    assert [row[0] for row in trials] == [at for at in range(25) if at not in {0, 7, 24}]
    assert not folder_of(tmp_path / "out").exists()


def test_workers_make_no_difference(dump, tmp_path):
    path = dump(23, broken=(5,))
    for workers in (1, 2):
        convert(path, tmp_path / f"w{workers}", workers=workers, part_size=3)
    one, two = ({**summary(tmp_path / f"w{workers}")} for workers in (1, 2))
    for told in (one, two):
        for name in ("seconds", "criteria_per_second", "cache_hit_rate"):
            told.pop(name)
    assert one == two
    assert rows(tmp_path / "w1") == rows(tmp_path / "w2")
    assert errors(tmp_path / "w1") == errors(tmp_path / "w2")


def test_nothing_is_lost_where_the_first_part_takes_longest(tmp_path):
    slow = "Inclusion Criteria:\n" + "\n".join(f"* HbA1c below {at} % or asthma within {at} days" for at in range(900))
    path = tmp_path / "dump.jsonl"
    path.write_text("\n".join([study(0, slow), *(study(at, "Asthma") for at in range(1, 40))]), "utf8")
    assert convert(path, tmp_path / "out", workers=2, part_size=1).converted == 40
    assert [row[0] for row in rows(tmp_path / "out")["trials"]] == list(range(40))


def test_the_summary_counts_what_is_there(dump, tmp_path):
    convert(dump(9), tmp_path / "out", workers=1)
    told = summary(tmp_path / "out")
    database = duckdb.connect()
    criteria, atoms = (f"read_parquet('{tmp_path / 'out' / name}/*.parquet')" for name in ("criteria", "atoms"))
    counted = database.sql(f"select kind, checkable, count(*) from {criteria} group by all").fetchall()
    assert {(kind, state): count for kind, counts in told["checkable"].items() for state, count in counts.items()} == {
        (kind, state): count for kind, state, count in counted
    }
    frequent = database.sql(
        f"select concept, count(*) from {atoms} where concept is not null group by 1 order by 2 desc, 1 limit 10"
    )
    assert list(told["concepts"].items()) == frequent.fetchall()
    assert told["atoms"] == database.execute(f"select count(*) from {atoms}").fetchone()[0]
    assert 0 < told["cache_hit_rate"] < 1


def test_no_records_are_empty_tables(tmp_path):
    path = tmp_path / "none.json"
    path.write_text("[]")
    done = convert(path, tmp_path / "out", workers=1)
    assert (done.read, done.criteria_per_second) == (0, 0.0)
    assert rows(tmp_path / "out") == {table.name: [] for table in TABLES}


def test_an_input_that_cannot_be_read_is_listed_and_the_others_go_on(dump, tmp_path):
    broken = tmp_path / "broken.bin"
    broken.write_bytes(b"\0\1\2")
    convert([broken, dump(3)], tmp_path / "out", workers=1)
    assert (summary(tmp_path / "out")["read"], summary(tmp_path / "out")["failed"]) == (4, 1)
    assert errors(tmp_path / "out")[0]["place"].startswith(str(broken))


def test_limit_stops(dump, tmp_path):
    assert convert(dump(9), tmp_path / "out", workers=1, limit=5, part_size=2).read == 5


def test_long_records_make_smaller_parts_and_can_be_gone_on_with(dump, tmp_path, monkeypatch):
    path = dump(9)
    convert(path, tmp_path / "whole", workers=1)
    monkeypatch.setattr("eligibility.convert.chunks.LONGEST", 300)
    with monkeypatch.context() as patch:
        patch.setattr("eligibility.convert.run._make_ready", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            convert(path, tmp_path / "out", workers=1, part_size=4)
    state = json.loads((folder_of(tmp_path / "out") / "state.json").read_text())
    assert 9 / 4 < state["parts"] < 9
    assert convert(path, tmp_path / "out", workers=1, part_size=4, resume=True).parts == state["parts"]
    assert rows(tmp_path / "out") == rows(tmp_path / "whole")


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz", ".jsonl.zst"])
def test_lines_are_those_of_parse(dump, tmp_path, ending):
    path = dump(5, broken=(2,))
    out = tmp_path / f"out{ending}"
    convert(path, out, workers=1, part_size=2)
    with pa.input_stream(str(out), compression={".gz": "gzip", ".zst": "zstd"}.get(out.suffix)) as stream:
        found = stream.read().decode()
    good = [at for at in range(5) if at != 2]
    trials = [eligibility.parse(trial) for trial in eligibility.read(_only(tmp_path, good))]
    assert found == "".join(trial.model_dump_json() + "\n" for trial in trials)
    assert json.loads((tmp_path / f"out{ending}.summary.json").read_text())["failed"] == 1
    assert len((tmp_path / f"out{ending}.errors.jsonl").read_text().splitlines()) == 1


def _only(tmp_path: Path, numbers: list[int]) -> Path:
    path = tmp_path / "good.jsonl"
    path.write_text("\n".join(map(study, numbers)), "utf8")
    return path


def test_gzip_is_what_gzip_reads(dump, tmp_path):
    convert(dump(3), tmp_path / "out.jsonl.gz", workers=1, part_size=1)
    assert len(gzip.decompress((tmp_path / "out.jsonl.gz").read_bytes()).splitlines()) == 3


def test_a_database_has_the_same_rows_and_says_what_they_mean(dump, tmp_path):
    path = dump(7)
    convert(path, tmp_path / "out", workers=1, part_size=3)
    convert(path, tmp_path / "out.duckdb", workers=1, part_size=3)
    with duckdb.connect(str(tmp_path / "out.duckdb"), read_only=True) as database:
        found = {table.name: database.sql(f"from {table.name}").fetchall() for table in TABLES}
        comments = database.sql("select comment from duckdb_columns() where table_name = 'atoms'").fetchall()
    assert found == rows(tmp_path / "out")
    assert all(comment for (comment,) in comments)


def test_files_carry_the_version_of_the_tables(dump, tmp_path):
    convert(dump(1), tmp_path / "out", workers=1)
    schema = pq.read_schema(tmp_path / "out" / "atoms" / "part-00000.parquet")
    assert schema.metadata[b"eligibility.tables"] == TABLES_VERSION.encode()
    assert schema.field("window_from").metadata[b"about"]


class Killed(BaseException):
    """The moment of a kill: nothing may be cleared up."""


def test_whatever_moment_it_ends_at_the_rest_is_the_same(dump, tmp_path, monkeypatch):
    """Ends at each change to the file system in turn, then goes on."""
    path = dump(5, broken=(1,))
    convert(path, tmp_path / "whole", workers=1, part_size=2)
    expected = rows(tmp_path / "whole"), errors(tmp_path / "whole")
    ends = 0
    for moment in range(200):
        out = tmp_path / f"out{moment}"
        with monkeypatch.context() as patch:
            left = [moment]

            def ending(original, left=left):
                def change(*args, **options):
                    if not left[0]:
                        raise Killed
                    left[0] -= 1
                    return original(*args, **options)

                return change

            for name in ("replace", "rename", "mkdir", "unlink", "rmdir"):
                patch.setattr(Path, name, ending(getattr(Path, name)))
            try:
                convert(path, out, workers=1, part_size=2)
                break
            except Killed:
                ends += 1
        convert(path, out, workers=1, part_size=2, resume=True)
        assert (rows(out), errors(out)) == expected, f"ended at change {moment}"
        assert summary(out)["read"] == 5
        assert not folder_of(out).exists()
    assert ends > 20


def test_killed_three_times_and_gone_on_with(dump, tmp_path):
    path, out = dump(40), tmp_path / "out"
    convert(path, tmp_path / "whole", workers=1, part_size=2)
    for workers, parts in ((1, 1), (2, 6), (1, 12)):
        process = subprocess.Popen(
            [*COMMAND, str(path), "-o", str(out), "-w", str(workers), "--part-size", "2", "--resume", "-q"]
        )
        while process.poll() is None and not _parts(out) >= parts:
            time.sleep(0.01)
        process.kill()
        process.wait()
    assert _parts(out) >= 12
    convert(path, out, workers=1, part_size=2, resume=True)
    assert rows(out) == rows(tmp_path / "whole")


def _parts(out: Path) -> int:
    try:
        return json.loads((folder_of(out) / "state.json").read_text())["parts"]
    except OSError:
        return 0


def test_ctrl_c_stops_at_once_and_says_how_to_go_on(dump, tmp_path):
    path, out = dump(3000), tmp_path / "out"
    command = [*COMMAND, str(path), "-o", str(out), "-w", "2", "--part-size", "20"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while process.poll() is None and not _parts(out):
        time.sleep(0.01)
    began = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
    _, said = process.communicate(timeout=20)
    assert time.monotonic() - began < 2
    assert process.returncode == 130
    assert "Traceback" not in said
    assert said.splitlines()[-1].startswith("eligibility: interrupted; to go on: eligibility convert ")
    assert said.rstrip().endswith("--resume")
    assert not out.exists()


def test_a_worker_that_is_killed_is_told_of(dump, tmp_path):
    path, out = dump(2000), tmp_path / "out"
    command = [*COMMAND, str(path), "-o", str(out), "-w", "2", "--part-size", "20", "-q"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while process.poll() is None and not _parts(out):
        time.sleep(0.01)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        process.kill()
        pytest.skip("there is no /proc that lists children")
    os.kill(int(children.read_text().split()[-1]), signal.SIGKILL)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "a worker ended with exit code -9" in said


def test_a_full_disk_is_one_line_and_can_be_gone_on_with(dump, tmp_path):
    path, out = dump(30), tmp_path / "out"
    convert(path, tmp_path / "whole", workers=1, part_size=30)
    command = [*COMMAND, str(path), "-o", str(out), "-w", "1", "--part-size", "30", "-q"]
    full = subprocess.run(
        command,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000)),
    )
    assert full.returncode == 1
    [line] = full.stderr.splitlines()
    assert "cannot be written: File too large" in line
    assert "--resume" in line
    assert not out.exists()
    convert(path, out, workers=1, part_size=30, resume=True)
    assert rows(out) == rows(tmp_path / "whole")


def test_what_is_there_is_not_lost(dump, tmp_path):
    path, out = dump(2), tmp_path / "out"
    convert(path, out, workers=1)
    with pytest.raises(eligibility.EligibilityError, match="--overwrite") as raised:
        convert(path, out, workers=1)
    assert raised.value.code == "output-exists"
    convert(dump(3, name="more.jsonl"), out, workers=1, overwrite=True)
    assert summary(out)["read"] == 3


@pytest.mark.parametrize("name", ["out", "out.partial"])
def test_what_somebody_else_wrote_is_never_replaced(dump, tmp_path, name):
    theirs = tmp_path / name / "thesis.txt"
    theirs.parent.mkdir()
    theirs.write_text("chapter one")
    with pytest.raises(eligibility.EligibilityError) as raised:
        convert(dump(1), tmp_path / "out", workers=1, overwrite=True)
    assert raised.value.code == "output-foreign"
    assert theirs.read_text() == "chapter one"


def test_only_one_conversion_works_on_an_output(dump, tmp_path):
    path, out = dump(2000), tmp_path / "out"
    process = subprocess.Popen([*COMMAND, str(path), "-o", str(out), "-w", "1", "--part-size", "5", "-q"])
    try:
        while process.poll() is None and not _parts(out):
            time.sleep(0.01)
        with pytest.raises(eligibility.EligibilityError) as raised:
            convert(path, out, workers=1, part_size=5, resume=True)
    finally:
        process.kill()
        process.wait()
    assert raised.value.code == "output-busy"


def test_a_table_of_records_is_converted_by_its_columns(tmp_path):
    path = tmp_path / "trials.csv"
    path.write_text('nct,text\nNCT1,"Inclusion: HbA1c ≤ 8.5 %"\nNCT2,"Exclusion: Asthma"\n', "utf8")
    done = CliRunner().invoke(app, ["convert", str(path), "-o", str(tmp_path / "out"), "--map", "criteria=text,id=nct"])
    assert done.exit_code == 0
    assert [row[1] for row in rows(tmp_path / "out")["trials"]] == ["NCT1", "NCT2"]


def test_a_conversion_that_is_done_is_not_done_again(dump, tmp_path):
    path, out = dump(2), tmp_path / "out"
    first = convert(path, out, workers=1)
    assert convert(path, out, workers=1, resume=True) == first
    with pytest.raises(eligibility.EligibilityError, match="is complete, but --limit differ from then") as raised:
        convert(path, out, workers=1, resume=True, limit=1)
    assert raised.value.code == "resume-mismatch"
    assert convert(path, out, workers=1, resume=True, limit=1, overwrite=True).read == 1


def test_a_place_that_cannot_be_written(dump, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(eligibility.EligibilityError, match="name another output") as raised:
        convert(dump(1), tmp_path / "file" / "out", workers=1)
    assert raised.value.code == "output-unwritable"


@pytest.mark.parametrize("change", ["input", "limit", "part_size", "pack"])
def test_going_on_with_something_else_is_an_error(dump, tmp_path, monkeypatch, change):
    path, out = dump(4), tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr("eligibility.convert.run._make_ready", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            convert(path, out, workers=1, part_size=2)
    with pytest.raises(eligibility.EligibilityError, match="--resume goes on"):
        convert(path, out, workers=1, part_size=2)
    options = {"part_size": 2}
    if change == "input":
        path.write_text(path.read_text() + study(5))
    elif change == "pack":
        pack = tmp_path / "a.pack.yaml"
        pack.write_text("pack: a\n")
        options["packs"] = [pack]
    else:
        options[change] = 3
    with pytest.raises(eligibility.EligibilityError, match="differ") as raised:
        convert(path, out, workers=1, resume=True, **options)
    assert raised.value.code == "resume-mismatch"


@pytest.mark.parametrize("name", ["out.csv", "out.parquet", "out.json"])
def test_a_kind_of_file_that_cannot_be_written(dump, tmp_path, name):
    with pytest.raises(eligibility.EligibilityError) as raised:
        convert(dump(1), tmp_path / name, workers=1)
    assert raised.value.code == "output-kind"


@pytest.mark.parametrize("name", [".", "", ".."])
def test_an_output_without_a_name(dump, name):
    with pytest.raises(eligibility.EligibilityError, match="no name of its own"):
        convert(dump(1), name, workers=1)


@pytest.mark.parametrize(
    ("options", "code"),
    [({"format": "xls"}, "unknown-format"), ({"mapping": {"criterion": "text"}}, "unknown-field")],
)
def test_an_option_that_cannot_be_meant_stops_before_anything_is_done(dump, tmp_path, options, code):
    with pytest.raises(eligibility.ReadError) as raised:
        convert(dump(1), tmp_path / "out", workers=1, **options)
    assert raised.value.code == code
    assert not folder_of(tmp_path / "out").exists()
    assert not (tmp_path / "out").exists()


def test_an_input_that_is_not_there_stops_before_anything_is_done(dump, tmp_path):
    with pytest.raises(eligibility.ReadError):
        convert([dump(1), tmp_path / "none.jsonl"], tmp_path / "out", workers=1)
    assert not folder_of(tmp_path / "out").exists()
