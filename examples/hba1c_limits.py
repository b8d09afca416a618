"""How high may HbA1c be? The distribution of upper limits over the trials of a converted dump, as a picture.

eligibility convert dump.zip -o trials
python examples/hba1c_limits.py trials hba1c.svg

Cells between `# %%` run one by one in an editor that knows them.
"""

# %% What is asked: the dump, the picture, the concept.
import sys
from pathlib import Path

import duckdb

DUMP, PICTURE = sys.argv[1:3]
CONCEPT, UNIT, STEP = "hemoglobin A1c", "%", 0.5

# %% The highest value that each trial allows. "HbA1c ≤ 9" is wanted, or "HbA1c > 9" is not: both are a limit of 9.
# Only limits on which a trial turns count, and of several in one trial the lowest.
ATOMS = f"{DUMP}/atoms/*.parquet"
LIMITS = """
SELECT floor(min(CASE polarity WHEN 'required' THEN upper ELSE lower END) / $step) * $step AS bin, record
FROM read_parquet($atoms)
WHERE concept = $concept AND unit = $unit AND relative_to IS NULL AND decisive
  AND CASE polarity WHEN 'required' THEN upper ELSE lower END IS NOT NULL
GROUP BY record
"""
asked = {"atoms": ATOMS, "concept": CONCEPT, "unit": UNIT, "step": STEP}
counts = duckdb.execute(f"SELECT bin, count(*) FROM ({LIMITS}) GROUP BY bin ORDER BY bin", asked).fetchall()
print(f"{sum(count for _, count in counts)} trials limit {CONCEPT} from above")
for low, count in counts:
    print(f"{low:5.1f} to {low + STEP:4.1f} {UNIT} {count:6} {'▇' * count if count < 60 else '▇' * 60 + '…'}")

# %% The picture: a bar for each step, its height the number of trials.
WIDE, HIGH, BAR = 640, 240, 28
most = max((count for _, count in counts), default=1)
first = counts[0][0] if counts else 0.0
title = f"upper limits of {CONCEPT}, {UNIT}, in {sum(count for _, count in counts)} trials"
drawn = [f'<text x="{WIDE / 2:g}" y="18">{title}</text>']
for low, count in counts:
    x, height = 40 + (low - first) / STEP * BAR, count / most * (HIGH - 60)
    bar = f'<rect x="{x:g}" y="{HIGH - 30 - height:g}" width="{BAR - 4}" height="{height:g}">'
    drawn += [f"{bar}<title>{count}</title></rect>", f'<text x="{x + BAR / 2 - 2:g}" y="{HIGH - 14}">{low:g}</text>']
svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" font-size="10" text-anchor="middle">'
Path(PICTURE).write_text(f"{svg}{''.join(drawn)}</svg>\n", "utf8")
