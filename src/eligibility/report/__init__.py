"""Trees for people to read: `trial_report` draws one on a terminal."""

from eligibility.report.terminal import trial_report

__all__ = ["trial_report"]
