"""Random trees that say what criteria say: concepts of the vocabulary, limits that make sense, windows, operators.

They are drawn from a `random.Random`, so that hypothesis can shrink them and a script can make thousands.
"""

import re
from bisect import bisect
from random import Random
from zlib import crc32

from eligibility import tree as t
from eligibility.rules import load_installed

CONCEPTS = [rule for rule in load_installed().concepts if rule.pack != "general"]


def _by_chance(rules: list) -> list:
    """The rules in the order of a checksum of their names, which a name that is new to the packs leaves as it is."""
    return sorted(rules, key=_place)


def _place(rule) -> float:
    """A number from 0 to 1 that only depends on the name of a rule."""
    return crc32(rule.name.encode()) / 2**32


def _drawn(random: Random, rules: list):
    """One of some rules: the first behind a random place, so that a new name changes none of the others' trees."""
    return rules[bisect(rules, random.random(), key=_place) % len(rules)]


LIMITED = _by_chance(
    [
        rule
        for rule in CONCEPTS
        if rule.domain == "measurement" and rule.unit and rule.plausible and not rule.levels and rule.unit != "10*6"
        if rule.name != "numeric rating scale"
    ]
)
"""Measurements with a limit; not a scale that is of pain wherever that is named beside it."""
ENZYMES = ["alanine aminotransferase", "aspartate aminotransferase", "bilirubin", "creatinine", "lipase"]
TESTED = ["HBsAg", "HIV antibody", "pregnancy test", "hepatitis C antibody"]
NAMES = frozenset(rule.name for rule in CONCEPTS)
HARD = re.compile(r" to | or |^(?:mild|moderate|severe) |^age-")
"""Names that end in what others share ("allergy to A or B"), are alternatives, or begin with "age" or how bad it is."""
OTHERWISE = {
    "acceptable contraception", "active vitamin D", "adequate contraception", "caregiver", "code status",
    "contraception", "coronary artery stenosis", "couple", "effective contraception", "family history",
    "highly effective contraception", "incarceration", "medical condition", "medication",
    "reliable contraception", "renal artery stenosis", "study drug", "transverse lie",
    "vulnerable population", "ward of the state",
}  # fmt: skip
"""Names that alone say something else: whom, or when, what no record decides, or with a number how far."""
NAMED = {
    domain: _by_chance(
        [
            rule
            for rule in CONCEPTS
            if rule.domain == domain and rule.name not in OTHERWISE and not HARD.search(rule.name)
        ]
    )
    for domain in ("condition", "drug", "procedure", "device", "observation")
}
ANCHORS = ["screening", "enrollment", "randomization", "first_dose", "consent", "surgery", "diagnosis", "admission"]
ATTESTED = {
    "written informed consent": "consent",
    "compliance with the protocol": "compliance",
    "use of effective contraception": "contraception",
    "fluent in English": "language",
    "participation in another clinical trial": "participation",
    "unable to attend all visits": "compliance",
    "unwilling to use effective contraception": "contraception",
}
STATUSES = [None, None, None, None, "history", "present"]
PLACE = {"text": "words", "span": (0, 5)}


def tree(random: Random) -> t.Node:
    """A tree in which one sex is named, if any: "male and female" is said of people, not of a person."""
    one = (random.choice(["female", "male"]),)
    return node(random).transform(lambda leaf: leaf.model_copy(update={"values": one}) if leaf.type == "sex" else leaf)


