"""`rules explain`, provenance, and `rules diff`."""

import json

import pytest
from typer.testing import CliRunner

from eligibility import parse, parse_criterion
from eligibility.rules.command import app
from eligibility.tree import Criterion

PACK = """
pack: {0}
concepts:
  - name: zork activity
    domain: measurement
    kind: laboratory
    synonyms: [{1}]
    unit: U/L
    units: [U/L]
"""


def invoke(*words):
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "160"})


@pytest.fixture
def pack(tmp_path):
    path = tmp_path / "site.pack.yaml"
    path.write_text(PACK.format("site", "zorkase"))
    return path


def uses(criterion, leaf):
    return {(use.section, use.name, use.text) for use in criterion.provenance[leaf].rules}


def test_each_leaf_says_which_rules_made_it(pack):
    text = "Zorkase ≤ 40 U/L and no history of stroke within 3 months"
    criterion = parse_criterion(text, packs=[pack], provenance=True)
    assert [one.leaf for one in criterion.provenance] == [0, 1]
    assert ("concepts", "zork activity", "Zorkase") in uses(criterion, 0)
    assert ("cues", "at most", "≤") in uses(criterion, 0)
    assert ("concepts", "stroke", "stroke") in uses(criterion, 1)
    assert ("concepts", "stroke", "stroke") not in uses(criterion, 0)
    (use,) = [use for use in criterion.provenance[0].rules if use.section == "concepts"]
    assert (use.pack, use.line, text[slice(*use.span)]) == ("site", 4, "Zorkase")


def test_a_unit_is_a_rule_and_no_cue_inside_it():
    criterion = parse_criterion("Systolic blood pressure ≥ 140 mmHg, eGFR ≥ 30 mL/min", provenance=True)
    assert ("units", "mm[Hg]", "mmHg") in uses(criterion, 0)
    assert uses(criterion, 1) == {
        ("concepts", "estimated glomerular filtration rate", "eGFR"),
        ("cues", "at least", "≥"),
        ("units", "mL", "mL/min"),
        ("units", "min", "mL/min"),
    }


def test_a_word_that_no_pack_names_is_put_down_to_its_head_or_ending():
    used = uses(parse_criterion("Zork inhibitor", provenance=True), 0)
    assert ("heads", "drug medication", "Zork inhibitor") in used
    used = uses(parse_criterion("Prior zorkectomy", provenance=True), 0)
    assert ("endings", "procedure -ectomy", "zorkectomy") in used


def test_provenance_is_off_and_out_of_the_json_unless_it_is_asked_for():
    assert parse_criterion("Age ≥ 18 years").provenance is None
    assert "provenance" not in json.loads(parse_criterion("Age ≥ 18 years").model_dump_json())
    (criterion,) = parse("Inclusion: Age ≥ 18 years", provenance=True).criteria
    assert Criterion.model_validate_json(criterion.model_dump_json()) == criterion
    assert criterion.model_copy(update={"provenance": None}) == parse("Inclusion: Age ≥ 18 years").criteria[0]


@pytest.mark.parametrize("text", ["", " ", "\0", "(((", "≥", "5 %", "\ud800 x", "a:\n- b\n- c"])
def test_any_text_has_provenance_and_steps(text):
    criterion = parse_criterion(text, provenance=True)
    leaves = [node for node in criterion.constraint.walk() if not node.parts()]
    assert len(criterion.provenance) == len(leaves)


def test_explain_shows_every_step(pack):
    done = invoke("explain", "Zorkase ≤ 40\u00a0U/L", "--pack", pack)
    assert done.exit_code == 0, done.output
    for words in (
        "Cleaned",
        "concepts: zork activity  site, line 4",
        "Tags that the grammar saw",
        "LIMIT   ≤ 40 U/L  ≤ 40.0 U/L",
        "Phrase tree",
        "zork activity  ≤ 40\u00a0U/L    ≤ 40 U/L",
        "measurement zork activity",
    ):
        assert words in done.output, done.output


def test_explain_gives_the_same_as_json(pack):
    steps = json.loads(invoke("explain", "Zorkase > 40 U/L", "--pack", pack, "-f", "json", "--exclusion").stdout)
    assert steps["items"][0]["rules"][0]["name"] == "zork activity"
    assert [tag["tag"] for tag in steps["items"][0]["tags"]] == ["ENTITY", "LIMIT"]
    assert steps["items"][0]["phrases"][0] == "criterion"
    assert steps["normalized"] == [{"of": "zork activity", "written": "> 40 U/L", "range": "> 40 U/L"}]
    assert steps["tree"]["range"]["lower"] == 40
    assert steps["provenance"][0]["rules"][0]["pack"] == "site"


def test_explain_never_takes_text_for_markup():
    assert "[bold]fever[/bold]" in invoke("explain", "[bold]fever[/bold] [/]").output


def test_diff_groups_what_changed_by_rule(pack, tmp_path):
    new = tmp_path / "new.pack.yaml"
    new.write_text(PACK.format("site", "zonkase"))
    corpus = tmp_path / "texts"
    corpus.mkdir()
    (corpus / "one.txt").write_text("Zorkase > 40 U/L\n\nZonkase > 50 U/L\nStroke\nZonkase below 9 U/L\n")
    done = invoke("diff", pack, new, "--corpus", corpus, "--examples", "1")
    assert done.exit_code == 0, done.output
    assert "concepts zork activity: 3 changed" in done.output
    assert "    Zorkase > 40 U/L\n" in done.output
    assert "+ measurement zork activity" not in done.output
    assert "3 of 4 texts changed" in done.output
    same = invoke("diff", pack, pack, "--corpus", corpus)
    assert same.output == "0 of 4 texts changed, by 0 rules\n"


def test_diff_reads_records_of_registries(pack, tmp_path, root):
    done = invoke("diff", pack, pack, "--corpus", root / "examples" / "heart-failure.api-v2.json")
    assert done.exit_code == 0, done.output
    read = int(done.output.split()[2])
    assert read > 5, done.output


def test_diff_wants_packs_and_a_corpus(pack, tmp_path):
    (tmp_path / "empty").mkdir()
    for words in ([tmp_path / "empty", pack, "--corpus", pack], [pack, pack, "--corpus", tmp_path / "none"]):
        done = invoke("diff", *words)
        assert (done.exit_code, done.output.startswith("error: ")) == (1, True)
