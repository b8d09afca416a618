"""Draws tree.svg: what `eligibility parse` shows on a terminal. Run it again when that changes."""

import io
import re
from pathlib import Path

from rich.console import Console

import eligibility
from eligibility.report import trial_report

TEXT = """Inclusion Criteria:
1. Type 2 diabetes with HbA1c ≤ 10.0 %
2. eGFR ≥ 30 mL/min/1.73 m² and serum creatinine ≤ 1.5

Exclusion Criteria:
1. Stroke or myocardial infarction within 3 months before screening
2. ALT or AST > 3 x ULN
3. In the opinion of the investigator, not suitable for the study
"""


def main() -> None:
    """Writes the picture beside this file, without the web font that `rich` would load."""
    console = Console(record=True, file=io.StringIO(), width=104, force_terminal=True)
    console.print(trial_report(eligibility.parse(TEXT, trial_id="NCT99000104")))
    picture = console.export_svg(title="eligibility parse", unique_id="tree")
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL).replace("Fira Code", "ui-monospace")
    Path(__file__).with_name("tree.svg").write_text(picture, "utf8")


if __name__ == "__main__":
    main()
