"""The figures that must not get worse, and a table that shows where they are."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path
from typing import Literal, NamedTuple

FILE = Path(__file__).with_name("floor.toml")

Bound = Literal["at_least", "at_most"]


class Row(NamedTuple):
    """A figure beside its bound; `bound` is None where nothing is asked of it."""

    name: str
    now: float
    bound: float | None
    kept: bool


def bounds(which: Bound, path: Path = FILE) -> dict[str, float]:
    """The bounds of one kind, by the name of the figure."""
    return {name: float(value) for name, value in tomllib.loads(path.read_text("utf8")).get(which, {}).items()}


def compare(figures: dict[str, float], which: Bound, path: Path = FILE) -> list[Row]:
    """Each figure beside its bound. A figure that a bound names and that was not measured counts as nan: not kept."""
    asked = bounds(which, path)
    rows = []
    for name in [*figures, *(name for name in asked if name not in figures)]:
        now, bound = figures.get(name, math.nan), asked.get(name)
        kept = bound is None or (now >= bound if which == "at_least" else now <= bound)
        rows.append(Row(name, now, bound, kept))
    return rows


def show(rows: list[Row], which: Bound) -> None:
    """Prints the table."""
    print(f"{'':24}{'now':>12}{which.replace('_', ' '):>12}")
    for row in rows:
        bound = "" if row.bound is None else f"{row.bound:g}"
        print(f"{row.name:24}{row.now:>12.6g}{bound:>12}{'' if row.kept else '   NOT KEPT'}")


def raised(figures: dict[str, float], path: Path = FILE) -> dict[str, float]:
    """The old floors and the figures, whichever is higher, three decimals kept and the rest cut off."""
    cut = {name: math.floor(value * 1000 + 1e-9) / 1000 for name, value in figures.items()}
    old = bounds("at_least", path)
    return {name: max(cut.get(name, -math.inf), old.get(name, -math.inf)) for name in {**cut, **old}}


def write(floors: dict[str, float], path: Path = FILE) -> None:
    """Puts new floors into the file; all else in it stays."""
    before, _, after = path.read_text("utf8").partition("[at_least]\n")
    rest = after[after.index("\n[") :] if "\n[" in after else ""
    lines = "".join(f'"{name}" = {value:g}\n' for name, value in sorted(floors.items()))
    path.write_text(f"{before}[at_least]\n{lines}{rest}", "utf8")
