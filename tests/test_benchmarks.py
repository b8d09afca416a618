"""The benchmarks run, on samples too small to measure with; bounds here are loose, those of floor.toml are not."""

import random

import cohort
import floor
import measure
import pytest
import screen

DOCUMENTS = [measure.generated(random.Random(seed)) for seed in range(12)]


def test_importing_takes_no_time():
    assert measure.import_seconds(rounds=3) < 0.5


def test_memory_is_bounded():
    assert measure.peak_megabytes(DOCUMENTS) < 400


def test_parsing_keeps_pace_with_tokenizing():
    pace = measure.pace(DOCUMENTS, rounds=3)
    assert pace.criteria_per_second > 50
    assert 0 < pace.ratio < 40


@pytest.mark.parametrize("kind", measure.HOSTILE)
def test_time_is_linear_in_length(kind):
    assert measure.growth(measure.HOSTILE[kind], 5_000, 100_000) < 60


def test_columns_are_faster_than_the_tree_walk():
    pace = screen.pace(cohort.trials(40, wordings=96), list(cohort.patients(200)), workers=1)
    assert pace.pairs_per_second > 3 * max(pace.walked_per_second, pace.bare_per_second)


def test_generated_documents_have_both_sections():
    assert all("Inclusion Criteria:" in text and "Exclusion Criteria:" in text for text in DOCUMENTS)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "floor.toml"
    path.write_text('# why\n\n[at_least]\n"logic" = 0.5\n"seeds" = 10\n\n[at_most]\n"seconds" = 2.0\n', "utf8")
    return path


def test_floors_are_raised_and_never_lowered(file):
    floor.write(floor.raised({"logic": 0.61299, "seeds": 9.0, "new": 0.1}, file), file)
    assert floor.bounds("at_least", file) == {"logic": 0.612, "seeds": 10.0, "new": 0.1}
    assert floor.bounds("at_most", file) == {"seconds": 2.0}
    assert file.read_text("utf8").startswith("# why\n")


@pytest.mark.parametrize(
    ("which", "figures", "kept"),
    [
        ("at_least", {"logic": 0.5, "seeds": 10.0}, [True, True]),
        ("at_least", {"logic": 0.499, "seeds": 11.0}, [False, True]),
        ("at_least", {"logic": 0.6}, [True, False]),
        ("at_least", {"logic": 0.6, "seeds": 10.0, "other": 0.0}, [True, True, True]),
        ("at_most", {"seconds": 2.0}, [True]),
        ("at_most", {"seconds": 2.1}, [False]),
    ],
)
def test_a_figure_keeps_its_bound(file, which, figures, kept):
    assert [row.kept for row in floor.compare(figures, which, file)] == kept
