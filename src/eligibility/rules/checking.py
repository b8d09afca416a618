"""From the bytes of a pack file to a `Pack`: every entry placed, none twice, none at odds with itself."""

from __future__ import annotations

import msgspec
from yaml.nodes import MappingNode, Node

from eligibility.errors import PackError
from eligibility.rules.collector import uncollected
from eligibility.rules.cue_kinds import KINDS, wrong_attributes
from eligibility.rules.explaining import explain, nearest
from eligibility.rules.model import OWN_FIELDS, SECTIONS, ConceptRule, CueRule, DefinitionRule, Entry, Pack, TestCase
from eligibility.rules.reading import Data, compose, field_of, items_of, place_of, plain


def check(content: bytes, name: str) -> Pack:
    """The pack in a file's bytes; `name` is the file's name in errors.

    Raises:
        PackError: with the file, line and column, the field, what was expected, and the nearest valid name.
    """
    with uncollected():
        return _check(content, name)


def _check(content: bytes, name: str) -> Pack:
    root = compose(content, name)
    data = plain(root, name)
    _refuse_own_fields(root, name)
    _place_entries(root, data)
    data["path"] = name
    try:
        pack = msgspec.convert(data, Pack)
    except msgspec.ValidationError as error:
        explain(str(error), root, name)
    for section in SECTIONS:
        _check_section(getattr(pack, section), root, section, name)
    _check_tests(pack.tests, root, name)
    return pack


def _refuse_own_fields(root: MappingNode, name: str) -> None:
    """What the reader itself fills in is no field of a pack file."""
    nodes = [root, *(item for section in SECTIONS for item in items_of(field_of(root, section)))]
    cases = [case for node in nodes for part in ("tests", "rejects") for case in items_of(field_of(node, part))]
    for node in (*nodes, *cases):
        for key, _ in node.value if isinstance(node, MappingNode) else ():
            if key.value in OWN_FIELDS or (key.value == "pack" and node is not root):
                raise PackError(
                    "unknown-field", f"`{key.value}` is no field here; leave it out", place=place_of(key, name)
                )


def _place_entries(root: MappingNode, data: dict[str, Data]) -> None:
    """Gives every entry its pack and line and every test its line; a test that is a string becomes a mapping."""
    _place_cases(root, data)
    for section in SECTIONS:
        entries = data.get(section)
        if not isinstance(entries, list):
            continue
        for node, entry in zip(items_of(field_of(root, section)), entries, strict=True):
            if isinstance(entry, dict):
                entry["pack"] = data.get("pack", "")
                entry["line"] = node.start_mark.line + 1
                _place_cases(node, entry)


def _place_cases(node: Node, entry: dict[str, Data]) -> None:
    for part, shorthand in (("tests", "mark"), ("rejects", "text")):
        cases = entry.get(part)
        if not isinstance(cases, list):
            continue
        for index, (case_node, case) in enumerate(zip(items_of(field_of(node, part)), cases, strict=True)):
            if isinstance(case, str):
                case = cases[index] = {shorthand: case}  # noqa: PLW2901 - the long form takes its place
            if isinstance(case, dict):
                case["line"] = case_node.start_mark.line + 1


def _check_section(entries: tuple[Entry, ...], root: MappingNode, section: str, name: str) -> None:
    """Refuses two entries of one name, and entries that contradict themselves."""
    lines: dict[tuple[str, ...], int] = {}
    for node, entry in zip(items_of(field_of(root, section)), entries, strict=True):
        key = entry.identity
        if key is not None and key in lines:
            label = f"`{key[-1]}` is in {section} twice, here and in line {lines[key]}; merge the two"
            raise PackError("duplicate-name", label, place=place_of(node, name))
        if key is not None:
            lines[key] = entry.line
        _check_tests(entry.tests, node, name)
        if isinstance(entry, DefinitionRule):
            _check_definition(entry, node, name)
        if isinstance(entry, CueRule):
            _check_cue(entry, node, name)
        if isinstance(entry, ConceptRule) and (problem := _contradiction(entry)):
            field, message = problem
            raise PackError("wrong-value", message, place=place_of(field_of(node, field) or node, name))


def _check_cue(rule: CueRule, node: Node, name: str) -> None:
    """Refuses attributes that cues of this kind have not."""
    for attribute, valid in wrong_attributes(rule):
        attrs = field_of(node, "attrs") or node
        place = place_of(field_of(attrs, attribute) or attrs, name)
        if attribute in KINDS[rule.kind].attrs:
            said = f"`{attribute}` of a cue of kind {rule.kind} is {' or '.join(valid)}, not {rule.attrs[attribute]}"
            raise PackError("wrong-value", said, place=place)
        said = f"cues of kind {rule.kind} have no `{attribute}`{nearest(attribute, valid)}"
        raise PackError("unknown-field", said, place=place)


def _check_definition(rule: DefinitionRule, node: Node, name: str) -> None:
    """Refuses a definition that stands for no tree."""
    from eligibility.rules.definitions import node_of  # only packs with definitions need the tree

    try:
        node_of(rule, rule.name, (0, len(rule.name)))
    except ValueError as error:
        detail = str(error).splitlines()
        reason = "; ".join(line.strip() for line in detail[1:3]) or detail[0]
        place = place_of(field_of(node, "stands_for") or node, name)
        raise PackError("wrong-value", f"`stands_for` is no tree: {reason}", place=place) from None


def _check_tests(tests: tuple[TestCase, ...], holder: Node, name: str) -> None:
    """Refuses tests that test nothing."""
    for node, case in zip(items_of(field_of(holder, "tests")), tests, strict=True):
        if not (case.gives or case.lacks or case.mark):
            message = "a test says what its text `gives`, `lacks`, or shows it by `mark`"
            raise PackError("wrong-value", message, place=place_of(node, name))
        if not case.text and not case.mark:
            raise PackError("wrong-value", "a test needs a `text`, or one with marks in it", place=place_of(node, name))


def _contradiction(rule: ConceptRule) -> tuple[str, str] | None:
    """The field of a concept that cannot be right, and why."""
    if rule.overrides and rule.extends:
        return "extends", f"`{rule.name}` both overrides and extends; it can do one"
    if rule.domain != "measurement":
        return _not_a_measurement(rule)
    return None if rule.extends else _wrong_measurement(rule)


def _not_a_measurement(rule: ConceptRule) -> tuple[str, str] | None:
    for field in ("kind", "unit", "units", "implied_unit", "plausible", "molar_mass", "formula"):
        if getattr(rule, field):
            return field, f"`{field}` is for measurements, and `{rule.name}` is of domain {rule.domain}"
    return None


def _wrong_measurement(rule: ConceptRule) -> tuple[str, str] | None:
    name, units, lowest = rule.name, rule.units, rule.plausible
    wrong = {
        ("domain", f"the measurement `{name}` needs a `kind`"): rule.kind is None,
        ("unit", f"`units` of `{name}` must name its `unit`"): rule.unit is not None and rule.unit not in units,
        ("units", f"`{name}` has `units`, so it needs a canonical `unit`"): bool(units) and rule.unit is None,
        ("implied_unit", f"`implied_unit` of `{name}` must be one of its `units`"): rule.implied_unit is not None
        and rule.implied_unit not in units,
        ("plausible", f"`plausible` of `{name}` must be [lowest, highest]"): lowest is not None
        and lowest[0] >= lowest[1],
    }
    return next((problem for problem, holds in wrong.items() if holds), None)
