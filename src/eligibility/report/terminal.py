"""A structured trial as a coloured tree on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rich.text import Text
from rich.tree import Tree

from eligibility.report.lines import Part, line
from eligibility.report.phrases import coded, further, limits, multiple_of, recorded, when
from eligibility.tree import (
    Age,
    AllOf,
    AnyOf,
    AtLeast,
    Attestation,
    BaseLeaf,
    Criterion,
    Diagnostic,
    Implies,
    Measurement,
    Node,
    Not,
    Occurrence,
    Section,
    SexLeaf,
    StructuredTrial,
    Unstructured,
)

_KIND_STYLE = {"inclusion": "bold green", "exclusion": "bold red"}
_SEVERITY = {"info": ("i", "blue"), "warning": ("!", "yellow"), "error": ("✗", "red")}
_CHECKABLE = {"full": "", "partial": "checkable in part", "none": "not checkable"}


def trial_report(trial: StructuredTrial) -> Tree:
    """The whole trial for `rich` to print: criteria by section, each with its text, its nodes, its diagnostics.

    Args:
        trial: what `eligibility.parse` returned.

    Returns:
        A `rich.tree.Tree`. All text of the trial is shown as it is: nothing in it is read as markup or controls.
    """
    root = Tree(line((trial.trial_id or "trial", "bold"), (_aside(recorded(trial.registry)), "dim")), guide_style="dim")
    headings: dict[tuple[int | None, str], Tree] = {}
    for criterion in trial.criteria:
        place = (criterion.section, criterion.kind)
        if place not in headings:
            headings[place] = root.add(_heading(trial, criterion))
        _add_criterion(headings[place], criterion)
    for diagnostic in trial.diagnostics:
        root.add(_diagnosis(diagnostic))
    return root


def _heading(trial: StructuredTrial, criterion: Criterion) -> Text:
    section: Section | None = None
    if criterion.section is not None and criterion.section < len(trial.sections):
        section = trial.sections[criterion.section]
    title = section.title if section and section.title.strip() else f"{criterion.kind} criteria".capitalize()
    return line((title, _KIND_STYLE[criterion.kind]), ((section and section.cohort) or "", "magenta"))


def _add_criterion(branch: Tree, criterion: Criterion) -> None:
    doubts = [_CHECKABLE[criterion.checkable]]
    if criterion.coverage < 1:
        doubts.append(f"{criterion.coverage:.0%} understood")
    note = ", ".join(doubt for doubt in doubts if doubt)
    here = branch.add(
        line((criterion.id, _KIND_STYLE[criterion.kind]), (criterion.text, ""), (f"({note})" if note else "", "dim"))
    )
    _add_nodes(here, criterion.constraint)
    for diagnostic in criterion.diagnostics:
        here.add(_diagnosis(diagnostic))


def _add_nodes(branch: Tree, top: Node) -> None:
    """Adds a node and all below it; a loop, so that no depth of nesting is too deep."""
    todo: list[tuple[Tree, tuple[Part, ...], Node]] = [(branch, (), top)]
    while todo:
        parent, lead, node = todo.pop()
        while isinstance(node, Not):
            lead, node = (*lead, ("not", "bold red")), node.child
        here = parent.add(line(*lead, *_SAY[type(node)](node)))
        roles = (("if", "bold blue"), ("then", "bold blue")) if isinstance(node, Implies) else None
        below = [(here, (roles[at],) if roles else (), part) for at, part in enumerate(node.parts())]
        todo.extend(reversed(below))


def _all_of(node: AllOf) -> Iterator[Part]:
    yield "all of", "bold blue"


def _any_of(node: AnyOf) -> Iterator[Part]:
    yield "any of", "bold blue"


def _at_least(node: AtLeast) -> Iterator[Part]:
    yield f"at least {node.count} of", "bold blue"


def _implies(node: Implies) -> Iterator[Part]:
    yield "where", "bold blue"


def _age(node: Age) -> Iterator[Part]:
    yield "age", "cyan"
    yield limits(node.range), "bold"
    yield from _common(node)


def _sex(node: SexLeaf) -> Iterator[Part]:
    yield "sex", "cyan"
    yield " or ".join(node.values), "bold"
    yield from _common(node)


def _measurement(node: Measurement) -> Iterator[Part]:
    yield "measurement", "cyan"
    yield from _named(node)
    yield limits(node.range, multiple_of(node.relative_to)) or " or ".join(node.values or ()), "bold"
    yield from _common(node)


def _occurrence(node: Occurrence) -> Iterator[Part]:
    yield node.domain, "magenta"
    yield from _named(node)
    for said in (node.severity, node.status, node.experiencer if node.experiencer != "patient" else None):
        yield _aside(said or ""), "yellow"
    yield from _common(node)


def _attestation(node: Attestation) -> Iterator[Part]:
    yield "attestation", "yellow"
    yield node.topic.replace("_", " "), ""
    yield from _common(node)


def _unstructured(node: Unstructured) -> Iterator[Part]:
    yield "text", "red"
    yield f"“{node.text.strip()}”", "italic"
    yield f"({node.reason})", "dim"
    yield from _common(node)


def _named(node: BaseLeaf) -> Iterator[Part]:
    """The concept by its vocabulary name, or in quotation marks as the text calls it."""
    if node.concept is None:
        yield f"“{node.text.strip()}”", "italic"
    elif node.concept.name is None:
        yield f"“{node.concept.text}”", ""
    else:
        yield node.concept.name, ""


def _common(node: BaseLeaf) -> Iterator[Part]:
    for qualifier in node.qualifiers:
        yield _aside(further(qualifier)), "yellow"
    if node.window is not None:
        yield _aside(when(node.window)), "green"
    for coding in node.concept.codes if node.concept else ():
        yield _aside(coded(coding)), "dim"


def _aside(words: str) -> str:
    return words and f"· {words}"


_SAY: dict[type, Callable[..., Iterator[Part]]] = {
    AllOf: _all_of,
    AnyOf: _any_of,
    AtLeast: _at_least,
    Implies: _implies,
    Age: _age,
    SexLeaf: _sex,
    Measurement: _measurement,
    Occurrence: _occurrence,
    Attestation: _attestation,
    Unstructured: _unstructured,
}


def _diagnosis(diagnostic: Diagnostic) -> Text:
    sign, style = _SEVERITY[diagnostic.severity]
    return line((sign, f"bold {style}"), (f"{diagnostic.code}: {diagnostic.message}", style))
