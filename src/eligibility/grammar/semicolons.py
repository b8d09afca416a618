"""Semicolons that part the members of a list, and not statements: "cancer except: |lymphoma; melanoma|"."""

from __future__ import annotations

from eligibility.grammar.tag_sets import CONDITIONS, SILENT, STOPS, UNLISTED, WITHIN

_CLOSING = CONDITIONS | {"COLON", "MUST", "STOP"}
"""Tags of what no list of exceptions has in it."""
_OPENING = frozenset({"LINK", "IF"})
"""Tags of what people may stand behind at the head of a statement: "|for| women:"."""
_ANEW = CONDITIONS | {"SEX", "MUST", "LINK", "STOP"}
"""Tags with which something begins that is said of others, or of all."""


def list_members(tags: list[str]) -> None:
    """Lists, as with commas, what semicolons part behind a colon that excepts something, or asks it of people.

    Args:
        tags: the tags of a criterion; they are changed.
    """
    if "EXCEPT" in tags:
        _list_exceptions(tags)
    if "SEX" in tags:
        _list_for_people(tags)


def _list_exceptions(tags: list[str]) -> None:
    """Lists what a colon behind an exception introduces, as with commas: "cancer except: |lymphoma; melanoma|".

    Where commas list it already, what a semicolon parts from it is no exception any more.
    """
    opened, last = False, ""
    for place, tag in enumerate(tags):
        if tag == SILENT:
            continue
        if tag == "COLON" and last == "EXCEPT":
            opened = True
        elif tag in _CLOSING or (tag in WITHIN and last != "SEMI"):
            opened = False
        elif opened and tag == "SEMI":
            following = next((one for one in tags[place + 1 :] if one not in WITHIN and one != SILENT), "STOP")
            opened = following not in UNLISTED
            tags[place] = "COMMA" if opened else tag
        last = tag


def _list_for_people(tags: list[str]) -> None:
    """Lists what a colon behind people introduces: "women: |not pregnant; not lactating|".

    Where commas part it already, or people are named anew, it is left as it is.
    """
    opened, before, last = False, "", "STOP"
    for place, tag in enumerate(tags):
        if tag == SILENT or (tag in _OPENING and last in STOPS):
            continue
        if tag == "COLON" and last == "SEX" and before in STOPS:
            opened = True
        elif tag in _ANEW or (tag in WITHIN and last != "SEMI"):
            opened = False
        elif opened and tag == "SEMI":
            following = next((one for one in tags[place + 1 :] if one not in WITHIN and one != SILENT), "STOP")
            opened = following not in _ANEW
            tags[place] = "COMMA" if opened else tag
        before, last = last, tag
