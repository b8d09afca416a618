"""Hypothesis strategies for all that a tree is made of.

`nodes` and `structured_trials` draw from the whole contract. `crowded_nodes` draws from few concepts, numbers and
words, all at their places in `SOURCE`, so that duplicates, limits of one value and nested operators are common.
"""

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from eligibility import tree as t

SOURCE = "aged at least some and at most more years, with a stage 2 tumour or a history of it\nand no other"

Leaves = SearchStrategy[t.Node]


def texts(max_size: int = 12) -> SearchStrategy[str]:
    """Any text that JSON can carry, controls and NUL among them."""
    return st.text(st.characters(exclude_categories=["Cs"]), max_size=max_size)


def numbers() -> SearchStrategy[float]:
    """Any finite number."""
    return st.floats(allow_nan=False, allow_infinity=False)


def spans() -> SearchStrategy[tuple[int, int]]:
    """A start and an end."""
    return st.tuples(st.integers(0, 90), st.integers(0, 30)).map(lambda pair: (pair[0], sum(pair)))


def optional(strategy: SearchStrategy) -> SearchStrategy:
    """What the strategy draws, or None."""
    return st.none() | strategy


def tuples_of(strategy: SearchStrategy, max_size: int = 2) -> SearchStrategy[tuple]:
    """A tuple of a few."""
    return st.lists(strategy, max_size=max_size).map(tuple)


def ranges() -> SearchStrategy[t.Range]:
    """Any range: open, empty or one number too."""
    bound, flag = optional(numbers()), st.booleans()
    return st.builds(
        t.Range, lower=bound, upper=bound, lower_inclusive=flag, upper_inclusive=flag, unit=optional(texts())
    )


def quantities() -> SearchStrategy[t.Quantity]:
    """Any limit as written."""
    bound, flag = optional(numbers()), st.booleans()
    return st.builds(
        t.Quantity,
        text=texts(),
        span=spans(),
        lower=bound,
        upper=bound,
        lower_inclusive=flag,
        upper_inclusive=flag,
        values=optional(tuples_of(texts())),
        unit=optional(texts()),
    )


def concepts() -> SearchStrategy[t.Concept]:
    """Any concept, in the vocabulary or not."""
    codings = st.builds(t.Coding, system=texts(), code=texts(), display=optional(texts()))
    return st.builds(t.Concept, text=texts(), span=spans(), name=optional(texts()), codes=tuples_of(codings))


def windows() -> SearchStrategy[t.Window]:
    """Any window."""
    return st.builds(
        t.Window,
        text=texts(),
        span=spans(),
        direction=st.sampled_from(["before", "after", "during", "around"]),
        anchor=optional(texts()),
        distance=optional(ranges()),
    )


def diagnostics() -> SearchStrategy[t.Diagnostic]:
    """Any diagnostic."""
    severity = st.sampled_from(["info", "warning", "error"])
    return st.builds(t.Diagnostic, code=texts(), severity=severity, message=texts(), span=optional(spans()))


def leaves() -> Leaves:
    """Any leaf."""
    qualifiers = st.builds(t.Qualifier, kind=texts(), as_written=quantities(), range=optional(ranges()))
    shared = {
        "text": texts(),
        "span": spans(),
        "concept": optional(concepts()),
        "window": optional(windows()),
        "qualifiers": tuples_of(qualifiers),
    }
    limited = {"range": optional(ranges()), "as_written": optional(quantities())}
    reference = st.builds(
        t.RelativeTo, kind=st.sampled_from(["uln", "lln", "baseline", "predicted", "other"]), text=texts()
    )
    return st.one_of(
        st.builds(t.Age, **shared, **limited),
        st.builds(t.SexLeaf, **shared, values=tuples_of(st.sampled_from(["female", "male"]))),
        st.builds(
            t.Measurement,
            **shared,
            **limited,
            values=optional(tuples_of(texts())),
            relative_to=optional(reference),
        ),
        st.builds(
            t.Occurrence,
            **shared,
            domain=st.sampled_from(["condition", "drug", "procedure", "observation", "device", "visit"]),
            status=optional(st.sampled_from(["present", "history", "planned"])),
            severity=optional(texts()),
            experiencer=st.sampled_from(["patient", "family", "other"]),
        ),
        st.builds(t.Attestation, **shared, topic=texts()),
        st.builds(t.Unstructured, **shared, reason=texts()),
    )


