"""Random trials and patients that speak of the same few things, from a `random.Random`: thousands in a second.

A pool of leaves is drawn from the whole vocabulary; trials are trees over these leaves, and patients have facts of what
the leaves ask for: kinds of it, at the borders of limits and windows, in other units, with and without dates.
"""

import sys
from pathlib import Path
from random import Random

from eligibility import Criterion, Patient, Registry, StructuredTrial
from eligibility import tree as t
from eligibility.check import broader_concepts, knowledge

sys.path[:0] = [str(Path(__file__).parents[1] / "describing")]
import speakable  # noqa: E402 - the generator of trees is beside other tests

DAYS = [
    None, "2023", "2023-12", "2023-12-08", "2023-12-09", "2024-01-05", "2024-02-24", "2024-03", "2024-03-08",
    "2024-03-09", "2024-03-10", "2024-04-01", "2019-05-01", "2010", "2024-02", "2024",
]  # fmt: skip
BIRTHS = [None, "2022-03-09", "2006-03-09", "2006-03-10", "2006", "1990-07", "1960-05-01", "1949-03-09", "1931-01-01"]
LISTS = ["conditions", "drugs", "procedures", "observations", "devices", "visits"]
KINDS = {row.name: row.kinds for row in knowledge().is_a if row.kinds}


def pool(random: Random, size: int = 60) -> list[t.Node]:
    """Leaves, some of them said twice in other words, some with kinds that the checker knows."""
    leaves = [_asked_in_time(random, speakable.leaf(random)) for _ in range(size)]
    leaves += [_event(name, name) for name in random.sample(sorted(KINDS), 6)]
    leaves += [_event(name, name) for row in random.sample(sorted(KINDS), 6) for name in KINDS[row][:1]]
    leaves += [_event(text, None) for text in ("MI", "mi", "CHF", "chf", "no such thing")]
    leaves += [_hba1c(random, bound) for bound in (7.0, 7.00044, 8.5, 8.46412)]
    return leaves + [leaf.model_copy(update={"text": "other words", "span": (3, 9)}) for leaf in leaves[:10]]


def _event(text: str, name: str | None) -> t.Node:
    concept = t.Concept(text=text, span=(0, len(text)), name=name)
    return t.Occurrence(text=text, span=(0, len(text)), domain="condition", concept=concept)


def _hba1c(random: Random, bound: float) -> t.Node:
    concept = t.Concept(text="HbA1c", span=(0, 5), name="hemoglobin A1c")
    side = random.choice(["lower", "upper"])
    limit = t.Range.model_validate({side: bound, f"{side}_inclusive": random.random() < 0.7, "unit": "%"})
    return t.Measurement(text="HbA1c", span=(0, 5), concept=concept, range=limit)


def _asked_in_time(random: Random, leaf: t.Node) -> t.Node:
    """A measurement now and then with a window about the day of checking, or fasting."""
    if leaf.type != "measurement" or random.random() < 0.4:
        return leaf
    length = random.choice([None, (3, "mo"), (2, "wk"), (1, "d"), (24, "h")])
    window = t.Window(
        text="",
        span=(0, 0),
        direction=random.choice(["before", "before", "around", "during", "after"]),
        anchor=random.choice([None, "screening", "screening", "surgery", "consent"]),
        distance=length and t.Range(upper=length[0], unit=length[1], upper_inclusive=random.random() < 0.7),
    )
    fasting = t.Qualifier(kind="state", as_written=t.Quantity(text="fasting", span=(0, 7)))
    return leaf.model_copy(update={"window": window, "qualifiers": random.choice([(), (), (), (fasting,)])})


def trial(random: Random, leaves: list[t.Node], name: str | None) -> StructuredTrial:
    """A trial of a few criteria."""
    kinds = ["inclusion", "exclusion"]
    criteria = tuple(_criterion(at, random.choice(kinds), _node(random, leaves)) for at in range(random.randint(0, 4)))
    age = random.choice([None, {"lower": 18}, {"lower": 0.5, "upper": 75}, {}])
    registry = Registry.model_validate({"age": age, "sex": random.choice([None, "all", "female", "male"])})
    return StructuredTrial(trial_id=name, registry=registry, criteria=criteria)


