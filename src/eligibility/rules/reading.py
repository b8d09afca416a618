"""From the bytes of a pack file to plain data and back to places in it, safely.

YAML is read by libyaml into nodes; scalars are resolved by the core schema of YAML 1.2, so that a concept may be
called NO, On or 1e-3-methyl without quotes turning up. Tags and aliases are refused: packs need neither, and both
are how YAML files attack their readers.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from eligibility.errors import PackError

LARGEST = 2_000_000
"""Bytes that a pack file may have; read, they take a hundred times as much memory."""

DEEPEST = 40
"""Levels of nesting that a pack file may have; the sections, entries and trees of a pack need about ten."""

_PLAIN = "plain"
_QUOTED = "quoted"
_INT = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_CONSTANTS = {"": None, "~": None, "null": None, "true": True, "false": False}

Data = Any
"""What YAML can hold: None, bool, int, float, str, list, dict with str keys."""


class _TooDeep(yaml.YAMLError):
    """Raised out of libyaml's composer, which would otherwise recurse as deep as the file says."""


class _NodeLoader(yaml.CSafeLoader):
    """libyaml's nodes, each scalar tagged by whether it was quoted."""

    depth = 0

    def resolve(self, kind: type[Node], value: object, implicit: tuple[bool, bool]) -> str:
        return _PLAIN if kind is not ScalarNode or implicit[0] else _QUOTED

    def descend_resolver(self, current_node: Node | None, current_index: object) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise _TooDeep

    def ascend_resolver(self) -> None:
        self.depth -= 1


def compose(content: bytes, name: str) -> MappingNode:
    """The root node of a pack file.

    Raises:
        PackError: too large, not UTF-8, too deep, not YAML, or not a mapping. `name` is the file's name in the error.
    """
    if len(content) > LARGEST:
        raise PackError(
            "pack-too-large", f"a pack has at most {LARGEST // 1_000_000} MB; split it in several", place=name
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise PackError("pack-not-text", "not UTF-8 text; save it as UTF-8", place=f"{name}:{line}") from None
    try:
        root = yaml.compose(text, Loader=_NodeLoader)
    except yaml.YAMLError as error:
        if isinstance(error, _TooDeep) or "nesting depth" in _reason(error):  # libyaml's own limit may come first
            deep = f"nested more than {DEEPEST} levels deep; a pack needs ten"
            raise PackError("pack-too-deep", deep, place=name) from None
        raise PackError("pack-not-yaml", _reason(error), place=_error_place(error, name)) from None
    if not isinstance(root, MappingNode):
        raise PackError("not-a-pack", "a pack is a YAML mapping that begins with `pack: NAME`", place=name)
    return root


def plain(node: Node, name: str) -> Data:
    """The data of a node: None, bool, int, float, str, list, or dict with str keys.

    Raises:
        PackError: a tag, an alias, a key that is no word, or the same key twice.
    """
    return _plain(node, name, set())


def field_of(node: Node, word: str) -> Node | None:
    """The value of a field of a mapping; None where there is no such field."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == word:
                found: Node = value
                return found
    return None


def items_of(node: Node | None) -> list[Node]:
    """The items of a list; none where there is no list."""
    return list(node.value) if isinstance(node, SequenceNode) else []


def place_of(node: Node, name: str) -> str:
    """Where a node starts, as "file:line:column", both from 1."""
    return f"{name}:{node.start_mark.line + 1}:{node.start_mark.column + 1}"


def _plain(node: Node, name: str, seen: set[int]) -> Data:
    if node.tag not in (_PLAIN, _QUOTED):
        raise PackError("pack-tag", f"the tag {node.tag} is refused; write plain data", place=place_of(node, name))
    if isinstance(node, ScalarNode):
        return node.value if node.tag == _QUOTED else _scalar(node.value)
    if id(node) in seen:
        raise PackError("pack-alias", "an alias (*name) is refused; write the data out", place=place_of(node, name))
    seen.add(id(node))
    if isinstance(node, SequenceNode):
        return [_plain(item, name, seen) for item in node.value]
    data: dict[str, Data] = {}
    for key, value in node.value:
        word = _key(key, name)
        if word in data:
            raise PackError("duplicate-field", f"`{word}` is written twice; keep one", place=place_of(key, name))
        data[word] = _plain(value, name, seen)
    return data


def _key(node: Node, name: str) -> str:
    if not isinstance(node, ScalarNode) or node.tag not in (_PLAIN, _QUOTED):
        raise PackError("pack-key", "a field's name is a plain word", place=place_of(node, name))
    return str(node.value)


def _scalar(value: str) -> Data:
    if value in _CONSTANTS:
        return _CONSTANTS[value]
    if value[0] in "-+.0123456789" and len(value) < 40:
        if _INT.fullmatch(value):
            return int(value)
        if _FLOAT.fullmatch(value):
            return float(value)
    return value


def _reason(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    return f"not YAML: {problem}"


def _error_place(error: yaml.YAMLError, name: str) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