def node(random: Random, most: int = 6) -> t.Node:
    """A tree of up to `most` leaves."""
    if most < 2 or random.random() < 0.2:
        return leaf(random)
    kind = random.choice(["all_of", "any_of", "any_of", "not", "at_least", "implies", "except"])
    if kind == "not":
        return ~node(random, most)
    if kind == "implies":
        return t.Implies(condition=node(random, most // 2), consequence=node(random, most - most // 2))
    if kind == "except":
        return node(random, most // 2) & ~node(random, most - most // 2)
    count = random.randint(2, min(most, 4))
    children = tuple(node(random, most // count) for _ in range(count))
    if kind == "at_least":
        return t.AtLeast(count=random.randint(1, count), children=children)
    return (t.AllOf if kind == "all_of" else t.AnyOf)(children=children)


def leaf(random: Random) -> t.Node:
    """A leaf of any kind."""
    kind = random.choices(
        [age, sex, limited, relative, tested, occurrence, attestation, unstructured], [2, 1, 5, 2, 1, 10, 1, 1]
    )[0]
    return kind(random)


def age(random: Random) -> t.Node:
    """A limit of age in years."""
    low, high = sorted(random.sample(range(1, 100), 2))
    return t.Age(**PLACE, range=_range(random, low, high, "a"))


def sex(random: Random) -> t.Node:
    """One of the sexes."""
    return t.SexLeaf(**PLACE, values=(random.choice(["female", "male"]),))


def limited(random: Random) -> t.Node:
    """A measurement with a limit in its canonical unit, at numbers that a criterion would name."""
    rule = _drawn(random, LIMITED)
    low, high = sorted(_rounded(random.uniform(*rule.plausible)) for _ in "ab")
    limit = _range(random, low, high, rule.unit)
    return t.Measurement(
        **PLACE, concept=_concept(rule.name), range=limit, window=window(random) if random.random() < 0.2 else None
    )


def relative(random: Random) -> t.Node:
    """A multiple of a reference."""
    low, high = sorted(random.sample([1, 1.5, 2, 2.5, 3, 5, 10], 2))
    kind = random.choice(["uln", "uln", "uln", "lln"])
    return t.Measurement(
        **PLACE,
        concept=_concept(random.choice(ENZYMES)),
        range=_range(random, low, high, "1"),
        relative_to=t.RelativeTo(kind=kind, text=kind.upper()),
    )


def tested(random: Random) -> t.Node:
    """A test with its outcome."""
    return t.Measurement(
        **PLACE, concept=_concept(random.choice(TESTED)), values=(random.choice(["positive", "negative"]),)
    )


def occurrence(random: Random) -> t.Node:
    """Something that a patient has, had or will have; no severity that makes it another thing's name."""
    domain = random.choices(list(NAMED), [6, 3, 2, 1, 1])[0]
    is_condition = domain == "condition"
    family = is_condition and random.random() < 0.05
    name = _drawn(random, NAMED[domain]).name
    status = "history" if family else random.choice(STATUSES) if is_condition else None
    severity = random.choice([None, None, None, "moderate"]) if is_condition else None
    return t.Occurrence(
        **PLACE,
        domain=domain,
        concept=_concept(name),
        status=status,
        severity=severity if f"{severity} {name}" not in NAMES else None,
        experiencer="family" if family else "patient",
        qualifiers=random.choice([(), (), (), (), (duration(random),), (count(random),)]),
        window=window(random) if random.random() < 0.3 else None,
    )


def duration(random: Random) -> t.Qualifier:
    """How long something has lasted."""
    limit = t.Range(lower=random.randint(1, 12), unit=random.choice(["d", "wk", "mo", "a"]))
    return t.Qualifier(kind="duration", as_written=t.Quantity(**PLACE), range=limit)


def count(random: Random) -> t.Qualifier:
    """How often something has been."""
    limit = t.Range(lower=random.randint(2, 9), unit="1")
    return t.Qualifier(kind="count", as_written=t.Quantity(**PLACE), range=limit)


def window(random: Random) -> t.Window:
    """A time before or after an event or now."""
    low, high = sorted(random.sample(range(1, 25), 2))
    direction = random.choice(["before", "before", "after"])
    limit = random.choice([{"upper": high}, {"upper": high}, {"lower": low}, {"lower": low, "upper": high}])
    return t.Window(
        **PLACE,
        direction=direction,
        anchor=random.choice([None, *ANCHORS]) if direction == "before" else random.choice(ANCHORS),
        distance=t.Range(**limit, unit=random.choice(["d", "wk", "mo", "a"])),
    )


def attestation(random: Random) -> t.Node:
    """What no record decides."""
    said = random.choice(list(ATTESTED))
    return t.Attestation(text=said, span=(0, len(said)), topic=ATTESTED[said])


def unstructured(random: Random) -> t.Node:
    """Words that mean nothing."""
    said = random.choice(["frobs the quux", "zorbles", "wimbly frumps", "grent snarks"])
    return t.Unstructured(text=said, span=(0, len(said)), reason="no-meaning")


def _concept(name: str) -> t.Concept:
    return t.Concept(text=name, span=(0, len(name)), name=name)


def _range(random: Random, low: float, high: float, unit: str) -> t.Range:
    """From `low`, to `high`, or both."""
    ends = random.choice([{"lower": low}, {"upper": high}, {"lower": low, "upper": high}])
    if ends.get("lower") == ends.get("upper"):
        return t.Range(**ends, unit=unit)
    return t.Range(**ends, lower_inclusive=random.random() < 0.7, upper_inclusive=random.random() < 0.7, unit=unit)


def _rounded(number: float) -> float:
    """To two digits."""
    return float(f"{number:.2g}")
