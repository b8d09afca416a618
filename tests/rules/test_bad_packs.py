"""Packs that cannot be loaded: the error names the file, the place, the field, and what was expected."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.errors import PackError
from eligibility.rules import Pack, load_pack
from eligibility.rules.checking import check
from eligibility.rules.reading import DEEPEST, LARGEST


def bad_packs():
    text = Path(__file__).with_name("bad-packs.txt").read_text(encoding="utf-8")
    for block in text.split("-" * 40 + "\n")[1:]:
        pack, _, expected = block.rpartition("==> ")
        code, place, message = expected.strip().split(" ", 2)
        yield pytest.param(pack, code, place, message, id=message[:40])


@pytest.mark.parametrize(("text", "code", "place", "message"), list(bad_packs()))
def test_error_says_where_and_what(text, code, place, message, tmp_path):
    path = tmp_path / "demo.pack.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_pack(path)
    assert caught.value.code == code
    assert message in caught.value.message
    assert caught.value.place == (str(path) if place == "-" else f"{path}:{place}")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not-a-pack"),
        (b"\xff\xfe\x00p", "pack-not-text"),
        (b"pack: \x00", "pack-not-yaml"),
        (b"pack: a\n" + b" " * LARGEST, "pack-too-large"),
        (b"pack: demo\nsources: " + b"[" * 200_000, "pack-too-deep"),
        (b"pack: demo\nsources:\n" + b"- " * 200_000, "pack-too-deep"),
        (b"a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\npack: demo", "pack-alias"),
        (b"pack: demo\nsources: " + b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), "pack-too-deep"),
    ],
    ids=["empty", "not UTF-8", "NUL", "too large", "brackets", "dashes", "a billion laughs", "just too deep"],
)
def test_hostile_file_is_refused(content, code):
    with pytest.raises(PackError) as caught:
        check(content, "demo.pack.yaml")
    assert caught.value.code == code


@given(
    st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
)
def test_any_bytes_give_a_pack_or_a_pack_error(content):
    try:
        assert isinstance(check(content, "demo.pack.yaml"), Pack)
    except PackError as error:
        assert error.code


def test_of_a_large_file_no_more_is_read_than_tells_so(tmp_path):
    path = tmp_path / "large.pack.yaml"
    with path.open("wb") as stream:
        stream.truncate(20 << 30)  # a sparse file
    with pytest.raises(PackError) as caught:
        load_pack(path)
    assert caught.value.code == "pack-too-large"


@pytest.mark.parametrize("path", ["missing.pack.yaml", ".", "a\0b.pack.yaml"])
def test_file_that_cannot_be_read(path):
    with pytest.raises(PackError) as caught:
        load_pack(path)
    assert caught.value.code == "pack-unreadable"


def test_scalars_are_those_of_yaml_1_2():
    pack = check(
        b"pack: NO\ndescription: on\nsources: [yes, No, 12:30, 0o7, .inf]\n"
        b"concepts: [{name: On, domain: measurement, kind: stage, plausible: [1e-3, +5], levels: {II: 2, off: 3}}]",
        "demo.pack.yaml",
    )
    assert (pack.pack, pack.description) == ("NO", "on")
    assert pack.sources == ("yes", "No", "12:30", "0o7", ".inf")
    assert pack.concepts[0].plausible == (0.001, 5.0)
    assert pack.concepts[0].levels == {"II": 2.0, "off": 3.0}
