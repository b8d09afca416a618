"""Files that cannot be opened, streams that misbehave, sizes."""

import io
import os

import pytest

from eligibility.errors import ReadError
from eligibility.registries import read, source

STUDY = b'{"protocolSection": {"identificationModule": {"nctId": "NCT99000060"}}}\n'


def error_of(path):
    with pytest.raises(ReadError) as raised:
        list(read(path))
    assert "\n" not in str(raised.value)
    return raised.value


def test_missing_file(tmp_path):
    error = error_of(tmp_path / "none.json")
    assert (error.code, error.place) == ("missing-file", str(tmp_path / "none.json"))


def test_folder_without_files(tmp_path):
    (tmp_path / "below").mkdir()
    assert error_of(tmp_path).code == "empty-folder"


def test_path_that_no_system_takes():
    error = error_of("a\0b\nc")
    assert (error.code, error.place) == ("unreadable", r"a\x00b\nc")


def test_file_in_place_of_a_directory(tmp_path):
    (tmp_path / "file").touch()
    assert error_of(tmp_path / "file" / "study.json").code == "unreadable"


def test_name_that_is_not_unicode(tmp_path):
    path = os.path.join(os.fsencode(tmp_path), b"\xff.txt")  # noqa: PTH118 - pathlib takes no bytes
    try:
        with open(path, "wb") as file:  # noqa: PTH123 - as above
            file.write(b"Adults")
    except OSError:
        pytest.skip("this file system takes only names in Unicode")
    [trial] = read(os.fsdecode(path))
    assert trial.source is not None
    assert trial.source.endswith(r"\udcff.txt")
    assert trial.model_dump_json()


def test_stream_is_left_open():
    stream = io.BytesIO(STUDY)
    assert len(list(read(stream))) == 1
    assert not stream.closed


def test_stream_that_fails():
    class Failing(io.RawIOBase):
        def readable(self):
            return True

        def readinto(self, buffer):
            raise OSError(5, "Input/output error")

    error = error_of(Failing())
    assert (error.code, error.place) == ("unreadable", "<stream>")
    assert "Input/output error" in error.message


def test_closed_stream():
    stream = io.BytesIO(STUDY)
    stream.close()
    assert error_of(stream).code == "unreadable"


def test_stream_that_comes_in_drops():
    class Drops(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 3))

    assert len(list(read(Drops(STUDY * 3)))) == 3


def test_text_stream_longer_than_the_buffer():
    text = "Inclusion: " + "≥" * source.HEAD
    [trial] = read(io.StringIO(text))
    assert trial.criteria_text == text


@pytest.mark.parametrize("shift", range(4))
def test_head_may_end_inside_a_character(shift):
    text = "Inclusion: " + "x" * shift + "𝛼" * (source.HEAD // 2)
    [trial] = read(io.BytesIO(text.encode()))
    assert trial.criteria_text == text


def test_lines_are_read_as_they_are_asked_for():
    class Endless(io.RawIOBase):
        def readable(self):
            return True

        def readinto(self, buffer):
            taken = (STUDY * (len(buffer) // len(STUDY) + 1))[: len(STUDY) * max(1, len(buffer) // len(STUDY))]
            taken = taken[: len(buffer)]
            buffer[: len(taken)] = taken
            return len(taken)

    trials = read(Endless(), format="clinicaltrials-json")
    assert next(trials).trial_id == "NCT99000060"


def test_document_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(source, "MAX_DOCUMENT", source.HEAD * 4)

    class Endless(io.RawIOBase):
        def readable(self):
            return True

        def readinto(self, buffer):
            buffer[:] = (b"age > 18 years; " * (len(buffer) // 16 + 1))[: len(buffer)]
            return len(buffer)

    assert error_of(Endless()).code == "too-large"


def test_line_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(source, "MAX_DOCUMENT", 100)
    error = error_of(io.BytesIO(STUDY + b'{"a": "' + b"x" * 200))
    assert (error.code, error.place) == ("too-large", "<stream>:2:1")
