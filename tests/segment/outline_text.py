"""An outline as text, and the fixtures that are written so.

A fixture file holds cases: a line `%% name`, the input, a line `%%`, the expected outline. In it stand, one a line:

    = inclusion | Inclusion Criteria: | Cohort B       a section, its title, its cohort if there is one
    1. | Age ≥ 18                                      an item: marker, words (a line break in them is a space)
      a) | Stroke or (or)                              a child of it; the joiner in brackets
    - | any of: :                                      a lead-in without children ends with " :"
    ! ---                                              a leftover

`<U+200B>` in the input stands for that character.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from eligibility.segment import CleanText, Item, Outline, clean, segment

_NAMED_CHARACTER = re.compile(r"<U\+([0-9A-F]{4,6})>")


class Case(NamedTuple):
    name: str
    source: str
    expected: str


def unescape(text: str) -> str:
    return _NAMED_CHARACTER.sub(lambda found: chr(int(found[1], 16)), text)


def read_cases(path: Path) -> Iterator[Case]:
    for block in re.split(r"(?m)^%% ", path.read_text("utf-8"))[1:]:
        name, _, body = block.partition("\n")
        source, _, expected = body.partition("\n%%\n")
        yield Case(name, unescape(source), expected.strip("\n"))


def words(text: str) -> str:
    return " ".join(text.split())


def _item_lines(text: str, item: Item) -> Iterator[str]:
    marker = "" if item.marker_start is None else words(text[item.marker_start : item.marker_end])
    joiner = f" ({item.joiner})" if item.joiner else ""
    colon = " :" if item.lead_in and not item.children else ""
    yield "  " * item.depth + f"{marker} | {words(text[item.start : item.end])}{colon}{joiner}".lstrip()
    for child in item.children:
        yield from _item_lines(text, child)


def render(cleaned: CleanText, outline: Outline) -> str:
    text = cleaned.text
    lines: list[str] = []
    shown = 0
    for item in outline.items:
        while item.section is not None and shown <= item.section:
            lines.append(_section_line(outline, shown))
            shown += 1
        lines += _item_lines(text, item)
    lines += [_section_line(outline, at) for at in range(shown, len(outline.sections))]
    lines += [f"! {text[start:end]}" for start, end in outline.leftovers]
    return "\n".join(lines)


def _section_line(outline: Outline, at: int) -> str:
    section = outline.sections[at]
    return f"= {section.kind} | {words(section.title)}" + (f" | {section.cohort}" if section.cohort else "")


def outline_of(source: str) -> str:
    cleaned = clean(source)
    return render(cleaned, segment(cleaned))


def every_item(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from every_item(item.children)
