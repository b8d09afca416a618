"""The kinds of cues: what each does, how far and in which direction, and the attributes that it takes.

A cue of no such kind would never be read, so a pack can have none; a new kind needs a grammar that reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from eligibility.rules.model import CueKind, CueRule, Scalar

Expected = type[bool] | type[float] | type[str] | tuple[Scalar, ...]
"""What an attribute takes: true or false, a number, any words, or one of some values."""


class Kind(NamedTuple):
    """What the cues of a kind do, and their attributes: what each takes."""

    does: str
    attrs: Mapping[str, Expected] = {}


_AGED: Mapping[str, Expected] = {"value": (True, "elder", "later", "numbered", "better", "worse")}
_DENIED: Mapping[str, Expected] = {"topic": str, "denied": bool, "weak": bool, "hindered": bool}
_RELATIONS = ("cause", "source", "reason", "treatment", "resistance", "response", "setting", "after", "manner", "means")
_NARROWS: Mapping[str, Expected] = {"narrows": bool}
_NARROWING = "`narrows`: it says more than the tree, and counts as not understood"

KINDS: dict[CueKind, Kind] = {
    "ge": Kind("≥ the number after it", _AGED),
    "gt": Kind("> the number after it", _AGED),
    "le": Kind("≤ the number after it", _AGED),
    "lt": Kind("< the number after it", _AGED),
    "eq": Kind("= the number after it"),
    "post_ge": Kind('≥ the number before it: "or more"', _AGED),
    "post_le": Kind('≤ the number before it: "or less"', _AGED),
    "min": Kind("≥ a number on either side"),
    "max": Kind("≤ a number on either side"),
    "over": Kind("> the number after it, or the length of time that something takes"),
    "over_the": Kind("> the number after it, or before a length of time that has passed"),
    "within": Kind("≤ the number or length of time after it"),
    "to": Kind("between the two ends of a range"),
    "between": Kind("before the two ends of a range; `value`: of ages", {"value": (True,)}),
    "outside": Kind("before the two ends of a range: what is not between them"),
    "plusminus": Kind("between the middle of a range and its half width"),
    "inclusive": Kind("after a range: its ends belong to it"),
    "approx": Kind("passed over before a number"),
    "num": Kind("a number in words, `value`; `multiple`: that many times", {"value": float, "multiple": bool}),
    "times": Kind("between a number and what it is a multiple of"),
    "ref": Kind(
        "what the number before it is a multiple of; `inferred`: only where no unit stands before it",
        {"kind": ("uln", "lln", "baseline", "predicted", "other"), "inferred": bool},
    ),
    "refword": Kind("a word within a reference limit; `lead`: it can begin one", {"lead": bool}),
    "scale": Kind("the levels of a scale follow it"),
    "scale_after": Kind('the values before it are those of a scale and limit nothing: "0-10 |scale"'),
    "scale_before": Kind('the values after it are those of a scale and limit nothing: "on a scale of| 0 to 10"'),
    "value": Kind('a result in words, after or before its measurement: "positive"'),
    "label": Kind('the number after it names something and limits nothing: "visit 2"'),
    "per": Kind("between a number and what it is counted by"),
    "time_unit": Kind("a unit of the calendar; its `name` is the UCUM code"),
    "anchor": Kind(
        "an event that times are counted from; its `name` is the anchor; `event`: the concept of what happens then",
        {"event": str},
    ),
    "in": Kind("before a length of time"),
    "at": Kind("before an anchor: during it"),
    "at_time": Kind(
        "before an event, whether it is an anchor that is known or not: during it; `value`: the anchor, where it names "
        "one",
        {"value": str},
    ),
    "for": Kind("before a length of time that something lasts"),
    "first": Kind('before a length of time: that much from the start: "the first 3 months"'),
    "period": Kind("after a length of time: so long, whenever it was"),
    "last": Kind("before a length of time: it has passed"),
    "prior": Kind("before a length of time: it has passed; after it: before the anchor that follows"),
    "next": Kind("before a length of time: it is to come"),
    "following": Kind("before a length of time: it is to come; after it: after the anchor that follows"),
    "before": Kind(
        "between a length of time and its anchor: before it; `value`: the anchor, where it names one", {"value": str}
    ),
    "after": Kind(
        "between a length of time and its anchor: after it; `value`: the anchor, where it names one", {"value": str}
    ),
    "since": Kind("before an anchor: from then on"),
    "from": Kind("before an anchor, or before the first end of a range"),
    "around": Kind("before an anchor: on either side of it"),
    "expected": Kind('passed over before an anchor: "the planned| start of treatment"'),
    "ago": Kind("after a length of time: so far back"),
    "duration": Kind("before or after a length of time: so long"),
    "old": Kind("after a length of time: it is an age"),
    "whichever": Kind(
        "ends the choice between two times or limits; `of`: which of two limits holds", {"of": ("lower", "higher")}
    ),
    "half_life": Kind("a length of time that is a multiple of a half-life"),
    "and": Kind("joins what stands on either side: all of it; `both`: in an exclusion list as well", {"both": bool}),
    "or": Kind("joins what stands on either side: any of it"),
    "nor": Kind("joins two things that are both denied"),
    "but": Kind("joins two statements; what was denied before it is not after it"),
    "either": Kind("begins a choice"),
    "both": Kind("begins a pair"),
    "neg": Kind(
        'denies what follows it, up to "but" or the end of the statement; `verbal`: a verb, up to its reason; '
        '`inner`: only what is right after it; `until_nor`: all up to its "nor"; '
        "`unfit`: brackets and examples behind it say why; `tested`: that a test was positive; "
        "`clear`: a length of time behind it is how long there was none; "
        "`beyond`: the severity that is denied; `excludes`: says that it excludes; " + _NARROWING,
        {
            **_NARROWS,
            "verbal": bool,
            "inner": bool,
            "until_nor": bool,
            "unfit": bool,
            "tested": bool,
            "clear": bool,
            "beyond": str,
            "excludes": bool,
        },
    ),
    "neg_after": Kind(
        "denies what stands before it; `excludes`: says that it excludes; `glued`: only behind a hyphen; "
        "`last`: no more than what stands right before it; `behind`: by itself it is a plain word; "
        "`clear`: a length of time behind it is how long there was none",
        {"excludes": bool, "glued": bool, "last": bool, "behind": bool, "clear": bool},
    ),
    "pseudo_neg": Kind("looks like a denial and is none; `course`: says how what follows goes on", {"course": bool}),
    "optional": Kind("what it is said of is allowed, and neither asked for nor excluded"),
    "optional_after": Kind(
        "what stands before it is allowed: an exception where it would exclude, else asked of nobody; "
        "`beside`: the list of criteria in which it says so, and nothing in the other one; "
        "`means`: by it a limit may be met, which asks for nothing in either; "
        "`excepts`: it is an exception in either",
        {"beside": str, "means": bool, "excepts": bool},
    ),
    "status": Kind(
        "whether what follows or precedes is present, past or planned; "
        '`means`: what is done "|using" it is as past or planned as the deed; '
        "`taken`: what follows is taken, so that a substance is no measurement; "
        "`loose`: with a time that has passed, it need not be so any more; "
        "`near`: it goes no further than what is of one kind with what it stands before; "
        "`ever`: at any time of a life, so that the time of a later item is not that of this one; "
        "`once`: it goes no further than the one thing that it stands before; " + _NARROWING,
        {
            **_NARROWS,
            "value": ("history", "planned", "present", "planned or present"),
            "means": bool,
            "taken": bool,
            "loose": bool,
            "near": bool,
            "ever": bool,
            "once": bool,
        },
    ),
    "family": Kind(
        "what is spoken of is not the patient's own, or (`own`) not only the patient's own",
        {"value": ("family", "other"), "own": bool},
    ),
    "family_after": Kind(
        "what stands before it is not the patient's own, or (`own`) not only the patient's own", {"own": bool}
    ),
    "severity": Kind("how bad the concept beside it is", {"value": str}),
    "modifier": Kind(
        "what else is said of the concept beside it; `kind`, or else its `name`, is the kind of qualifier; `compound`: "
        "a hyphen makes the name before it part of it; `behind`: it stands behind its concept",
        {"compound": bool, "kind": str, "behind": bool},
    ),
    "except": Kind("takes what follows it out of what stands before it"),
    "if": Kind(
        "begins a condition; `denied`: that what it names is not so; `both`: that holds together with what it is a "
        "condition of, or (`unlimited`) does where that is no limit; `only`: what it is a condition of requires it; "
        "`permits`: who is let in by it",
        {"denied": bool, "both": (True, "unlimited"), "only": bool, "permits": bool},
    ),
    "otherwise": Kind(
        "begins what holds in the case that the condition before it names, or (`turned`) in all others",
        {"turned": bool},
    ),
    "must": Kind("begins what a condition asks for; `ahead`: what is done after it is planned", {"ahead": bool}),
    "example": Kind(
        "what follows are examples, no further conditions; `same`: or what stands before it, said again",
        {"same": bool},
    ),
    "defined": Kind(
        "what follows says what is meant by what stands before it; `means`: how it was found; `found`: and no more, "
        "so that a test or device behind a value is asked of nobody; `relation`: as of a link",
        {"means": bool, "found": bool, "relation": _RELATIONS},
    ),
    "listed": Kind("the items of the list below belong to it"),
    "change": Kind('a limit on what it is said of is on how much that changes: "decrease| in hemoglobin > 2 g/dL"'),
    "respectively": Kind("gives each thing of a list before it the limit that is in its place"),
    "sex": Kind(
        'people of a sex; `kin`: of whom something may be said that is somebody else\'s: "mothers| of infants"',
        {"sex": ("female", "male", "both"), "kin": bool},
    ),
    "age": Kind("the number beside it is an age"),
    "people": Kind(
        "people; it names nothing that could be found in a record; `other`: somebody else than the patient; "
        '`kin`: one of the family; `of`: it says whose they are ("caring for|"); `pair`: the patient is the other of '
        "the two; " + _NARROWING,
        {**_NARROWS, "other": bool, "kin": bool, "of": bool, "pair": bool},
    ),
    "form": Kind(
        'behind a drug how that is given: "hydrocortisone cream|"; `salt`: as what salt or ester, which is '
        'but a part of its name: "imatinib mesylate|"',
        {"salt": bool},
    ),
    "sort": Kind(
        'says what sort of thing the name behind it is, and belongs to that: "ankle| arthritis"; `part`: it names a '
        'part of the body, so that behind a name it says where that is: "fracture of the ankle|"',
        {"part": bool},
    ),
    "unsorted": Kind('before a name it does not say what sort of thing that is: "accept| chemotherapy"'),
    "bearer": Kind('has a weight, a length and an age of its own: "a fetus| with a weight > 4 kg"'),
    "finding": Kind('what a test finds: a measurement that is named so is there, "EGFR mutation|"'),
    "wanted": Kind(
        'begins or ends what is wanted of people, and not denied with what is not: "no fever and able| to walk"'
    ),
    "opener": Kind("begins a statement where it stands with a capital in the middle of a line"),
    "topic": Kind(
        'names what the rest is about, before a colon: "Renal function|: creatinine < 2 mg/dL"; single words may be '
        "put together"
    ),
    "generic": Kind('names nothing by itself ("treatment")'),
    "link": Kind(
        "joins a concept to what is said of it; `means`: how it was found or done; `cause`: why; `whom`: of which "
        "people; `contrast`: what it comes with; `without`: a drug behind it is not taken; `relation`: what "
        "the second of two things that it ties is to the first; `named`: the sentence reader knows it by its `name`; "
        "`last`: it only narrows behind a thing where nothing follows; `objectless`: wherever nothing follows; "
        "`between`: only between two things; `timed`: only before a thing with a time; " + _NARROWING,
        {
            **_NARROWS,
            "timed": bool,
            "objectless": bool,
            "last": bool,
            "between": bool,
            "means": bool,
            "cause": bool,
            "whom": bool,
            "contrast": bool,
            "without": bool,
            "relation": _RELATIONS,
            "named": bool,
        },
    ),
    "toward": Kind("what follows is what one reacts to; `domain`: that of the reaction", {"domain": str}),
    "of": Kind("joins a concept to its parts, or a number to what it is a part of"),
    "attestation": Kind(
        "what no record decides; `denied`: it must not be; `weak`: only where nothing else is said; `hindered`: an "
        "ability that something takes away",
        _DENIED,
    ),
    "det": Kind("passed over before a noun"),
    "filler": Kind(
        "passed over anywhere; "
        + _NARROWING
        + '; `either`: only where "or" and a thing follow it; `done`: beside "planned" it says that something was done',
        {**_NARROWS, "either": bool, "done": bool},
    ),
}


def wrong_attributes(cue: CueRule) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The attributes that a cue cannot have: for each its name, and the names or values that there are instead."""
    known = KINDS[cue.kind].attrs
    for name, value in cue.attrs.items():
        expected = known.get(name)
        if expected is None:
            yield name, tuple(known)
        elif not _fits(value, expected):
            yield name, _values(expected)


def attributes_of(kind: CueKind) -> str:
    """The attributes of a kind in words, for its reference."""
    return "; ".join(f"`{name}`: {', '.join(_values(taken))}" for name, taken in KINDS[kind].attrs.items())


def _fits(value: Scalar, expected: Expected) -> bool:
    if isinstance(expected, tuple):
        return any(value == one and type(value) is type(one) for one in expected)
    if expected is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, expected)


def _values(expected: Expected) -> tuple[str, ...]:
    if isinstance(expected, tuple):
        return tuple("true" if one is True else str(one) for one in expected)
    return {bool: ("true", "false"), float: ("a number",), str: ("words",)}[expected]
