"""Draws the pictures of the guides: what commands show on a terminal. Run it again when that changes."""

import io
import re
import tempfile
import time
from pathlib import Path

from rich.console import Console, RenderableType

import eligibility
from eligibility.report import screening_report, trial_report
from eligibility.screening import patients_of, screen_to

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"

TEXT = """Inclusion Criteria:
1. Type 2 diabetes with HbA1c ≤ 10.0 %
2. eGFR ≥ 30 mL/min/1.73 m² and serum creatinine ≤ 1.5

Exclusion Criteria:
1. Stroke or myocardial infarction within 3 months before screening
2. ALT or AST > 3 x ULN
3. In the opinion of the investigator, not suitable for the study
"""


def main() -> None:
    """Writes the pictures beside this file."""
    draw("tree", "eligibility parse", trial_report(eligibility.parse(TEXT, trial_id="NCT99000104")))
    draw("screen", "eligibility screen", screening())


def screening() -> RenderableType:
    """The summary of the example cohort against the example trials."""
    files = sorted(path for path in EXAMPLES.iterdir() if path.suffix in {".json", ".txt"})
    read = [(path.stem, record) for path in files for record in eligibility.read(path)]
    trials = [eligibility.parse(record, trial_id=record.trial_id or stem) for stem, record in read]
    began = time.monotonic()
    patients = patients_of(str(EXAMPLES / "patients" / "cohort.jsonl"))
    with tempfile.TemporaryDirectory() as folder:
        target = str(Path(folder) / "verdicts.parquet")
        tally, summaries = screen_to(target, trials, patients, as_of="2024-03-09", assume="closed")
    return screening_report(summaries, tally.patients, time.monotonic() - began)


def draw(name: str, title: str, shown: RenderableType) -> None:
    """Writes a picture, without the web font that `rich` would load."""
    console = Console(record=True, file=io.StringIO(), width=104, force_terminal=True)
    console.print(shown)
    picture = console.export_svg(title=title, unique_id=name)
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL).replace("Fira Code", "ui-monospace")
    (HERE / f"{name}.svg").write_text(picture, "utf8")


if __name__ == "__main__":
    main()
