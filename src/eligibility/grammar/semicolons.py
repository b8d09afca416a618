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
            opened = _goes_on(tags, place, UNLISTED)
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
            opened = _goes_on(tags, place, _ANEW)
        before, last = last, tag


def _goes_on(tags: list[str], place: int, ends: frozenset[str]) -> bool:
    """Whether a list goes on behind a semicolon, which then is a comma; not where one of some tags follows."""
    behind = place + 1
    while behind < len(tags) and (tags[behind] in WITHIN or tags[behind] == SILENT):
        behind += 1
    goes_on = (tags[behind] if behind < len(tags) else "STOP") not in ends
    if goes_on:
        tags[place] = "COMMA"
    return goes_on
