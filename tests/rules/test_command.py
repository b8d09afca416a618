"""The `rules` commands and the pytest plugin, on packs of a new author."""

import json
import sys

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from eligibility.rules.command import app
from eligibility.rules.schema import pack_schema

pytest_plugins = ["pytester"]


def invoke(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def demo(tmp_path):
    assert invoke("new", "demo", "--folder", tmp_path).exit_code == 0
    return tmp_path / "demo.pack.yaml"


def test_new_pack_passes_its_tests_and_is_clean(demo):
    tested = invoke("test", demo, "--coverage")
    assert (tested.exit_code, tested.output) == (0, "4 passed, 0 failed\n")
    linted = invoke("lint", demo)
    assert (linted.exit_code, linted.output) == (0, "clean\n")


def test_new_pack_has_its_schema_beside_it(demo):
    first = demo.read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=pack.schema.json"
    assert json.loads((demo.parent / "pack.schema.json").read_text()) == pack_schema()


def test_packs_are_tested_beside_others(demo, tmp_path):
    other = tmp_path / "other.pack.yaml"
    other.write_text(
        "pack: other\nconcepts:\n  - {name: frobnicase activity, domain: measurement, extends: true,\n"
        "     synonyms: [zork],\n"
        "     tests: ['<measurement name=\"frobnicase activity\" lower=5>Zork ≥ 5 U/L</measurement>']}\n"
    )
    assert "no earlier pack has" in invoke("test", other).output
    assert invoke("test", other, "--pack", demo).output == "1 passed, 0 failed\n"
    assert invoke("lint", other, "--pack", demo).output == "clean\n"
    assert "[combining]" in invoke("lint", other).output


def test_new_does_not_overwrite(demo):
    again = invoke("new", "demo", "--folder", demo.parent)
    assert again.exit_code == 1
    assert again.output == f"error: {demo}: is there already; choose another name\n"


@pytest.mark.parametrize("name", ["../up", "a b", "", "x" * 80])
def test_new_wants_a_plain_name(name, tmp_path):
    assert invoke("new", name, "--folder", tmp_path).exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_failure_has_line_text_and_difference(demo):
    demo.write_text(demo.read_text().replace("upper: 40", "upper: 41"))
    result = invoke("test", demo, "-k", "frobnicase activity 1")
    assert result.exit_code == 1
    assert f"FAILED {demo}:23: frobnicase activity 1" in result.output
    assert "range.upper: expected 41, found 40" in result.output
    assert result.output.endswith("0 passed, 1 failed\n")


def test_coverage_lists_what_is_silent(demo, tmp_path):
    corpus = tmp_path / "texts"
    corpus.mkdir()
    (corpus / "one.txt").write_text("Frobnicase activity > 20 U/L\n\n")
    result = invoke("test", demo, "-k", "frobnication syndrome", "--coverage", "--corpus", corpus)
    assert f"{demo}:13: no passing test fires frobnicase activity (concepts)" in result.output
    assert "never fires on the corpus: frobnication syndrome" in result.output
    assert "never fires on the corpus: frobnicase activity" not in result.output


def test_missing_corpus_and_broken_pack(demo):
    missing = invoke("test", demo, "-k", "nothing", "--corpus", demo.parent / "none")
    assert (missing.exit_code, "cannot be read" in missing.output) == (1, True)
    demo.write_text("pack: demo\nconcept: []\n")
    assert "did you mean `concepts`?" in invoke("lint", demo).output


def test_lint_tells_and_fails(demo):
    demo.write_text("pack: demo\nconcepts:\n  - {name: zzz disease, domain: condition}\n")
    result = invoke("lint", demo)
    assert result.exit_code == 1
    assert result.output.startswith(f"{demo}:3: warning [untested]")


def test_schema_admits_the_packs_and_not_a_typo():
    schema = json.loads(invoke("schema").output)
    assert schema == pack_schema()
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for good in ({"pack": "x"}, {"pack": "x", "tests": ["<age>x</age>", {"text": "x", "gives": {}}]}):
        assert validator.is_valid(good)
    for bad in ({}, {"pack": "x", "line": 3}, {"pack": "x", "concepts": [{"name": "a", "domain": "a"}]}):
        assert not validator.is_valid(bad)


def test_plugin_collects_each_test(demo, pytester):
    (pytester.path / "demo.pack.yaml").write_text(demo.read_text().replace("upper: 40", "upper: 41"))
    (pytester.path / "other.yaml").write_text("not: a pack")
    (pytester.path / "broken.pack.yaml").write_text("pack: broken\nconcept: []\n")
    collected = pytester.runpytest("--collect-only", "-q", "demo.pack.yaml")
    collected.stdout.fnmatch_lines(
        ["demo.pack.yaml::frobnicase activity 1", "demo.pack.yaml::frobnicase activity rejects 1"]
    )
    result = pytester.runpytest("-k", "frobnicase", "demo.pack.yaml")
    result.assert_outcomes(passed=2, failed=1, deselected=1)
    result.stdout.fnmatch_lines(["*demo.pack.yaml:23: frobnicase activity 1", "*range.upper: expected 41, found 40"])
    broken = pytester.runpytest("broken.pack.yaml")
    broken.assert_outcomes(errors=1)
    broken.stdout.fnmatch_lines(["*broken.pack.yaml:2:1: no field `concept`; did you mean `concepts`?*"])


def test_an_empty_folder_becomes_a_tested_pack(pytester):
    """The two commands that a new author types: `eligibility rules new demo && pytest`."""
    done = pytester.run(sys.executable, "-c", "from eligibility.cli import main; main()", "rules", "new", "demo")
    assert done.ret == 0
    pytester.runpytest_subprocess().assert_outcomes(passed=4)
    path = pytester.path / "demo.pack.yaml"
    path.write_text(path.read_text().replace("upper: 40", "upper: 41"))
    broken = pytester.runpytest_subprocess()
    broken.assert_outcomes(passed=3, failed=1)
    broken.stdout.fnmatch_lines(["*demo.pack.yaml:23: frobnicase activity 1", "*range.upper: expected 41, found 40"])
