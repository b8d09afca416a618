import os, sys, time
from random import Random
from hypothesis import given, settings
from hypothesis import strategies as st
from eligibility import Checker, Patient
from eligibility.screening import graph_of, Screener
from eligibility.screening.kleene import ELIGIBILITY, VERDICTS
from strategies import *
import strategies

DAY = "2024-03-09"


def tree_walk(checker, trials, patients):
    return [[checker.trial(t_, p) for p in patients] for t_ in trials]


def same(checker, trials, patients):
    screened = Screener(graph_of(trials), checker).screen(patients)
    for trial, one in zip(trials, screened, strict=True):
        for at, patient in enumerate(patients):
            result = checker.trial(trial, patient)
            assert ELIGIBILITY[one.verdicts[at]] == result.verdict
            assert [VERDICTS[v] for v in one.constraints[:, at]] == [c.verdict for c in result.criteria]
            assert tuple(c.id for c, d in zip(result.criteria, one.deciding[:, at]) if d) == result.deciding
            assert one.missing[:, at].sum() == len(result.missing)


ASSUME = st.sampled_from(["open", "closed", {"drug": "closed"}])
TREES = crowded_nodes() | nodes(checked_leaves(), max_leaves=6)


@st.composite
def trials(draw):
    from eligibility.tree import Criterion, StructuredTrial

    trees = draw(st.lists(TREES, max_size=4))
    return StructuredTrial(
        trial_id="t",
        registry=draw(structured_trials()).registry,
        criteria=tuple(
            Criterion(
                id=f"I{i}",
                kind=draw(st.sampled_from(["inclusion", "exclusion"])),
                text="x",
                span=(0, 1),
                constraint=n,
                checkable="full",
                coverage=1.0,
            )
            for i, n in enumerate(trees)
        ),
    )


@settings(max_examples=100)
@given(
    st.lists(trials() | structured_trials(), max_size=6),
    st.lists(patients(), max_size=6),
    ASSUME,
    st.sampled_from(["latest", "latest", "first", "any", "all", "min", "max"]),
)
def test_same(ts, ps, assume, choose):
    same(Checker(DAY, assume=assume, choose=choose), ts, [Patient.model_validate(p) for p in ps])
