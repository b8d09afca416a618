from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.check.calendar import EARLIEST, LATEST, Days, days_of, frame_of, overlap, shifted, years_between
from eligibility.tree import Range, Window

LINES = Path(__file__).with_name("days.txt").read_text("utf-8").splitlines()
NAMED = {"none": None, "first": EARLIEST, "last": LATEST}
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(date.toordinal)
DISTANCES = st.builds(
    Range,
    lower=st.none() | st.integers(0, 9),
    upper=st.none() | st.integers(0, 99),
    unit=st.sampled_from(["h", "d", "wk", "mo", "a"]),
)
WINDOWS = st.builds(
    Window,
    text=st.just(""),
    span=st.just((0, 0)),
    direction=st.sampled_from(["before", "after", "during", "around"]),
    distance=st.none() | DISTANCES,
)


@pytest.mark.parametrize("line", [line for line in LINES if not line.startswith("#")])
def test_shifted(line):
    day, amount, expected = (part.strip() for part in line.split("|"))
    number, unit = amount.split()
    wanted = NAMED[expected] if expected in NAMED else date.fromisoformat(expected).toordinal()
    assert shifted(date.fromisoformat(day).toordinal(), float(number), unit) == wanted


@given(DAYS, st.integers(0, 600))
def test_months_there_and_back_are_within_three_days(day, months):
    there = shifted(day, months, "mo")
    assert day <= there
    assert 0 <= day - shifted(there, -months, "mo") <= 3


@given(DAYS, DAYS)
def test_a_birthday_is_when_a_year_is_complete(birth, day):
    years = years_between(birth, day)
    assert shifted(birth, years, "a") <= day < shifted(birth, years + 1, "a")


@given(WINDOWS, DAYS, DAYS, st.integers(0, 40))
def test_what_is_said_of_a_partial_date_holds_of_each_day_of_it(window, anchor, day, more):
    frame = frame_of(window, Days(anchor, anchor))
    said = overlap(Days(day, day + more), Days(day, day + more), frame)
    each = {overlap(Days(one, one), Days(one, one), frame) for one in (day, day + more // 2, day + more)}
    assert said == "unknown" or each == {said}


@given(WINDOWS, DAYS, st.integers(0, 40), DAYS)
def test_what_is_said_of_a_partial_anchor_holds_of_each_day_of_it(window, anchor, more, day):
    said = overlap(Days(day, day), Days(day, day), frame_of(window, Days(anchor, anchor + more)))
    for one in (anchor, anchor + more // 2, anchor + more):
        sure = overlap(Days(day, day), Days(day, day), frame_of(window, Days(one, one)))
        assert said in {"unknown", sure}


@pytest.mark.parametrize(
    "written", ["", "soon", "2024-13", "2024-02-30", "03/09/2024", "0000", "2024-3-9", "9" * 10_000]
)
def test_what_is_no_date(written):
    with pytest.raises(ValueError, match=r"date|month|day|year"):
        days_of(written)


def test_times_of_day_are_left_out():
    assert days_of("2024-03-09T10:30:00+01:00") == days_of("2024-03-09")
