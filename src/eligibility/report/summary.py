"""The summary of a conversion as a table on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from eligibility.report.phrases import printable

if TYPE_CHECKING:
    from eligibility.convert import Summary

_STATES = ("full", "partial", "none")


def summary_table(summary: Summary) -> Table:
    """The summary for `rich` to print.

    Args:
        summary: what `eligibility.convert.convert` returned.
    """
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column(style="bold")
    table.add_column()
    table.add_row("trials", f"{summary.converted:,} converted, {summary.failed:,} failed, of {summary.read:,} read")
    table.add_row("criteria", f"{summary.criteria:,} with {summary.atoms:,} atoms")
    for kind, counts in summary.checkable.items():
        full, partial, none = (counts.get(state, 0) for state in _STATES)
        table.add_row(f"  {kind}", f"{full:,} fully structured, {partial:,} partly, {none:,} not")
    _ranked(table, "concepts", summary.concepts)
    _ranked(table, "diagnostics", summary.diagnostics)
    table.add_row("speed", _speed(summary))
    return table


def _ranked(table: Table, name: str, counts: dict[str, int]) -> None:
    for at, (word, count) in enumerate(counts.items()):
        table.add_row("" if at else name, f"{count:,} {printable(word)}")


def _speed(summary: Summary) -> str:
    pace = "" if summary.criteria_per_second is None else f", {summary.criteria_per_second:,.0f} criteria/s"
    known = "" if summary.cache_hit_rate is None else f", {summary.cache_hit_rate:.0%} read before"
    return f"{summary.seconds:,.1f} s{pace}{known}"
