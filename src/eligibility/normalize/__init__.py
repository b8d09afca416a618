"""From chunks to constraint trees: scope, coordination, units, time, and what is said of how sure it is.

`CriterionReader` is the door: an item of the outline in, a `Criterion` out.
"""

from eligibility.normalize.criterion import CriterionReader

__all__ = ["CriterionReader"]
