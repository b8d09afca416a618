"""Why data is no pack, in an author's words: the field, what was expected, the nearest valid name, and the place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from types import UnionType
from typing import Annotated, Any, Literal, NoReturn, Union, get_args, get_origin, get_type_hints

import msgspec
from yaml.nodes import MappingNode, Node

from eligibility.errors import PackError
from eligibility.rules.model import OWN_FIELDS, Pack
from eligibility.rules.reading import field_of, items_of, place_of

_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")
_WHERE = re.compile(r" - at (?:`key` in )?`\$(.*)`$")


def explain(message: str, root: MappingNode, name: str) -> NoReturn:
    """Raises the PackError for a message of msgspec's."""
    found = _WHERE.search(message)
    steps = [word or int(index) for word, index in _STEP.findall(found.group(1))] if found else []
    problem = message[: found.start()] if found else message
    node, kind = _descend(root, steps)
    if unknown := re.search(r"unknown field `(.*)`", problem):
        field, valid = unknown.group(1), _field_names(kind)
        key = next((key for key, _ in node.value if key.value == field), node)
        raise PackError("unknown-field", f"no field `{field}`{nearest(field, valid)}", place=place_of(key, name))
    if missing := re.search(r"missing required field `(.*)`", problem):
        raise PackError("missing-field", f"the field `{missing.group(1)}` is missing", place=place_of(node, name))
    words = [step for step in steps if isinstance(step, str)]
    label = f"`{words[-1]}`" if words else "the pack"
    if found_enum := re.search(r"Invalid enum value '(.*)'", problem):
        written = found_enum.group(1)
        advice = nearest(written, _choices(kind))
        raise PackError(
            "unknown-value", f"{label} cannot have {written}{advice}", place=_value_place(node, written, name)
        )
    problem = (
        problem.replace("`array`", "a list").replace("`object`", "a mapping").replace("`", "").replace(" | null", "")
    )
    raise PackError("wrong-value", f"{label}: {problem[0].lower()}{problem[1:]}", place=place_of(node, name))


def _value_place(node: Node, written: str, name: str) -> str:
    """Where a wrong value is: the node itself, or the key of it that is wrong."""
    keys = [key for key, _ in node.value if key.value == written] if isinstance(node, MappingNode) else []
    return place_of(keys[0] if keys else node, name)


def _descend(root: Node, steps: list[str | int]) -> tuple[Node, object]:
    """The node and the type that a path of fields and indices leads to; as far as it leads."""
    node: Node = root
    kind: object = _bare(Pack)
    for step in steps:
        if isinstance(step, int):
            items = items_of(node)
            if step >= len(items):
                break
            node, kind = items[step], _item_type(kind, step)
        else:
            below = field_of(node, step)
            if below is None:
                break
            node, kind = below, _field_type(kind, step)
    return node, kind


def _bare(kind: object) -> object:
    """A type without its annotations and without None."""
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        options = [option for option in get_args(kind) if option is not type(None)]
        return _bare(options[0]) if len(options) == 1 else kind
    return kind


def _item_type(kind: object, index: int) -> object:
    arguments = get_args(kind)
    if not arguments:
        return Any
    return _bare(arguments[0] if len(arguments) == 2 and arguments[1] is ... else arguments[index % len(arguments)])


def _field_type(kind: object, word: str) -> object:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        names = {info.encode_name: info.name for info in msgspec.structs.fields(kind)}
        return _bare(get_type_hints(kind, include_extras=True).get(names.get(word, word), Any))
    return _bare(get_args(kind)[1]) if get_origin(kind) is dict else Any


def _field_names(kind: object) -> list[str]:
    if not (isinstance(kind, type) and issubclass(kind, msgspec.Struct)):
        return []
    own = OWN_FIELDS if kind is Pack else (*OWN_FIELDS, "pack")
    return [info.encode_name for info in msgspec.structs.fields(kind) if info.encode_name not in own]


def _choices(kind: object) -> list[str]:
    if get_origin(kind) is dict:
        kind = get_args(kind)[0]
    return [str(choice) for choice in get_args(kind)] if get_origin(kind) is Literal else []


def nearest(word: str, valid: Iterable[str]) -> str:
    """What to write instead: the nearest valid word, or all of them."""
    options = list(valid)
    close = difflib.get_close_matches(word, options, n=1, cutoff=0.6)
    if close:
        return f"; did you mean `{close[0]}`?"
    return f"; expected one of: {', '.join(options)}" if options else ""
