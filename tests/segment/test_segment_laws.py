"""Laws: offsets lead back, every character is accounted for, layout does not matter, time is linear."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from outline_text import every_item, words

from eligibility.segment import CleanText, clean, segment

PIECES = [
    *"\n -*•()[]<>=\\&;:.,/^1259xaIo\t\r\x00\ufeff\u200b\u00a0·⁹²½≥－", "\n\n", "    ", "1. ", "2. ", "(a) ", "b) ",
    "ii. ", "- ", "* ", "1.1 ", "#1 ",
    "\n1 Age", "\n2 ", "<li>", "</p>", "Inclusion Criteria:", "Exclusion criteria", "age", "Gout", "and", "or\n",
    "OR\n", "the following:", ">=", "> or =", "x10 9/L", "&gt;", "&amp;lt;", "&#8805;", "**", "## ", "-----",
    "Cohort B:", "<b>", "w/", "w/o ", "Patients must have", "\ud800", "אב",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=60)

WORDS = ["age", "over", "65", "gout", "of", "the", "knee", "5 mg", "≥", "years", "HbA1c", "asthma", "(mild)"]
CRITERIA = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(lambda chosen: "Has " + " ".join(chosen) + " now"),
    min_size=2,
    max_size=12,
)
LAYOUTS = {
    "bullets": lambda at, one: f"* {one}\n",
    "dots": lambda at, one: f"  • {one}\n",
    "numbers": lambda at, one: f"{at + 1}. {one}\n",
    "aligned numbers": lambda at, one: f"{at + 1:3}. {one}\n",
    "brackets": lambda at, one: f"({at + 1}) {one}\n",
    "letters": lambda at, one: f"{chr(97 + at)}. {one}\n",
    "letters in brackets": lambda at, one: f"  {chr(97 + at)}) {one}\n",
    "indented dashes": lambda at, one: f"    -  {one}\n\n",
    "escaped": lambda at, one: f"{at + 1}\\. {one}\n".replace("(", "\\(").replace(")", "\\)"),
    "windows": lambda at, one: f"- {one}\r\n",
    "lines": lambda at, one: f"{one}\n",
    "one paragraph": lambda at, one: f"{at + 1}. {one} ",
    "one paragraph in brackets": lambda at, one: f"({at + 1}) {one}; ",
    "wrapped": lambda at, one: f"{at + 1:3}. " + one.replace(" ", "\n     ") + "\n",
}
HOSTILE = [
    "and ",
    "((",
    "[)(",
    "1234567890 ",
    "- ",
    "• ",
    "* ",
    "1. ",
    "1) ",
    "a) b) ",
    "(1) a (2) b ",
    "&amp;",
    "\\>",
    "=>",
    "x10 9 /L ",
]


@given(TEXTS)
@example("\ufeff\u200b&gt;\u200b=\u200b")
def test_spans_lead_back(raw: str):
    cleaned = clean(raw)
    before = (0, 0)
    for at in range(len(cleaned.text)):
        span = cleaned.raw_span(at, at + 1)
        assert 0 <= span[0] < span[1] <= len(raw)
        assert before[0] <= span[0]
        assert before[1] <= span[1]
        assert cleaned.to_raw(at) == span[0]
        before = span
    if cleaned.text:
        start, end = cleaned.raw_span(0, len(cleaned.text))
        assert clean(raw[:start]).text == clean(raw[end:]).text == "", "outside there is nothing but tags"


@given(TEXTS)
def test_unchanged_characters_come_from_themselves(raw: str):
    cleaned = clean(raw)
    for at, one in enumerate(cleaned.text):
        start, end = cleaned.raw_span(at, at + 1)
        if end - start == 1 and one.isalpha() and one.isascii() and raw[start].isascii():
            assert raw[start] == one


def parts(cleaned: CleanText) -> list[tuple[int, int]]:
    outline = segment(cleaned)
    spans = [(section.start, section.end) for section in outline.sections] + list(outline.leftovers)
    for item in every_item(outline.items):
        spans.append((item.start, item.end))
        if item.marker_start is not None:
            assert item.marker_end is not None
            spans.append((item.marker_start, item.marker_end))
    return sorted(spans)


@given(TEXTS)
def test_every_character_is_accounted_for_once(raw: str):
    cleaned = clean(raw)
    spans = parts(cleaned)
    at = 0
    for start, end in spans:
        assert at <= start <= end <= len(cleaned.text)
        assert not cleaned.text[at:start].strip()
        at = end
    assert not cleaned.text[at:].strip()


@given(TEXTS)
@example("- 1. - 1")
def test_items_are_well_formed(raw: str):
    cleaned = clean(raw)
    outline = segment(cleaned)
    for item in every_item(outline.items):
        said = cleaned.text[item.start : item.end]
        assert said == said.strip() != ""
        assert item.depth < 12
        assert all(child.depth == item.depth + 1 for child in item.children)
        assert item.lead_in or not item.children
        if item.section is not None:
            assert outline.sections[item.section].kind == item.kind


@given(TEXTS)
def test_the_same_text_gives_the_same_outline(raw: str):
    assert segment(clean(raw)) == segment(clean(raw))


@pytest.mark.parametrize("layout", LAYOUTS)
@given(criteria=CRITERIA)
def test_layout_does_not_matter(layout: str, criteria: list[str]):
    laid_out = "".join(LAYOUTS[layout](at, one) for at, one in enumerate(criteria))
    cleaned = clean(f"Inclusion Criteria:\n\n{laid_out}\nExclusion Criteria:\n\n{laid_out}")
    outline = segment(cleaned)
    got = [words(cleaned.text[item.start : item.end]).rstrip(";") for item in outline.items]
    assert got == criteria * 2
    assert [item.kind for item in outline.items] == ["inclusion"] * len(criteria) + ["exclusion"] * len(criteria)
    assert not any(item.children for item in outline.items)


def test_deep_nesting_is_clamped():
    cleaned = clean("\n".join("  " * depth + "- level" for depth in range(500)))
    depths = {item.depth for item in every_item(segment(cleaned).items)}
    assert depths == set(range(12))


def seconds(text: str) -> float:
    best = 60.0
    for _ in range(3):
        begin = time.process_time()
        segment(clean(text))
        best = min(best, time.process_time() - begin)
    return best


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_is_linear(unit: str):
    small, large = unit * (10_000 // len(unit)), unit * (100_000 // len(unit))
    assert seconds(large) < 30 * max(seconds(small), 0.001)
