"""Trees for people to read: `trial_report` draws a trial on a terminal, `check_report` a patient's verdict on one."""

from eligibility.report.terminal import trial_report
from eligibility.report.verdicts import check_report

__all__ = ["check_report", "trial_report"]
