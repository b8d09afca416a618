"""Findings as SARIF: valid in shape, and true to the text."""

import json
from pathlib import Path

import pytest
from sarif_pydantic import Sarif

from eligibility import lint
from eligibility.linting import Linted, rules, sarif
from terse_trials import pairs

CASES = pairs(Path(__file__).with_name("faults.txt"))


def report(case, *, whole_file: bool, text: bool = True) -> dict:
    trial = case.first
    linted = Linted(trial.trial_id, "a file.txt", trial.criteria_text if text else None, whole_file, lint(trial))
    return json.loads(json.dumps(sarif([linted])))


@pytest.mark.parametrize("case", CASES[::4], ids=str)
@pytest.mark.parametrize("whole_file", [True, False], ids=["file", "part"])
def test_it_is_sarif_and_every_place_is_that_of_the_words(case, whole_file):
    said = report(case, whole_file=whole_file)
    Sarif.model_validate(said)
    [run] = said["runs"]
    found = lint(case.first)
    assert len(run["results"]) == len(found)
    for result, one in zip(run["results"], found, strict=True):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == one.code
        places = [*result["locations"], *result.get("relatedLocations", [])]
        assert len(places) == len(one.spans)
        for place, (start, end) in zip(places, one.spans, strict=True):
            artifact = run["artifacts"][place["physicalLocation"]["artifactLocation"]["index"]]
            assert ("parentIndex" in artifact) is not whole_file
            region = place["physicalLocation"]["region"]
            assert (region["charOffset"], region["charLength"]) == (start, end - start)
            assert words(case.first.criteria_text, region) == case.first.criteria_text[start:end]


def words(text: str, region: dict) -> str:
    """What stands from one line and column to another, both from 1, the last column exclusive."""
    lines = text.split("\n")[region["startLine"] - 1 : region["endLine"]]
    lines[-1] = lines[-1][: region["endColumn"] - 1]
    lines[0] = lines[0][region["startColumn"] - 1 :]
    return "\n".join(lines)


def test_all_rules_are_listed_with_their_help():
    listed = report(CASES[0], whole_file=True)["runs"][0]["tool"]["driver"]["rules"]
    assert {rule["id"]: rule["help"]["text"] for rule in listed} == {
        rule.code: rule.advice for rule in rules().values()
    }


def test_without_the_text_there_are_offsets_and_no_lines():
    said = report(CASES[0], whole_file=False, text=False)
    region = said["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert set(region) == {"charOffset", "charLength"}
