"""From chunks to constraint trees: scope, coordination, units, time, and what is said of how sure it is.

`CriterionReader` is the door: an item of the outline in, a `Criterion` out. `convert` takes a value to another unit.
"""

from eligibility.normalize.criterion import CriterionReader
from eligibility.normalize.units import convert

__all__ = ["CriterionReader", "convert"]
