"""What people read on a terminal: `trial_report` is of a trial, `check_report` and `screening_report` of verdicts."""

from eligibility.report.screening import screening_report
from eligibility.report.terminal import trial_report
from eligibility.report.verdicts import check_report

__all__ = ["check_report", "screening_report", "trial_report"]
