"""What people read on a terminal.

`trial_report` draws a trial's tree, `check_report` a patient's verdict on it, `screening_report` what the verdicts on a
cohort came to, `summary_table` what a conversion did.
"""

from eligibility.report.screening import screening_report
from eligibility.report.summary import summary_table
from eligibility.report.terminal import trial_report
from eligibility.report.verdicts import check_report

__all__ = ["check_report", "screening_report", "summary_table", "trial_report"]
