"""Constraint trees as English: clear sentences in the regular forms that `eligibility.parse` reads.

One module a family of nodes: `operators`, `limits` (age, sex, measurements), `occurrences`, `statements` (attestations
and what was not understood); `numbers`, `windows` and `units` write what leaves carry.
"""

from eligibility.describing.operators import describe

__all__ = ["describe"]
