"""Two versions of a trial: what a new one changes, and whether it lets more patients in or fewer.

`diff` is the door. `matching` finds which criterion became which, `effects` what that means for patients.
"""

from eligibility.comparing.change import Change, Side, TrialDiff
from eligibility.comparing.versions import diff

__all__ = ["Change", "Side", "TrialDiff", "diff"]
