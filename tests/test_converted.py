"""Trials out of the tables of `eligibility convert`, here written row by row."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from eligibility import ReadError, StructuredTrial, parse
from eligibility.cli.app import app
from eligibility.cli.converted import converted
from eligibility.tree import Trial
from terse_trials import pairs

CASES = pairs(Path(__file__).with_name("linting") / "faults.txt")
INT, TEXT = pa.int32(), pa.string()
TRIALS = pa.schema(
    {
        **dict.fromkeys(["trial_id", "sex", "criteria_text", "sections", "diagnostics"], TEXT),
        **dict.fromkeys(["healthy_volunteers", "has_ages"], pa.bool_()),
        **dict.fromkeys(["age_lower", "age_upper"], pa.float64()),
        "record": pa.int64(),
    }
)
CRITERIA = pa.schema(
    {
        **dict.fromkeys(
            ["criterion", "kind", "text", "marker", "tree", "cross_references", "checkable", "diagnostics"], TEXT
        ),
        **dict.fromkeys(["span_start", "span_end", "marker_start", "marker_end", "section", "depth"], INT),
        "coverage": pa.float64(),
        "record": pa.int64(),
    }
)


def listed(values) -> str:
    return json.dumps([value.model_dump(mode="json") for value in values])


def trial_row(record: int, text: str, trial: StructuredTrial) -> dict:
    registry = trial.registry
    return {
        "record": record,
        "trial_id": trial.trial_id,
        "has_ages": registry.age is not None,
        "age_lower": registry.age and registry.age.lower,
        "age_upper": registry.age and registry.age.upper,
        "sex": registry.sex,
        "healthy_volunteers": registry.healthy_volunteers,
        "criteria_text": text,
        "sections": listed(trial.sections),
        "diagnostics": listed(trial.diagnostics),
    }


def criterion_rows(record: int, trial: StructuredTrial) -> list[dict]:
    return [
        {
            "record": record,
            "criterion": one.id,
            "marker": one.marker and one.marker.text,
            "marker_start": one.marker and one.marker.span[0],
            "marker_end": one.marker and one.marker.span[1],
            "span_start": one.span[0],
            "span_end": one.span[1],
            "tree": one.constraint.model_dump_json(),
            "diagnostics": listed(one.diagnostics),
            "cross_references": listed(one.cross_references),
        }
        | {name: getattr(one, name) for name in ("kind", "text", "section", "depth", "checkable", "coverage")}
        for one in trial.criteria
    ]


def write(folder: Path, trials: list[Trial], part: int = 0, step: int = 2) -> list[StructuredTrial]:
    """Writes a part; records that failed leave gaps in the numbers."""
    found = [parse(trial) for trial in trials]
    numbered = list(enumerate(found))
    tables = {
        "trials": (TRIALS, [trial_row(at * step, trials[at].criteria_text, one) for at, one in numbered]),
        "criteria": (CRITERIA, [row for at, one in numbered for row in criterion_rows(at * step, one)]),
    }
    for name, (schema, rows) in tables.items():
        (folder / name).mkdir(exist_ok=True)
        pq.write_table(pa.Table.from_pylist(rows, schema), folder / name / f"part-{part:05}.parquet")
    return found


def test_trials_come_back_as_they_were(tmp_path):
    trials = [trial for case in CASES for trial in (case.first, case.second)]
    half = len(trials) // 2
    written = [*write(tmp_path, trials[:half]), *write(tmp_path, trials[half:], part=1)]
    assert any(not trial.criteria for trial in written), "one without criteria is among them"
    assert [trial for trial, _ in converted(tmp_path)] == written
    assert [text for _, text in converted(tmp_path)] == [trial.criteria_text for trial in trials]


def test_a_folder_is_linted_and_summed_up(tmp_path):
    write(tmp_path, [CASES[0].first, CASES[0].second, CASES[1].first])
    done = CliRunner().invoke(app, ["lint", str(tmp_path)])
    assert done.exit_code == 1
    assert done.stdout.splitlines()[-2:] == ["2 of 3 trials with findings", "      2 error   contradiction"]


@pytest.mark.parametrize("damage", ["missing", "cut", "other"])
def test_a_broken_part_is_told(tmp_path, damage):
    write(tmp_path, [CASES[0].first])
    part = tmp_path / "criteria" / "part-00000.parquet"
    if damage == "missing":
        part.unlink()
    elif damage == "cut":
        part.write_bytes(part.read_bytes()[:-20])
    else:
        pq.write_table(pa.table({"record": [0], "tree": ["{}"]}), part)
    with pytest.raises(ReadError) as caught:
        list(converted(tmp_path))
    assert caught.value.code == "broken-table"
    assert "part-00000.parquet" in caught.value.place
