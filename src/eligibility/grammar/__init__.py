"""The grammars at work: numbers and units as they are written, and the parsers that read them.

`loading` builds parsers from the files in grammars/; `numbers` and `units` read what their grammars describe.
"""
