"""The examples of what the tables and the kernel are for run as they stand."""

import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from dumps import study

from eligibility.convert import convert

PRINTED = "A1 hemoglobin A1c None 8.5 required\nA2 alanine aminotransferase 3.0 None excluded\n"


def run(*args: str) -> str:
    return subprocess.run([sys.executable, *args], stdout=subprocess.PIPE, text=True, check=True).stdout


@pytest.mark.parametrize("engine", ["dask", "ray"])
def test_the_kernel_runs_on_other_engines(root, engine):
    pytest.importorskip({"dask": "dask.dataframe", "ray": "ray.data"}[engine], reason=f"{engine} is not installed")
    printed = run(str(root / "examples" / f"{engine}_convert.py"))
    assert printed.replace("nan", "None").replace("<NA>", "None") == PRINTED


@pytest.mark.parametrize("engine", ["dask", "ray"])
def test_the_guide_shows_the_examples_as_they_are(root, engine):
    guide = (root / "docs" / "guides" / "convert-a-registry.md").read_text("utf8")
    code = (root / "examples" / f"{engine}_convert.py").read_text("utf8").partition("\n\n")[2]
    assert f"```py\n{code}```" in guide


def test_limits_are_counted_and_drawn(root, tmp_path):
    texts = ["Inclusion: HbA1c ≤ 8.5 %", "Exclusion: HbA1c > 8.7 %", "Inclusion: HbA1c 7 to 10 %", "Asthma"]
    (tmp_path / "dump.jsonl").write_text("\n".join(study(at, text) for at, text in enumerate(texts)), "utf8")
    convert(tmp_path / "dump.jsonl", tmp_path / "trials", workers=1)
    printed = run(str(root / "examples" / "hba1c_limits.py"), str(tmp_path / "trials"), str(tmp_path / "a.svg"))
    assert printed.startswith("3 trials limit hemoglobin A1c from above\n")
    assert re.findall(r"to +([\d.]+) % +(\d+)", printed) == [("9.0", "2"), ("10.5", "1")]
    drawn = ElementTree.parse(tmp_path / "a.svg")
    assert [bar.text for bar in drawn.iter("{http://www.w3.org/2000/svg}title")] == ["2", "1"]
