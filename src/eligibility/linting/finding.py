"""What a finding is, and the rules that findings are of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

import yaml

from eligibility.tree import Criterion, Span, Value
from eligibility.tree.values import Severity


class Rule(Value):
    """A kind of finding.

    Attributes:
        code: Its stable name.
        severity: How much it matters: an error is a fault for sure, a warning likely, info is worth a look.
        title: What it finds, in a few words.
        advice: What to do about it.
    """

    code: str
    severity: Severity
    title: str
    advice: str


class Finding(Value):
    """A fault in the criteria of a trial.

    Attributes:
        code: The kind of fault, such as `contradiction`: the code of a `Rule`.
        severity: How much it matters.
        message: What is wrong.
        advice: What to do about it.
        criteria: The ids of the criteria that it is about, in reading order; empty for the trial as a whole.
        spans: Where the words stand that it is about, in reading order; empty where there are none.
    """

    code: str
    severity: Severity
    message: str
    advice: str
    criteria: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


@cache
def rules() -> dict[str, Rule]:
    """All rules by their codes.

    Example:
        >>> rules()["contradiction"].severity
        'error'
    """
    data = yaml.safe_load(files("eligibility.linting").joinpath("findings.yaml").read_text("utf-8"))
    return {code: Rule(code=code, **fields) for code, fields in data.items()}


def finding(
    code: str, message: str, criteria: Sequence[Criterion] = (), spans: Iterable[Span | None] | None = None
) -> Finding:
    """A finding of a rule.

    Args:
        code: The rule.
        message: What is wrong, of what exactly.
        criteria: The criteria that it is about.
        spans: The words that it is about; without any, all of the criteria.
    """
    rule = rules()[code]
    places = [span for span in spans or () if span is not None] or [one.span for one in criteria]
    return Finding(
        code=code,
        severity=rule.severity,
        message=message,
        advice=rule.advice,
        criteria=tuple(one.id for one in criteria),
        spans=tuple(sorted(set(places))),
    )
