"""Fingerprints: what an output depends on, so that a conversion goes on only with what it began with."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from eligibility._version import __version__
from eligibility.convert.plan import STANDARD_INPUT, Plan
from eligibility.convert.tables import TABLES_VERSION
from eligibility.rules import Pack, builtin_packs, content_digest, installed_packs

Fingerprint = dict[str, Any]
"""What the output depends on, by the name under which an error speaks of it; values that JSON keeps as they are."""


def fingerprint(plan: Plan) -> Fingerprint:
    """The fingerprint of a conversion. Inputs are known by names and sizes, packs by their content.

    Raises:
        PackError: a pack cannot be read.
    """
    return {
        "version": f"{__version__}, tables {TABLES_VERSION}",
        "inputs": [[name, _size(name)] for name in plan.inputs],
        "output": "".join(plan.output.suffixes[-2:]).lower(),
        "packs in force": _digest([*map(content_digest, builtin_packs()), *map(_content, installed_packs())]),
        "--pack": [content_digest(path) for path in plan.packs],
        "--format": plan.format,
        "--map": dict(plan.mapping) if plan.mapping else None,
        "--limit": plan.limit,
        "--part-size": plan.part_size,
    }


def differing(one: Fingerprint, other: Fingerprint) -> list[str]:
    """What differs, by name.

    Example:
        >>> differing({"inputs": [["a.zip", 9]], "--limit": 5}, {"inputs": [["a.zip", 9]], "--limit": None})
        ['--limit']
    """
    return [name for name in {**one, **other} if one.get(name) != other.get(name)]


def _digest(texts: Sequence[str]) -> str:
    return sha256("\0".join(texts).encode()).hexdigest()


def _content(pack: Pack) -> str:
    return sha256(msgspec.msgpack.encode(pack)).hexdigest()


def _size(name: str) -> int | None:
    """The size of a file, or of all files in a folder; None for what has none."""
    path = Path(name)
    if name == STANDARD_INPUT or not path.exists():
        return None
    if path.is_dir():
        return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    return path.stat().st_size
