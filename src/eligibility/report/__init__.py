"""What people read on a terminal: `trial_report` draws a trial's tree, `summary_table` what a conversion did."""

from eligibility.report.summary import summary_table
from eligibility.report.terminal import trial_report

__all__ = ["summary_table", "trial_report"]
