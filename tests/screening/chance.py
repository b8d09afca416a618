"""Random trials and patients that speak of the same few things, from a `random.Random`: thousands in a second.

A pool of leaves is drawn from the whole vocabulary; trials are trees over these leaves, and patients have facts of what
the leaves ask for: kinds of it, at the borders of limits and windows, in other units, with and without dates.
"""

import sys
from pathlib import Path
from random import Random

from eligibility import Criterion, Patient, Registry, StructuredTrial
from eligibility import tree as t
from eligibility.check import knowledge

sys.path[:0] = [str(Path(__file__).parents[1] / "describing")]
import speakable  # noqa: E402 - the generator of trees is beside other tests

DAYS = [
    None, "2023", "2023-12", "2023-12-08", "2023-12-09", "2024-01-05", "2024-02-24", "2024-03", "2024-03-08",
    "2024-03-09", "2024-03-10", "2024-04-01", "2019-05-01", "2010",
]  # fmt: skip
BIRTHS = [None, "2022-03-09", "2006-03-09", "2006-03-10", "2006", "1990-07", "1960-05-01", "1949-03-09", "1931-01-01"]
LISTS = ["conditions", "drugs", "procedures", "observations", "devices", "visits"]
KINDS = {row.name: row.kinds for row in knowledge().is_a if row.kinds}


def pool(random: Random, size: int = 60) -> list[t.Node]:
    """Leaves, some of them said twice in other words, some with kinds that the checker knows."""
    leaves = [speakable.leaf(random) for _ in range(size)]
    for name in random.sample(sorted(KINDS), 8):
        concept = t.Concept(text=name, span=(0, len(name)), name=name)
        leaves.append(t.Occurrence(text=name, span=(0, 5), domain="condition", concept=concept))
    return leaves + [leaf.model_copy(update={"text": "other words", "span": (3, 9)}) for leaf in leaves[:10]]


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
    name = random.choice([leaf.concept.name, *KINDS.get(leaf.concept.name, ())])
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
    value = random.choice(near) * random.choice([1, 1, 0.5, 0.999, 1.001, 2, 10])
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
