"""Where in a JSON text a value or a mistake stands, as an offset."""

from __future__ import annotations

import re
from collections.abc import Sequence
from json import JSONDecoder

_SPACE = re.compile(r"[ \t\r\n]*")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)")
_CUT_ESCAPE = re.compile(r"(?:\\(?:u[0-9a-fA-F]{0,3})?)?")
_SKIP = JSONDecoder(parse_int=str, parse_float=str)


def value_at(text: str, path: Sequence[str | int]) -> int:
    """The offset of the value at a path of keys and indices in well-formed JSON; of the last step there is."""
    at = _after_space(text, 0)
    for step in path:
        try:
            found = _below(text, at, step)
        except RecursionError:
            return at
        if found is None:
            return at
        at = found
    return at


def lone_surrogate(text: str) -> int | None:
    r"""The offset of the first escape such as `\ud800` that is half of a pair; None if only the text's end cuts one."""
    high: re.Match[str] | None = None
    for escape in _ESCAPE.finditer(text):
        code = int(escape[1] or "0", 16)
        is_low = 0xDC00 <= code < 0xE000
        if high and not (is_low and escape.start() == high.end()):
            return high.start()
        if is_low and not high:
            return escape.start()
        high = escape if 0xD800 <= code < 0xDC00 else None
    return high.start() if high and not _CUT_ESCAPE.fullmatch(text, high.end()) else None


def _below(text: str, at: int, step: str | int) -> int | None:
    """The offset of a member's or element's value in what begins at `at`, if that is an object or an array."""
    if text[at] != ("{" if isinstance(step, str) else "["):
        return None
    at = _after_space(text, at + 1)
    index = 0
    while text[at] not in "]}":
        key: object = index
        if isinstance(step, str):
            key, at = _SKIP.raw_decode(text, at)
            at = _after_space(text, _after_space(text, at) + len(":"))
        if key == step:
            return at
        at = _after_space(text, _SKIP.raw_decode(text, at)[1])
        if text[at] == ",":
            at = _after_space(text, at + 1)
        index += 1
    return None


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
