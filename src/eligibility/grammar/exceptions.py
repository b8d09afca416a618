"""Exceptions: the tags of a criterion, made to say what its exceptions are of, and where they end."""

from __future__ import annotations

from eligibility.grammar.tag_sets import BRACKETS, DEMANDS, SILENT, STOPS, WITHIN


def close_exceptions(tags: list[str]) -> None:
    """Ends an exception to a limit before the next limit: "bilirubin > 2 unless Gilbert's syndrome|, INR > 1.5"."""
    last, limited, excepting = "", False, False
    comma: int | None = None
    for place, tag in enumerate(tags):
        if tag == SILENT:
            continue
        if tag in BRACKETS or tag in STOPS:
            comma, limited, excepting = None, False, False
        elif tag == "EXCEPT":
            comma, excepting = None, limited
        elif tag == "LIMIT":
            if excepting and comma is not None and last == "ENTITY":
                tags[comma] = "SEMI"
            comma, limited, excepting = None, True, False
        elif tag == "COMMA":
            comma = place if excepting and last != "EXCEPT" else None
            limited = limited and not excepting
        elif tag in WITHIN and comma is None:
            limited = limited and excepting
        last = tag


def put_first(tags: list[str]) -> None:
    """Makes a condition of an exception that a criterion begins with, and that a denial or a demand follows.

    "Except for hypertension, |no heart disease|", "unless on dialysis, |must take| enalapril".
    """
    first = next(place for place, tag in enumerate(tags) if tag != SILENT)
    comma = 0
    for place in range(first if tags[first] == "EXCEPT" else len(tags), len(tags)):
        tag = tags[place]
        if tag in DEMANDS and comma > first + 1:
            tags[first] = "IF"
        if tag in DEMANDS or tag in STOPS or tag in BRACKETS or (tag == "COMMA" and comma):
            return
        comma = place if tag == "COMMA" else comma
