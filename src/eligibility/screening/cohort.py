"""Some patients at once, ready to be asked who has anything on record of a concept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import get_args

import numpy as np

from eligibility.check import Case, Group, Subject, Vocabulary, concept_of_anchor, knowledge
from eligibility.screening.series import Series
from eligibility.screening.shelf import Patients, Shelf
from eligibility.tree import Concept


class Cohort:
    """Some patients at once.

    Args:
        cases: the patients, one at least, all under the same settings.

    Attributes:
        cases: the patients.
    """

    def __init__(self, cases: Sequence[Case]) -> None:
        self.cases = cases
        self._vocabulary: Vocabulary = cases[0].vocabulary
        self._speaking: dict[tuple[Group, Subject], Patients] = {}
        self._anchored: dict[str | None, Patients] = {None: np.zeros(0, np.intp)}
        self._series: dict[Subject, Series] = {}

    def speaking_of(self, concept: Concept, group: Group) -> Patients:
        """The patients with anything on record that may say something of a concept."""
        wanted = self._vocabulary.of_concept(concept, group)
        key = (group, wanted)
        if key not in self._speaking:
            self._speaking[key] = self._shelves[group].speaking_of(wanted)
        return self._speaking[key]

    def anchored(self, anchor: str | None) -> Patients:
        """The patients whose own records may say when the anchor of a window is; it is the same for all others."""
        if anchor not in self._anchored:
            assert anchor is not None
            named = [at for at, case in enumerate(self.cases) if anchor in case.patient.anchors]
            found = np.array(named, np.intp)
            if anchor not in knowledge().study_anchors:
                found = np.union1d(found, self.speaking_of(concept_of_anchor(anchor), "event"))
            self._anchored[anchor] = found
        return self._anchored[anchor]

    def series(self, concept: Concept) -> Series:
        """The measurements of a concept."""
        wanted = self._vocabulary.of_concept(concept, "measurement")
        if wanted not in self._series:
            owners = self.speaking_of(concept, "measurement").tolist()
            cases = [self.cases[at] for at in owners]
            recorded = [case.facts.measurements(concept) for case in cases]
            self._series[wanted] = Series(owners, cases, recorded, self.cases[0].settings.as_of)
        return self._series[wanted]

    @cached_property
    def _shelves(self) -> dict[Group, Shelf]:
        return {group: Shelf(group, self.cases) for group in get_args(Group)}
