"""Cleaning: one case a line, and where the pieces came from."""

from pathlib import Path

import pytest
from outline_text import unescape

from eligibility.segment import clean

LINES = (Path(__file__).parent / "fixtures" / "clean.txt").read_text("utf-8").splitlines()
CASES = [line.rsplit(" => ", 1) for line in LINES if line and not line.startswith("# ")]

PIECES = [
    ("Age \\>= 18", "≥", "\\>="),
    ("Age &gt;= 18", "≥", "&gt;="),
    ("ANC × 10 9 /L", "x10", "× 10"),
    ("ANC × 10 9 /L", "^9", " 9"),
    ("ANC × 10 9 /L", "x10^9/L", "× 10 9 /L"),
    ("2½ doses", "1/2", "½"),
    ("30 kg/m 2 or more", "m^2", "m 2"),
    ("< 50/mm^ 3", "mm^3", "mm^ 3"),
    ("NYHAIII", "NYHA", "NYHA"),
    ("NYHAIII", "III", "III"),
    ("hemo\u00adglobin", "hemoglobin", "hemo\u00adglobin"),
    ("\ufeffAge", "A", "\ufeffA"),
    ("Age\u200b > 5", "e", "e\u200b"),
    ("a\r\nb", "\n", "\r\n"),
    ("a<br/>b", "\n", "<br/>"),
    ("<li>gout</li>", "gout", "gout"),
    ("<p><b>gout</b> or <i>asthma</i></p>", "gout or asthma", "gout</b> or <i>asthma"),
    ("x &lt;b&gt;gout", "gout", "gout"),
]


@pytest.mark.parametrize(("raw", "expected"), CASES, ids=[raw for raw, _ in CASES])
def test_clean(raw: str, expected: str):
    assert clean(unescape(raw)).text == unescape(expected)


@pytest.mark.parametrize(("raw", "piece", "source"), PIECES)
def test_piece_comes_from(raw: str, piece: str, source: str):
    cleaned = clean(raw)
    start = cleaned.text.index(piece)
    raw_start, raw_end = cleaned.raw_span(start, start + len(piece))
    assert raw[raw_start:raw_end] == source


def test_line_ends():
    assert clean("a\r\nb\rc\u2028d&#xD;\ne").text == "a\nb\nc\nd\ne"


def test_ordinary_text_is_the_same_object():
    raw = "Age > 18 years (or 19) and no asthma; 10 mg, 1 % of 12/24\n* é"
    assert clean(raw).text is raw


def test_empty_span_stays_empty():
    cleaned = clean("Age \\>= 18")
    assert cleaned.raw_span(4, 4) == (4, 4)
    assert cleaned.raw_span(len(cleaned.text), len(cleaned.text)) == (10, 10)
