"""Each fixture file gives the trials that the YAML file beside it says; each broken text its error."""

import io
from pathlib import Path

import pytest
import yaml

from eligibility.errors import ReadError
from eligibility.registries import read
from eligibility.tree import Trial

FIXTURES = Path(__file__).parent.parent / "fixtures" / "registries"
EXPECTED = sorted(FIXTURES.glob("*.expected.yaml"))
BROKEN = yaml.safe_load((FIXTURES / "broken.yaml").read_text("utf-8"))


def file_of(expected):
    stem = expected.name.removesuffix(".expected.yaml")
    [file] = [path for path in FIXTURES.glob(f"{stem}.*") if path != expected]
    return file


def trials_of(expected, **fields):
    return [Trial(**{**trial, **fields}) for trial in yaml.safe_load(expected.read_text("utf-8"))]


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.name.split(".")[0])
def test_fixture_gives_its_trials(expected):
    file = file_of(expected)
    assert list(read(file)) == trials_of(expected, source=str(file))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.name.split(".")[0])
def test_encoding_does_not_matter(expected, encoding, tmp_path):
    file = tmp_path / file_of(expected).name
    file.write_text(file_of(expected).read_text("utf-8"), encoding)
    assert list(read(str(file))) == trials_of(expected, source=str(file))


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.name.split(".")[0])
def test_a_format_that_is_named_is_not_recognised_first(expected):
    [named] = {trial.source_format for trial in trials_of(expected)}
    with file_of(expected).open(encoding="utf-8") as stream:
        assert list(read(stream, format=named)) == trials_of(expected)


@pytest.mark.parametrize("name", ["veeva-knee", "veeva-infants", "registry-breath", "registry-newborns"])
def test_windows_line_breaks_stay_in_the_slice(name):
    text = (FIXTURES / f"{name}.txt").read_text("utf-8").replace("\n", "\r\n")
    [unix] = trials_of(FIXTURES / f"{name}.expected.yaml")
    [trial] = read(io.BytesIO(text.encode()))
    assert trial.criteria_text in text
    assert trial == unix.model_copy(update={"criteria_text": unix.criteria_text.replace("\n", "\r\n")})


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["name"])
def test_broken_content_is_one_line_with_code_and_place(case, tmp_path):
    content = bytes.fromhex(case["hex"]) if "hex" in case else case["text"].encode()
    file = tmp_path / "input"
    file.write_bytes(content)
    with pytest.raises(ReadError) as raised:
        list(read(file, format=case.get("format")))
    error = raised.value
    assert error.code == case["code"]
    assert error.place is not None
    assert error.place.startswith(str(file))
    assert error.place.removeprefix(str(file)) == case.get("place", error.place.removeprefix(str(file)))
    assert case.get("says", "").lower() in error.message.lower()
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Key exclusion: none", True),
        ("notes\n  * INCLUSION", True),
        ("Adults with asthma: their exclusion criterion", True),
        ("Women aged 18 years", True),
        ("HbA1c < 7.5 %", True),
        ("Patients without cancer", True),
        ("<18 years at diagnosis", True),
        ("# My notes\nBuy bread, then walk.", False),
        ("name,price\ntea,3\n", False),
        ("import os\n\nprint(os.name > 5)\n", False),
        ("The men mentioned no agent and no exclusion.", False),
    ],
)
def test_text_without_a_telling_name_is_known_by_its_words(text, known):
    if known:
        [trial] = read(io.StringIO(text))
        assert (trial.criteria_text, trial.source_format, trial.trial_id, trial.source) == (text, "text", None, None)
    else:
        with pytest.raises(ReadError, match="no known format"):
            list(read(io.StringIO(text)))


@pytest.mark.parametrize(("text", "known"), [("women aged 18 years", False), ("Exclusion criteria: none", True)])
def test_a_name_of_another_kind_asks_for_surer_words(text, known, tmp_path):
    file = tmp_path / "notes.md"
    file.write_text(text)
    if known:
        assert [trial.criteria_text for trial in read(file)] == [text]
    else:
        with pytest.raises(ReadError, match="no known format"):
            list(read(file))


def test_trials_before_a_broken_line_are_given():
    whole = '{"protocolSection": {"identificationModule": {"nctId": "NCT99000050"}}}\n'
    trials = read(io.BytesIO(f"{whole}{whole}{{".encode()))
    assert [next(trials).trial_id, next(trials).trial_id] == ["NCT99000050"] * 2
    with pytest.raises(ReadError) as raised:
        next(trials)
    assert (raised.value.code, raised.value.place) == ("truncated-json", "<stream>:3:2")


def test_lists_without_studies_give_nothing():
    assert list(read(io.BytesIO(b'{"studies": []}'))) == []
    assert list(read(io.BytesIO(b"[]"))) == []
