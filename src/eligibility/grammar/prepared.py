"""Grammars prepared on disk: what Lark works out of a grammar takes ten times as long as reading it again.

That is Lark's own `save` and `load`. A file is named by the grammar, its options and the version of Lark.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import lark
from lark import Lark

from eligibility.user_cache import cached_name, keep_cached, read_cached

_FORMAT = b"1"
"""Counts up when what is kept of the same grammar would differ."""


def prepared(name: str, text: str, imported: Sequence[str], homes: list[str], **options: Any) -> Lark:  # noqa: ANN401 - what Lark takes
    """A parser for a grammar, out of the user's cache folder where it has been prepared before.

    Args:
        name: the grammar's name.
        text: the grammar.
        imported: the texts of the grammars that it imports.
        homes: the folders in which Lark finds those.
        options: others of `lark.Lark`; functions and classes among them are known by their names.
    """
    said = [f"{key}={getattr(value, '__qualname__', value)}" for key, value in sorted(options.items())]
    made_of = [lark.__version__, *said, text, *imported]
    file = cached_name(f"{name}.lark", _FORMAT, *(one.encode() for one in made_of))
    stored = read_cached(file)
    if stored is not None:
        # a class or function of an option may have moved since
        with suppress(pickle.UnpicklingError, ImportError, AttributeError):
            return Lark.load(io.BytesIO(stored))
    made = Lark(text, import_paths=homes, **options)
    saved = io.BytesIO()
    made.save(saved)
    keep_cached(file, saved.getvalue())
    return made
