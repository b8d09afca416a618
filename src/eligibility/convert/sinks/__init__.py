"""Sinks: where tables go. Each turns the rows of a part into files, and the files of all parts into the output.

One module per kind of output; `sink_for` chooses by the output's name.
"""

from eligibility.convert.sinks.choosing import Sink, sink_for

__all__ = ["Sink", "sink_for"]
