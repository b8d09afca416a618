"""From raw eligibility text to its sections and criteria.

`clean` brings the text into one spelling without losing an offset, `segment` divides it.
"""

from eligibility.segment.clean import CleanText, clean
from eligibility.segment.model import Item, Joiner, Kind, Outline, SectionSpan
from eligibility.segment.outline import segment
from eligibility.segment.references import Numbering, Pointer, pointers

__all__ = [
    "CleanText",
    "Item",
    "Joiner",
    "Kind",
    "Numbering",
    "Outline",
    "Pointer",
    "SectionSpan",
    "clean",
    "pointers",
    "segment",
]
