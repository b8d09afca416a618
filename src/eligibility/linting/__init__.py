"""Faults in the criteria of a trial: what contradicts, repeats, or cannot be meant as it is written.

`lint` is the door; one module a family of findings, the texts of all findings in `findings.yaml`, `sarif` for editors
and forges.
"""

from eligibility.linting.finding import Finding, Rule, rules
from eligibility.linting.linter import lint
from eligibility.linting.sarif import Linted, sarif

__all__ = ["Finding", "Linted", "Rule", "lint", "rules", "sarif"]
