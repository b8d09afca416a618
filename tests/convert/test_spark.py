"""Local and Spark: the same rows. It needs PySpark and a Java; a session takes some seconds to start."""

import os
import shutil
import sys

import pytest
from dumps import rows

from eligibility.convert import convert
from eligibility.convert.spark import structure

sql = pytest.importorskip("pyspark.sql", reason="PySpark is not installed: pip install 'eligibility[spark]'")
if shutil.which("java") is None:
    pytest.skip("there is no Java for Spark to run on", allow_module_level=True)

os.environ.setdefault("PYSPARK_PYTHON", sys.executable)


@pytest.fixture(scope="module")
def session():
    quiet = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = quiet.config("spark.ui.showConsoleProgress", "false").getOrCreate()
    yield session
    session.stop()


def test_spark_makes_the_same_output_as_this_machine(session, dump, tmp_path):
    path = dump(14, broken=(3,))
    convert(path, tmp_path / "local", workers=1, part_size=3)
    convert(path, tmp_path / "spark", engine="spark", master="local[2]", part_size=3)
    assert rows(tmp_path / "spark") == rows(tmp_path / "local")
    assert (tmp_path / "spark" / "errors.jsonl").read_text() == (tmp_path / "local" / "errors.jsonl").read_text()


def test_a_data_frame_of_texts_becomes_rows(session):
    frame = session.createDataFrame([("A1", "Inclusion: HbA1c ≤ 8.5 %", "x")], ["trial_id", "criteria_text", "more"])
    atoms = structure(frame).selectExpr("inline(atoms)").collect()
    assert [(atom.trial_id, atom.concept, atom.upper) for atom in atoms] == [("A1", "hemoglobin A1c", 8.5)]


def test_spark_goes_on_where_it_was_interrupted(session, dump, tmp_path):
    path, out = dump(9), tmp_path / "out"

    class Stop:
        def begin(self, done, expected):
            pass

        def part(self, done, seconds):
            raise KeyboardInterrupt

    options = {"engine": "spark", "master": "local[2]", "part_size": 4}
    with pytest.raises(KeyboardInterrupt):
        convert(path, out, watch=Stop(), **options)
    assert convert(path, out, resume=True, **options).read == 9
    convert(path, tmp_path / "local", workers=1, part_size=4)
    assert rows(out) == rows(tmp_path / "local")
