"""The tagger: what each piece of a criterion is. spaCy matches the phrases, two small grammars read limits and times.

`Tagger` turns a cleaned criterion into the chunks that criterion.lark reads.
"""

from eligibility.tagging.tagger import Tagged, Tagger

__all__ = ["Tagged", "Tagger"]
