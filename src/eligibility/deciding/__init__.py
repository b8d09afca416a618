"""What trees say of all patients: does one follow from another, can somebody meet both, which of many conflict.

Each answer is the outcome of a `search` for a patient: `variables` says what there is to choose of one (`numbers`,
`values`, `times`, and what `relations` forbid to choose freely), `formula` what trees make of the choice.
"""

from eligibility.deciding.answers import Answer, can_be_met, overlap, subsumes
from eligibility.deciding.budget import Budget
from eligibility.deciding.conflict import conflicts
from eligibility.deciding.statement import Statement

__all__ = ["Answer", "Budget", "Statement", "can_be_met", "conflicts", "overlap", "subsumes"]