def _criterion(at: int, kind: str, node: t.Node) -> Criterion:
    name = f"{kind[0].upper()}{at}"
    return Criterion(id=name, kind=kind, text="", span=(0, 0), constraint=node, checkable="full", coverage=1)


def _node(random: Random, leaves: list[t.Node], most: int = 6) -> t.Node:
    kind = random.choice(["leaf", "leaf", "all_of", "any_of", "not", "at_least", "implies"])
    if kind == "leaf" or most < 2:
        return random.choice(leaves)
    if kind == "not":
        return t.Not(child=_node(random, leaves, most))
    if kind == "implies":
        return t.Implies(condition=_node(random, leaves, most // 2), consequence=_node(random, leaves, most // 2))
    count = random.randint(0, min(most, 4))
    children = tuple(_node(random, leaves, most // max(count, 1)) for _ in range(count))
    if kind == "at_least":
        return t.AtLeast(count=random.randint(0, count + 1), children=children)
    return (t.AllOf if kind == "all_of" else t.AnyOf)(children=children)


def patient(random: Random, leaves: list[t.Node], name: str | None) -> Patient:
    """A patient with up to a dozen facts of what the leaves ask for."""
    fields: dict = {"patient_id": name, "measurements": [], "anchors": {}, **{name: [] for name in LISTS}}
    fields["birth_date"] = random.choice(BIRTHS)
    fields["sex"] = random.choice([None, "female", "female", "male", "male", "other", "unknown"])
    for leaf in random.choices(leaves, k=random.randint(0, 12)):
        if leaf.type == "measurement":
            fields["measurements"] += [_measured(random, leaf) for _ in range(random.randint(1, 3))]
        elif leaf.type == "occurrence":
            fields[_list(random, leaf)].append(_happened(random, leaf))
        if leaf.window is not None and leaf.window.anchor and random.random() < 0.3:
            fields["anchors"][leaf.window.anchor] = random.choice(DAYS[1:])
    return Patient.model_validate(fields)


def _list(random: Random, leaf: t.Node) -> str:
    return f"{leaf.domain}s" if random.random() < 0.8 else random.choice(LISTS)


def _happened(random: Random, leaf: t.Node) -> dict:
    named = leaf.concept.name or leaf.concept.text
    name = random.choice([named, named, *KINDS.get(named, ()), *sorted(broader_concepts(named, None))])
    anchor = random.choice([None] * 20 + speakable.ANCHORS)
    return {
        "name": anchor or name,
        "codes": random.choice([[]] * 9 + [[{"system": "ICD-10", "code": random.choice(["I63.9", "C50", "E11"])}]]),
        "start": random.choice(DAYS),
        "end": random.choice([None, None, None, "2024-03-09", "2024-04", "2025-01-01"]),
        "absent": random.random() < 0.15,
        "experiencer": random.choice(["patient"] * 9 + ["family"]),
        "qualifiers": random.choice([{}, {}, {"severity": "moderate"}, {"severity": "mild", "duration": 3.0}]),
    }


def _measured(random: Random, leaf: t.Node) -> dict:
    limit = leaf.range or t.Range()
    near = [bound for bound in (limit.lower, limit.upper) if bound is not None] or [1.0]
    value = random.choice([*near, *([53.0, 69.0] if limit.unit == "%" else [])])
    value *= random.choice([1, 1, 1, 0.5, 0.999, 1.001, 2, 10])
    words = random.choice([None] * 6 + ["positive", "non-reactive", f"< {near[0]}", f">= {near[-1]}", "III", "?"])
    return {
        "name": leaf.concept.name,
        "value": value if words is None and random.random() < 0.97 else None,
        "value_text": words,
        "unit": random.choice([limit.unit] * 8 + [None, "mg/dL", "mmol/L", "g/L", "x ULN", "%", "mmol/mol"]),
        "date": random.choice(DAYS),
        "upper_limit": random.choice([None, value / 2, 1.0]),
        "lower_limit": random.choice([None, None, 0.5]),
    }
