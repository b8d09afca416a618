"""Archives, compressed files and folders: what is in them is read as if it lay there alone."""

import gzip
import io
import json
import os
import random
import zipfile

import pyarrow
import pytest

from eligibility.errors import ReadError
from eligibility.registries import opening, read, records, streams

STUDIES = [{"protocolSection": {"identificationModule": {"nctId": f"NCT9900030{i}"}}} for i in range(5)]
IDS = [f"NCT9900030{i}" for i in range(5)]
LINES = "".join(json.dumps(study) + "\n" for study in STUDIES).encode()
TEXT = b"Inclusion: adults"


def zipped(members, **options):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", **options) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def zstd(content):
    buffer = pyarrow.BufferOutputStream()
    with pyarrow.CompressedOutputStream(buffer, "zstd") as stream:
        stream.write(content)
    return buffer.getvalue().to_pybytes()


def found(path, **options):
    return [
        (record.code, record.place) if isinstance(record, ReadError) else record.trial_id
        for record in records(path, **options)
    ]


PACKED = {
    "dump.jsonl.gz": gzip.compress(LINES),
    "dump.gz of two": gzip.compress(LINES[: len(LINES) // 2]) + b"\0\0" + gzip.compress(LINES[len(LINES) // 2 :]),
    "dump.jsonl.zst": zstd(LINES),
    "dump.zip": zipped({f"a/{i}/study.json": json.dumps(study) for i, study in enumerate(STUDIES)}),
    "stored.zip": zipped({"x.jsonl": LINES}, compression=zipfile.ZIP_STORED),
    "zip in zip": zipped({"b.json": json.dumps(STUDIES[0]), "inner.zip": zipped({"x.jsonl.gz": gzip.compress(LINES)})}),
    "zip.gz": gzip.compress(zipped({"x.json": json.dumps(STUDIES)})),
}


@pytest.mark.parametrize("name", PACKED)
def test_what_is_packed_is_read_through(name, tmp_path):
    (tmp_path / name).write_bytes(PACKED[name])
    expected = [IDS[0], *IDS] if name == "zip in zip" else IDS
    assert found(tmp_path / name) == expected
    assert found(io.BytesIO(PACKED[name])) == expected


def test_a_stream_that_cannot_be_sought(tmp_path):
    class Pipe(io.RawIOBase):
        def __init__(self, content):
            self.rest = content

        def readable(self):
            return True

        def readinto(self, buffer):
            taken, self.rest = self.rest[: min(7, len(buffer))], self.rest[min(7, len(buffer)) :]
            buffer[: len(taken)] = taken
            return len(taken)

    for content in PACKED.values():
        assert found(Pipe(content))[-5:] == IDS


def test_places_and_sources_name_the_member(tmp_path):
    content = zipped(
        {"a/good.json": json.dumps(STUDIES[0]), "a/bad.json": '{\n "protocolSection": 5}', "b.json": LINES}
    )
    (tmp_path / "dump.zip").write_bytes(content)
    found = list(records(tmp_path / "dump.zip"))
    assert found[0].source == f"{tmp_path}/dump.zip/a/good.json"
    assert (found[1].code, found[1].place) == ("field-type", f"{tmp_path}/dump.zip/a/bad.json:2:21")
    assert [trial.trial_id for trial in found[2:]] == IDS
    in_stream = list(records(io.BytesIO(content)))
    assert (in_stream[0].source, in_stream[1].place) == (None, "<stream>/a/bad.json:2:21")


def test_members_that_cannot_be_read_are_reported_in_their_turn(tmp_path):
    content = zipped({"1.json": LINES, "2.json": b"", "3.xyz": b"Bread and butter", "4.json": "[", "5.json": LINES})
    (tmp_path / "dump.zip").write_bytes(content)
    place = f"{tmp_path}/dump.zip"
    assert found(tmp_path / "dump.zip") == [
        *IDS,
        ("empty-file", f"{place}/2.json"),
        ("unknown-format", f"{place}/3.xyz"),
        ("truncated-json", f"{place}/4.json:1:2"),
        *IDS,
    ]


@pytest.mark.parametrize("members", [{}, {"README.md": b"Inclusion"}, {".x/a.txt": b"Inclusion"}])
def test_an_archive_without_files_says_so(members):
    with pytest.raises(ReadError) as raised:
        list(records(io.BytesIO(zipped(members))))
    assert raised.value.code == "empty-archive"


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="everything is open to this user")
def test_a_file_of_a_folder_that_cannot_be_opened(tmp_path):
    for name in ["1.jsonl", "2.jsonl"]:
        (tmp_path / name).write_bytes(LINES)
    (tmp_path / "1.jsonl").chmod(0)
    assert found(tmp_path) == [("unreadable", f"{tmp_path}/1.jsonl"), *IDS]


def test_a_damaged_member(tmp_path):
    content = bytearray(zipped({"1.json": LINES, "2.json": LINES, "3.json": LINES}, compression=zipfile.ZIP_STORED))
    second = content.index(b"NCT99000304", content.index(b"2.json"))
    content[second] = ord("X")
    (tmp_path / "dump.zip").write_bytes(content)
    given = found(tmp_path / "dump.zip")
    assert given[-5:] == given[:5] == IDS
    assert ("broken-archive", f"{tmp_path}/dump.zip/2.json") in given


def test_an_encrypted_member(tmp_path):
    content = bytearray(zipped({"1.json": LINES, "2.json": LINES}, compression=zipfile.ZIP_STORED))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "dump.zip").write_bytes(content)
    assert found(tmp_path / "dump.zip") == [("encrypted", f"{tmp_path}/dump.zip/1.json"), *IDS]


