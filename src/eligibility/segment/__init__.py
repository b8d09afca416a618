"""From raw eligibility text to its sections and criteria.

`clean` brings the text into one spelling without losing an offset, `segment` divides it.
"""

from eligibility.segment.clean import CleanText, clean
from eligibility.segment.model import Item, Joiner, Kind, Outline, SectionSpan
from eligibility.segment.outline import segment

__all__ = ["CleanText", "Item", "Joiner", "Kind", "Outline", "SectionSpan", "clean", "segment"]
