"""Packs that other distributions bring: the entry points of the group `eligibility.packs`.

What an entry point names is a package (all packs in its folder), the path of a pack or of a folder of packs, a `Pack`,
or several of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType

from eligibility.errors import PackError
from eligibility.rules.loading import SUFFIX, combine, load_builtin, load_entries
from eligibility.rules.model import Pack, Rules

GROUP = "eligibility.packs"


def installed_packs() -> list[Pack]:
    """The packs of all entry points, in the order of the entry points' names.

    Raises:
        PackError: an entry point cannot be loaded, names no pack, or one of its packs is not valid; it says which.
    """
    found = sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))
    return [pack for point in found for pack in _packs_of(point)]


@cache
def load_installed() -> Rules:
    """The rules in force where nothing else is asked for: the built-in packs, then the installed ones.

    Raises:
        PackError: as `installed_packs`; or an installed pack silently overrides an earlier one.
    """
    packs = installed_packs()
    return combine(packs, load_builtin()) if packs else load_builtin()


def _packs_of(point: EntryPoint) -> list[Pack]:
    try:
        packs = list(_packs_in(point.load()))
    except PackError as error:
        raise PackError(error.code, f"{error.message} ({_label(point)})", place=error.place) from None
    except Exception as error:  # whatever a stranger's module may raise when it is imported
        reason = f"{type(error).__name__}: {error}"
        raise PackError("installed-packs", f"cannot be loaded: {reason}", place=_label(point)) from error
    if not packs:
        raise PackError("installed-packs", f"names no *{SUFFIX} file", place=_label(point))
    return packs


def _packs_in(named: object) -> Iterator[Pack]:
    if isinstance(named, Pack):
        yield named
    elif isinstance(named, ModuleType):
        for folder in getattr(named, "__path__", ()):
            yield from _packs_in(Path(folder))
    elif isinstance(named, str | Path):
        path = Path(named)
        yield from map(load_entries, sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path])
    elif isinstance(named, Iterable):
        for one in named:
            yield from _packs_in(one)


def _label(point: EntryPoint) -> str:
    owner = f" of {point.dist.name}" if point.dist is not None else ""
    return f"entry point {point.name} = {point.value}{owner}"
