"""Registry files in, `Trial` records out.

One module per format, each with `recognise` and `read`; `formats` lists them, `source` gives them the file's text
and the places in it.
"""

from eligibility.registries.formats import read, records

__all__ = ["read", "records"]
