"""Packs combined: what extends, what overrides, what is refused; and the cache of compiled packs."""

import sys

import pytest

from eligibility.errors import PackError
from eligibility.rules import Pack, Rules, cache, combine, load_builtin, load_entries, load_pack, loading
from eligibility.rules.checking import check
from eligibility.user_cache import cache_folder


def pack(name, *concepts, **sections):
    entries = "".join(f"  - {{{concept}}}\n" for concept in concepts)
    more = "".join(f"{section}:\n" + "".join(f"  - {{{x}}}\n" for x in items) for section, items in sections.items())
    return check(f"pack: {name}\n{'concepts:' if entries else ''}\n{entries}{more}".encode(), f"{name}.pack.yaml")


FERRITIN = (
    'name: ferritin, domain: measurement, kind: laboratory, unit: ng/mL, units: [ng/mL], codes: {LOINC: "2276-4"}'
)


def test_later_pack_adds_its_own():
    rules = combine([pack("a", FERRITIN), pack("b", "name: gout, domain: condition")])
    assert [rule.name for rule in rules.concepts] == ["ferritin", "gout"]
    assert rules.packs == ("a", "b")


def test_silent_override_is_refused_with_both_places():
    with pytest.raises(PackError) as caught:
        combine([pack("a", FERRITIN), pack("b", "name: gout, domain: condition", FERRITIN)])
    assert caught.value.code == "silent-override"
    assert caught.value.place == "b.pack.yaml:4"
    assert "the pack a, line 3" in caught.value.message


def test_override_replaces():
    rules = combine(
        [pack("a", FERRITIN), pack("b", "name: ferritin, domain: measurement, kind: function, overrides: true")]
    )
    (rule,) = rules.concepts
    assert (rule.kind, rule.unit, rule.codes, rule.pack) == ("function", None, {}, "b")


def test_extension_adds_and_keeps():
    more = (
        "name: ferritin, domain: measurement, extends: true, synonyms: [FER], units: [ng/mL, ug/L],"
        " codes: {MESH: D005293}, plausible: [1, 9]"
    )
    (rule,) = combine([pack("a", FERRITIN + ", synonyms: [serum ferritin]"), pack("b", more)]).concepts
    assert rule.synonyms == ("serum ferritin", "FER")
    assert rule.units == ("ng/mL", "ug/L")
    assert rule.codes == {"LOINC": "2276-4", "MESH": "D005293"}
    assert (rule.kind, rule.plausible, rule.pack) == ("laboratory", (1.0, 9.0), "a")


@pytest.mark.parametrize("word", ["overrides", "extends"])
def test_nothing_to_override(word):
    with pytest.raises(PackError) as caught:
        combine([pack("a", f"name: feritin, domain: condition, {word}: true")], combine([pack("z", FERRITIN)]))
    assert caught.value.code == "nothing-to-override"


def test_one_name_in_two_domains():
    rules = combine([pack("a", FERRITIN), pack("b", "name: ferritin, domain: drug")])
    assert rules.concept("ferritin").domain == "measurement"
    assert rules.concept("ferritin", "drug").pack == "b"
    assert rules.concept("ferritin", "device") is None
    assert rules.concept("transferrin") is None


def test_endings_and_heads_add_up():
    ending = ["domain: condition, suffixes: [itis]"]
    rules = combine([pack("a", endings=ending), pack("b", endings=ending, heads=["domain: drug, words: [agent]"])])
    assert [rule.pack for rule in rules.endings] == ["a", "b"]
    assert len(rules.heads) == 1


def test_builtin_rules_are_loaded_once():
    assert load_builtin() is load_builtin()
    assert load_builtin().concept("hemoglobin A1c").codes["LOINC"] == "4548-4"


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "demo.pack.yaml"
    path.write_text(f"pack: demo\nconcepts:\n  - {{{FERRITIN}, tests: [<age>x</age>], rejects: [x]}}\n")
    return path


def compiled(tmp_path):
    return list((tmp_path / "cache" / "eligibility").iterdir())


def test_entries_are_the_pack_without_its_tests(file):
    whole, entries = load_pack(file), load_entries(file)
    assert whole.concepts[0].tests
    assert whole.concepts[0].rejects
    assert not entries.concepts[0].tests
    assert not entries.concepts[0].rejects
    assert entries.concepts[0].line == whole.concepts[0].line == 3


def test_second_loading_reads_the_cache_alone(file, monkeypatch):
    first = load_entries(file)
    monkeypatch.setattr(loading, "check", None)
    assert load_entries(file) == first


def test_changed_file_is_read_anew(file):
    load_entries(file)
    file.write_text("pack: other\n")
    assert load_entries(file).pack == "other"


def test_cached_pack_knows_its_path(file, tmp_path):
    load_entries(file)
    copy = tmp_path / "elsewhere" / "demo.pack.yaml"
    copy.parent.mkdir()
    copy.write_bytes(file.read_bytes())
    assert load_entries(copy).path == str(copy)


@pytest.mark.parametrize("damage", [b"", b"x" * 100, None], ids=["emptied", "overwritten", "cut short"])
def test_damaged_cache_is_ignored(file, tmp_path, damage):
    first = load_entries(file)
    (stored,) = compiled(tmp_path)
    stored.write_bytes(stored.read_bytes()[:-3] if damage is None else damage)
    assert load_entries(file) == first


def test_no_cache_where_the_folder_cannot_be_made(file, tmp_path, monkeypatch):
    (tmp_path / "plain").write_text("a file, no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "plain"))
    assert load_entries(file).pack == "demo"


def test_nothing_half_written_stays(file, tmp_path):
    load_entries(file)
    assert [path.name for path in compiled(tmp_path)] == [cache.file_name(file.read_bytes(), file.name)]


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_cache_folder_follows_the_platform(platform, monkeypatch):
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert "eligibility" in cache_folder().parts


def test_a_file_of_only_a_name_is_a_pack():
    assert check(b"pack: demo", "demo.pack.yaml") == Pack(pack="demo", path="demo.pack.yaml")
    assert combine([]) == Rules()
