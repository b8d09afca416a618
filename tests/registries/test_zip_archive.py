"""Archives as `zipfile` writes them, and what is left of them when bytes change."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.errors import ReadError
from eligibility.registries import records
from eligibility.registries.zip_archive import Archive

MEMBERS = {"ä/1.txt": b"Inclusion: one", "2.txt": b"Exclusion: two " * 1000, "empty.txt": b"", "b/3.txt": b"\xff"}


def archive_of(members, prefix=b"", comment=b"", method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.comment = comment
        archive.mkdir("folder")
        for name, content in members.items():
            archive.writestr(name, content)
    return prefix + stream.getvalue()


def members_of(content):
    archive = Archive(io.BytesIO(content))
    return {member.name: b"".join(archive.pieces(member)) for member in archive.members()}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("prefix", [b"", b"#!/bin/sh\n"])
@pytest.mark.parametrize("comment", [b"", b"PK\x05 a comment"])
@pytest.mark.parametrize("is_long", [False, True])
def test_members_come_back(method, prefix, comment, is_long, monkeypatch):
    if is_long:  # sizes and counts go to the fields for large ones
        monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 10)
        monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)
    assert members_of(archive_of(MEMBERS, prefix, comment, method)) == MEMBERS


def test_many_members_come_back():
    members = {f"folder/number-{number}.txt": b"" for number in range(3_000)}
    assert list(members_of(archive_of(members))) == list(members)


def test_an_unknown_compression_is_told():
    [error] = records(io.BytesIO(archive_of({"a.txt": b"Inclusion: one"}, method=zipfile.ZIP_BZIP2)))
    assert error.code == "broken-archive"
    assert "method 12" in error.message


WHOLE = archive_of({"1.txt": b"Inclusion: one", "2.txt": b"Exclusion: two " * 20})
CHANGES = st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=4)


@given(CHANGES, st.integers(0, len(WHOLE)))
def test_what_is_left_of_an_archive_is_read_or_refused(changes, length):
    content = bytearray(WHOLE)
    for at, byte in changes:
        content[at] = byte
    try:
        found = list(records(io.BytesIO(content[:length]), format="text"))
    except ReadError as error:
        assert "\n" not in str(error)
    else:
        assert all(isinstance(record, ReadError) or record.criteria_text for record in found)