def nodes(leaf: Leaves | None = None, max_leaves: int = 10) -> SearchStrategy[t.Node]:
    """Any tree over leaves, all operators in it."""

    def over(node: SearchStrategy[t.Node]) -> SearchStrategy[t.Node]:
        children = st.lists(node, max_size=4).map(tuple)
        return st.one_of(
            st.builds(t.AllOf, children=children),
            st.builds(t.AnyOf, children=children),
            st.builds(t.Not, child=node),
            st.builds(t.AtLeast, count=st.integers(0, 5), children=children),
            st.builds(t.Implies, condition=node, consequence=node),
        )

    return st.recursive(leaves() if leaf is None else leaf, over, max_leaves=max_leaves)


def crowded_leaves() -> Leaves:
    """Leaves of which many say the same, or limit the same value from two sides."""
    return st.one_of(crowded_limits(), crowded_limits(), crowded_facts())


def crowded_nodes(max_leaves: int = 12) -> SearchStrategy[t.Node]:
    """Trees over crowded leaves and over conjunctions of limits of one value."""
    return limits_of_one_value() | nodes(crowded_leaves() | limits_of_one_value(), max_leaves)


def limits_of_one_value() -> SearchStrategy[t.Node]:
    """A conjunction of limits of which most speak of the same."""

    def limits(subject: tuple[str, bool, bool]) -> SearchStrategy[list[t.Node]]:
        mostly = st.sampled_from([True, True, True, False]).flatmap(lambda it: st.just(subject) if it else _subjects())
        return st.lists(crowded_limits(mostly), min_size=2, max_size=5)

    return _subjects().flatmap(limits).map(lambda children: t.AllOf(children=tuple(children)))


def _subjects() -> SearchStrategy[tuple[str, bool, bool]]:
    """What a limit speaks of, whether within a window, whether as a multiple."""
    return st.tuples(st.sampled_from(["age", "ALT"]), st.booleans(), st.booleans())


@st.composite
def crowded_limits(draw: Callable, subjects: SearchStrategy[tuple[str, bool, bool]] | None = None) -> t.Node:
    """A limit of the age or of a measurement, its words at their places in `SOURCE`."""
    kind, within, relative = draw(_subjects() if subjects is None else subjects)
    start = draw(st.integers(0, len(SOURCE) - 8))
    side = draw(st.sampled_from(["lower", "upper", "lower", "upper", "both"]))
    low, high = sorted(draw(st.tuples(*[st.sampled_from([1.0, 2.0, 2.5, 3.0])] * 2)))
    bounds = {
        "lower": low if side != "upper" else None,
        "upper": high if side != "lower" else None,
        "lower_inclusive": draw(st.booleans()),
        "upper_inclusive": draw(st.booleans()),
    }
    unit = draw(st.sampled_from(["g/dL", "g/dL", None]))
    written = t.Quantity(text=SOURCE[start + 2 : start + 6], span=(start + 2, start + 6), **bounds, unit=unit)
    limit = {
        "text": SOURCE[start : start + 8],
        "span": (start, start + 8),
        "range": draw(st.sampled_from([*[t.Range(**bounds, unit="g/dL")] * 5, None])),
        "as_written": draw(st.sampled_from([*[written] * 5, None])),
        "window": _window(start) if within else None,
    }
    if kind == "age":
        return t.Age(**limit)
    uln = t.RelativeTo(kind="uln", text=SOURCE[start : start + 2])
    return t.Measurement(**limit, concept=_concept(kind, start), relative_to=uln if relative else None)


@st.composite
def crowded_facts(draw: Callable) -> t.Node:
    """Something other than a limit, one of a few."""
    start = draw(st.integers(0, len(SOURCE) - 8))
    where = {"text": draw(st.sampled_from(["words", "Words", " words  "])), "span": (start, start + 8)}
    return draw(
        st.one_of(
            st.builds(
                t.Occurrence,
                **{name: st.just(value) for name, value in where.items()},
                concept=st.sampled_from(["stroke", "tumor"]).map(lambda name: _concept(name, start)),
                domain=st.just("condition"),
                status=st.sampled_from([None, "history"]),
                window=st.sampled_from([None, _window(start)]),
            ),
            st.just(t.SexLeaf(**where, values=("female",))),
            st.just(t.Attestation(**where, topic="consent")),
            st.just(t.Unstructured(**where, reason="no-meaning")),
        )
    )


def _concept(name: str, start: int) -> t.Concept:
    return t.Concept(text=SOURCE[start : start + 2], span=(start, start + 2), name=name)


