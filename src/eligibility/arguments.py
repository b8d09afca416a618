"""Arguments of the wrong kind: a `TypeError` that says what a function takes, rather than what it could not do."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Final

TREE: Final = "a constraint tree, such as `criterion.constraint`"
PATIENT: Final = "a Patient, such as `Patient.model_validate` makes of a mapping and `read_patients` of a file"
TRIAL: Final = "a StructuredTrial, such as `parse` makes of a text"


def expect(given: object, kinds: type | tuple[type, ...], called: str, takes: str) -> None:
    """Sees to it that an argument is of a kind.

    Args:
        given: the argument.
        kinds: the classes that will do.
        called: what the caller has called.
        takes: what that takes, in words.

    Raises:
        TypeError: it is of none of them.

    Example:
        >>> expect(None, str, "shout", "a text")
        Traceback (most recent call last):
        TypeError: shout takes a text, not None
    """
    if not isinstance(given, kinds):
        raise TypeError(f"{called} takes {takes}, not {_kind(given)}")


def expect_several(given: object, called: str, takes: str) -> None:
    """Sees to it that an argument is several things, and not one, nor a text, which is several of one letter.

    Args:
        given: the argument.
        called: what the caller has called, or the argument's name.
        takes: what that takes, in words.

    Raises:
        TypeError: it is one thing.

    Example:
        >>> expect_several("site.pack.yaml", "packs", "a list of rule packs")
        Traceback (most recent call last):
        TypeError: packs takes a list of rule packs, not str: put a single one in brackets
    """
    if isinstance(given, str | bytes | os.PathLike) or not isinstance(given, Iterable):
        raise TypeError(f"{called} takes {takes}, not {_kind(given)}: put a single one in brackets")


def _kind(given: object) -> str:
    return "None" if given is None else type(given).__name__
