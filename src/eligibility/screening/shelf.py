"""Who has something on record of what, found without asking every patient."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from eligibility.check import Case, Group, Subject, Vocabulary

Patients = NDArray[np.intp]
"""Places of patients in a cohort, ascending."""


class Shelf:
    """The patients of a cohort by what their measurements, or their other facts, speak of.

    Args:
        group: measurements or events.
        cases: the patients, one at least.
    """

    def __init__(self, group: Group, cases: Sequence[Case]) -> None:
        self._vocabulary: Vocabulary = cases[0].vocabulary
        self._owners: dict[Subject, list[int]] = {}
        self._by_own: dict[object, list[Subject]] = {}
        self._by_above: dict[object, list[Subject]] = {}
        for at, case in enumerate(cases):
            for subject in case.facts.subjects(group):
                if subject not in self._owners:
                    self._owners[subject] = []
                    self._file(subject)
                self._owners[subject].append(at)

    def speaking_of(self, wanted: Subject) -> Patients:
        """The patients with anything on record that may say something of a subject, by being so or by being denied."""
        owners: set[int] = set()
        for subject in self._near(wanted):
            if self._vocabulary.may_speak_of(subject, wanted):
                owners.update(self._owners[subject])
        return np.array(sorted(owners), np.intp)

    def _near(self, wanted: Subject) -> Iterable[Subject]:
        """What may be a kind of what is wanted, or what that may be a kind of."""
        signs = self._vocabulary.signs(wanted)
        below = {subject for sign in signs.own for subject in self._by_above.get(sign, ())}
        return below | {subject for sign in signs.above for subject in self._by_own.get(sign, ())}

    def _file(self, subject: Subject) -> None:
        signs = self._vocabulary.signs(subject)
        for filed, under in ((self._by_own, signs.own), (self._by_above, signs.above)):
            for sign in under:
                filed.setdefault(sign, []).append(subject)
