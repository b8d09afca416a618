"""What was checked of a patient, as a coloured tree on a terminal."""

from __future__ import annotations

from rich.text import Text
from rich.tree import Tree

from eligibility.check import CriterionResult, Evidence, Explanation, Missing, TrialResult
from eligibility.report.lines import Part, line
from eligibility.report.phrases import number

_VERDICTS = {
    "eligible": "bold green",
    "ineligible": "bold red",
    "undetermined": "bold yellow",
    "met": "green",
    "not_met": "red",
    "unknown": "yellow",
}
_ADMITS = {True: ("✓", "bold green"), False: ("✗", "bold red"), None: ("?", "bold yellow")}
_OPERATORS = {"all_of": "all of", "any_of": "any of", "not": "not", "at_least": "enough of", "implies": "where"}
_MOST_MISSING = 10
"""How many missing facts are shown; JSON has them all."""


def check_report(result: TrialResult) -> Tree:
    """A verdict for `rich` to print: what decides, what is missing, and each criterion with its reasons.

    Args:
        result: what `StructuredTrial.evaluate` returned.

    Returns:
        A `rich.tree.Tree`. All text is shown as it is: nothing in it is read as markup or controls.
    """
    head = line(
        (result.verdict, _VERDICTS[result.verdict]),
        (f"· {result.trial_id or 'trial'} · {result.patient_id or 'patient'} · as of {result.as_of}", "dim"),
    )
    root = Tree(head, guide_style="dim")
    if result.verdict != "eligible":
        root.add(line(("decided by" if result.verdict == "ineligible" else "open", "bold"), (_listed(result), "")))
    if result.missing:
        _add_missing(root, result.missing)
    for criterion in result.criteria:
        _add_criterion(root, criterion)
    return root


def _listed(result: TrialResult) -> str:
    return ", ".join(result.deciding)


def _add_missing(root: Tree, missing: tuple[Missing, ...]) -> None:
    branch = root.add(line(("missing, the most decisive first", "bold")))
    for one in missing[:_MOST_MISSING]:
        branch.add(line((one.domain or one.type, "magenta"), (one.asks, ""), (f"· {', '.join(one.criteria)}", "dim")))
    if len(missing) > _MOST_MISSING:
        branch.add(line((f"and {len(missing) - _MOST_MISSING} more", "dim")))


def _add_criterion(root: Tree, criterion: CriterionResult) -> None:
    kind = "exclusion criterion" if criterion.kind == "exclusion" else ""
    verdict = criterion.verdict.replace("_", " ")
    here = root.add(
        line(
            _ADMITS[criterion.admits],
            (criterion.id, "bold"),
            (" ".join(filter(None, (kind, verdict))), _ADMITS[criterion.admits][1]),
            (criterion.text, ""),
        )
    )
    todo = [(here, criterion.explanation)]
    while todo:
        parent, node = todo.pop()
        branch = parent.add(_node(node))
        for evidence in node.evidence:
            branch.add(_fact(evidence))
        todo.extend((branch, child) for child in reversed(node.children))


def _node(node: Explanation) -> Text:
    words: tuple[Part, ...] = ((node.verdict.replace("_", " "), _VERDICTS[node.verdict]),)
    if node.type in _OPERATORS:
        return line(*words, (_OPERATORS[node.type], "bold blue"), (node.reason and f"· {node.reason}", "dim"))
    text = f"“{node.text.strip()}”" if node.text.strip() else ""
    return line(*words, (node.type, "cyan"), (text, ""), (node.reason and f"· {node.reason}", "dim"))


def _fact(fact: Evidence) -> Text:
    value = number(fact.value) if isinstance(fact.value, float) else fact.value or ""
    when = f"{fact.date or ''}{f'..{fact.end}' if fact.end else ''}"
    return line(
        ("no" if fact.absent else "", "bold"),
        (fact.name, "bold"),
        (" ".join(filter(None, (value, fact.unit))), ""),
        (when, "green"),
        (fact.note and f"· {fact.note}", ""),
        (f"· {fact.source or fact.place} · by {fact.matched}: {fact.match}", "dim"),
    )
