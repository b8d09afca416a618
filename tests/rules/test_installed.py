"""Packs of other distributions, found by their entry points; and readers, kept by the packs that they are for."""

import sys
from importlib.metadata import EntryPoint

import pytest

from eligibility.errors import PackError
from eligibility.pipeline import parse_criterion, reader_for
from eligibility.rules import installed, load_pack
from eligibility.rules.installed import installed_packs, load_installed

PACK = "pack: {0}\nconcepts:\n  - {{name: {0} disease, domain: condition}}\n"


def write(folder, name):
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.pack.yaml"
    path.write_text(PACK.format(name), encoding="utf-8")
    return path


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A package with two packs, and a way to name entry points."""
    folder = tmp_path / "site_of_zork"
    write(folder, "zork")
    write(folder, "zonk")
    one = str(folder / "zork.pack.yaml")
    names = f"ONE = {one!r}\nLOADED, PATHS, NOTHING, NUMBER = load_pack(ONE), [ONE], [], 7\n"
    (folder / "__init__.py").write_text(f"from eligibility.rules import load_pack\n{names}")
    monkeypatch.syspath_prepend(str(tmp_path))

    def name(*values):
        points = [EntryPoint(f"point-{at}", value, installed.GROUP) for at, value in enumerate(values)]
        monkeypatch.setattr(installed, "entry_points", lambda group: points if group == installed.GROUP else [])
        load_installed.cache_clear()

    yield name
    sys.modules.pop("site_of_zork", None)
    load_installed.cache_clear()


@pytest.mark.parametrize(
    ("value", "packs"),
    [
        ("site_of_zork", ["zonk", "zork"]),
        ("site_of_zork:LOADED", ["zork"]),
        ("site_of_zork:PATHS", ["zork"]),
        ("site_of_zork:__path__", ["zonk", "zork"]),
    ],
)
def test_what_an_entry_point_may_name(site, value, packs):
    site(value)
    assert [pack.pack for pack in installed_packs()] == packs
    assert load_installed().packs[-len(packs) :] == tuple(packs)
    assert load_installed().concept("zork disease").pack == "zork"


@pytest.mark.parametrize(
    "value", ["no_such_package", "site_of_zork:MISSING", "site_of_zork:NOTHING", "site_of_zork:NUMBER"]
)
def test_an_entry_point_that_gives_no_pack_is_named(site, value):
    site(value)
    with pytest.raises(PackError) as caught:
        load_installed()
    assert caught.value.code == "installed-packs"
    assert caught.value.place == f"entry point point-0 = {value}"


def test_a_bad_pack_is_named_with_its_entry_point(site, tmp_path):
    (tmp_path / "site_of_zork" / "zonk.pack.yaml").write_text("pack: zonk\nconcept: []\n")
    site("site_of_zork")
    with pytest.raises(PackError) as caught:
        load_installed()
    assert caught.value.place.endswith("zonk.pack.yaml:2:1")
    assert "(entry point point-0 = site_of_zork)" in caught.value.message


def test_no_entry_point_leaves_the_builtin_packs(site):
    site()
    assert load_installed().packs == load_installed.__wrapped__().packs


def test_a_reader_is_kept_for_the_same_packs(tmp_path):
    path = write(tmp_path, "zork")
    pack = load_pack(path)
    assert reader_for([path]) is reader_for([str(path)])
    assert reader_for([pack]) is reader_for([pack])
    assert reader_for() is reader_for([])


def test_a_changed_file_is_another_pack(tmp_path):
    path = write(tmp_path, "zork")
    assert parse_criterion("Zork disease", packs=[path]).constraint.concept.name == "zork disease"
    path.write_text(PACK.format("zonk"), encoding="utf-8")
    assert parse_criterion("Zonk disease", packs=[path]).constraint.concept.name == "zonk disease"
    assert parse_criterion("Zork disease", packs=[path]).constraint.concept.name is None
