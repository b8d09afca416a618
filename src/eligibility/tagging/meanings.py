"""Meanings: all that is asked of a phrase of the rules, worked out once, when the rules are loaded.

A phrase is found thousands of times; what it does to a limit and which chunk it becomes is the same each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from eligibility.rules import ConceptRule, CueRule, DefinitionRule
from eligibility.rules.model import Scalar

_CHUNK_KINDS = (
    "attestation either value family family_after age sex status neg_after pseudo_neg optional optional_after toward "
    "except example defined listed if otherwise must whichever respectively severity modifier nor and or but both neg "
    "people of link det time_unit half_life filler"
)
_KINDS = _CHUNK_KINDS.split()
"""The kinds of cues that become chunks or modifiers, the first to be taken first."""
_CHUNK_ORDER = {kind: place for place, kind in enumerate(_KINDS)}
_DROPPED = frozenset({"det", "filler", "people", "respectively", "time_unit", "both"})
_NOUNS = frozenset({"severity", "modifier"})
_STRONG = frozenset(_KINDS) - _NOUNS - {"time_unit", "half_life"}
"""Cues that stay cues although a concept has the same words, unless they are its abbreviation in its own case."""

_TAG_KINDS = (
    "ge gt le lt eq over over_the min max within post_ge post_le to between outside plusminus times inclusive in at "
    "at_time first last prior next following before after since from around ago duration period old and or but of ref "
    "anchor num half_life for"
)
_MEASURES = _TAG_KINDS.split()
"""The kinds of cues that quantity.lark and time.lark have tags for, the first to be taken first."""
_MEASURE_ORDER = {kind: place for place, kind in enumerate(_MEASURES)}
_TAGGED = frozenset(_MEASURES)
_NAMING = frozenset({"sort", "unsorted", "form"})
"""The kinds of cues that are only parts of names."""
_VALUED = frozenset({"num", "anchor", "at_time", "ref", "time_unit", "scale"})
"""The kinds of cues without which, and without a number in digits, a criterion has no limit and no time."""
_SCALES = frozenset({"stage", "grade"})
_BEFORE_REF = frozenset({"of", "det", "refword", "approx"})
_SKIPPED = frozenset({"approx", "det"})
_POSTPOSED = frozenset({"post_ge", "post_le"})
_HEARD = _TAGGED | _VALUED | _BEFORE_REF | _SKIPPED | {"expected"}
"""The kinds of cues at which a limit or time may begin or go on."""


class Meaning(Struct, eq=False, gc=False):
    """What a sequence of words says; what is asked of each match comes first, so that it lies together in memory.

    Attributes:
        cues: the cue of each kind that the words are.
        concept: the concept that they name.
        definition: the definition that they stand for.
        defined: the domain and the words of what the text itself defines them to be, where no concept is called so.
        tag: the chunk that they become; None for a part of a noun phrase.
        said: the value of that chunk; in a noun phrase the modifier that they are, None where they are the concept.
        spoken: whether they become a chunk, or a part of a noun phrase, at all.
        generic: whether they name nothing by themselves ("treatment").
        measured: whether they have a part in limits and times.
        limiting: whether they can make a limit or time, where there is no number in digits.
        numbered: whether a number in digits is part of the concept's name.
        scaled: whether they are followed by levels, as a stage or a grade is.
        tagged: whether one of the cues is of a kind that quantity.lark or time.lark have a tag for.
        measure: the tag that quantity.lark and time.lark read; None without one.
        value: the value of that tag.
        postposed: whether they are a comparator after its number, hence none before "than".
        ref: the kind of reference limit that they are.
        inferred: whether they are that only where no unit stands before them, and never alone.
        leads: whether they alone begin a reference limit ("the institutional |upper limit").
        before_ref: whether they may stand within the words of a reference limit.
        skipped: whether limits are read as if they were not there ("about").
        heard: whether a limit or time may begin or go on with them.
    """

    tag: str | None
    said: CueRule | DefinitionRule | None
    concept: ConceptRule | None
    spoken: bool
    measured: bool
    limiting: bool
    generic: bool
    numbered: bool
    measure: str | None
    value: Scalar | None
    inferred: bool
    postposed: bool
    scaled: bool
    leads: bool
    skipped: bool
    ref: str | None
    before_ref: bool
    tagged: bool
    cues: Mapping[str, CueRule]
    definition: DefinitionRule | None
    defined: tuple[str, str] | None = None
    heard: bool = False


_NO_CUES: Mapping[str, CueRule] = MappingProxyType({})
_NOTHING = Meaning(
    None, None, None, False, False, False, False, False, None, None,
    False, False, False, False, False, None, False, False, _NO_CUES, None,
)  # fmt: skip
"""What words say that are only abbreviations, in another spelling."""


def meaning_of(
    cues: Mapping[str, CueRule],
    concept: ConceptRule | None,
    definition: DefinitionRule | None,
    *,
    exact: bool = False,
    digits: bool = False,
) -> Meaning:
    """What words say that are these cues, this concept and this definition.

    Args:
        cues: the cue of each kind.
        concept: the concept.
        definition: the definition.
        exact: whether the words are an abbreviation of the concept in its own case.
        digits: whether there is a number in digits among them.
    """
    if not cues and definition is None:
        return _NOTHING if concept is None else meaning_of_name(concept, digits=digits)
    if len(cues) == 1 and concept is None and definition is None:
        return _meaning_of_cue(cues)
    measured = not _NAMING.issuperset(cues) or (concept is not None and concept.domain == "measurement")
    tag, said = _chunk(cues, concept, definition, exact=exact)
    measure, value = _measure(cues)
    ref, refword = cues.get("ref"), cues.get("refword")
    scaled = "scale" in cues or (measured and concept is not None and (bool(concept.levels) or concept.kind in _SCALES))
    return Meaning(
        cues=cues,
        concept=concept,
        definition=definition,
        tag=tag,
        said=said,
        spoken=concept is not None or said is not None,
        generic="generic" in cues,
        measured=measured,
        limiting=scaled or not _VALUED.isdisjoint(cues),
        numbered=digits and concept is not None,
        scaled=scaled,
        tagged=not _TAGGED.isdisjoint(cues),
        measure=measure,
        value=value,
        postposed=not _POSTPOSED.isdisjoint(cues),
        ref=None if ref is None else str(ref.attrs.get("kind")),
        inferred=ref is not None and bool(ref.attrs.get("inferred")),
        leads=refword is not None and bool(refword.attrs.get("lead")),
        before_ref=not _BEFORE_REF.isdisjoint(cues),
        skipped=not _SKIPPED.isdisjoint(cues),
        heard=scaled or not _HEARD.isdisjoint(cues),
    )


def meaning_of_name(concept: ConceptRule, *, digits: bool) -> Meaning:
    """What words say that only name something: most do, so little is worked out for them.

    Args:
        concept: what they name.
        digits: whether there is a number in digits among them.
    """
    measured = concept.domain == "measurement"
    scaled = measured and (bool(concept.levels) or concept.kind in _SCALES)
    return Meaning(
        None, None, concept, True, measured, scaled, False, digits, None, None,
        False, False, scaled, False, False, None, False, False, _NO_CUES, None, None, scaled,
    )  # fmt: skip


def _meaning_of_cue(cues: Mapping[str, CueRule]) -> Meaning:
    """What words say that are one cue."""
    ((kind, cue),) = cues.items()
    tag, said = _chunk(cues, None, None, exact=False)
    tagged, valued, scaled = kind in _TAGGED, kind in _VALUED, kind == "scale"
    measure, value = _measure(cues) if tagged or kind == "time_unit" else (None, None)
    attrs = cue.attrs
    is_ref = kind == "ref"
    return Meaning(
        tag, said, None, said is not None, kind not in _NAMING, valued, kind == "generic", False, measure, value,
        is_ref and bool(attrs.get("inferred")), kind in _POSTPOSED, scaled,
        kind == "refword" and bool(attrs.get("lead")), kind in _SKIPPED, str(attrs.get("kind")) if is_ref else None,
        kind in _BEFORE_REF, tagged, cues, None, None, kind in _HEARD,
    )  # fmt: skip


def _chunk_rank(kind: str) -> int:
    return _CHUNK_ORDER.get(kind, len(_CHUNK_ORDER))


def _measure_rank(kind: str) -> int:
    return _MEASURE_ORDER.get(kind, len(_MEASURE_ORDER))


def _chunk(
    cues: Mapping[str, CueRule], concept: ConceptRule | None, definition: DefinitionRule | None, *, exact: bool
) -> tuple[str | None, CueRule | DefinitionRule | None]:
    """The tag of the chunk that words become, None in a noun phrase, and what it stands for besides the concept."""
    if definition is not None:
        return "DEFINITION", definition
    kind = next(iter(cues)) if len(cues) == 1 else min(cues, key=_chunk_rank, default=None)
    cue = cues[kind] if kind in _CHUNK_ORDER else None
    if concept is not None and (exact or cue is None or cue.kind not in _STRONG):
        return None, None
    if cue is None or cue.kind in _NOUNS:
        return None, cue
    return ("FILLER" if cue.kind in _DROPPED else cue.kind.upper()), cue


def _measure(cues: Mapping[str, CueRule]) -> tuple[str | None, Scalar | None]:
    """The tag for quantity.lark and time.lark, and its value."""
    kind = next(iter(cues)) if len(cues) == 1 else min(cues, key=_measure_rank, default=None)
    if kind not in _TAGGED:
        unit = cues.get("time_unit")
        return (None, None) if unit is None else ("TUNIT", unit.name)
    cue = cues[kind]
    if kind == "anchor":
        return "ANCHOR", cue.name
    if kind == "ref":
        return "REF", cue.attrs.get("kind")
    value = cue.attrs.get("value")
    if kind != "num":
        return kind.upper(), value
    if value is None:
        return None, None
    return ("FOLD" if cue.attrs.get("multiple") else "NUM"), float(value)