@pytest.mark.parametrize("cut", [0.5, 0.9])
@pytest.mark.parametrize(("name", "pack"), [("x.gz", gzip.compress), ("x.zst", zstd)])
def test_what_is_cut_off_is_read_up_to_there(name, pack, cut, tmp_path):
    noise = random.Random(5)
    lines = (json.dumps({**study, "noise": noise.random()}) for study in STUDIES * 2000)
    content = pack("\n".join(lines).encode())
    (tmp_path / name).write_bytes(content[: int(len(content) * cut)])
    given = found(tmp_path / name)
    assert len(given) > 10_000 * (cut - 0.3)
    assert given[:5] == IDS
    assert [one for one in given if one not in IDS] == [("broken-archive", str(tmp_path / name))]


def test_an_archive_that_is_none(tmp_path):
    (tmp_path / "x.zip").write_bytes(PACKED["dump.zip"][:100])
    with pytest.raises(ReadError) as raised:
        list(records(tmp_path / "x.zip"))
    assert (raised.value.code, raised.value.place) == ("broken-archive", str(tmp_path / "x.zip"))


@pytest.mark.parametrize(
    "pack", [gzip.compress, lambda content: zipped({"a.txt": content}, compression=zipfile.ZIP_DEFLATED)]
)
def test_a_bomb_is_refused(pack, monkeypatch, tmp_path):
    monkeypatch.setattr(streams, "_ALWAYS_FINE", 1 << 20)
    (tmp_path / "bomb").write_bytes(pack(b"Inclusion " + b" " * (1 << 23)))
    [error] = records(tmp_path / "bomb")
    assert error.code == "archive-bomb"


def test_archives_deep_inside_each_other_are_refused():
    content = TEXT
    for level in range(opening.MAX_NESTING + 2):
        content = zipped({f"{level}.zip" if level else "a.txt": content})
    [error] = records(io.BytesIO(content))
    assert error.code == "archive-bomb"


def test_a_folder_is_read_by_name_without_what_is_no_record(tmp_path):
    for name in [
        "b/2.json",
        "a.json",
        "b/1.json",
        ".hidden/x.json",
        "_SUCCESS",
        "README.md",
        "Contents.txt",
        "__MACOSX/a.json",
    ]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps(STUDIES[0]))
    sources = [trial.source for trial in read(tmp_path)]
    assert sources == [f"{tmp_path}/a.json", f"{tmp_path}/b/1.json", f"{tmp_path}/b/2.json"]


TABLES = {
    "studies.txt": "nct_id|brief_title|official_title\nNCT1|Short|Long\nNCT2||Long\nbad\n",
    "eligibilities.txt": "nct_id|gender|minimum_age|criteria\nNCT1|All|1 Year|x\nNCT2|All|N/A|y\nNCT3|Male|N/A|z\n",
    "conditions.txt": "id|nct_id|name\n1|NCT1|Inclusion criteria: none\n",
}


@pytest.mark.parametrize("is_zip", [True, False])
def test_tables_of_aact_are_one_thing(is_zip, tmp_path):
    dump = tmp_path / "aact"
    if is_zip:
        dump.write_bytes(zipped({f"day/{name}": text for name, text in TABLES.items()}))
    else:
        dump.mkdir()
        (dump / "day").mkdir()
        for name, text in TABLES.items():
            (dump / "day" / name).write_text(text)
    error, *trials = records(dump)
    assert (error.code, error.place) == ("bad-row", f"{dump}/day/studies.txt:4:1")
    assert [(trial.trial_id, trial.title) for trial in trials] == [("NCT1", "Short"), ("NCT2", "Long"), ("NCT3", None)]
    assert {trial.source for trial in trials} == {f"{dump}/day/eligibilities.txt"}


FOREIGN = {
    "PDF": b"%PDF-1.7\nInclusion criteria: adults",
    "tar": b"criteria.txt".ljust(257, b"\0") + b"ustar\0Inclusion criteria: adults",
    "7-Zip": b"7z\xbc\xaf\x27\x1c\0\0",
    "bzip2": b"BZh91AY&SY",
    "DuckDB": bytes(8) + b"DUCK",
    "web page": b"<!DOCTYPE html>\n<html><body>Inclusion criteria</body></html>",
    "Office": zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_what_holds_no_records_is_told_by_its_name_with_what_to_do(kind, tmp_path):
    with pytest.raises(ReadError, match=f"this is .*{kind}.*: ") as raised:
        list(records(io.BytesIO(FOREIGN[kind])))
    assert raised.value.code == "unknown-format"
    (tmp_path / "1.txt").write_bytes(FOREIGN[kind])
    (tmp_path / "2.jsonl").write_bytes(LINES)
    assert found(tmp_path) == [("unknown-format", f"{tmp_path}/1.txt"), *IDS]


def test_what_explains_the_tables_of_aact_is_passed_over(tmp_path):
    (tmp_path / "eligibilities.txt").write_text("nct_id|criteria|minimum_age\nNCT99000300|Adults|18 Years\n")
    (tmp_path / "schema.png").write_bytes(b"\x89PNG\r\n")
    (tmp_path / "outcomes.txt").write_text("id|nct_id\n1|NCT99000300\n")
    (tmp_path / "more.jsonl").write_bytes(LINES)
    assert sorted(found(tmp_path)) == sorted(["NCT99000300", *IDS])
