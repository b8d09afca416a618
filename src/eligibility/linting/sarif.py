"""Findings as SARIF 2.1.0, which editors and forges show beside the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from pathlib import PurePath
from typing import Any, NamedTuple
from urllib.parse import quote

from eligibility._version import __version__
from eligibility.linting.finding import Finding, rules
from eligibility.tree import Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


class Linted(NamedTuple):
    """The findings in a trial, and where its text stands.

    Attributes:
        trial_id: The trial.
        file: The file that it comes from.
        text: Its criteria; None where they are not known.
        whole_file: Whether the text is all of the file, so that places in one are places in the other.
        findings: What was found.
    """

    trial_id: str | None
    file: str
    text: str | None
    whole_file: bool
    findings: tuple[Finding, ...]


def sarif(trials: Iterable[Linted]) -> dict[str, Any]:
    """One run with all findings of some trials.

    Places count code points from the start of the criteria. Where the criteria are only a part of a file, they are an
    artifact within it, with their text, so that a viewer can show the place.
    """
    artifacts: list[dict[str, Any]] = []
    results: list[dict[str, Any]] = []
    files: dict[str, int] = {}
    codes = list(rules())
    for one in trials:
        at = _artifact(one, artifacts, files)
        lines = None if one.text is None else [0, *accumulate(len(line) + 1 for line in one.text.split("\n"))]
        results += [_result(found, one, at, codes, lines) for found in one.findings]
    driver = {"name": "eligibility", "version": __version__, "rules": [_rule(code) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "artifacts": artifacts,
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str) -> dict[str, Any]:
    rule = rules()[code]
    return {
        "id": code,
        "shortDescription": {"text": f"{rule.title}."},
        "help": {"text": rule.advice},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _artifact(one: Linted, artifacts: list[dict[str, Any]], files: dict[str, int]) -> int:
    """The index of the artifact that the criteria of a trial are; the file that they stand in comes before it."""
    if one.file not in files:
        files[one.file] = len(artifacts)
        artifacts.append({"location": {"uri": _uri(one.file)}})
    if one.whole_file:
        return files[one.file]
    inner: dict[str, Any] = {
        "location": {"uri": f"/{quote(one.trial_id or 'trial', safe='')}"},
        "parentIndex": files[one.file],
    }
    if one.text is not None and one.findings:
        inner["contents"] = {"text": one.text}
    artifacts.append(inner)
    return len(artifacts) - 1


def _uri(file: str) -> str:
    return "stdin" if file == "-" else quote(PurePath(file).as_posix())


def _result(found: Finding, one: Linted, artifact: int, codes: list[str], lines: list[int] | None) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": found.code,
        "ruleIndex": codes.index(found.code),
        "level": _LEVELS[found.severity],
        "message": {"text": f"{found.message}. {found.advice}"},
        "locations": [_location(one, artifact, span, found.criteria, lines) for span in found.spans[:1]],
    }
    if found.spans[1:]:
        others = enumerate(found.spans[1:], 1)
        result["relatedLocations"] = [{"id": at, **_location(one, artifact, span, (), lines)} for at, span in others]
    return result


def _location(
    one: Linted, artifact: int, span: Span, criteria: tuple[str, ...], lines: list[int] | None
) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"index": artifact},
            "region": {**_lines(span, lines), "charOffset": span[0], "charLength": span[1] - span[0]},
        }
    }
    if one.whole_file:
        location["physicalLocation"]["artifactLocation"]["uri"] = _uri(one.file)
    if criteria:
        name = one.trial_id or "trial"
        location["logicalLocations"] = [{"fullyQualifiedName": f"{name}/{criterion}"} for criterion in criteria]
    return location


def _lines(span: Span, lines: list[int] | None) -> dict[str, int]:
    """The line and column of the start of a span and behind its end, from 1; nothing if the text is not known."""
    if lines is None:
        return {}
    (start, column), (end, end_column) = (_place(at, lines) for at in span)
    return {"startLine": start, "startColumn": column, "endLine": end, "endColumn": end_column}


def _place(at: int, lines: list[int]) -> tuple[int, int]:
    line = bisect_right(lines, at)
    return line, at - lines[line - 1] + 1
