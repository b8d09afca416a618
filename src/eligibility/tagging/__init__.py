"""The tagger: what each piece of a criterion is. the lexicon finds the phrases, two small grammars limits and times.

`Tagger` turns a cleaned criterion into the chunks that criterion.lark reads.
"""

from eligibility.tagging.tagger import Tagged, Tagger

__all__ = ["Tagged", "Tagger"]
