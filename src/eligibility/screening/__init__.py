"""Cohorts: many patients against many trials, column by column, with the verdicts of the checker on every pair.

`screen` gives the verdicts as Arrow tables; `graph_of` and `Screener` are the engine, without files or processes.
"""

from eligibility.screening.graph import Graph, graph_of
from eligibility.screening.verdicts import Screener, TrialVerdicts

__all__ = ["Graph", "Screener", "TrialVerdicts", "graph_of"]
