"""What may hang together, though no rule says how: "melanoma" and "cancer", "ALT within a week" and "ALT".

Variables of one group are never taken to be independent of one another when a patient is made up as a proof.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from eligibility.deciding.groups import Groups
from eligibility.tree import Age, Attestation, BaseLeaf, Concept, Occurrence, SexLeaf

_WORD = re.compile(r"[^\W\d_]{3,}|\w+")
_ATC_SUBSTANCE = 7
"""Characters of the ATC code of a single substance; shorter ones are of groups."""


class Relations:
    """The groups of some leaves.

    Two leaves share one if they are of one concept, if the names of their concepts share a word (of measurements, if
    that is the whole name of one: "glucose" and "fasting glucose"), or if one names a class in the domain of the other.
    """

    def __init__(self, leaves: Iterable[BaseLeaf]) -> None:
        self._groups = Groups()
        some = list(leaves)
        alone = {word for leaf in some if len(words := _words(_name(leaf))) == 1 for word in words}
        classes = {_domain(leaf) for leaf in some if isinstance(leaf, Occurrence) and _names_a_class(leaf.concept)}
        for leaf in some:
            domain, own = _domain(leaf), _own(leaf)
            for word in _words(_name(leaf)):
                if isinstance(leaf, Occurrence) or word in alone:
                    self._groups.join(own, ("word", domain, _data().kin.get(word, word)))
            if domain in classes:
                self._groups.join(own, ("domain", domain))

    def join(self, leaves: Iterable[BaseLeaf]) -> None:
        """Makes the groups of some of the leaves one."""
        first, *others = leaves
        for other in others:
            self._groups.join(_own(first), _own(other))

    def group(self, leaf: BaseLeaf) -> Hashable:
        """The group of one of the leaves."""
        return self._groups.of(_own(leaf))


def akin(one: BaseLeaf, other: BaseLeaf) -> bool:
    """Whether the concept of one event may be a kind of that of another."""
    kin = _data().kin
    shared = {kin.get(word, word) for word in _words(_name(one))} & {
        kin.get(word, word) for word in _words(_name(other))
    }
    return bool(shared) or _names_a_class(one.concept) or _names_a_class(other.concept)


def _own(leaf: BaseLeaf) -> Hashable:
    return ("name", _domain(leaf), _name(leaf))


def _domain(leaf: BaseLeaf) -> str:
    return leaf.domain if isinstance(leaf, Occurrence) else leaf.type


def _name(leaf: BaseLeaf) -> str:
    """What a leaf is about, in the words of the vocabulary where these are known."""
    if isinstance(leaf, Attestation):
        return leaf.topic
    if isinstance(leaf, Age | SexLeaf):
        return ""
    named = leaf.text if leaf.concept is None else leaf.concept.name or leaf.concept.text
    return " ".join(named.split()).casefold()


def _words(name: str) -> set[str]:
    """The words of a name that may relate it to another: not how bad or of which kind it is."""
    return {word.removesuffix("s") for word in _WORD.findall(name)} - _data().unrelated


def _names_a_class(concept: Concept | None) -> bool:
    """Whether kinds of what is named may have names of their own: a class, or what no vocabulary knows."""
    if concept is None or concept.name is None or not _words(concept.name.casefold()).isdisjoint(_data().classes):
        return True
    return any("atc" in coding.system.casefold() and len(coding.code) < _ATC_SUBSTANCE for coding in concept.codes)


class _Data(NamedTuple):
    classes: frozenset[str]
    unrelated: frozenset[str]
    kin: dict[str, str]


@cache
def _data() -> _Data:
    data = yaml.safe_load(files("eligibility.deciding").joinpath("relations.yaml").read_text("utf-8"))
    kin = {word: words[0] for words in data["kin"] for word in words}
    return _Data(frozenset(data["classes"]), frozenset(map(str, data["unrelated"])), kin)
