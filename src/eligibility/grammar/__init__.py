"""The grammars at work: what finds them in grammars/, and what reads numbers and units with them."""

from eligibility.grammar.loading import load_grammar
from eligibility.grammar.numbers import NUMBER_PATTERN, WORD_NUMBERS, read_number, read_roman
from eligibility.grammar.units import Units

__all__ = ["NUMBER_PATTERN", "WORD_NUMBERS", "Units", "load_grammar", "read_number", "read_roman"]
