"""Cohorts: many patients against many trials, column by column, with the verdicts of the checker on every pair.

`screen` gives the verdicts as Arrow tables, `screen_to` writes them to files; `graph_of` and `Screener` are the engine.
"""

from eligibility.screening.graph import Graph, graph_of
from eligibility.screening.kleene import ELIGIBILITY, VERDICTS
from eligibility.screening.outputs import STANDARD_OUTPUT
from eligibility.screening.rows import CRITERIA, PAIRS
from eligibility.screening.run import screen, screen_to
from eligibility.screening.sources import expected, patients_of
from eligibility.screening.tally import Tally, TrialSummary
from eligibility.screening.verdicts import Screener, TrialVerdicts

__all__ = [
    "CRITERIA",
    "ELIGIBILITY",
    "PAIRS",
    "STANDARD_OUTPUT",
    "VERDICTS",
    "Graph",
    "Screener",
    "Tally",
    "TrialSummary",
    "TrialVerdicts",
    "expected",
    "graph_of",
    "patients_of",
    "screen",
    "screen_to",
]