def _window(start: int) -> t.Window:
    return t.Window(
        text=SOURCE[start : start + 3],
        span=(start, start + 3),
        direction="before",
        anchor="screening",
        distance=t.Range(upper=3, unit="mo"),
    )


def criteria() -> SearchStrategy[t.Criterion]:
    """Any criterion."""
    return st.builds(
        t.Criterion,
        id=texts(),
        kind=st.sampled_from(["inclusion", "exclusion"]),
        text=texts(),
        span=spans(),
        marker=optional(st.builds(t.Marker, text=texts(), span=spans())),
        section=optional(st.integers(0, 9)),
        depth=st.integers(0, 9),
        constraint=nodes(max_leaves=5),
        checkable=st.sampled_from(["full", "partial", "none"]),
        coverage=st.floats(0, 1),
        diagnostics=tuples_of(diagnostics()),
    )


def structured_trials() -> SearchStrategy[t.StructuredTrial]:
    """Any structured trial."""
    age = st.builds(t.AgeLimits, lower=optional(numbers()), upper=optional(numbers()))
    sex = optional(st.sampled_from(["all", "female", "male"]))
    registry = st.builds(t.Registry, age=optional(age), sex=sex, healthy_volunteers=optional(st.booleans()))
    kind = st.sampled_from(["inclusion", "exclusion"])
    section = st.builds(t.Section, kind=kind, title=texts(), span=spans(), cohort=optional(texts()))
    return st.builds(
        t.StructuredTrial,
        trial_id=optional(texts()),
        registry=registry,
        sections=tuples_of(section),
        criteria=tuples_of(criteria()),
        diagnostics=tuples_of(diagnostics()),
    )


def patients() -> SearchStrategy[dict]:
    """The fields of patients about whom crowded trees and `checked_leaves` ask; as JSON has them."""
    date = st.sampled_from(
        [None, "2023", "2023-12", "2023-12-08", "2023-12-09", "2024-01-05", "2024-03-09", "2024-04-01"]
    )
    event = st.fixed_dictionaries(
        {"name": st.sampled_from(["stroke", "ischemic stroke", "cancer", "asthma"]), "start": date},
        optional={"absent": st.booleans(), "ended": st.booleans(), "qualifiers": st.just({"severity": "severe"})},
    )
    measurement = st.fixed_dictionaries(
        {
            "name": st.sampled_from(["ALT", "hemoglobin", "HbA1c"]),
            "value": st.sampled_from([1.0, 2.0, 2.2, 2.5, 7.0, 53.0]),
            "unit": st.sampled_from(["g/dL", "g/L", "%", "mmol/mol", "U/L", None]),
            "date": date,
            "upper_limit": st.sampled_from([None, 1.0]),
        }
    )
    return st.fixed_dictionaries(
        {
            "birth_date": st.sampled_from([None, "2022-03-09", "2021-09-09", "2021", "1960-05"]),
            "sex": st.sampled_from([None, "female", "male", "other"]),
            "conditions": st.lists(event, max_size=4),
            "drugs": st.lists(event, max_size=2),
            "measurements": st.lists(measurement, max_size=4),
        }
    )


@st.composite
def checked_leaves(draw: Callable) -> t.Node:
    """Leaves of which a random patient may tell something: events in windows, limits in units."""
    where = {"text": "words", "span": (0, 5), "window": draw(st.sampled_from([None, _window(0)]))}
    bounds = draw(st.sampled_from([{"lower": 2.0}, {"upper": 2.5}, {"lower": 1.0, "upper": 7.0}]))
    events = st.builds(
        t.Occurrence,
        **{name: st.just(value) for name, value in where.items()},
        concept=st.sampled_from(["stroke", "cancer", "severe asthma", "nothing known"]).map(
            lambda name: _concept(name, 0)
        ),
        domain=st.sampled_from(["condition", "drug"]),
        status=st.sampled_from([None, "history", "present", "planned"]),
        severity=st.sampled_from([None, None, "severe"]),
    )
    limits = st.sampled_from([("hemoglobin A1c", "%"), ("hemoglobin", "g/dL")]).map(
        lambda pair: t.Measurement(**where, concept=_concept(pair[0], 0), range=t.Range(**bounds, unit=pair[1]))
    )
    ages = st.just(t.Age(text="words", span=(0, 5), range=t.Range(**bounds, unit="a")))
    return draw(st.one_of(events, limits, ages, crowded_leaves()))
