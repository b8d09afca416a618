"""Registry files in, `Trial` records out.

One module per format, each with `recognise` and `read`; `formats` lists them, `source` gives them the file's text
and the places in it. What opens files and cuts them into values and rows serves the readers of patients too.
"""

from eligibility.registries.columns import Row, plain_name
from eligibility.registries.delimited import header, rows
from eligibility.registries.formats import read, records
from eligibility.registries.json_values import decoded, malformed, too_deep, values
from eligibility.registries.opening import sources
from eligibility.registries.source import Document, Source

__all__ = [
    "Document",
    "Row",
    "Source",
    "decoded",
    "header",
    "malformed",
    "plain_name",
    "read",
    "records",
    "rows",
    "sources",
    "too_deep",
    "values",
]
